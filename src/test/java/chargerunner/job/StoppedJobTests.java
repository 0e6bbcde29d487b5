package chargerunner.job;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import chargerunner.charge.ReasonClass;
import chargerunner.charge.RowOutcome;
import chargerunner.job.Progress.Phase;
import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.Sandbox;
import chargerunner.sandbox.SandboxOptions;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A run whose process is asked to stop. */
@Timeout(60)
class StoppedJobTests {

	private static final int ROWS = 40;

	private static final int IN_FLIGHT = 4;

	@TempDir
	Path directory;

	private final Watcher watcher = Watcher.silent();

	private Sandbox sandbox;

	private Installation installation;

	@BeforeEach
	void install() {
		this.sandbox = Sandbox.start(SandboxOptions.defaults());
		this.installation = new Installation(TestDatabase.H2, this.directory, this.sandbox)
			.set("charge.concurrency", IN_FLIGHT)
			.set("portone.api.read-timeout", "30s")
			.set("charge.quarantine", "30s")
			.set("charge.resolve-for", "30s");
	}

	@AfterEach
	void remove() {
		this.installation.close();
		this.sandbox.close();
	}

	@Test
	void sendsNothingMoreAndAwaitsWhatIsInFlight() throws Exception {
		Path file = rows();
		CompletableFuture<RunResult> run = whileInFlight(file);

		this.sandbox.release();
		RunResult result = run.get(20, TimeUnit.SECONDS);

		assertThat(result.exitCode()).isEqualTo(ExitCode.UNFINISHED);
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(IN_FLIGHT);
		assertThat(this.watcher.rows.get(Phase.SENDING)).as("what was given back is not done").isEqualTo(IN_FLIGHT);
		assertThat(result.tally().rows(RowOutcome.PAID)).isEqualTo(IN_FLIGHT);
		assertThat(result.tally().rows(RowOutcome.NOT_SENT)).isEqualTo(ROWS - IN_FLIGHT);
		assertThat(result.notes().stream().map(this.installation::text))
			.anyMatch((note) -> note.contains("asked to stop"));
		assertThat(inFlight()).isZero();
		assertRestIsPaid(file);
	}

	@Test
	void leavesInDoubtWhatIsNotAnsweredWithinTheGrace() throws Exception {
		this.installation.set("charge.stop-grace", "100ms");
		Path file = rows();
		RunResult result = whileInFlight(file).get(20, TimeUnit.SECONDS);

		assertThat(result.exitCode()).isEqualTo(ExitCode.UNFINISHED);
		assertThat(result.tally().rows(RowOutcome.UNKNOWN)).isEqualTo(IN_FLIGHT);
		assertThat(this.installation.sql()
			.queryForObject("SELECT COUNT(*) FROM charge_attempt WHERE outcome = 'unknown' AND reason_class = ?",
					Long.class, ReasonClass.INTERRUPTED.text()))
			.isEqualTo(IN_FLIGHT);
		assertThat(inFlight()).isZero();
		this.sandbox.release();
		assertRestIsPaid(file);
	}

	@Test
	void sealsNoPlanThatIsNotWhole() {
		Path file = rows();
		Watcher asker = Watcher.atBegin(Phase.PLANNING, this::ask);

		assertThatExceptionOfType(CommandFailedException.class)
			.isThrownBy(() -> this.installation.commands().chargeFile(file, this.installation.options(), asker))
			.satisfies((ex) -> assertThat(ex.exitCode()).isEqualTo(ExitCode.UNFINISHED));

		assertThat(this.installation.sql().queryForObject("SELECT state FROM charge_run", String.class))
			.isEqualTo("planning");
		assertThat(this.sandbox.postsOfAgain()).isZero();
		assertRestIsPaid(file);
	}

	@Test
	void beginsNothingWhenItWasAskedBefore() {
		Path file = rows();
		ask();

		assertThatExceptionOfType(CommandFailedException.class).isThrownBy(() -> this.installation.charge(file))
			.satisfies((ex) -> assertThat(ex.exitCode()).isEqualTo(ExitCode.UNFINISHED));

		assertThat(this.installation.sql().queryForObject("SELECT COUNT(*) FROM charge_run", Long.class)).isZero();
	}

	@Test
	void tellsWhenItAsksAgainAboutWhatIsInDoubt() throws Exception {
		this.installation.set("charge.quarantine", "10m").set("charge.resolve-for", "10m");
		Path file = this.installation.file("charges.csv", "customer_uid,amount,name", "lost-before-1,1000,Plan A");
		this.installation.commands();

		CompletableFuture<RunResult> run = watched(file);
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !this.watcher.notices.isEmpty());
		ask();

		assertThat(run.get(20, TimeUnit.SECONDS).exitCode()).isEqualTo(ExitCode.UNFINISHED);
		assertThat(this.watcher.notices).singleElement()
			.extracting(this.installation::text, InstanceOfAssertFactories.STRING)
			.startsWith("Rows in doubt: 1. PortOne is asked about them again at 20");
	}

	private Path rows() {
		return this.installation.file("charges.csv",
				Stream
					.concat(Stream.of("customer_uid,amount,name"),
							IntStream.rangeClosed(1, ROWS).mapToObj((row) -> "kim_" + row + ",1000,Plan A"))
					.toArray(String[]::new));
	}

	/** Asks the run to stop while it has as much in flight as it may. */
	private CompletableFuture<RunResult> whileInFlight(Path file) throws InterruptedException {
		this.sandbox.hold();
		this.installation.commands();
		CompletableFuture<RunResult> run = watched(file);
		assertThat(this.sandbox.awaitPostsOfAgain(IN_FLIGHT, Duration.ofSeconds(20))).isTrue();
		ask();
		return run;
	}

	private CompletableFuture<RunResult> watched(Path file) {
		return CompletableFuture.supplyAsync(
				() -> this.installation.commands().chargeFile(file, this.installation.options(), this.watcher));
	}

	private void ask() {
		this.installation.process().getBean(StopSignal.class).ask();
	}

	private long inFlight() {
		return this.installation.sql()
			.queryForObject("SELECT COUNT(*) FROM charge_attempt WHERE in_flight = TRUE OR outcome IS NULL",
					Long.class);
	}

	/** The same command in the next process. */
	private void assertRestIsPaid(Path file) {
		this.installation.stop();
		RunResult result = this.installation.charge(file);
		assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(result.tally().rows(RowOutcome.PAID)).isEqualTo(ROWS);
		assertThat(this.sandbox.charges()).hasSize(ROWS);
	}

}
