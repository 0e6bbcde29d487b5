package chargerunner.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import chargerunner.charge.ClaimedAttempt;
import chargerunner.charge.PlannedCharge;
import chargerunner.charge.Runs.HeldLease;
import chargerunner.mysql.TestDatabase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A page costs what a page costs, wherever it is: H2 reads it in the order of an index,
 * and neither sorts nor reads what comes after it.
 */
class PageTests {

	@Test
	void pagesAreReadInTheOrderOfAnIndex() {
		try (TestLedger ledger = new TestLedger(TestDatabase.H2)) {
			ledger.sql.execute("SET QUERY_STATISTICS TRUE");
			workThroughARun(ledger);

			List<String> pages = ledger.sql
				.queryForList("SELECT sql_statement FROM information_schema.query_statistics", String.class)
				.stream()
				.filter((statement) -> statement.matches("(?is)SELECT.*FROM run_row.*ORDER BY.*LIMIT.*")
						|| statement.contains("FROM (SELECT"))
				.toList();

			assertThat(pages).hasSizeGreaterThanOrEqualTo(3);
			assertThat(pages).allSatisfy((page) -> assertThat(plan(ledger, page)).contains("/* index sorted */"));
		}
	}

	private static void workThroughARun(TestLedger ledger) {
		HeldLease lease = ledger.sealedRun("pages", "a", "b", "c");
		List<PlannedCharge> planned = ledger.charges.plannedCharges(lease.runId(), 0, Long.MAX_VALUE, 2);
		List<ClaimedAttempt> claimed = ledger.charges.claim(lease, planned);
		assertThat(claimed).hasSize(2);
		ledger.reports.forEachLine(lease.runId(), (line) -> {
		});
		ledger.reruns.rows(lease.runId(), 0, 2);
	}

	private static String plan(TestLedger ledger, String statement) {
		List<Object> values = new ArrayList<>();
		statement.chars().filter((character) -> character == '?').forEach((mark) -> values.add(1));
		return String.valueOf(ledger.sql.queryForObject("EXPLAIN " + statement, String.class, values.toArray()))
			.toLowerCase(Locale.ROOT);
	}

}
