package chargerunner.issuance;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import chargerunner.charge.LookUp;
import chargerunner.charge.Payment;
import chargerunner.issuance.IssueAttempt.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What PortOne's records say of a window. Only PortOne is believed, and only where every
 * field is what was asked for.
 *
 * @param outcome how it ended; null while that is open
 * @param reason why, where it did not end well; empty otherwise
 * @param impUid PortOne's number of the record that decided
 */
record Finding(@Nullable Outcome outcome, String reason, @Nullable String impUid) {

	private static final String ISSUE = "issue";

	/**
	 * {@return what a look-up says}
	 * @param attempt the window
	 * @param customerUid whose key was to be issued
	 * @param lookUp every record of its number
	 * @param testChannels whether a test channel may issue keys
	 */
	static Finding of(IssueAttempt attempt, String customerUid, LookUp lookUp, boolean testChannels) {
		if (lookUp.kind() != LookUp.Kind.FOUND) {
			return new Finding(null, (lookUp.kind() == LookUp.Kind.NONE) ? "" : lookUp.message(), null);
		}
		List<Payment> paid = lookUp.payments().stream().filter((payment) -> isIn(payment, "paid")).toList();
		for (Payment payment : paid) {
			if (difference(attempt, customerUid, payment, testChannels) == null) {
				return new Finding(Outcome.ISSUED, "", payment.impUid());
			}
		}
		if (!paid.isEmpty()) {
			Payment first = paid.get(0);
			return new Finding(Outcome.MISMATCH,
					Objects.requireNonNull(difference(attempt, customerUid, first, testChannels)), first.impUid());
		}
		return unpaid(lookUp.payments());
	}

	private static Finding unpaid(List<Payment> payments) {
		if (payments.stream().anyMatch((payment) -> !isIn(payment, "failed") && !isIn(payment, "cancelled"))) {
			return new Finding(null, "", null);
		}
		Payment last = payments.stream()
			.max(Comparator.comparing(Payment::failedAt, Comparator.nullsFirst(Comparator.naturalOrder())))
			.orElseThrow();
		String reason = (last.failReason() != null) ? last.failReason() : last.status();
		return new Finding(Outcome.FAILED, reason, last.impUid());
	}

	private static boolean isIn(Payment payment, String status) {
		return payment.status().equals(status);
	}

	/**
	 * {@return the first field that differs; null where none does}
	 */
	private static @Nullable String difference(IssueAttempt attempt, String customerUid, Payment payment,
			boolean testChannels) {
		if (!attempt.merchantUid().equals(payment.merchantUid())) {
			return "merchant_uid";
		}
		if (!customerUid.equals(payment.customerUid())) {
			return "customer_uid";
		}
		if (!ISSUE.equals(payment.usage())) {
			return "customer_uid_usage";
		}
		if (!Objects.equals(attempt.amount(), payment.amount())) {
			return "amount";
		}
		boolean test = !Boolean.FALSE.equals(payment.sandbox());
		return (test && !testChannels) ? "sandbox" : null;
	}

}
