package chargerunner.ledger;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import chargerunner.charge.AttemptResult;
import chargerunner.charge.Cadence;
import chargerunner.charge.ClaimedAttempt;
import chargerunner.charge.DueSubscription;
import chargerunner.charge.Instruction;
import chargerunner.charge.LastAttempt;
import chargerunner.charge.Outcome;
import chargerunner.charge.PlanRow;
import chargerunner.charge.PlannedCharge;
import chargerunner.charge.ReasonClass;
import chargerunner.charge.ReportLine;
import chargerunner.charge.RerunRow;
import chargerunner.charge.RowOutcome;
import chargerunner.charge.Run;
import chargerunner.charge.Runs;
import chargerunner.charge.Runs.HeldLease;
import chargerunner.charge.Selection;
import chargerunner.charge.Standing;
import chargerunner.charge.Verdict;
import chargerunner.mysql.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the ledger promises to re-runs, on every database that it runs on.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class RerunContractTests extends EmptyLedger {

	private static final Selection ALL = Selection.of(null, Selection.statusWords(), List.of());

	@Test
	void givesTheRowsOfARunPageByPage() {
		HeldLease lease = this.ledger.sealedRun("d1", "a", "b", "c");
		this.ledger.sealedRun("d2", "d");

		assertThat(this.ledger.reruns.rows(lease.runId(), 0, 2)).extracting(RerunRow::rowNumber)
			.containsExactly(1L, 2L);
		assertThat(this.ledger.reruns.rows(lease.runId(), 2, 2)).singleElement().satisfies((row) -> {
			assertThat(row.rowNumber()).isEqualTo(3);
			assertThat(row.reference()).isEqualTo("c");
			assertThat(row.cells()).containsExactly("customer-c", "1000", "Plan");
			assertThat(row.amount()).isEqualTo(1_000);
			assertThat(row.name()).isEqualTo("Plan");
			assertThat(row.active()).isTrue();
			assertThat(row.answered()).isZero();
		});
		assertThat(this.ledger.reruns.rows(lease.runId(), 3, 2)).isEmpty();
	}

	@Test
	void saysHowEachChargeStandsToday() {
		HeldLease lease = this.ledger.sealedRun("d1", "paid", "soft", "hard", "unknown", "claimed", "not-sent",
				"planned");
		Map<String, ClaimedAttempt> claimed = claim(lease, "paid", "soft", "hard", "unknown", "claimed", "not-sent");
		record(claimed.get("paid"), Outcome.PAID, null);
		record(claimed.get("soft"), Outcome.DECLINED, ReasonClass.SOFT);
		record(claimed.get("hard"), Outcome.REFUSED, ReasonClass.HARD);
		record(claimed.get("unknown"), Outcome.UNKNOWN, ReasonClass.TIMEOUT);
		record(claimed.get("not-sent"), Outcome.NOT_SENT, ReasonClass.THROTTLED);

		assertThat(rows(lease)).extracting(RerunRow::standing)
			.containsExactly(Standing.PAID, Standing.DECLINED_SOFT, Standing.REFUSED_HARD, Standing.IN_DOUBT,
					Standing.IN_DOUBT, Standing.NOT_SENT, Standing.NOT_SENT);
		assertThat(rows(lease)).extracting(RerunRow::answered).containsExactly(1, 1, 1, 0, 0, 0, 0);
		assertThat(rows(lease).get(1).charge()).satisfies((charge) -> {
			assertThat(charge.lastOutcome()).isEqualTo(Outcome.DECLINED);
			assertThat(charge.lastNumber()).isEqualTo(claimed.get("soft").request().merchantUid());
			assertThat(charge.attempts()).isOne();
		});
	}

	@Test
	void hasRowsWithoutACharge() {
		HeldLease lease = this.ledger.newRun("d1");
		this.ledger.plan(lease, TestLedger.scope(lease.runId(), "d1"),
				List.of(new PlanRow(1, List.of("kim", "1e3", "Plan"), null, "amount: 1e3")));
		this.ledger.plans.seal(lease);

		assertThat(rows(lease)).singleElement().satisfies((row) -> {
			assertThat(row.charge()).isNull();
			assertThat(row.standing()).isEqualTo(Standing.NO_CHARGE);
			assertThat(row.cells()).containsExactly("kim", "1e3", "Plan");
		});
	}

	@Test
	void knowsWhetherTheRunThatHasAChargeIsHeld() {
		HeldLease lease = this.ledger.sealedRun("d1", "a");
		assertThat(ALL.against(rows(lease).get(0))).contains(Standing.HELD);

		lease.close();

		assertThat(ALL.against(rows(lease).get(0))).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "active,issued,true", "paused,issued,false", "ended,issued,false", "active,failed,false",
			"active,revoked,false", "active,pending,true" })
	void knowsWhatAClaimWouldLeaveOut(String subscription, String key, boolean active) {
		HeldLease lease = dueRun();
		this.ledger.sql.update("UPDATE subscription SET status = ?", subscription);
		this.ledger.sql.update("INSERT INTO billing_key (customer_uid, status) VALUES ('kim', ?)", key);
		lease.close();

		assertThat(rows(lease)).singleElement().extracting(RerunRow::active).isEqualTo(active);
		assertThat(this.ledger.charges.claim(this.ledger.runs.take(lease.runId()).orElseThrow(),
				this.ledger.charges.plannedCharges(lease.runId(), 0, 9, 9)))
			.hasSize(active ? 1 : 0);
	}

	@Test
	void takesASubscriptionThatIsGoneForInactive() {
		HeldLease lease = dueRun();
		this.ledger.sql.update("DELETE FROM subscription");

		assertThat(rows(lease)).singleElement().extracting(RerunRow::active).isEqualTo(false);
	}

	private HeldLease dueRun() {
		LocalDate date = LocalDate.of(2026, 10, 31);
		this.ledger.sql.update("INSERT INTO subscription (id, customer_uid, name, amount, cadence, anchor_date,"
				+ " next_due_on) VALUES ('s1', 'kim', 'Plan', 1000, 'month', '2026-08-31', '2026-10-31')");
		Run run = this.ledger.runs.createDue(TestLedger.newDueRun(date), 0);
		HeldLease lease = this.ledger.runs.take(run.id()).orElseThrow();
		this.ledger.plan(lease, TestLedger.scope(run.id(), "due"),
				List.of(TestLedger.row(1, Instruction.of(new DueSubscription("s1", "kim", "Plan", 1_000, null, null,
						Cadence.MONTH, LocalDate.of(2026, 8, 31), date)))));
		this.ledger.plans.seal(lease);
		return lease;
	}

	@Test
	void keepsWhichPartOfWhichRunIsRerun() {
		HeldLease first = this.ledger.sealedRun("d1", "a");

		Run run = newRerun(first.runId(), ALL);

		assertThat(this.ledger.runs.known(run.id())).hasValueSatisfying((known) -> {
			assertThat(known.kind()).isEqualTo(Run.Kind.RERUN);
			assertThat(known.part()).isEqualTo(new Run.Part(first.runId(), ALL.text()));
		});
		assertThat(this.ledger.runs.run(first.runId()).part()).isNull();
		assertThat(this.ledger.runs.known(run.id() + 1)).isEmpty();
	}

	@Test
	void findsARerunUntilItIsFinished() {
		HeldLease first = this.ledger.sealedRun("d1", "a");
		Run run = newRerun(first.runId(), ALL);
		HeldLease lease = this.ledger.runs.take(run.id()).orElseThrow();
		assertThat(newRerun(first.runId(), ALL).id()).as("being planned").isEqualTo(run.id());
		this.ledger.plans.seal(lease);
		assertThat(newRerun(first.runId(), ALL).id()).as("sealed").isEqualTo(run.id());
		assertThat(newRerun(first.runId(), Selection.of(null, List.of("declined"), List.of())).id()).as("another part")
			.isNotEqualTo(run.id());

		this.ledger.runs.finish(lease, true);

		assertThat(newRerun(first.runId(), ALL).id()).as("finished").isNotEqualTo(run.id());
	}

	@Test
	void isUnfinishedButNoDueRun() {
		HeldLease first = this.ledger.sealedRun("d1", "a");
		this.ledger.runs.finish(first, true);
		HeldLease lease = sealed(first, rows(first));

		assertThat(this.ledger.runs.unfinished()).extracting(Run::id).containsExactly(lease.runId());
		assertThat(this.ledger.runs.planningDue()).isEmpty();
		assertThat(this.ledger.runs.newestDueNumber()).isZero();
	}

	@Test
	void takesDeclinedAndUnsentChargesOverAtTheSeal() {
		HeldLease first = this.ledger.sealedRun("d1", "soft", "not-sent", "planned");
		Map<String, ClaimedAttempt> claimed = claim(first, "soft", "not-sent");
		record(claimed.get("soft"), Outcome.DECLINED, ReasonClass.SOFT);
		record(claimed.get("not-sent"), Outcome.NOT_SENT, ReasonClass.CONNECT);
		first.close();

		HeldLease second = sealed(first, rows(first));

		assertThat(this.ledger.charges.claim(second, planned(second)))
			.extracting((attempt) -> attempt.request().merchantUid())
			.satisfiesExactly((soft) -> assertThat(soft).endsWith("02"),
					(notSent) -> assertThat(notSent).isEqualTo(claimed.get("not-sent").request().merchantUid()),
					(planned) -> assertThat(planned).endsWith("01"));
		assertThat(lines(first)).extracting(ReportLine::outcome)
			.containsExactly(RowOutcome.DECLINED, RowOutcome.SKIPPED, RowOutcome.SKIPPED);
		assertThat(lines(first)).filteredOn((line) -> line.outcome() == RowOutcome.SKIPPED)
			.allSatisfy((line) -> assertThat(line.otherRun()).isEqualTo(second.runId()))
			.extracting(ReportLine::reasonClass)
			.containsOnly(ReasonClass.IN_OTHER_RUN);
	}

	@Test
	void takesASubscriptionsPeriodOver() {
		HeldLease first = dueRun();
		record(claim(first, "sub:s1:2026-10-31").values().iterator().next(), Outcome.DECLINED, ReasonClass.SOFT);
		first.close();

		HeldLease second = sealed(first, rows(first));
		List<PlannedCharge> planned = planned(second);
		this.ledger.sql.update("UPDATE subscription SET status = 'paused'");

		assertThat(planned).singleElement().extracting(PlannedCharge::reference).isEqualTo("sub:s1:2026-10-31");
		assertThat(this.ledger.charges.claim(second, planned)).isEmpty();
		assertThat(lines(second)).extracting(ReportLine::reasonClass).containsExactly(ReasonClass.INACTIVE);
	}

	@ParameterizedTest
	@CsvSource({ "PAID,ALREADY_PAID", "UNKNOWN,IN_DOUBT", "DECLINED,IN_OTHER_RUN", "NOT_SENT,IN_OTHER_RUN" })
	void skipsWhatAnotherRunTriedBetweenPlanAndSeal(Outcome meanwhile, ReasonClass reason) {
		HeldLease first = this.ledger.sealedRun("d1", "a");
		record(claim(first, "a").get("a"), Outcome.DECLINED, ReasonClass.SOFT);
		first.close();
		HeldLease second = planned(first, rows(first));
		HeldLease faster = this.ledger.sealedRun("d2", "a");
		record(claim(faster, "a").get("a"), meanwhile, ReasonClass.HARD);
		faster.close();

		this.ledger.plans.seal(second);

		assertThat(planned(second)).isEmpty();
		assertThat(lines(second)).singleElement().satisfies((line) -> {
			assertThat(line.outcome()).isEqualTo(RowOutcome.SKIPPED);
			assertThat(line.reasonClass()).isEqualTo(reason);
			assertThat(line.otherRun()).isEqualTo(faster.runId());
		});
	}

	@Test
	void skipsANumberThatWasSentBetweenPlanAndSeal() {
		HeldLease first = this.ledger.sealedRun("d1", "a");
		record(claim(first, "a").get("a"), Outcome.NOT_SENT, ReasonClass.CONNECT);
		first.close();
		HeldLease second = planned(first, rows(first));
		HeldLease again = this.ledger.runs.take(first.runId()).orElseThrow();
		record(claim(again, "a").get("a"), Outcome.DECLINED, ReasonClass.HARD);
		again.close();

		this.ledger.plans.seal(second);

		assertThat(lines(second)).extracting(ReportLine::reasonClass).containsExactly(ReasonClass.IN_OTHER_RUN);
		assertThat(this.ledger.status("a")).isEqualTo("declined");
	}

	@Test
	void takesNothingFromARunThatIsHeldAtTheSeal() {
		HeldLease first = this.ledger.sealedRun("d1", "a");
		first.close();
		HeldLease second = planned(first, rows(first));
		HeldLease again = this.ledger.runs.take(first.runId()).orElseThrow();

		this.ledger.plans.seal(second);

		assertThat(planned(second)).isEmpty();
		assertThat(planned(again)).hasSize(1);
	}

	@Test
	void leavesOnlyOneOfTwoRerunsWithACharge() {
		HeldLease first = this.ledger.sealedRun("d1", "a");
		record(claim(first, "a").get("a"), Outcome.DECLINED, ReasonClass.SOFT);
		first.close();
		List<RerunRow> rows = rows(first);
		HeldLease one = planned(first, rows);
		HeldLease other = this.ledger.runs
			.take(newRerun(first.runId(), Selection.of(null, List.of("declined"), List.of())).id())
			.orElseThrow();
		plan(other, rows);

		this.ledger.plans.seal(one);
		this.ledger.plans.seal(other);

		assertThat(planned(one)).hasSize(1);
		assertThat(planned(other)).isEmpty();
		assertThat(lines(other)).extracting(ReportLine::reasonClass).containsExactly(ReasonClass.IN_OTHER_RUN);
	}

	@Test
	void plansAgainWhatAKilledRerunPlanned() {
		HeldLease first = this.ledger.sealedRun("d1", "a", "b");
		first.close();
		HeldLease killed = planned(first, rows(first));
		this.ledger.expireLease(killed.runId());
		HeldLease next = this.ledger.runs.take(newRerun(first.runId(), ALL).id()).orElseThrow();
		assertThat(next.runId()).isEqualTo(killed.runId());

		this.ledger.plans.clear(next);
		plan(next, rows(first));
		this.ledger.plans.seal(next);

		assertThat(planned(next)).extracting(PlannedCharge::reference).containsExactly("a", "b");
	}

	@Test
	void keepsWhatWasSelectedThroughTheSeal() {
		HeldLease first = this.ledger.sealedRun("d1", "a");
		String number = claim(first, "a").get("a").request().merchantUid();
		this.ledger.expireLease(first.runId());
		this.ledger.runs.take(first.runId()).orElseThrow().close();

		assertThat(rows(first).get(0).instruction().last()).isEqualTo(new LastAttempt(number, Outcome.UNKNOWN));
		assertThat(ALL.against(rows(first).get(0))).contains(Standing.IN_DOUBT);
	}

	private Run newRerun(long earlier, Selection selection) {
		Runs.NewRun request = new Runs.NewRun(Run.Kind.RERUN, selection.digest(earlier), "2026-11", null,
				new Run.Part(earlier, selection.text()), null, null, Path.of("/out"), "charges.rerun",
				List.of("customer_uid", "amount", "name"), Locale.ENGLISH,
				new Runs.Caller("tester", "host", "0", "rerun"));
		return this.ledger.runs.findOrCreate(request, true, Instant.MAX);
	}

	private HeldLease sealed(HeldLease earlier, List<RerunRow> rows) {
		HeldLease lease = planned(earlier, rows);
		this.ledger.plans.seal(lease);
		return lease;
	}

	private HeldLease planned(HeldLease earlier, List<RerunRow> rows) {
		HeldLease lease = this.ledger.runs.take(newRerun(earlier.runId(), ALL).id()).orElseThrow();
		plan(lease, rows);
		return lease;
	}

	private void plan(HeldLease lease, List<RerunRow> rows) {
		List<PlanRow> plan = new ArrayList<>();
		rows.forEach((row) -> plan.add(PlanRow.of(row.rowNumber(), row.cells(), row.instruction())));
		this.ledger.plan(lease, TestLedger.scope(lease.runId(), "rerun"), plan);
	}

	private List<RerunRow> rows(HeldLease lease) {
		return this.ledger.reruns.rows(lease.runId(), 0, 100);
	}

	private List<PlannedCharge> planned(HeldLease lease) {
		return this.ledger.charges.plannedCharges(lease.runId(), 0, Long.MAX_VALUE, 100);
	}

	private List<ReportLine> lines(HeldLease lease) {
		List<ReportLine> lines = new ArrayList<>();
		this.ledger.reports.forEachLine(lease.runId(), lines::add);
		return lines;
	}

	private Map<String, ClaimedAttempt> claim(HeldLease lease, String... references) {
		Map<String, ClaimedAttempt> claimed = new LinkedHashMap<>();
		for (String reference : references) {
			List<PlannedCharge> charge = planned(lease).stream()
				.filter((planned) -> planned.reference().equals(reference))
				.toList();
			claimed.put(reference, this.ledger.charges.claim(lease, charge).get(0));
		}
		return claimed;
	}

	private void record(ClaimedAttempt attempt, Outcome outcome, ReasonClass reason) {
		Instant now = Instant.parse("2026-11-23T00:00:00Z");
		this.ledger.charges.record(List.of(new AttemptResult(attempt, Verdict.of(outcome, reason, ""), 1, now, now)));
	}

}
