package chargerunner.charge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Turns answers and look-ups into verdicts: the table of outcomes. Has no state and may
 * be used by many threads.
 */
public final class Judge {

	private final ReasonClassifier reasons;

	/**
	 * Creates a judge.
	 * @param reasons tells what the texts of declines and refusals mean
	 */
	public Judge(ReasonClassifier reasons) {
		this.reasons = reasons;
	}

	/**
	 * Judges an answer to a charge.
	 * @param request what was asked
	 * @param answer what came back; a refusal goes to {@link #refusal} instead
	 * @return the verdict
	 */
	public Verdict answer(ChargeRequest request, Answer answer) {
		return switch (answer.kind()) {
			case PAYMENT -> answered(request, Objects.requireNonNull(answer.payment()));
			case REFUSED -> throw new IllegalArgumentException("a refusal is judged with a look-up");
			case UNAUTHORIZED -> Verdict.of(Outcome.NOT_SENT, ReasonClass.STOPPED, answer);
			case THROTTLED -> Verdict.of(Outcome.NOT_SENT, ReasonClass.THROTTLED, answer);
			case NOT_SENT -> Verdict.of(Outcome.NOT_SENT, ReasonClass.CONNECT, answer);
			case TIMEOUT -> Verdict.of(Outcome.UNKNOWN, ReasonClass.TIMEOUT, answer);
			case RESET -> Verdict.of(Outcome.UNKNOWN, ReasonClass.RESET, answer);
			case INTERRUPTED -> Verdict.of(Outcome.UNKNOWN, ReasonClass.INTERRUPTED, answer);
			case HTTP -> Verdict.of(Outcome.UNKNOWN, ReasonClass.HTTP, answer);
			case UNREADABLE -> Verdict.of(Outcome.UNKNOWN, ReasonClass.UNREADABLE, answer);
		};
	}

	private Verdict answered(ChargeRequest request, Payment payment) {
		if (!payment.merchantUid().equals(request.merchantUid()) && !payment.status().equals("paid")) {
			// Says nothing of this number; a payment is kept, for a person to see.
			return new Verdict(Outcome.UNKNOWN, ReasonClass.UNREADABLE, "an answer about another number", null, 200, 0,
					false);
		}
		return found(request, List.of(payment));
	}

	/**
	 * Judges a refusal (code other than 0) by what one look-up says.
	 * @param request what was asked
	 * @param refusal the refusal
	 * @param lookUp the look-up that followed it
	 * @return as found; unknown without an answer, or when the text says that the number
	 * was used already; else refused
	 */
	public Verdict refusal(ChargeRequest request, Answer refusal, LookUp lookUp) {
		if (lookUp.kind() == LookUp.Kind.FOUND) {
			return found(request, lookUp.payments());
		}
		ReasonClassifier.Reason reason = this.reasons.classify(refusal.message());
		if (lookUp.kind() != LookUp.Kind.NONE || reason == ReasonClassifier.Reason.DUPLICATE) {
			return Verdict.of(Outcome.UNKNOWN, ReasonClass.HTTP, refusal);
		}
		return new Verdict(Outcome.REFUSED, reason.reasonClass(), Objects.requireNonNullElse(refusal.message(), ""),
				null, refusal.httpStatus(), refusal.code(), reason == ReasonClassifier.Reason.KEY_UNREGISTERED);
	}

	/**
	 * Judges what PortOne has of a number. A {@code paid} that agrees always wins.
	 * @param request what was asked under that number
	 * @param payments every record found, at least one
	 * @return the verdict
	 */
	public Verdict found(ChargeRequest request, List<Payment> payments) {
		List<Payment> paid = withStatus(payments, "paid");
		List<Payment> agreeing = paid.stream().filter((payment) -> differences(request, payment).isEmpty()).toList();
		if (!agreeing.isEmpty()) {
			return paid(agreeing.get(0), paid);
		}
		if (!paid.isEmpty()) {
			String differences = String.join(", ", differences(request, paid.get(0)));
			return recorded(Outcome.UNKNOWN, ReasonClass.MISMATCH, "paid, but differs: " + differences, paid.get(0));
		}
		List<Payment> failed = withStatus(payments, "failed");
		List<Payment> cancelled = withStatus(payments, "cancelled");
		if (failed.size() + cancelled.size() < payments.size()) {
			Payment unfinished = unfinished(payments);
			return recorded(Outcome.UNKNOWN, ReasonClass.READY, "status " + unfinished.status(), unfinished);
		}
		if (!cancelled.isEmpty()) {
			return recorded(Outcome.CANCELLED, null, "cancelled at PortOne", cancelled.get(0));
		}
		return declined(latest(failed));
	}

	private Verdict declined(Payment payment) {
		ReasonClassifier.Reason reason = this.reasons.classify(payment.failReason());
		return new Verdict(Outcome.DECLINED, reason.reasonClass(), Objects.requireNonNullElse(payment.failReason(), ""),
				payment, 200, 0, reason == ReasonClassifier.Reason.KEY_UNREGISTERED);
	}

	private static Verdict paid(Payment kept, List<Payment> paid) {
		if (paid.size() == 1) {
			return recorded(Outcome.PAID, null, "", kept);
		}
		String others = paid.stream()
			.filter((payment) -> !payment.impUid().equals(kept.impUid()))
			.map(Payment::impUid)
			.distinct()
			.collect(Collectors.joining(" "));
		if (others.isEmpty()) {
			return recorded(Outcome.PAID, null, "", kept);
		}
		return recorded(Outcome.PAID, ReasonClass.CHARGED_TWICE_AT_PORTONE, chargedTwice(kept.impUid(), others), kept);
	}

	/**
	 * {@return the reason of a charge that PortOne has paid more than once}
	 * @param kept the imp_uid of the payment that stands
	 * @param others the imp_uids of the payments to cancel
	 */
	public static String chargedTwice(String kept, String others) {
		return "keep " + kept + ", cancel " + others;
	}

	/**
	 * {@return the imp_uids that a reason of {@link #chargedTwice} names; a new set}
	 * @param reason the reason
	 */
	public static Set<String> paidTwice(String reason) {
		Set<String> impUids = new HashSet<>(List.of(reason.split("[, ]+")));
		impUids.removeAll(List.of("keep", "cancel"));
		return impUids;
	}

	private static Verdict recorded(Outcome outcome, @Nullable ReasonClass reasonClass, String reason,
			Payment payment) {
		return new Verdict(outcome, reasonClass, reason, payment, 200, 0, false);
	}

	private static Payment unfinished(List<Payment> payments) {
		return payments.stream()
			.filter((payment) -> !payment.status().equals("failed") && !payment.status().equals("cancelled"))
			.findFirst()
			.orElseThrow();
	}

	private static Payment latest(List<Payment> failed) {
		return failed.stream()
			.max(Comparator.comparing((payment) -> Objects.requireNonNullElse(payment.failedAt(), Instant.MIN)))
			.orElseThrow();
	}

	/** The records of one status, the earliest paid first. */
	private static List<Payment> withStatus(List<Payment> payments, String status) {
		return payments.stream()
			.filter((payment) -> payment.status().equals(status))
			.sorted(Comparator.comparing((payment) -> Objects.requireNonNullElse(payment.paidAt(), Instant.MAX)))
			.toList();
	}

	private static List<String> differences(ChargeRequest request, Payment payment) {
		List<String> differences = new ArrayList<>();
		if (!payment.merchantUid().equals(request.merchantUid())) {
			differences.add("merchant_uid");
		}
		if (payment.customerUid() != null && !payment.customerUid().equals(request.customerUid())) {
			differences.add("customer_uid");
		}
		if (payment.amount() == null || payment.amount() != request.amount()) {
			differences.add("amount " + payment.amount());
		}
		if (payment.currency() != null && !payment.currency().equalsIgnoreCase(request.currency())) {
			differences.add("currency " + payment.currency());
		}
		return differences;
	}

}
