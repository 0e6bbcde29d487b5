package chargerunner.ledger;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import chargerunner.charge.ChargeDetails;
import chargerunner.charge.ChargeLedger;
import chargerunner.charge.Chronicle;
import chargerunner.charge.Decisions;
import chargerunner.charge.Disposition;
import chargerunner.charge.Instruction;
import chargerunner.charge.PlanRow;
import chargerunner.charge.Plans;
import chargerunner.charge.Plans.Scope;
import chargerunner.charge.Run;
import chargerunner.charge.Reruns;
import chargerunner.charge.RunReports;
import chargerunner.charge.Runs;
import chargerunner.charge.Runs.HeldLease;
import chargerunner.mysql.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;

import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * A ledger on a fresh, real database.
 */
final class TestLedger implements AutoCloseable {

	static final LedgerSettings SETTINGS = new LedgerSettings("test", Duration.ofSeconds(30), Duration.ofMinutes(10));

	final HikariDataSource dataSource;

	final JdbcTemplate sql;

	final Runs runs;

	final Plans plans;

	final ChargeLedger charges;

	final Reruns reruns;

	final RunReports reports;

	final Chronicle chronicle;

	final Decisions decisions;

	private final ScheduledExecutorService renewer = Executors.newSingleThreadScheduledExecutor();

	TestLedger(TestDatabase database) {
		this(database, SETTINGS);
	}

	TestLedger(TestDatabase database, LedgerSettings settings) {
		DataSourceProperties properties = new DataSourceProperties();
		properties.setUrl(database.newUrl());
		properties.setUsername(database.username());
		properties.setPassword(database.password());
		this.dataSource = LedgerConfiguration.pool(properties, settings, "test", 10);
		this.dataSource.setMinimumIdle(0);
		Flyway.configure()
			.dataSource(this.dataSource)
			.locations("classpath:db/migration", "classpath:db/vendor/" + database.name().toLowerCase(Locale.ROOT))
			.load()
			.migrate();
		this.sql = new JdbcTemplate(this.dataSource);
		Database ledger = new Database(this.dataSource, new JdbcTransactionManager(this.dataSource));
		this.runs = new JdbcRuns(ledger, ledger.jdbc(), this.renewer, settings);
		this.plans = new JdbcPlans(ledger);
		this.charges = new JdbcChargeLedger(ledger, settings);
		this.reruns = new JdbcReruns(ledger);
		this.reports = new JdbcRunReports(ledger);
		this.chronicle = new JdbcChronicle(ledger, this.charges, settings);
		this.decisions = new JdbcDecisions(ledger);
	}

	/** A run of that digest, held. */
	HeldLease newRun(String digest) {
		Run run = this.runs.findOrCreate(newRun(digest, "2026-11"), true, Instant.EPOCH);
		return this.runs.take(run.id()).orElseThrow();
	}

	static Runs.NewRun newRun(String digest, String batch) {
		return new Runs.NewRun(Run.Kind.CSV, digest, batch, null, "charges.csv", "0".repeat(64), Path.of("/out"),
				"charges", List.of("customer_uid", "amount", "name"), Locale.ENGLISH, caller());
	}

	static Runs.NewRun newDueRun(LocalDate date) {
		return new Runs.NewRun(Run.Kind.DUE, "due", null, date, null, null, Path.of("/out"), "due-" + date,
				List.of("customer_uid", "amount", "name", "tax_free", "vat_amount"), Locale.ENGLISH, caller());
	}

	private static Runs.Caller caller() {
		return new Runs.Caller("tester", "host", "0", "charge");
	}

	static Scope scope(long runId, String digest) {
		return new Scope(runId, digest, "2026-11", Instant.EPOCH, Set.of());
	}

	static Instruction instruction(String reference, String customer, long amount) {
		return new Instruction(reference, false, customer, amount, "Plan", ChargeDetails.NONE, null, null);
	}

	static PlanRow row(long number, Instruction instruction) {
		return PlanRow.of(number, List.of(instruction.customerUid(), "" + instruction.amount(), instruction.name()),
				instruction);
	}

	/** Plans rows; what is wrong with one is told by its code. */
	Map<Long, Disposition> plan(HeldLease lease, Scope scope, List<PlanRow> rows) {
		return this.plans.plan(lease, scope, rows, (disposition) -> String.valueOf(disposition.problem()));
	}

	/** A sealed run, held, with a row for each reference, of 1,000 won each. */
	HeldLease sealedRun(String digest, String... references) {
		HeldLease lease = newRun(digest);
		long number = 0;
		for (String reference : references) {
			number++;
			plan(lease, scope(lease.runId(), digest),
					List.of(row(number, instruction(reference, "customer-" + reference, 1_000))));
		}
		this.plans.seal(lease);
		return lease;
	}

	String status(String reference) {
		return this.sql.queryForObject("SELECT status FROM charge WHERE reference = ?", String.class, reference);
	}

	Map<String, Object> attempt(String merchantUid) {
		return this.sql.queryForMap("SELECT * FROM charge_attempt WHERE merchant_uid = ?", merchantUid);
	}

	/** The run's process died: its lease runs out. */
	void expireLease(long runId) {
		this.sql.update("UPDATE charge_run SET lease_until = '2026-01-01 00:00:00' WHERE run_id = ?", runId);
	}

	@Override
	public void close() {
		this.renewer.shutdownNow();
		this.dataSource.close();
	}

}
