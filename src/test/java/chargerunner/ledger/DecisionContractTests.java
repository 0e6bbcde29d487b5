package chargerunner.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import chargerunner.charge.AttemptResult;
import chargerunner.charge.ChargeStatus;
import chargerunner.charge.ClaimedAttempt;
import chargerunner.charge.Decision;
import chargerunner.charge.Decision.As;
import chargerunner.charge.Decisions.Decided;
import chargerunner.charge.Decisions.Case;
import chargerunner.charge.Lease;
import chargerunner.charge.LeaseLostException;
import chargerunner.charge.Look;
import chargerunner.charge.LookUp;
import chargerunner.charge.Outcome;
import chargerunner.charge.Payment;
import chargerunner.charge.ReasonClass;
import chargerunner.charge.ReportLine;
import chargerunner.charge.RowOutcome;
import chargerunner.charge.Ruling;
import chargerunner.charge.Runs;
import chargerunner.charge.Runs.HeldLease;
import chargerunner.charge.Verdict;
import chargerunner.mysql.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the ledger promises about decisions, on every database that it runs on.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class DecisionContractTests extends EmptyLedger {

	private HeldLease run;

	private ClaimedAttempt attempt;

	@BeforeEach
	void claim() {
		this.run = this.ledger.sealedRun("d1", "a");
		this.attempt = this.ledger.charges
			.claim(this.run, this.ledger.charges.plannedCharges(this.run.runId(), 0, Long.MAX_VALUE, 10))
			.get(0);
	}

	@Test
	void knowsNoChargeOfAnotherReference() {
		assertThat(this.ledger.decisions.find("b")).isEmpty();
		assertThat(this.ledger.decisions.find("A")).as("references compare byte by byte").isEmpty();
	}

	@Test
	void isInDoubtWhileAnAttemptHasNoOutcome() {
		assertThat(standing()).isEqualTo(
				new Case(this.attempt.chargeId(), this.run.runId(), ChargeStatus.CLAIMED, true, number(), null, null));
		record(unknown());
		assertThat(standing().inDoubt()).isTrue();
		assertThat(standing().status()).isEqualTo(ChargeStatus.UNKNOWN);
		record(paid("imp_1", 1_000));
		assertThat(standing().inDoubt()).isFalse();
		assertThat(standing().impUid()).isEqualTo("imp_1");
	}

	@Test
	void keepsWhoDecidedWhatWhenAndWhy() {
		record(unknown());
		Instant before = this.ledger.charges.now();

		assertThat(decide(notCharged(), refused())).isTrue();

		assertThat(this.ledger.sql
			.queryForMap("SELECT charge_id, merchant_uid, decided_as, imp_uid, note, os_user, host" + " FROM decision"))
			.containsEntry("charge_id", this.attempt.chargeId())
			.containsEntry("merchant_uid", number())
			.containsEntry("decided_as", "not-charged")
			.containsEntry("imp_uid", null)
			.containsEntry("note", "seen")
			.containsEntry("os_user", "kim")
			.containsEntry("host", "desk");
		Decided decided = standing().decided();
		assertThat(decided).isNotNull();
		assertThat(decided.at()).isBetween(before, this.ledger.charges.now());
		assertThat(decided).isEqualTo(new Decided(number(), As.NOT_CHARGED, null, decided.at(), "kim"));
	}

	@Test
	void makesARefusalOfWhatWasNotCharged() {
		record(unknown());

		decide(notCharged(), refused());

		assertThat(this.ledger.status("a")).isEqualTo("refused");
		assertThat(line()).satisfies((line) -> {
			assertThat(line.outcome()).isEqualTo(RowOutcome.REFUSED);
			assertThat(line.reasonClass()).isEqualTo(ReasonClass.DECIDED_BY_HAND);
			assertThat(line.reason()).isEqualTo("seen");
			assertThat(line.merchantUid()).isEqualTo(number());
		});
		assertThat(this.ledger.charges.doubts(this.run.runId())).isEmpty();
		assertThat(standing().isAlready(notCharged())).isTrue();
		assertThat(standing().isAlready(paidWith("imp_1"))).isFalse();
	}

	@Test
	void paysWhatDiffersWithWhatPortOneTook() {
		record(unknown());

		decide(paidWith("imp_1"), ruling(byHand(paid("imp_1", 1_001))));

		assertThat(this.ledger.status("a")).isEqualTo("paid");
		assertThat(line()).satisfies((line) -> {
			assertThat(line.outcome()).isEqualTo(RowOutcome.PAID);
			assertThat(line.reasonClass()).isEqualTo(ReasonClass.DECIDED_BY_HAND);
			assertThat(line.impUid()).isEqualTo("imp_1");
			assertThat(line.amountPaid()).isEqualTo(1_001);
			assertThat(line.acceptedByHand()).isTrue();
		});
		assertThat(standing().isAlready(paidWith("imp_1"))).isTrue();
		assertThat(standing().isAlready(paidWith("imp_2"))).isFalse();
		assertThat(standing().isAlready(notCharged())).isFalse();
	}

	@Test
	void acceptsNoAmountThatNobodyDecidedOn() {
		record(paid("imp_1", 1_001));

		assertThat(line().acceptedByHand()).isFalse();
	}

	@Test
	void stillKnowsWhatWasAcceptedWhenItIsCancelledLater() {
		record(unknown());
		decide(paidWith("imp_1"), ruling(byHand(paid("imp_1", 1_001))));

		look(new Verdict(Outcome.CANCELLED, null, "cancelled at PortOne", payment("imp_1", "cancelled", 1_001), 200, 0,
				false));

		assertThat(line().reasonClass()).isEqualTo(ReasonClass.CANCELLED_LATER);
		assertThat(line().acceptedByHand()).isTrue();
	}

	@Test
	void decidesNothingAboutWhatWasAnsweredSince() {
		record(unknown());
		record(paid("imp_1", 1_000));

		assertThat(decide(notCharged(), refused())).isFalse();

		assertThat(this.ledger.status("a")).isEqualTo("paid");
		assertThat(decisions()).isZero();
	}

	@Test
	void decidesNothingAboutWhatIsOnItsWay() {
		assertThat(decide(notCharged(), refused())).isFalse();

		assertThat(this.ledger.status("a")).isEqualTo("claimed");
		assertThat(decisions()).isZero();
	}

	@Test
	void takesNoDecisionUnderALostLease() {
		record(unknown());
		this.ledger.expireLease(this.run.runId());
		this.ledger.runs.take(this.run.runId()).orElseThrow();

		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> decide(notCharged(), refused()));

		assertThat(this.ledger.status("a")).isEqualTo("unknown");
		assertThat(decisions()).isZero();
	}

	@Test
	void adoptsALaterPaymentOfWhatWasDecidedNotCharged() {
		record(unknown());
		decide(notCharged(), refused());

		look(paid("imp_1", 1_000));

		assertThat(this.ledger.status("a")).isEqualTo("paid");
		assertThat(line().outcome()).isEqualTo(RowOutcome.PAID);
		assertThat(line().reasonClass()).isNull();
		assertThat(decisions()).as("what was decided stays known").isOne();
		assertThat(standing().isAlready(notCharged())).isFalse();
	}

	@Test
	void marksWhatIsPaidTwiceAfterAWrongDecision() {
		record(unknown());
		decide(notCharged(), refused());
		this.run.close();
		HeldLease second = this.ledger.sealedRun("d2", "a");
		ClaimedAttempt next = this.ledger.charges
			.claim(second, this.ledger.charges.plannedCharges(second.runId(), 0, Long.MAX_VALUE, 10))
			.get(0);
		assertThat(next.request().merchantUid()).endsWith("02");
		this.ledger.charges.record(List.of(result(next, paid(next, "imp_2", 1_000))));

		look(paid("imp_1", 1_000));

		assertThat(lines(second)).singleElement()
			.extracting(ReportLine::reasonClass)
			.isEqualTo(ReasonClass.CHARGED_TWICE_AT_PORTONE);
		assertThat(this.ledger.charges.paidTwice(second.runId())).hasSize(2);
		look(new Verdict(Outcome.CANCELLED, null, "cancelled at PortOne", payment("imp_1", "cancelled", 1_000), 200, 0,
				false));
		assertThat(lines(second)).singleElement().extracting(ReportLine::reasonClass).isNull();
		assertThat(this.ledger.charges.paidTwice(second.runId())).isEmpty();
	}

	private boolean decide(Decision decision, Ruling ruling) {
		return this.ledger.decisions.record(this.run, decision, ruling);
	}

	private static Decision notCharged() {
		return decision(As.NOT_CHARGED, null);
	}

	private static Decision paidWith(String impUid) {
		return decision(As.PAID, impUid);
	}

	private static Decision decision(As as, @Nullable String impUid) {
		return new Decision("a", as, impUid, "seen", new Runs.Caller("kim", "desk", "0", "decide"));
	}

	private Ruling refused() {
		return ruling(Verdict.of(Outcome.REFUSED, ReasonClass.DECIDED_BY_HAND, "seen"));
	}

	private Ruling ruling(Verdict verdict) {
		return new Ruling(Ruling.Kind.ACCEPTED, number(), Map.of(number(), verdict), List.of(), null);
	}

	private static Verdict byHand(Verdict paid) {
		return new Verdict(paid.outcome(), ReasonClass.DECIDED_BY_HAND, "seen", paid.payment(), 200, 0, false);
	}

	private Case standing() {
		return this.ledger.decisions.find("a").orElseThrow();
	}

	private long decisions() {
		return this.ledger.sql.queryForObject("SELECT COUNT(*) FROM decision", Long.class);
	}

	private String number() {
		return this.attempt.request().merchantUid();
	}

	private void record(Verdict verdict) {
		this.ledger.charges.record(List.of(result(this.attempt, verdict)));
	}

	private void look(Verdict verdict) {
		this.ledger.charges
			.recordLooks(List.of(new Look(this.ledger.charges.attemptsOf(List.of(this.attempt.chargeId()))
				.stream()
				.filter((doubt) -> doubt.request().merchantUid().equals(number()))
				.findFirst()
				.orElseThrow(), LookUp.found(List.of(verdict.payment())), verdict)), this.ledger.charges.now());
	}

	private ReportLine line() {
		return lines(this.run).get(0);
	}

	private List<ReportLine> lines(Lease lease) {
		List<ReportLine> lines = new ArrayList<>();
		this.ledger.reports.forEachLine(lease.runId(), lines::add);
		return lines;
	}

	private static AttemptResult result(ClaimedAttempt attempt, Verdict verdict) {
		Instant now = Instant.parse("2026-11-23T00:00:00Z");
		return new AttemptResult(attempt, verdict, 1, now, now);
	}

	private static Verdict unknown() {
		return Verdict.of(Outcome.UNKNOWN, ReasonClass.TIMEOUT, "no answer");
	}

	private Verdict paid(String impUid, long amount) {
		return paid(this.attempt, impUid, amount);
	}

	private static Verdict paid(ClaimedAttempt attempt, String impUid, long amount) {
		return new Verdict(Outcome.PAID, null, "", payment(attempt, impUid, "paid", amount), 200, 0, false);
	}

	private Payment payment(String impUid, String status, long amount) {
		return payment(this.attempt, impUid, status, amount);
	}

	private static Payment payment(ClaimedAttempt attempt, String impUid, String status, long amount) {
		Instant at = Instant.parse("2026-11-23T00:00:00Z");
		return new Payment(impUid, attempt.request().merchantUid(), attempt.request().customerUid(), status, amount,
				"KRW", null, at, null, at, null, null, true, null);
	}

}
