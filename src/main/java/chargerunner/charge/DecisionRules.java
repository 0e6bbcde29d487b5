package chargerunner.charge;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether a person's decision about a charge in doubt may stand against PortOne's own
 * records. Has no state.
 */
public final class DecisionRules {

	private DecisionRules() {
	}

	/**
	 * Rules on a decision.
	 * @param decision the decision
	 * @param looks a look at every number of the charge, made after the decision
	 * @param quarantine how long an attempt without a record could still be on its way
	 * @param askedAt the database's time before the looks were made
	 * @return the ruling; what the looks found is recorded by itself, whatever the ruling
	 */
	public static Ruling judge(Decision decision, List<Look> looks, Duration quarantine, Instant askedAt) {
		Optional<Ruling> obstacle = unanswered(looks).or(() -> unfinished(looks)).or(() -> switch (decision.as()) {
			case PAID -> againstPaid(Objects.requireNonNull(decision.impUid()), looks);
			case NOT_CHARGED -> againstNotCharged(looks);
		}).or(() -> tooEarly(looks, quarantine, askedAt));
		return obstacle.orElseGet(() -> accept(decision, looks));
	}

	private static Optional<Ruling> unanswered(List<Look> looks) {
		return ofKind(LookUp.Kind.UNAUTHORIZED, Ruling.Kind.UNAUTHORIZED, looks)
			.or(() -> ofKind(LookUp.Kind.NO_ANSWER, Ruling.Kind.NO_ANSWER, looks));
	}

	private static Optional<Ruling> ofKind(LookUp.Kind kind, Ruling.Kind ruling, List<Look> looks) {
		return looks.stream()
			.map(Look::lookUp)
			.filter((lookUp) -> lookUp.kind() == kind)
			.findFirst()
			.map((lookUp) -> Ruling.of(ruling, lookUp.message()));
	}

	/** It may still be paid; a person can cancel it at PortOne, which ends the doubt. */
	private static Optional<Ruling> unfinished(List<Look> looks) {
		return payments(looks).stream()
			.filter((payment) -> !List.of("paid", "failed", "cancelled").contains(payment.status()))
			.findFirst()
			.map((payment) -> Ruling.of(Ruling.Kind.PAYMENT_UNFINISHED, payment.impUid(), payment.status()));
	}

	private static Optional<Ruling> againstPaid(String impUid, List<Look> looks) {
		List<Payment> named = payments(looks).stream().filter((payment) -> payment.impUid().equals(impUid)).toList();
		if (named.isEmpty()) {
			return Optional.of(Ruling.of(Ruling.Kind.NO_SUCH_PAYMENT, impUid));
		}
		if (named.stream().noneMatch(DecisionRules::isPaid)) {
			return Optional.of(Ruling.of(Ruling.Kind.PAYMENT_NOT_PAID, impUid, named.get(0).status()));
		}
		String others = paidNumbers(looks).stream()
			.filter((other) -> !other.equals(impUid))
			.collect(Collectors.joining(" "));
		return others.isEmpty() ? Optional.empty()
				: Optional.of(Ruling.of(Ruling.Kind.SEVERAL_PAYMENTS, impUid, others));
	}

	private static Optional<Ruling> againstNotCharged(List<Look> looks) {
		List<String> paid = paidNumbers(looks);
		return paid.isEmpty() ? Optional.empty()
				: Optional.of(Ruling.of(Ruling.Kind.PAYMENT_EXISTS, String.join(" ", paid)));
	}

	private static Optional<Ruling> tooEarly(List<Look> looks, Duration quarantine, Instant askedAt) {
		return withoutRecord(looks).stream()
			.map((doubt) -> doubt.lastSentAt().plus(quarantine))
			.max(Comparator.naturalOrder())
			.filter((from) -> from.isAfter(askedAt))
			.map(Ruling::tooEarly);
	}

	private static Ruling accept(Decision decision, List<Look> looks) {
		Map<String, Verdict> verdicts = new HashMap<>();
		List<Doubt> closed = withoutRecord(looks);
		closed.forEach((doubt) -> verdicts.put(doubt.request().merchantUid(),
				Verdict.of(Outcome.REFUSED, ReasonClass.DECIDED_BY_HAND, decision.note())));
		if (decision.as() == Decision.As.NOT_CHARGED) {
			return Ruling.accepted(lastNumber(closed), verdicts);
		}
		Look paid = paidLook(Objects.requireNonNull(decision.impUid()), looks);
		String number = paid.doubt().request().merchantUid();
		if (paid.doubt().outcome() != Outcome.PAID) {
			verdicts.put(number, paid(decision, paid));
		}
		return Ruling.accepted(number, verdicts);
	}

	private static Verdict paid(Decision decision, Look look) {
		Payment payment = look.lookUp()
			.payments()
			.stream()
			.filter((record) -> record.impUid().equals(decision.impUid()) && isPaid(record))
			.findFirst()
			.orElseThrow();
		String differences = (look.verdict() != null) ? look.verdict().reason() : "";
		String reason = differences.isEmpty() ? decision.note() : decision.note() + " (" + differences + ")";
		return new Verdict(Outcome.PAID, ReasonClass.DECIDED_BY_HAND, reason,
				inCurrencyOf(look.doubt().request(), payment), 200, 0, false);
	}

	/** An amount of another currency is no amount of won. */
	private static Payment inCurrencyOf(ChargeRequest request, Payment payment) {
		if (payment.currency() == null || payment.currency().equalsIgnoreCase(request.currency())) {
			return payment;
		}
		return new Payment(payment.impUid(), payment.merchantUid(), payment.customerUid(), payment.status(), null,
				payment.currency(), payment.failReason(), payment.paidAt(), payment.failedAt(), payment.cancelledAt(),
				payment.pgTid(), payment.receiptUrl(), payment.sandbox(), payment.usage());
	}

	private static Look paidLook(String impUid, List<Look> looks) {
		return looks.stream()
			.filter((look) -> look.lookUp()
				.payments()
				.stream()
				.anyMatch((payment) -> payment.impUid().equals(impUid) && isPaid(payment)))
			.findFirst()
			.orElseThrow();
	}

	/** The attempts in doubt of which PortOne has no record. */
	private static List<Doubt> withoutRecord(List<Look> looks) {
		return looks.stream()
			.filter((look) -> look.lookUp().kind() == LookUp.Kind.NONE)
			.map(Look::doubt)
			.filter(Doubt::isUnknown)
			.toList();
	}

	private static String lastNumber(List<Doubt> doubts) {
		return doubts.stream()
			.map((doubt) -> doubt.request().merchantUid())
			.max(Comparator.naturalOrder())
			.orElseThrow();
	}

	private static List<String> paidNumbers(List<Look> looks) {
		return payments(looks).stream().filter(DecisionRules::isPaid).map(Payment::impUid).distinct().toList();
	}

	private static List<Payment> payments(List<Look> looks) {
		return looks.stream().map((look) -> look.lookUp().payments()).flatMap(Collection::stream).toList();
	}

	private static boolean isPaid(Payment payment) {
		return payment.status().equals("paid");
	}

}
