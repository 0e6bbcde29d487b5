package chargerunner.charge;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import chargerunner.charge.Decision.As;
import chargerunner.charge.Ruling.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DecisionRulesTests {

	private static final Duration QUARANTINE = Duration.ofMinutes(10);

	private static final Instant SENT = Instant.parse("2026-11-23T01:00:00Z");

	private static final Instant LATER = SENT.plus(QUARANTINE);

	private static final ChargeRequest FIRST = request(1);

	private static final ChargeRequest SECOND = request(2);

	private final Judge judge = new Judge(new TestReasons());

	@Test
	void refusesWhatPortOneHasNoRecordOf() {
		Ruling ruling = judge(notCharged(), LATER, look(FIRST, Outcome.UNKNOWN, LookUp.none()));

		assertThat(ruling.kind()).isEqualTo(Kind.ACCEPTED);
		assertThat(ruling.merchantUid()).isEqualTo(FIRST.merchantUid());
		assertThat(ruling.verdicts()).containsOnlyKeys(FIRST.merchantUid());
		Verdict verdict = ruling.verdicts().get(FIRST.merchantUid());
		assertThat(verdict.outcome()).isEqualTo(Outcome.REFUSED);
		assertThat(verdict.reasonClass()).isEqualTo(ReasonClass.DECIDED_BY_HAND);
		assertThat(verdict.reason()).isEqualTo("seen");
	}

	@Test
	void closesEveryNumberInDoubtAndLeavesTheOthers() {
		Ruling ruling = judge(notCharged(), LATER, look(SECOND, Outcome.UNKNOWN, LookUp.none()),
				look(FIRST, Outcome.UNKNOWN, LookUp.none()), look(request(3), Outcome.DECLINED, LookUp.none()));

		assertThat(ruling.merchantUid()).isEqualTo(SECOND.merchantUid());
		assertThat(ruling.verdicts()).containsOnlyKeys(FIRST.merchantUid(), SECOND.merchantUid());
	}

	@Test
	void waitsUntilNothingCanBeOnItsWayAnyMore() {
		Look look = look(FIRST, Outcome.UNKNOWN, LookUp.none());

		assertThat(judge(notCharged(), LATER.minusMillis(1), look)).isEqualTo(Ruling.tooEarly(LATER));
		assertThat(judge(notCharged(), LATER, look).kind()).isEqualTo(Kind.ACCEPTED);
	}

	@ParameterizedTest
	@EnumSource
	void decidesNothingUnlessEveryNumberIsAnswered(As as) {
		Look none = look(FIRST, Outcome.UNKNOWN, LookUp.none());

		assertThat(judge(decision(as), LATER, none, look(SECOND, Outcome.DECLINED, LookUp.noAnswer("HTTP 503"))))
			.isEqualTo(Ruling.of(Kind.NO_ANSWER, "HTTP 503"));
		assertThat(judge(decision(as), LATER, none, look(SECOND, Outcome.DECLINED, LookUp.unauthorized("HTTP 401"))))
			.isEqualTo(Ruling.of(Kind.UNAUTHORIZED, "HTTP 401"));
	}

	@ParameterizedTest
	@EnumSource
	void decidesNothingWhilePortOneHasNotFinished(As as) {
		Payment ready = TestPayment.of(FIRST, "ready").build();

		assertThat(judge(decision(as), LATER, look(FIRST, Outcome.UNKNOWN, ready)))
			.isEqualTo(Ruling.of(Kind.PAYMENT_UNFINISHED, "imp_1", "ready"));
	}

	@Test
	void doesNotCallNotChargedWhatWasPaid() {
		assertThat(judge(notCharged(), LATER, look(FIRST, Outcome.UNKNOWN, differing("imp_1"))))
			.isEqualTo(Ruling.of(Kind.PAYMENT_EXISTS, "imp_1"));
	}

	@Test
	void takesThePaymentThatDiffersWithWhatWasReallyPaid() {
		Ruling ruling = judge(paid("imp_1"), SENT, look(FIRST, Outcome.UNKNOWN, differing("imp_1")));

		assertThat(ruling.kind()).isEqualTo(Kind.ACCEPTED);
		assertThat(ruling.merchantUid()).isEqualTo(FIRST.merchantUid());
		Verdict verdict = ruling.verdicts().get(FIRST.merchantUid());
		assertThat(verdict.outcome()).isEqualTo(Outcome.PAID);
		assertThat(verdict.reasonClass()).isEqualTo(ReasonClass.DECIDED_BY_HAND);
		assertThat(verdict.reason()).isEqualTo("seen (paid, but differs: amount 1001)");
		assertThat(verdict.payment()).isEqualTo(differing("imp_1"));
	}

	@Test
	void takesNoDollarsForWon() {
		Payment dollars = TestPayment.of(FIRST, "paid").currency("USD").build();

		Verdict verdict = judge(paid("imp_1"), SENT, look(FIRST, Outcome.UNKNOWN, dollars)).verdicts()
			.get(FIRST.merchantUid());

		assertThat(verdict.payment()).isNotNull();
		assertThat(verdict.payment().amount()).isNull();
		assertThat(verdict.reason()).isEqualTo("seen (paid, but differs: currency USD)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "failed", "cancelled" })
	void doesNotCallPaidWhatWasNot(String status) {
		Payment ended = TestPayment.of(FIRST, status).impUid("imp_0").build();

		assertThat(judge(paid("imp_0"), LATER, look(FIRST, Outcome.UNKNOWN, ended, differing("imp_1"))))
			.isEqualTo(Ruling.of(Kind.PAYMENT_NOT_PAID, "imp_0", status));
	}

	@Test
	void knowsOnlyPaymentsOfTheChargesOwnNumbers() {
		assertThat(judge(paid("imp_2"), LATER, look(FIRST, Outcome.UNKNOWN, differing("imp_1"))))
			.isEqualTo(Ruling.of(Kind.NO_SUCH_PAYMENT, "imp_2"));
		assertThat(judge(paid("imp_1"), LATER, look(FIRST, Outcome.UNKNOWN, LookUp.none())))
			.isEqualTo(Ruling.of(Kind.NO_SUCH_PAYMENT, "imp_1"));
	}

	@ParameterizedTest
	@CsvSource({ "imp_1, imp_2", "imp_2, imp_1" })
	void takesNoneOfSeveralPayments(String impUid, String other) {
		Look one = look(FIRST, Outcome.UNKNOWN, differing("imp_1"));
		Look two = look(SECOND, Outcome.UNKNOWN, TestPayment.of(SECOND, "paid").amount(1L).impUid("imp_2").build());

		assertThat(judge(paid(impUid), LATER, one, two)).isEqualTo(Ruling.of(Kind.SEVERAL_PAYMENTS, impUid, other));
	}

	@Test
	void closesTheOtherNumbersWithThePaymentOnceTheyCannotBePaid() {
		Look[] looks = { look(FIRST, Outcome.UNKNOWN, differing("imp_1")),
				look(SECOND, Outcome.UNKNOWN, LookUp.none()) };

		assertThat(judge(paid("imp_1"), LATER.minusMillis(1), looks)).isEqualTo(Ruling.tooEarly(LATER));
		Map<String, Verdict> verdicts = judge(paid("imp_1"), LATER, looks).verdicts();

		assertThat(verdicts.get(FIRST.merchantUid()).outcome()).isEqualTo(Outcome.PAID);
		assertThat(verdicts.get(SECOND.merchantUid()).outcome()).isEqualTo(Outcome.REFUSED);
	}

	@Test
	void leavesANumberThatIsPaidAlreadyAsItIs() {
		Ruling ruling = judge(paid("imp_1"), LATER, look(FIRST, Outcome.PAID, TestPayment.paid(FIRST)),
				look(SECOND, Outcome.UNKNOWN, LookUp.none()));

		assertThat(ruling.merchantUid()).isEqualTo(FIRST.merchantUid());
		assertThat(ruling.verdicts()).containsOnlyKeys(SECOND.merchantUid());
	}

	private static Ruling judge(Decision decision, Instant now, Look... looks) {
		return DecisionRules.judge(decision, List.of(looks), QUARANTINE, now);
	}

	private Look look(ChargeRequest request, Outcome outcome, Payment... payments) {
		return look(request, outcome, LookUp.found(List.of(payments)));
	}

	private Look look(ChargeRequest request, Outcome outcome, LookUp lookUp) {
		Doubt doubt = new Doubt(1, 1, request, outcome, null, SENT, null, 0, 0, null, null);
		return new Look(doubt, lookUp,
				lookUp.payments().isEmpty() ? null : this.judge.found(request, lookUp.payments()));
	}

	private static Payment differing(String impUid) {
		return TestPayment.of(FIRST, "paid").amount(1_001L).impUid(impUid).build();
	}

	private static ChargeRequest request(int attempt) {
		return new ChargeRequest(MerchantUid.of("test", "reference", attempt), "customer", 1_000, "Plan",
				ChargeDetails.NONE);
	}

	private static Decision decision(As as) {
		return (as == As.PAID) ? paid("imp_1") : notCharged();
	}

	private static Decision notCharged() {
		return decision(As.NOT_CHARGED, null);
	}

	private static Decision paid(String impUid) {
		return decision(As.PAID, impUid);
	}

	private static Decision decision(As as, @Nullable String impUid) {
		return new Decision("reference", as, impUid, "seen", new Runs.Caller("kim", "host", "0", "decide"));
	}

}
