package chargerunner.sandbox;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * One record in the sandbox's books: what it really did, whatever it told its client. One
 * number has several where it was charged twice or tried again after a failure.
 *
 * @param impUid the sandbox's number
 * @param merchantUid the client's number
 * @param customerUid the customer whose billing key was charged
 * @param amount whole won (or dollars, as the currency says) that really moved, or would
 * have moved
 * @param currency {@code KRW} or what was asked for
 * @param status {@code ready paid cancelled failed}
 * @param failReason the PG's text where the status is failed
 */
public record SandboxCharge(String impUid, String merchantUid, String customerUid, long amount, String currency,
		Status status, @Nullable String failReason) {

	/** PortOne's words for the state of a payment. */
	public enum Status {

		/** Begun, nothing charged yet. */
		READY,
		/** Charged. */
		PAID,
		/** Charged and given back. */
		CANCELLED,
		/** Declined. */
		FAILED;

		/**
		 * {@return the word on the wire}
		 */
		public String text() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
