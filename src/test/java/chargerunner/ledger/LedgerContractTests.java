package chargerunner.ledger;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import chargerunner.charge.AttemptResult;
import chargerunner.charge.Cadence;
import chargerunner.charge.ClaimedAttempt;
import chargerunner.charge.Disposition;
import chargerunner.charge.Doubt;
import chargerunner.charge.DueSubscription;
import chargerunner.charge.Instruction;
import chargerunner.charge.Lease;
import chargerunner.charge.LeaseLostException;
import chargerunner.charge.Look;
import chargerunner.charge.LookUp;
import chargerunner.charge.Outcome;
import chargerunner.charge.Payment;
import chargerunner.charge.PlanRow;
import chargerunner.charge.Plans;
import chargerunner.charge.PlannedCharge;
import chargerunner.charge.ReasonClass;
import chargerunner.charge.ReportLine;
import chargerunner.charge.Run;
import chargerunner.charge.Runs;
import chargerunner.charge.Runs.HeldLease;
import chargerunner.charge.Runs.NewRun;
import chargerunner.charge.Verdict;
import chargerunner.mysql.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the ledger promises, on every database that it runs on.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class LedgerContractTests extends EmptyLedger {

	@Test
	void claimsEachPlannedChargeOnce() {
		HeldLease lease = this.ledger.sealedRun("d1", "a", "b");
		List<PlannedCharge> planned = planned(lease);

		List<ClaimedAttempt> first = this.ledger.charges.claim(lease, planned);
		List<ClaimedAttempt> second = this.ledger.charges.claim(lease, planned);

		assertThat(first).hasSize(2).allMatch((attempt) -> attempt.request().merchantUid().endsWith("01"));
		assertThat(second).isEmpty();
		assertThat(this.ledger.status("a")).isEqualTo("claimed");
	}

	@Test
	void claimsNothingOfARunThatIsNotSealed() {
		HeldLease lease = this.ledger.newRun("d1");
		this.ledger.plan(lease, TestLedger.scope(lease.runId(), "d1"),
				List.of(TestLedger.row(1, TestLedger.instruction("a", "c", 1_000))));

		HeldLease other = this.ledger.sealedRun("d2", "a");

		assertThat(planned(other)).as("a live run is planning it").isEmpty();
		assertThat(lines(other)).extracting(ReportLine::reasonClass).containsExactly(ReasonClass.IN_OTHER_RUN);
	}

	@Test
	void replacesWhatAKilledRunPlannedButNeverSealed() {
		HeldLease killed = this.ledger.newRun("d1");
		this.ledger.plan(killed, TestLedger.scope(killed.runId(), "d1"),
				List.of(TestLedger.row(1, TestLedger.instruction("a", "c", 999))));
		this.ledger.expireLease(killed.runId());

		HeldLease lease = this.ledger.sealedRun("d2", "a");

		assertThat(planned(lease)).singleElement().extracting(PlannedCharge::amount).isEqualTo(1_000L);
	}

	@Test
	void refusesAClaimUnderALostLease() {
		HeldLease lease = this.ledger.sealedRun("d1", "a");
		List<PlannedCharge> planned = planned(lease);
		this.ledger.expireLease(lease.runId());
		HeldLease next = this.ledger.runs.take(lease.runId()).orElseThrow();

		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> this.ledger.charges.claim(lease, planned));
		assertThat(this.ledger.charges.claim(next, planned)).hasSize(1);
	}

	@Test
	void letsOnlyOneProcessHoldARun() {
		HeldLease lease = this.ledger.sealedRun("d1", "a");

		assertThat(this.ledger.runs.take(lease.runId())).isEmpty();
		lease.close();
		assertThat(this.ledger.runs.take(lease.runId())).isPresent();
	}

	@Test
	void leavesWhatADeadProcessClaimedInDoubtUntilItsLeaseEnd() {
		HeldLease dead = this.ledger.sealedRun("d1", "a");
		ClaimedAttempt attempt = claimAll(dead).get(0);
		this.ledger.expireLease(dead.runId());

		HeldLease next = this.ledger.runs.take(dead.runId()).orElseThrow();

		assertThat(this.ledger.status("a")).isEqualTo("unknown");
		assertThat(planned(next)).isEmpty();
		assertThat(this.ledger.charges.doubts(next.runId())).singleElement().satisfies((doubt) -> {
			assertThat(doubt.reasonClass()).isEqualTo(ReasonClass.INTERRUPTED);
			assertThat(doubt.lastSentAt()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
			assertThat(doubt.request().merchantUid()).isEqualTo(attempt.request().merchantUid());
		});
	}

	@Test
	void acceptsALateAnswerOfADeadProcess() {
		HeldLease dead = this.ledger.sealedRun("d1", "a");
		ClaimedAttempt attempt = claimAll(dead).get(0);
		this.ledger.expireLease(dead.runId());
		this.ledger.runs.take(dead.runId()).orElseThrow();

		this.ledger.charges.record(List.of(result(attempt, paid(attempt, "imp_1"))));

		assertThat(this.ledger.status("a")).isEqualTo("paid");
	}

	@Test
	void doesNotBelieveADeadProcessThatNothingWasSent() {
		HeldLease dead = this.ledger.sealedRun("d1", "a");
		ClaimedAttempt attempt = claimAll(dead).get(0);
		this.ledger.expireLease(dead.runId());
		this.ledger.runs.take(dead.runId()).orElseThrow();

		this.ledger.charges.record(List.of(result(attempt, verdict(attempt, Outcome.NOT_SENT))));

		assertThat(this.ledger.status("a")).isEqualTo("unknown");
	}

	@ParameterizedTest
	@CsvSource({ "PAID, UNKNOWN, PAID", "PAID, DECLINED, PAID", "PAID, CANCELLED, PAID", "PAID, NOT_SENT, PAID",
			"DECLINED, PAID, PAID", "DECLINED, CANCELLED, CANCELLED", "DECLINED, UNKNOWN, DECLINED",
			"DECLINED, REFUSED, DECLINED", "REFUSED, PAID, PAID", "REFUSED, DECLINED, REFUSED", "NOT_SENT, PAID, PAID",
			"NOT_SENT, DECLINED, NOT_SENT", "UNKNOWN, PAID, PAID", "UNKNOWN, DECLINED, DECLINED",
			"UNKNOWN, REFUSED, REFUSED", "UNKNOWN, CANCELLED, CANCELLED", "UNKNOWN, NOT_SENT, UNKNOWN",
			"CANCELLED, PAID, CANCELLED" })
	void recordsUpwardsOnly(Outcome first, Outcome second, Outcome kept) {
		ClaimedAttempt attempt = claimAll(this.ledger.sealedRun("d1", "a")).get(0);

		this.ledger.charges.record(List.of(result(attempt, verdict(attempt, first))));
		this.ledger.charges.record(List.of(result(attempt, verdict(attempt, second))));

		assertThat(this.ledger.attempt(attempt.request().merchantUid())).containsEntry("outcome", kept.text());
		assertThat(this.ledger.status("a")).isEqualTo(kept.text());
	}

	@Test
	void reopensAnUnsentAttemptWithItsOwnNumber() {
		HeldLease lease = this.ledger.sealedRun("d1", "a");
		ClaimedAttempt attempt = claimAll(lease).get(0);
		this.ledger.charges.record(List.of(result(attempt, verdict(attempt, Outcome.NOT_SENT))));

		assertThat(claimAll(lease)).singleElement()
			.extracting((again) -> again.request().merchantUid())
			.isEqualTo(attempt.request().merchantUid());
	}

	@Test
	void takesOverADeclinedChargeWithTheNextNumber() {
		HeldLease first = this.ledger.sealedRun("d1", "a");
		ClaimedAttempt attempt = claimAll(first).get(0);
		this.ledger.charges.record(List.of(result(attempt, verdict(attempt, Outcome.DECLINED))));
		first.close();

		HeldLease second = this.ledger.sealedRun("d2", "a");

		assertThat(claimAll(second)).singleElement()
			.satisfies((again) -> assertThat(again.request().merchantUid()).endsWith("02"));
		assertThat(lines(first)).extracting(ReportLine::outcome).extracting(Enum::name).containsExactly("DECLINED");
	}

	@Test
	void takesNothingFromALiveRun() {
		HeldLease first = this.ledger.sealedRun("d1", "a");
		HeldLease second = this.ledger.sealedRun("d2", "a");

		assertThat(planned(second)).isEmpty();
		assertThat(planned(first)).hasSize(1);
	}

	@Test
	void skipsTheRowOfARunWhoseUnsentChargeAnotherTookOver() {
		HeldLease first = this.ledger.sealedRun("d1", "a");
		first.close();

		HeldLease second = this.ledger.sealedRun("d2", "a");

		assertThat(planned(second)).hasSize(1);
		assertThat(lines(first)).singleElement().satisfies((line) -> {
			assertThat(line.reasonClass()).isEqualTo(ReasonClass.IN_OTHER_RUN);
			assertThat(line.otherRun()).isEqualTo(second.runId());
		});
	}

	@Test
	void takesNothingOverBeforeTheSeal() {
		HeldLease first = this.ledger.sealedRun("d1", "a");
		first.close();
		HeldLease second = this.ledger.newRun("d2");
		this.ledger.plan(second, TestLedger.scope(second.runId(), "d2"),
				List.of(TestLedger.row(1, TestLedger.instruction("a", "customer-a", 1_000))));

		this.ledger.plans.clear(second);
		this.ledger.runs.reject(second);

		assertThat(planned(this.ledger.runs.take(first.runId()).orElseThrow())).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "a, customer-a, 2000, INVALID", "a, customer-b, 1000, INVALID", "a, customer-a, 1000, SKIPPED" })
	void judgesARowWhoseReferenceIsPaid(String reference, String customer, long amount, Disposition.Kind kind) {
		ClaimedAttempt attempt = claimAll(this.ledger.sealedRun("d1", "a")).get(0);
		this.ledger.charges.record(List.of(result(attempt, paid(attempt, "imp_1"))));

		List<Disposition> dispositions = this.ledger.plans.check(TestLedger.scope(0, "d2"),
				List.of(TestLedger.instruction(reference, customer, amount)));

		assertThat(dispositions).singleElement().extracting(Disposition::kind).isEqualTo(kind);
	}

	@Test
	void letsANewCardReplaceADeclinedOne() {
		HeldLease first = this.ledger.sealedRun("d1", "a");
		ClaimedAttempt attempt = claimAll(first).get(0);
		this.ledger.charges.record(List.of(result(attempt, verdict(attempt, Outcome.DECLINED))));
		first.close();
		HeldLease second = this.ledger.newRun("d2");
		this.ledger.plan(second, TestLedger.scope(second.runId(), "d2"),
				List.of(TestLedger.row(1, TestLedger.instruction("a", "new-card", 1_000))));
		this.ledger.plans.seal(second);

		assertThat(claimAll(second)).singleElement()
			.extracting((again) -> again.request().customerUid())
			.isEqualTo("new-card");
		assertThat(this.ledger.attempt(attempt.request().merchantUid())).containsEntry("customer_uid", "customer-a");
	}

	@Test
	void findsLikelyDuplicatesOnlyInOtherFiles() {
		HeldLease lease = this.ledger.newRun("d1");
		Instruction derived = derived("csv:2026-11:x");
		this.ledger.plan(lease, TestLedger.scope(lease.runId(), "d1"), List.of(TestLedger.row(1, derived)));
		this.ledger.plans.seal(lease);
		Instruction other = derived("csv:2026-12:y");

		assertThat(this.ledger.plans.likelyDuplicates(TestLedger.scope(0, "d2"), List.of(other))).containsExactly(
				Map.entry("csv:2026-12:y", new Plans.LikelyDuplicate("csv:2026-11:x", false, lease.runId())));
		assertThat(this.ledger.plans.likelyDuplicates(TestLedger.scope(0, "d1"), List.of(other))).isEmpty();
		assertThat(this.ledger.plans.likelyDuplicates(TestLedger.scope(0, "d2"), List.of(derived))).isEmpty();
	}

	private static Instruction derived(String reference) {
		Instruction plain = TestLedger.instruction(reference, "c", 1_000);
		return new Instruction(reference, true, plain.customerUid(), plain.amount(), plain.name(), plain.details(),
				null, null);
	}

	@Test
	void withdrawsAChargeWhoseSubscriptionWasPausedBetweenPlanAndClaim() {
		HeldLease lease = dueRun();
		List<PlannedCharge> planned = planned(lease);
		this.ledger.sql.update("UPDATE subscription SET status = 'paused'");

		assertThat(this.ledger.charges.claim(lease, planned)).isEmpty();
		assertThat(this.ledger.status("sub:s1:2026-10-31")).isEqualTo("withdrawn");
		assertThat(lines(lease)).extracting(ReportLine::reasonClass).containsOnly(ReasonClass.INACTIVE);
	}

	@Test
	void withdrawsAChargeWhoseBillingKeyIsDead() {
		HeldLease lease = this.ledger.sealedRun("d1", "a");
		this.ledger.sql.update("INSERT INTO billing_key (customer_uid, status) VALUES ('customer-a', 'failed')");

		assertThat(claimAll(lease)).isEmpty();
		assertThat(this.ledger.status("a")).isEqualTo("withdrawn");
	}

	@Test
	void killsABillingKeyThatPortOneDoesNotKnow() {
		this.ledger.sql.update("INSERT INTO billing_key (customer_uid) VALUES ('customer-a')");
		ClaimedAttempt attempt = claimAll(this.ledger.sealedRun("d1", "a")).get(0);

		this.ledger.charges
			.record(List.of(result(attempt, new Verdict(Outcome.REFUSED, ReasonClass.HARD, "", null, 200, 1, true))));

		assertThat(this.ledger.sql.queryForObject("SELECT status FROM billing_key", String.class)).isEqualTo("failed");
	}

	@Test
	void movesDueDatesWithThePlanAndPutsThemBackWithARejectedOne() {
		HeldLease lease = unsealedDueRun();
		assertThat(nextDueOn()).isEqualTo(LocalDate.of(2026, 12, 31));

		this.ledger.plans.clear(lease);

		assertThat(nextDueOn()).isEqualTo(LocalDate.of(2026, 10, 31));
		assertThat(this.ledger.plans.lastRow(lease.runId())).isZero();
	}

	private LocalDate nextDueOn() {
		return this.ledger.sql.queryForObject("SELECT next_due_on FROM subscription", LocalDate.class);
	}

	@Test
	void plansAPeriodOnceHoweverOftenItIsRead() {
		HeldLease lease = unsealedDueRun();
		DueSubscription stale = subscription(LocalDate.of(2026, 10, 31));

		Map<Long, Disposition> again = this.ledger.plan(lease, TestLedger.scope(lease.runId(), "due"),
				List.of(row(3, stale)));

		assertThat(again).isEmpty();
		assertThat(this.ledger.plans.totals(lease.runId()).rows()).isEqualTo(2);
	}

	@Test
	void createsADueRunUnlessOthersMadeOneSince() {
		Runs runs = this.ledger.runs;
		NewRun request = TestLedger.newDueRun(LocalDate.of(2026, 11, 30));
		assertThat(runs.newestDueNumber()).isZero();

		Run first = runs.createDue(request, 0);
		assertThat(runs.createDue(request, first.id())).as("being planned").extracting(Run::id).isEqualTo(first.id());
		try (HeldLease lease = runs.take(first.id()).orElseThrow()) {
			this.ledger.plans.seal(lease);
		}

		assertThat(runs.newestDueNumber()).isEqualTo(first.id());
		assertThat(runs.createDue(request, 0)).as("sealed since").extracting(Run::id).isEqualTo(first.id());
		assertThat(runs.createDue(request, first.id()).id()).as("known before").isGreaterThan(first.id());
	}

	private HeldLease dueRun() {
		HeldLease lease = unsealedDueRun();
		this.ledger.plans.seal(lease);
		return lease;
	}

	private HeldLease unsealedDueRun() {
		this.ledger.sql.update("INSERT INTO subscription (id, customer_uid, name, amount, cadence, anchor_date,"
				+ " next_due_on) VALUES ('s1', 'c', 'Plan', 1000, 'month', '2026-08-31', '2026-10-31')");
		Run run = this.ledger.runs.createDue(TestLedger.newDueRun(LocalDate.of(2026, 11, 30)), 0);
		HeldLease lease = this.ledger.runs.take(run.id()).orElseThrow();
		DueSubscription october = subscription(LocalDate.of(2026, 10, 31));
		this.ledger.plan(lease, TestLedger.scope(run.id(), "due"),
				List.of(row(1, october), row(2, subscription(october.nextDueOn()))));
		return lease;
	}

	private static DueSubscription subscription(LocalDate dueOn) {
		return new DueSubscription("s1", "c", "Plan", 1_000, null, null, Cadence.MONTH, LocalDate.of(2026, 8, 31),
				dueOn);
	}

	private static PlanRow row(long number, DueSubscription subscription) {
		return TestLedger.row(number, Instruction.of(subscription));
	}

	@Test
	void countsLooksAndForgetsThemWhenOneHadNoAnswer() {
		HeldLease lease = this.ledger.sealedRun("d1", "a");
		ClaimedAttempt attempt = claimAll(lease).get(0);
		this.ledger.charges.record(List.of(result(attempt, verdict(attempt, Outcome.UNKNOWN))));

		look(lease, LookUp.none());
		look(lease, LookUp.none());
		assertThat(doubt(lease)).satisfies((doubt) -> {
			assertThat(doubt.looks()).isEqualTo(2);
			assertThat(doubt.noneLooks()).isEqualTo(2);
			assertThat(doubt.noneSince()).isNotNull();
		});

		look(lease, LookUp.noAnswer("HTTP 500"));
		assertThat(doubt(lease)).satisfies((doubt) -> {
			assertThat(doubt.looks()).isEqualTo(3);
			assertThat(doubt.noneLooks()).isZero();
			assertThat(doubt.noneSince()).isNull();
		});
	}

	@Test
	void countsALookFromItsQuestionAndASeriesFromItsFirstRecord() {
		HeldLease lease = this.ledger.sealedRun("d1", "a");
		ClaimedAttempt attempt = claimAll(lease).get(0);
		this.ledger.charges.record(List.of(result(attempt, verdict(attempt, Outcome.UNKNOWN))));
		Instant before = this.ledger.charges.now();
		Instant askedAt = before.minusSeconds(30);

		this.ledger.charges.recordLooks(List.of(new Look(doubt(lease), LookUp.none(), null)), askedAt);

		assertThat(doubt(lease).lastLookAt()).isEqualTo(askedAt);
		assertThat(doubt(lease).noneSince()).isAfterOrEqualTo(before);
	}

	private void look(Lease lease, LookUp lookUp) {
		this.ledger.charges.recordLooks(List.of(new Look(doubt(lease), lookUp, null)), this.ledger.charges.now());
	}

	private Doubt doubt(Lease lease) {
		return this.ledger.charges.doubts(lease.runId()).get(0);
	}

	@Test
	void sendsADoubtAgainWithItsNumberAndLooksOnceMoreLater() {
		HeldLease lease = this.ledger.sealedRun("d1", "a");
		ClaimedAttempt attempt = claimAll(lease).get(0);
		this.ledger.charges.record(List.of(result(attempt, verdict(attempt, Outcome.UNKNOWN))));

		List<ClaimedAttempt> again = this.ledger.charges.claimAgain(lease, this.ledger.charges.doubts(lease.runId()));
		List<ClaimedAttempt> twice = this.ledger.charges.claimAgain(lease, this.ledger.charges.doubts(lease.runId()));
		this.ledger.charges.record(List.of(result(again.get(0), paid(attempt, "imp_1"))));

		assertThat(again).singleElement().satisfies((redrive) -> {
			assertThat(redrive.redrive()).isTrue();
			assertThat(redrive.request()).isEqualTo(attempt.request());
		});
		assertThat(twice).isEmpty();
		assertThat(this.ledger.status("a")).isEqualTo("paid");
		assertThat(doubt(lease).recheckAt()).isNotNull();
		assertThat(this.ledger.runs.nextRecheck(lease.runId())).as("due only a quarantine later")
			.hasValueSatisfying((from) -> assertThat(from).isAfter(this.ledger.runs.now()));
	}

	@ParameterizedTest
	@CsvSource({ "1, a", "2, a b", ", a b" })
	void sendsNothingAgainBeyondTheLastRowThatTheRunMaySend(Long limit, String again) {
		HeldLease lease = this.ledger.sealedRun("d1", "a", "b");
		claimAll(lease).forEach(
				(attempt) -> this.ledger.charges.record(List.of(result(attempt, verdict(attempt, Outcome.UNKNOWN)))));
		this.ledger.runs.prepare(lease, Path.of("/out"), "charges", limit);

		List<ClaimedAttempt> claimed = this.ledger.charges.claimAgain(lease, this.ledger.charges.doubts(lease.runId()));

		assertThat(claimed.stream().map((attempt) -> attempt.request().customerUid()))
			.containsExactly(Stream.of(again.split(" ")).map("customer-"::concat).toArray(String[]::new));
	}

	@Test
	void marksAChargeThatPortOneHasPaidTwice() {
		HeldLease lease = this.ledger.sealedRun("d1", "a");
		ClaimedAttempt attempt = claimAll(lease).get(0);

		this.ledger.charges.record(List.of(result(attempt, paid(attempt, "imp_1"))));
		this.ledger.charges.record(List.of(result(attempt, paid(attempt, "imp_2"))));

		assertThat(lines(lease)).singleElement().satisfies((line) -> {
			assertThat(line.reasonClass()).isEqualTo(ReasonClass.CHARGED_TWICE_AT_PORTONE);
			assertThat(line.impUid()).isEqualTo("imp_1");
			assertThat(line.reason()).isEqualTo("keep imp_1, cancel imp_2");
		});
	}

	@Test
	void adoptsAPaymentOfALostRun() {
		HeldLease lease = this.ledger.sealedRun("d1", "a");
		PlannedCharge charge = planned(lease).get(0);
		ClaimedAttempt lost = new ClaimedAttempt(charge.chargeId(), 0, 0,
				new chargerunner.charge.ChargeRequest(chargerunner.charge.MerchantUid.of("test", "a", 2),
						charge.customerUid(), charge.amount(), charge.name(), charge.details()),
				false);
		Doubt asked = new Doubt(charge.chargeId(), lease.runId(), lost.request(), Outcome.UNKNOWN, null, Instant.EPOCH,
				null, 0, 0, null, null);

		Verdict verdict = paid(lost, "imp_9");
		this.ledger.charges.adopt(lease, charge,
				List.of(new Look(asked, LookUp.found(List.of(verdict.payment())), verdict)));

		assertThat(planned(lease)).isEmpty();
		assertThat(lines(lease)).singleElement().satisfies((line) -> {
			assertThat(line.reasonClass()).isEqualTo(ReasonClass.ALREADY_PAID);
			assertThat(line.impUid()).isEqualTo("imp_9");
		});
	}

	@Test
	void findsTheRunOfADigestAgain() {
		HeldLease lease = this.ledger.sealedRun("d1", "a");

		assertThat(this.ledger.runs.findOrCreate(TestLedger.newRun("d1", "2026-12"), true, Instant.EPOCH).id())
			.isEqualTo(lease.runId());
		assertThat(this.ledger.runs.findOrCreate(TestLedger.newRun("d1", "other"), false, Instant.EPOCH).id())
			.isNotEqualTo(lease.runId());
	}

	@Test
	void keepsTheFirstNamespace() {
		assertThat(this.ledger.runs.rememberNamespace("one")).isEqualTo("one");
		assertThat(this.ledger.runs.rememberNamespace("two")).isEqualTo("one");
	}

	private List<PlannedCharge> planned(Lease lease) {
		return this.ledger.charges.plannedCharges(lease.runId(), 0, Long.MAX_VALUE, 100);
	}

	private List<ClaimedAttempt> claimAll(Lease lease) {
		return this.ledger.charges.claim(lease, planned(lease));
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

	private static Verdict verdict(ClaimedAttempt attempt, Outcome outcome) {
		return switch (outcome) {
			case PAID -> paid(attempt, "imp_1");
			case UNKNOWN -> Verdict.of(outcome, ReasonClass.TIMEOUT, "");
			case NOT_SENT -> Verdict.of(outcome, ReasonClass.CONNECT, "");
			case DECLINED, REFUSED -> Verdict.of(outcome, ReasonClass.SOFT, "");
			case CANCELLED -> Verdict.of(outcome, ReasonClass.CANCELLED_LATER, "");
		};
	}

	private static Verdict paid(ClaimedAttempt attempt, String impUid) {
		Instant paidAt = Instant.parse("2026-11-23T00:00:00Z");
		Payment payment = new Payment(impUid, attempt.request().merchantUid(), attempt.request().customerUid(), "paid",
				attempt.request().amount(), "KRW", null, paidAt, null, null, null, null, true, null);
		return new Verdict(Outcome.PAID, null, "", payment, 200, 0, false);
	}

}
