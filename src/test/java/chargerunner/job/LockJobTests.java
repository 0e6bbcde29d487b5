package chargerunner.job;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.SandboxOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A gateway that keeps its callers waiting keeps nobody from the database.
 */
@Timeout(60)
@ParameterizedClass
@EnumSource(TestDatabase.class)
class LockJobTests extends StagedJob {

	private static final int IN_FLIGHT = 4;

	private static final LocalDate NIGHT = LocalDate.of(2026, 3, 10);

	private static final List<String> TABLES = List.of("charge_run", "run_row", "charge", "charge_attempt",
			"subscription", "billing_key", "installation");

	@BeforeParameterizedClassInvocation
	static void install(TestDatabase database) {
		stage = new Stage(database, directory, SandboxOptions.defaults());
		// MySQL frees what an idle connection has locked after that time.
		stage.installation.set("charge.concurrency", IN_FLIGHT).set("charge.lease", "60s");
	}

	@Test
	void locksNoRowWhileRequestsAreUnderWay() throws Exception {
		IntStream.range(0, 2 * IN_FLIGHT).forEach((i) -> stage.subscriptions().add("kim_" + i, 1000, "month", NIGHT));
		stage.installation.commands();
		stage.sandbox.hold();
		CompletableFuture<List<RunResult>> run = CompletableFuture
			.supplyAsync(() -> stage.installation.chargeDue(NIGHT));
		assertThat(stage.sandbox.awaitPostsOfAgain(IN_FLIGHT, Duration.ofSeconds(20))).isTrue();

		await().until(LockJobTests::isEveryRowFree);

		stage.sandbox.release();
		stage.after(run.get(20, TimeUnit.SECONDS).get(0)).exits(ExitCode.OK).charged(2 * IN_FLIGHT, 8_000);
	}

	/** The heartbeat of the lease locks its own row for a moment. */
	private static boolean isEveryRowFree() {
		JdbcTemplate sql = stage.installation.sql();
		TransactionTemplate transaction = new TransactionTemplate(
				new JdbcTransactionManager(Objects.requireNonNull(sql.getDataSource())));
		return Boolean.TRUE.equals(transaction.execute((status) -> {
			status.setRollbackOnly();
			try {
				TABLES.forEach((table) -> sql.queryForList("SELECT * FROM " + table + " FOR UPDATE NOWAIT"));
				return true;
			}
			catch (DataAccessException ex) {
				return false;
			}
		}));
	}

}
