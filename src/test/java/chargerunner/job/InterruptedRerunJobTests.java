package chargerunner.job;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.Sandbox;
import chargerunner.sandbox.SandboxOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The real program, killed in the middle of a re-run while requests are in flight, and
 * the same command again.
 */
class InterruptedRerunJobTests {

	private static final int ROWS = 24;

	private static final int IN_FLIGHT = 4;

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@TempDir
	Path directory;

	@Test
	void paysEachRowOnceWhenRepeatedAfterKills() throws Exception {
		try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
				Installation installation = new Installation(TestDatabase.H2, this.directory, sandbox)) {
			// Both processes need the database, one after the other.
			installation.set("spring.datasource.url", "jdbc:h2:file:" + this.directory.resolve("data"));
			RunResult first = installation.charge(declinedRows(installation));
			installation.stop();
			sandbox.refill();
			killedAfter(installation, sandbox, first, ROWS + 8);
			killedAfter(installation, sandbox, first, ROWS + 16);

			RunResult result = installation.rerun(RerunWishes.of(first)).orElseThrow();

			Books.mustAgree(installation, sandbox, result);
			RunFiles files = RunFiles.of(Objects.requireNonNull(result.written()));
			assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
			assertThat(files.column("outcome")).hasSize(ROWS).containsOnly("paid");
			assertThat(files.column("attempts")).containsOnly("2");
			assertThat(sandbox.paidWon()).isEqualTo(ROWS * 1000L);
			assertThat(sandbox.postsOfAgain()).isEqualTo(2 * ROWS);
			assertThat(installation.tableSizes()).as("one run and one re-run").containsEntry("charge_run", 2L);
		}
	}

	private static Path declinedRows(Installation installation) {
		return installation.file("charges.csv",
				Stream
					.concat(Stream.of("customer_uid,amount,name"),
							IntStream.rangeClosed(1, ROWS).mapToObj((row) -> "soft-" + row + ",1000,Plan A"))
					.toArray(String[]::new));
	}

	/** Re-runs until that many charges have been asked for in all, and kills it. */
	private void killedAfter(Installation installation, Sandbox sandbox, RunResult first, int posts) throws Exception {
		Process process = new RealProgram(installation, this.directory).start("rerun", Long.toString(first.runId()),
				"--yes", "--concurrency", Integer.toString(IN_FLIGHT), "--rate", "20");
		try {
			assertThat(sandbox.awaitPostsOfAgain(posts - IN_FLIGHT, PATIENCE)).as(this::output).isTrue();
			sandbox.hold();
			assertThat(sandbox.awaitPostsOfAgain(posts, PATIENCE)).as(this::output).isTrue();
		}
		finally {
			process.destroyForcibly();
		}
		assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		// What was in flight is charged, and nobody hears of it.
		sandbox.release();
	}

	private String output() {
		return RealProgram.output(this.directory);
	}

}
