package chargerunner.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import chargerunner.charge.Runs.HeldLease;
import chargerunner.mysql.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process is paused, or its machine lost, in the middle of a transaction: its
 * connection stays open and keeps what it has locked. Only MySQL has more than one
 * process.
 */
@Timeout(30)
class SilentProcessTests {

	@Test
	void locksARunNoLongerThanItHoldsIt() throws SQLException {
		LedgerSettings settings = new LedgerSettings("test", Duration.ofSeconds(2), Duration.ofMinutes(10));
		try (TestLedger ledger = new TestLedger(TestDatabase.MYSQL, settings)) {
			HeldLease lease = ledger.sealedRun("d1", "a");
			lease.close();
			Connection silent = ledger.dataSource.getConnection();
			silent.setAutoCommit(false);
			try (Statement statement = silent.createStatement()) {
				statement.execute("SELECT * FROM charge_run WHERE run_id = " + lease.runId() + " FOR UPDATE");
			}

			assertThat(ledger.runs.take(lease.runId())).isPresent();
		}
	}

}
