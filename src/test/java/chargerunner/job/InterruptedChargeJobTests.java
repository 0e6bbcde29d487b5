package chargerunner.job;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.Sandbox;
import chargerunner.sandbox.SandboxOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.awaitility.Awaitility.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The real program, killed in the middle of a run while requests are in flight, and the
 * same command again.
 */
class InterruptedChargeJobTests {

	private static final int ROWS = 30;

	private static final int IN_FLIGHT = 4;

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final AtomicReference<Clock> time = new AtomicReference<>(Clock.systemUTC());

	@TempDir
	Path directory;

	private Sandbox sandbox;

	@BeforeEach
	void start() {
		this.sandbox = Sandbox.start(SandboxOptions.defaults(), new MovableClock(this.time));
	}

	@AfterEach
	void stop() {
		this.sandbox.close();
	}

	@Test
	void paysEachRowOnceWhenRepeatedAfterKills() throws Exception {
		try (Installation installation = new Installation(TestDatabase.H2, this.directory, this.sandbox)) {
			// Both processes need the database, one after the other.
			// A busy machine is late: a request must not arrive after the quarantine.
			installation.set("charge.quarantine", "4s").set("charge.resolve-for", "16s");
			installation.set("spring.datasource.url", "jdbc:h2:file:" + this.directory.resolve("data"));
			Path file = rows(installation);
			killedAfter(installation, file, 10);
			killedAfter(installation, file, 20);

			RunResult result = installation.charge(file);

			assertEachRowIsPaidOnce(installation, result);
		}
	}

	@Test
	void paysEachRowOnceWhenRepeatedPastMidnight() throws Exception {
		try (Installation installation = new Installation(TestDatabase.MYSQL, this.directory, this.sandbox)
			.withTimeTravel()) {
			Path file = rows(installation);
			killedAfter(installation, file, 10);
			Clock tomorrow = Clock.offset(Clock.systemUTC(), Duration.ofDays(1));
			this.time.set(tomorrow);
			installation.at(tomorrow);

			RunResult result = installation.charge(file);

			assertEachRowIsPaidOnce(installation, result);
		}
	}

	@Test
	void endsInGoodOrderWhenTerminated() throws Exception {
		try (Installation installation = new Installation(TestDatabase.H2, this.directory, this.sandbox)) {
			// A busy machine is late: a request must not arrive after the quarantine.
			installation.set("charge.quarantine", "4s").set("charge.resolve-for", "16s");
			installation.set("spring.datasource.url", "jdbc:h2:file:" + this.directory.resolve("data"));
			Path file = rows(installation);
			this.sandbox.hold();
			Process process = program(installation, file);
			assertThat(this.sandbox.awaitPostsOfAgain(IN_FLIGHT, PATIENCE)).as(this::output).isTrue();

			process.destroy();
			await().atMost(PATIENCE).until(() -> output().contains("SIGTERM"));
			this.sandbox.release();

			assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
			assertThat(process.exitValue()).as(this::output).isEqualTo(ExitCode.UNFINISHED.code());
			assertThat(this.sandbox.postsOfAgain()).isEqualTo(IN_FLIGHT);
			assertThat(output()).contains("paid=" + IN_FLIGHT + " ", "unknown=0", "not_sent=" + (ROWS - IN_FLIGHT));
			assertEachRowIsPaidOnce(installation, installation.charge(file));
		}
	}

	@Test
	void sendsNothingBeyondTheLimitWhenKilledAndRepeated() throws Exception {
		try (Installation installation = new Installation(TestDatabase.H2, this.directory, this.sandbox)) {
			// A busy machine is late: a request must not arrive after the quarantine.
			installation.set("charge.quarantine", "4s").set("charge.resolve-for", "16s");
			installation.set("spring.datasource.url", "jdbc:h2:file:" + this.directory.resolve("data"));
			Path file = rows(installation);
			String[] canary = { "--limit", "15", "--expect-count", "30", "--expect-sum", "30000", "--max-sum",
					"30000" };
			killedAfter(installation, file, 8, canary);
			killedAfter(installation, file, 12, canary);

			RunResult limited = installation.charge(file,
					installation.wishes().limit(15).expectCount(30).expectSum(30_000).maxSum(30_000).build());

			assertThat(limited.exitCode()).isEqualTo(ExitCode.UNFINISHED);
			assertThat(this.sandbox.paidWon()).isEqualTo(15_000);
			assertThat(this.sandbox.postsOfAgain()).isEqualTo(15);
			assertThat(installation.charge(file, installation.wishes().expectCount(29).build()).exitCode())
				.isEqualTo(ExitCode.REFUSED);
			assertEachRowIsPaidOnce(installation,
					installation.charge(file, installation.wishes().expectCount(30).build()));
		}
	}

	private static Path rows(Installation installation) {
		return installation.file("charges.csv",
				Stream
					.concat(Stream.of("customer_uid,amount,name"),
							IntStream.rangeClosed(1, ROWS).mapToObj((row) -> "kim_" + row + ",1000,Plan A"))
					.toArray(String[]::new));
	}

	/** Runs the program until that many charges have been asked for, and kills it. */
	private void killedAfter(Installation installation, Path file, int posts, String... options) throws Exception {
		Process process = program(installation, file, options);
		try {
			assertThat(this.sandbox.awaitPostsOfAgain(posts - IN_FLIGHT, PATIENCE)).as(this::output).isTrue();
			this.sandbox.hold();
			assertThat(this.sandbox.awaitPostsOfAgain(posts, PATIENCE)).as(this::output).isTrue();
		}
		finally {
			process.destroyForcibly();
		}
		assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		// What was in flight is charged, and nobody hears of it.
		this.sandbox.release();
	}

	private Process program(Installation installation, Path file, String... options) throws IOException {
		List<String> arguments = new ArrayList<>(
				List.of("charge", "--csv", file.toString(), "--out", this.directory.resolve("out").toString(),
						"--concurrency", Integer.toString(IN_FLIGHT), "--rate", "20"));
		arguments.addAll(List.of(options));
		return new RealProgram(installation, this.directory).start(arguments.toArray(String[]::new));
	}

	private String output() {
		return RealProgram.output(this.directory);
	}

	private void assertEachRowIsPaidOnce(Installation installation, RunResult result) {
		Books.mustAgree(installation, this.sandbox, result);
		RunFiles files = RunFiles.of(Objects.requireNonNull(result.written()));
		assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(files.column("outcome")).hasSize(ROWS).containsOnly("paid");
		assertThat(files.column("attempts")).containsOnly("1");
		assertThat(this.sandbox.charges()).hasSize(ROWS);
		assertThat(this.sandbox.paidWon()).isEqualTo(ROWS * 1000L);
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(ROWS);
		assertThat(installation.tableSizes()).containsEntry("charge_run", 1L);
	}

}
