package chargerunner.ledger;

import java.util.List;
import java.util.stream.IntStream;

import chargerunner.charge.Chronicle.RunView;
import chargerunner.charge.ChargeStory;
import chargerunner.charge.Run;
import chargerunner.charge.RowOutcome;
import chargerunner.mysql.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A ledger of 200 runs of 30 rows each. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ManyRunsTests {

	private static final int RUNS = 200;

	private static final int ROWS = 30;

	@Parameter
	TestDatabase database;

	@Test
	void tellsHundredsOfRuns() {
		try (TestLedger ledger = new TestLedger(this.database)) {
			fill(ledger);

			List<RunView> newest = ledger.chronicle.runs(20);
			List<RunView> all = ledger.chronicle.runs(RUNS);
			ChargeStory story = ledger.chronicle.story("ref-150-7").orElseThrow();
			List<String> similar = ledger.chronicle.similar("REF-150-2", 5);

			assertThat(newest).extracting((run) -> run.asked().run().id()).contains((long) RUNS, 10L).hasSize(21);
			assertThat(newest).filteredOn((run) -> run.asked().run().state() == Run.State.SEALED)
				.singleElement()
				.satisfies((run) -> assertThat(run.waits().lookUps()).isEqualTo(3));
			assertThat(all).hasSize(RUNS).allSatisfy((run) -> {
				assertThat(run.rows().tally().rows()).isEqualTo(ROWS);
				assertThat(run.rows().tally().rows(RowOutcome.PAID)).isEqualTo(27);
			});
			assertThat(story.attempts()).hasSize(1);
			assertThat(similar).hasSize(5);
		}
	}

	/** Run 10 is not finished: every tenth row of it is in doubt. */
	private static void fill(TestLedger ledger) {
		ledger.sql.execute("CREATE TABLE numbers (n INT NOT NULL PRIMARY KEY)");
		ledger.sql.batchUpdate("INSERT INTO numbers (n) VALUES (?)",
				IntStream.rangeClosed(1, RUNS).mapToObj((n) -> new Object[] { n }).toList());
		ledger.sql
			.update("INSERT INTO charge_run (run_id, kind, state, digest, file_name, directory, name, input_columns,"
					+ " language, os_user, host, version, command_line, planned_rows, planned_valid, planned_won, created_at,"
					+ " sealed_at) SELECT n, 'csv', CASE WHEN n = 10 THEN 'sealed' ELSE 'finished' END, CONCAT('d', n),"
					+ " 'charges.csv', '/out', 'charges', '[\"customer_uid\"]', 'en', 'tester', 'host', '0', 'charge', ?, ?,"
					+ " ?, '2026-11-23 01:00:00', '2026-11-23 01:00:01' FROM numbers", ROWS, ROWS, 1_000L * ROWS);
		ledger.sql.update("INSERT INTO charge (reference, run_id, first_run_id, status, customer_uid, amount, name,"
				+ " card_quota, created_at) SELECT CONCAT('ref-', u.run_id, '-', n), u.run_id, u.run_id,"
				+ " CASE WHEN MOD(n, 10) > 0 THEN 'paid' WHEN u.run_id = 10 THEN 'unknown' ELSE 'declined' END,"
				+ " CONCAT('customer-', n), 1000, 'Plan', n, u.created_at FROM charge_run u CROSS JOIN numbers"
				+ " WHERE n <= ?", ROWS);
		ledger.sql.update("INSERT INTO run_row (run_id, row_no, cells, amount, charge_id, disposition)"
				+ " SELECT run_id, card_quota, '[\"customer\"]', amount, charge_id, 'own' FROM charge");
		ledger.sql.update("INSERT INTO charge_attempt (merchant_uid, charge_id, attempt_no, run_id, token, in_flight,"
				+ " customer_uid, amount, currency, claimed_at, times_sent, last_sent_at, recorded_at, looks, none_looks,"
				+ " outcome, reason_class, reason, amount_paid) SELECT CONCAT('cr', LPAD(charge_id, 34, '0')), charge_id,"
				+ " 1, run_id, 1, FALSE, customer_uid, amount, 'KRW', created_at, 1, created_at, created_at, 0, 0, status,"
				+ " CASE status WHEN 'declined' THEN 'soft' WHEN 'unknown' THEN 'timeout' END,"
				+ " CASE status WHEN 'paid' THEN '' ELSE 'no money' END,"
				+ " CASE status WHEN 'paid' THEN 1000 END FROM charge");
	}

}
