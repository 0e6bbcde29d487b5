package chargerunner.job;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import chargerunner.job.Progress.Phase;
import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.Latency;
import chargerunner.sandbox.SandboxOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Prints how many rows a second are charged, and how near that is to the ideal. */
@Tag("bench")
class ThroughputTests {

	private static final int ROWS = 20_000;

	private static final int IN_FLIGHT = 64;

	private static final Duration MEDIAN = Duration.ofMillis(200);

	private static final double SIGMA = 0.8;

	@TempDir
	Path directory;

	@Test
	void chargesWithoutLatency() {
		double perSecond = charge(Latency.NONE);

		System.out.printf("no latency: %.0f rows/s%n", perSecond);
	}

	@Test
	void chargesWithLatency() {
		double meanSeconds = MEDIAN.toMillis() / 1000.0 * Math.exp(SIGMA * SIGMA / 2);

		double perSecond = charge(Latency.logNormal(MEDIAN, SIGMA));

		System.out.printf("log-normal, median 200 ms, sigma 0.8: %.0f rows/s, %.0f %% of the ideal%n", perSecond,
				100 * perSecond * meanSeconds / IN_FLIGHT);
	}

	private double charge(Latency latency) {
		SandboxOptions options = SandboxOptions.builder().latency(latency).build();
		try (Stage stage = new Stage(TestDatabase.MYSQL, this.directory, options)) {
			stage.installation.set("charge.concurrency", IN_FLIGHT)
				.set("portone.api.read-timeout", "60s")
				.set("charge.quarantine", "60s")
				.set("charge.resolve-for", "60s")
				.set("charge.lease", "15s");
			stage.installation.process();
			Path file = stage.installation.file("charges.csv",
					Stream
						.concat(Stream.of("customer_uid,amount,name"),
								IntStream.range(0, ROWS).mapToObj("customer_%d,1000,Plan"::formatted))
						.toArray(String[]::new));
			Stopwatch time = new Stopwatch();

			RunResult run = stage.installation.commands().chargeFile(file, stage.installation.options(), time);

			System.out.println(time.stop());
			stage.after(run).exits(ExitCode.OK).charged(ROWS, ROWS * 1000L);
			assertThat(time.of(Phase.SENDING)).isPositive();
			return ROWS / (time.of(Phase.SENDING).toNanos() / 1e9);
		}
	}

}
