package chargerunner.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import chargerunner.charge.AttemptResult;
import chargerunner.charge.ClaimedAttempt;
import chargerunner.charge.Outcome;
import chargerunner.charge.PlanRow;
import chargerunner.charge.PlannedCharge;
import chargerunner.charge.ReasonClass;
import chargerunner.charge.Runs.HeldLease;
import chargerunner.charge.Verdict;
import chargerunner.mysql.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs of several files that ask for the same references, all at once and each in an
 * order of its own. Only MySQL has more than one process.
 */
@Timeout(120)
class RacingRunsTests {

	private static final int RUNS = 4;

	private static final int REFERENCES = 600;

	private static final int GROUP = 100;

	private TestLedger ledger;

	@BeforeEach
	void open() {
		this.ledger = new TestLedger(TestDatabase.MYSQL);
	}

	@AfterEach
	void close() {
		this.ledger.close();
	}

	@Test
	void claimEachReferenceOnce() throws Exception {
		List<ClaimedAttempt> claimed = race(Outcome.PAID);

		assertThat(claimed).extracting((attempt) -> attempt.request().merchantUid()).doesNotHaveDuplicates();
		assertThat(claimed).hasSize(REFERENCES);
		assertThat(this.ledger.sql.queryForObject("SELECT COUNT(*) FROM charge WHERE status = 'paid'", Long.class))
			.isEqualTo(REFERENCES);
	}

	@Test
	void takeEachDeclinedChargeOverOnce() throws Exception {
		race(Outcome.DECLINED);
		List<ClaimedAttempt> claimed = race(Outcome.PAID);

		assertThat(claimed).isNotEmpty();
		assertThat(claimed).extracting((attempt) -> attempt.request().merchantUid()).doesNotHaveDuplicates();
		assertThat(this.ledger.sql.queryForList(
				"SELECT COUNT(*) FROM charge_attempt WHERE outcome = 'paid' GROUP BY charge_id", Integer.class))
			.hasSize(claimed.size())
			.containsOnly(1);
	}

	private List<ClaimedAttempt> race(Outcome outcome) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(RUNS);
		try {
			List<Callable<List<ClaimedAttempt>>> runs = IntStream.range(0, RUNS)
				.<Callable<List<ClaimedAttempt>>>mapToObj((seed) -> () -> run(seed, outcome))
				.toList();
			List<ClaimedAttempt> claimed = new ArrayList<>();
			for (Future<List<ClaimedAttempt>> run : threads.invokeAll(runs)) {
				claimed.addAll(run.get());
			}
			return claimed;
		}
		finally {
			threads.shutdownNow();
		}
	}

	private List<ClaimedAttempt> run(int seed, Outcome outcome) {
		List<Integer> order = new ArrayList<>(IntStream.range(0, REFERENCES).boxed().toList());
		Collections.shuffle(order, new Random(seed));
		String digest = outcome + " " + seed;
		try (HeldLease lease = this.ledger.newRun(digest)) {
			plan(lease, digest, order);
			this.ledger.plans.seal(lease);
			return charge(lease, outcome);
		}
	}

	private void plan(HeldLease lease, String digest, List<Integer> order) {
		for (int from = 0; from < order.size(); from += GROUP) {
			List<PlanRow> rows = new ArrayList<>();
			for (int row = from; row < from + GROUP; row++) {
				String reference = "r" + order.get(row);
				rows.add(TestLedger.row(row + 1, TestLedger.instruction(reference, "c" + order.get(row), 1_000)));
			}
			this.ledger.plan(lease, TestLedger.scope(lease.runId(), digest), rows);
		}
	}

	private List<ClaimedAttempt> charge(HeldLease lease, Outcome outcome) {
		List<ClaimedAttempt> all = new ArrayList<>();
		List<PlannedCharge> planned = this.ledger.charges.plannedCharges(lease.runId(), 0, Long.MAX_VALUE, GROUP);
		while (!planned.isEmpty()) {
			List<ClaimedAttempt> claimed = this.ledger.charges.claim(lease, planned);
			Instant now = Instant.parse("2026-11-23T01:00:00Z");
			this.ledger.charges.record(claimed.stream()
				.map((attempt) -> new AttemptResult(attempt, Verdict.of(outcome, ReasonClass.SOFT, ""), 1, now, now))
				.toList());
			all.addAll(claimed);
			planned = this.ledger.charges.plannedCharges(lease.runId(), planned.get(planned.size() - 1).rowNumber(),
					Long.MAX_VALUE, GROUP);
		}
		return all;
	}

}
