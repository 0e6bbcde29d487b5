package chargerunner.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import chargerunner.charge.AttemptResult;
import chargerunner.charge.Chronicle.Reason;
import chargerunner.charge.Chronicle.RunView;
import chargerunner.charge.ClaimedAttempt;
import chargerunner.charge.PastDecision;
import chargerunner.charge.Look;
import chargerunner.charge.LookUp;
import chargerunner.charge.Outcome;
import chargerunner.charge.Payment;
import chargerunner.charge.ReasonClass;
import chargerunner.charge.ReportLine;
import chargerunner.charge.RowGroups.Group;
import chargerunner.charge.RowOutcome;
import chargerunner.charge.Run;
import chargerunner.charge.RunRecord;
import chargerunner.charge.Runs.HeldLease;
import chargerunner.charge.Verdict;
import chargerunner.charge.Waits;
import chargerunner.mysql.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs as people ask for them. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ChronicleTests extends EmptyLedger {

	private static final Verdict TIMEOUT = Verdict.of(Outcome.UNKNOWN, ReasonClass.TIMEOUT, "no answer");

	private static final Verdict DECLINED = Verdict.of(Outcome.DECLINED, ReasonClass.SOFT, "no money");

	private static final Verdict NOT_SENT = Verdict.of(Outcome.NOT_SENT, ReasonClass.CONNECT, "refused");

	@Test
	void addsRowsUpAsTheFilesHoldThem() {
		HeldLease first = this.ledger.sealedRun("d1", "paid", "soft", "timeout", "in-flight", "unsent", "waiting",
				"inactive", "beyond");
		this.ledger.runs.prepare(first, java.nio.file.Path.of("/out"), "charges", 7L);
		this.ledger.sql.update("INSERT INTO billing_key (customer_uid, status) VALUES ('customer-inactive', 'failed')");
		List<ClaimedAttempt> claimed = claim(first, "paid", "soft", "timeout", "in-flight", "unsent", "inactive");
		record(claimed.get(0), paid(claimed.get(0)));
		record(claimed.get(1), DECLINED);
		record(claimed.get(2), TIMEOUT);
		record(claimed.get(4), NOT_SENT);
		assertSumsMatchLines(first.runId());
		assertThat(view(first.runId()).rows().done()).isEqualTo(3);
		assertThat(view(first.runId()).rows().wonPaid()).isEqualTo(1_000);
		first.close();

		HeldLease second = this.ledger.sealedRun("d2", "paid", "soft", "timeout", "unsent", "waiting", "new");
		assertSumsMatchLines(first.runId());
		assertSumsMatchLines(second.runId());
		List<ClaimedAttempt> again = claim(second, "unsent", "soft");
		record(again.get(0), paid(again.get(0)));
		record(again.get(1), paid(again.get(1)));
		assertSumsMatchLines(first.runId());
		assertSumsMatchLines(second.runId());
	}

	private void assertSumsMatchLines(long runId) {
		Map<String, Long> lines = new TreeMap<>();
		this.ledger.reports.forEachLine(runId,
				(line) -> lines.merge(key(line.outcome(), line.reasonClass()) + won(line), 1L, Long::sum));
		Map<String, Long> sums = new TreeMap<>();
		for (Group group : view(runId).rows().groups()) {
			String won = (group.wonPaid() > 0) ? " " + group.wonPaid() / group.rows() : "";
			sums.put(key(group.outcome(), group.reasonClass()) + won, group.rows());
		}
		assertThat(sums).isNotEmpty().isEqualTo(lines);
		assertThat(view(runId).rows().tally().won()).isEqualTo(1_000 * view(runId).rows().tally().rows());
	}

	private static String key(RowOutcome outcome, ReasonClass reasonClass) {
		return outcome + ((reasonClass != null) ? " " + reasonClass : "");
	}

	private static String won(ReportLine line) {
		return (line.amountPaid() != null) ? " " + line.amountPaid() : "";
	}

	@Test
	void showsTheNewestRunsAndOlderOnesWithRowsLeft() {
		long left = sealedAndLeft("d1", "a");
		long finished = finished("d2", "b");
		long rejected = this.ledger.newRun("d3").runId();
		this.ledger.sql.update("UPDATE charge_run SET state = 'rejected' WHERE run_id = ?", rejected);
		long newest = finished("d4", "d");

		assertThat(ids(1)).containsExactly(newest, left);
		assertThat(ids(3)).containsExactly(newest, rejected, finished, left);
		assertThat(ids(20)).containsExactly(newest, rejected, finished, left);
		assertThat(this.ledger.chronicle.runCount()).isEqualTo(4);
		assertThat(this.ledger.chronicle.run(newest + 1)).isEmpty();
	}

	@Test
	void saysWhoHoldsARunAndForHowLong() {
		HeldLease lease = this.ledger.sealedRun("d1", "a");

		RunRecord held = view(lease.runId()).asked();
		assertThat(held.isHeld()).isTrue();
		assertThat(held.leaseLeft()).isBetween(Duration.ofSeconds(5), TestLedger.SETTINGS.lease());
		assertThat(held.run().heldBy()).contains("pid");

		lease.close();
		assertThat(view(lease.runId()).asked().isHeld()).isFalse();
		assertThat(view(lease.runId()).asked().leaseLeft()).isZero();
	}

	@Test
	void saysWhoAskedForARunAndForWhat() {
		RunRecord asked = view(finished("d1", "a")).asked();

		assertThat(asked.caller().osUser()).isEqualTo("tester");
		assertThat(asked.caller().commandLine()).isEqualTo("charge");
		assertThat(asked.fileName()).isEqualTo("charges.csv");
		assertThat(asked.fileSha256()).hasSize(64);
		assertThat(asked.sealedAt()).isBetween(asked.run().createdAt(), asked.seenAt());
		assertThat(asked.run().state()).isEqualTo(Run.State.FINISHED);
	}

	@Test
	void saysWhatNumbersInDoubtWaitFor() {
		HeldLease lease = this.ledger.sealedRun("d1", "a", "b", "c");
		List<ClaimedAttempt> claimed = claim(lease, "a", "b", "c");
		record(claimed.get(0), TIMEOUT);
		record(claimed.get(1), TIMEOUT);
		record(claimed.get(2), Verdict.of(Outcome.UNKNOWN, ReasonClass.MISMATCH, "paid, but differs"));
		assertThat(view(lease.runId()).waits().nextLook()).as("never looked at").isEqualTo(Instant.EPOCH);

		this.ledger.charges.doubts(lease.runId())
			.forEach((doubt) -> this.ledger.charges.recordLooks(List.of(new Look(doubt, LookUp.none(), null)),
					this.ledger.charges.now()));

		Waits waits = view(lease.runId()).waits();
		Instant now = this.ledger.runs.now();
		assertThat(waits.lookUps()).isEqualTo(2);
		assertThat(waits.decisions()).isOne();
		assertThat(waits.nextLook()).isBetween(now, now.plus(TestLedger.SETTINGS.quarantine()));
		assertThat(waits.sentAgainFrom()).isBetween(waits.nextLook(), now.plus(TestLedger.SETTINGS.quarantine()));
		assertThat(waits.rechecks()).isZero();
	}

	@Test
	void saysWhatAFinishedRunIsStillLookedAtFor() {
		HeldLease lease = this.ledger.sealedRun("d1", "a");
		record(claim(lease, "a").get(0), TIMEOUT);
		ClaimedAttempt again = this.ledger.charges.claimAgain(lease, this.ledger.charges.doubts(lease.runId())).get(0);
		record(again, paid(again));

		Waits waits = view(lease.runId()).waits();

		assertThat(waits.lookUps()).isZero();
		assertThat(waits.rechecks()).isOne();
		assertThat(waits.recheckFrom()).isAfter(this.ledger.runs.now());
	}

	@Test
	void countsReasonsMostFrequentFirst() {
		HeldLease lease = this.ledger.sealedRun("d1", "a", "b", "c", "d");
		List<ClaimedAttempt> claimed = claim(lease, "a", "b", "c", "d");
		record(claimed.get(0), DECLINED);
		record(claimed.get(1), TIMEOUT);
		record(claimed.get(2), TIMEOUT);
		record(claimed.get(3), paid(claimed.get(3)));

		assertThat(this.ledger.chronicle.reasons(lease.runId(), 9)).containsExactly(
				new Reason(RowOutcome.UNKNOWN, ReasonClass.TIMEOUT, "no answer", 2),
				new Reason(RowOutcome.DECLINED, ReasonClass.SOFT, "no money", 1));
		assertThat(this.ledger.chronicle.reasons(lease.runId(), 1)).hasSize(1);
	}

	@Test
	void tellsWhatAPersonDecided() {
		HeldLease lease = this.ledger.sealedRun("d1", "a", "b");
		ClaimedAttempt attempt = claim(lease, "a", "b").get(1);
		this.ledger.sql.update(
				"INSERT INTO decision (charge_id, merchant_uid, decided_at, decided_as, imp_uid, note, os_user, host)"
						+ " VALUES (?, ?, '2026-11-23 01:00:00', 'paid', 'imp_1', 'seen in the console', 'kim', 'desk')",
				attempt.chargeId(), attempt.request().merchantUid());

		PastDecision decision = new PastDecision("b", attempt.request().merchantUid(),
				Instant.parse("2026-11-23T01:00:00Z"), "paid", "imp_1", "seen in the console", "kim", "desk");
		assertThat(this.ledger.chronicle.decisions(lease.runId())).containsExactly(decision);
		assertThat(this.ledger.chronicle.decisions(lease.runId() + 1)).isEmpty();
		assertThat(this.ledger.chronicle.story("b").orElseThrow().decisions()).containsExactly(decision);
		assertThat(this.ledger.chronicle.story("a").orElseThrow().decisions()).isEmpty();
	}

	private long sealedAndLeft(String digest, String reference) {
		try (HeldLease lease = this.ledger.sealedRun(digest, reference)) {
			return lease.runId();
		}
	}

	private long finished(String digest, String reference) {
		try (HeldLease lease = this.ledger.sealedRun(digest, reference)) {
			this.ledger.runs.finish(lease, true);
			return lease.runId();
		}
	}

	private List<Long> ids(int limit) {
		return this.ledger.chronicle.runs(limit).stream().map((view) -> view.asked().run().id()).toList();
	}

	private RunView view(long runId) {
		return this.ledger.chronicle.run(runId).orElseThrow();
	}

	private List<ClaimedAttempt> claim(HeldLease lease, String... references) {
		List<String> wanted = List.of(references);
		return this.ledger.charges.claim(lease,
				this.ledger.charges.plannedCharges(lease.runId(), 0, Long.MAX_VALUE, 100)
					.stream()
					.filter((charge) -> wanted.contains(charge.reference()))
					.sorted(java.util.Comparator.comparingInt((charge) -> wanted.indexOf(charge.reference())))
					.toList());
	}

	private void record(ClaimedAttempt attempt, Verdict verdict) {
		Instant now = Instant.parse("2026-11-23T01:00:00Z");
		this.ledger.charges.record(List.of(new AttemptResult(attempt, verdict, 1, now, now)));
	}

	private static Verdict paid(ClaimedAttempt attempt) {
		Payment payment = new Payment("imp_1", attempt.request().merchantUid(), attempt.request().customerUid(), "paid",
				attempt.request().amount(), "KRW", null, Instant.parse("2026-11-23T01:00:00Z"), null, null, null, null,
				null, null);
		return new Verdict(Outcome.PAID, null, "", payment, 200, 0, false);
	}

}
