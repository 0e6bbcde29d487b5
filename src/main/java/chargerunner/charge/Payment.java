package chargerunner.charge;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * PortOne's record of one payment, as {@code again} and the look-ups answer it
 * (PaymentAnnotation); only what the ledger keeps.
 *
 * @param impUid PortOne's own number
 * @param merchantUid our number
 * @param customerUid the customer, where PortOne names one
 * @param status {@code ready paid cancelled failed}, or a word of the future
 * @param amount whole won; null when PortOne's amount is no whole number or is missing
 * @param currency the currency
 * @param failReason the PG's text
 * @param paidAt when it was paid; null when PortOne says 0
 * @param failedAt when it failed; null when PortOne says 0
 * @param cancelledAt when it was cancelled; null when PortOne says 0
 * @param pgTid the PG's number
 * @param receiptUrl the receipt
 * @param sandbox whether it went through a test channel and no money moved; null when
 * PortOne does not say
 * @param usage what the customer's billing key was used for ({@code customer_uid_usage}):
 * {@code issue} of the key, {@code payment} with it, or a word of the future; null for
 * none
 */
public record Payment(String impUid, String merchantUid, @Nullable String customerUid, String status,
		@Nullable Long amount, @Nullable String currency, @Nullable String failReason, @Nullable Instant paidAt,
		@Nullable Instant failedAt, @Nullable Instant cancelledAt, @Nullable String pgTid, @Nullable String receiptUrl,
		@Nullable Boolean sandbox, @Nullable String usage) {
}
