package chargerunner.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.ChargeTime;
import chargerunner.sandbox.Latency;
import chargerunner.sandbox.Sandbox;
import chargerunner.sandbox.SandboxOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A rate of 50 a second for a minute: as the ledger has the sends and as the gateway saw
 * them come, once left alone and once stopped for two seconds in the middle.
 */
@Tag("bench")
class RateBenchmarkTests {

	private static final int RATE = 50;

	private static final int SECONDS = Integer.getInteger("bench.seconds", 60);

	private static final double NANOS = 1e9;

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void holdsTheRateInEverySecond(boolean paused) throws Exception {
		Latency latency = Latency.logNormal(Duration.ofMillis(200), 0.8);
		String url = TestDatabase.MYSQL.newUrl();
		try (Sandbox sandbox = Sandbox.start(SandboxOptions.builder().latency(latency).build())) {
			int rows = RATE * SECONDS;
			Path file = Lap.write(this.directory.resolve("charges.csv"), rows);
			run(sandbox, file, url, paused);

			long[] arrivals = sandbox.chargeTimes().stream().mapToLong(ChargeTime::arrivedNanos).sorted().toArray();
			long calendar = mostInACalendarSecond(url);
			long sliding = mostInASlidingSecond(arrivals);
			double mean = (arrivals.length - 1) / ((arrivals[arrivals.length - 1] - arrivals[0]) / NANOS);
			System.out.printf(
					"--rate %d%s, %,d charges: most in a calendar second %d, most arrivals in any second %d, mean %.2f/s%n",
					RATE, paused ? ", stopped for 2 s" : "", arrivals.length, calendar, sliding, mean);
			assertThat(arrivals).hasSize(rows);
			assertThat(calendar).isLessThanOrEqualTo(RATE);
			assertThat(sliding).isLessThanOrEqualTo(RATE + 1);
			if (!paused) {
				assertThat(mean).isGreaterThanOrEqualTo(49);
			}
		}
	}

	private void run(Sandbox sandbox, Path file, String url, boolean paused) throws IOException, InterruptedException {
		Contender ours = Contender.ours(
				"ours", Contender.LAUNCHER, Map.of("SPRING_DATASOURCE_URL", url, "SPRING_DATASOURCE_USERNAME",
						TestDatabase.MYSQL.username(), "SPRING_DATASOURCE_PASSWORD", TestDatabase.MYSQL.password()),
				"--rate", String.valueOf(RATE));
		Path output = this.directory.resolve("output.txt");
		ProcessBuilder builder = new ProcessBuilder(
				ours.command().of(new Contender.Race(sandbox.baseUrl().toString(), file, this.directory, 64)))
			.directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile());
		builder.environment().putAll(ours.environment());
		builder.environment().put("PORTONE_API_BASE_URL", sandbox.baseUrl().toString());
		Process process = builder.start();
		if (paused) {
			assertThat(sandbox.awaitPostsOfAgain(RATE * SECONDS / 2, Duration.ofMinutes(5))).isTrue();
			signal(process, "-STOP");
			TimeUnit.SECONDS.sleep(2);
			signal(process, "-CONT");
		}
		assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
		assertThat(process.exitValue()).as(Files.readString(output)).isZero();
	}

	private static void signal(Process process, String signal) throws IOException, InterruptedException {
		new ProcessBuilder("kill", signal, String.valueOf(process.pid())).start().waitFor();
	}

	private static long mostInACalendarSecond(String url) throws SQLException {
		Map<LocalDateTime, Long> sends = new HashMap<>();
		try (Connection connection = DriverManager.getConnection(url, TestDatabase.MYSQL.username(),
				TestDatabase.MYSQL.password());
				ResultSet rows = connection.createStatement().executeQuery("SELECT requested_at FROM charge_attempt")) {
			while (rows.next()) {
				sends.merge(rows.getObject(1, LocalDateTime.class).truncatedTo(ChronoUnit.SECONDS), 1L, Long::sum);
			}
		}
		return sends.values().stream().mapToLong(Long::longValue).max().orElse(0);
	}

	private static long mostInASlidingSecond(long[] arrivals) {
		List<Integer> counts = new ArrayList<>();
		int first = 0;
		for (int last = 0; last < arrivals.length; last++) {
			while (arrivals[last] - arrivals[first] >= NANOS) {
				first++;
			}
			counts.add(last - first + 1);
		}
		return counts.stream().mapToInt(Integer::intValue).max().orElse(0);
	}

}
