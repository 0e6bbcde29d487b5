package chargerunner.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.Sandbox;
import chargerunner.sandbox.SandboxOptions;

import org.springframework.util.FileSystemUtils;

/**
 * One installation and one sandbox for many tests: emptied between them, not restarted.
 * What the sandbox has seen is counted from the last emptying on.
 */
final class Stage implements AutoCloseable {

	private static final List<String> TABLES = List.of("report_file", "attempt_event", "decision", "charge_attempt",
			"charge", "run_row", "charge_run", "run_digest", "subscription", "billing_key", "installation");

	final Sandbox sandbox;

	final Installation installation;

	private int generation;

	private long postsBefore;

	private long wonBefore;

	private final TestDatabase database;

	Stage(TestDatabase database, Path directory, SandboxOptions options) {
		this.database = database;
		this.sandbox = Sandbox.start(options);
		this.installation = new Installation(database, made(directory), this.sandbox);
	}

	private static Path made(Path directory) {
		try {
			return Files.createDirectories(directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void empty() {
		this.generation++;
		TABLES.forEach((table) -> this.installation.sql().update("DELETE FROM " + table));
		try {
			FileSystemUtils.deleteRecursively(this.installation.directory.resolve("out"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.postsBefore = this.sandbox.postsOfAgain();
		this.wonBefore = this.sandbox.paidWon();
	}

	/** Another process on the same database, with a directory of its own; not started. */
	Installation otherProcess() {
		String url = String.valueOf(this.installation.process().getEnvironment().getProperty("spring.datasource.url"));
		return new Installation(this.database, this.installation.directory.resolve("other"), this.sandbox)
			.set("spring.datasource.url", url);
	}

	Subscriptions subscriptions() {
		return new Subscriptions(this.installation.sql(), mark());
	}

	/**
	 * What tells the references of this test from those that the sandbox has seen before:
	 * stands at the end of every subscription's id, and is left out of what is compared.
	 */
	String mark() {
		return "." + this.generation;
	}

	Aftermath after(RunResult result) {
		return new Aftermath(this, result);
	}

	/** How many requests to charge came in. */
	long posts() {
		return this.sandbox.postsOfAgain() - this.postsBefore;
	}

	/** What the sandbox really charged. */
	long wonCharged() {
		return this.sandbox.paidWon() - this.wonBefore;
	}

	/** What the ledger says was charged. */
	long wonInLedger() {
		return Objects.requireNonNull(this.installation.sql()
			.queryForObject("SELECT COALESCE(SUM(amount_paid), 0) FROM charge_attempt WHERE outcome = 'paid'",
					Long.class));
	}

	/** How many rows a table has. */
	long rows(String table) {
		return Objects
			.requireNonNull(this.installation.sql().queryForObject("SELECT COUNT(*) FROM " + table, Long.class));
	}

	@Override
	public void close() {
		this.installation.close();
		this.sandbox.close();
	}

}
