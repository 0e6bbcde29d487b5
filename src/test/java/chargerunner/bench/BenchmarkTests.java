package chargerunner.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import chargerunner.bench.Lap.Course;
import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.Latency;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All contenders on the same courses, in turn, round by round. Nothing is judged by time
 * here but ratios of one run, printed and written to {@code target/benchmark.md}.
 * <p>
 * {@code -Dbench.rounds=3} says how many rounds; {@code -Dbench.rows=20000} how many
 * rows; {@code -Dbench.write=true} puts the first course into the README and its chart.
 */
@Tag("bench")
class BenchmarkTests {

	private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);

	private static final int ROWS = Integer.getInteger("bench.rows", 20_000);

	private static final Latency LIVE = Latency.logNormal(Duration.ofMillis(200), 0.8);

	private static final Latency STEADY = Latency.fixed(Duration.ofMillis(100));

	private static final StringBuilder REPORT = new StringBuilder();

	@TempDir
	private Path directory;

	@AfterAll
	static void write() throws IOException {
		Files.writeString(Path.of("target", "benchmark.md"), REPORT);
	}

	private static Contender mysql(String name, List<String> flags) {
		return Contender.ours(name, flags,
				Map.of("SPRING_DATASOURCE_URL", TestDatabase.MYSQL.newUrl(), "SPRING_DATASOURCE_USERNAME",
						TestDatabase.MYSQL.username(), "SPRING_DATASOURCE_PASSWORD", TestDatabase.MYSQL.password()));
	}

	private static Supplier<Contender> onMySql() {
		return () -> mysql("(f) Charge Runner, MySQL", Contender.LAUNCHER);
	}

	private static Supplier<Contender> embedded() {
		return () -> Contender.ours("(e) Charge Runner, embedded", Contender.LAUNCHER, Map.of());
	}

	private static Supplier<Contender> threads(int times) {
		return () -> Contender.textbook("(c) taskExecutor, 64 threads, chunk " + times * 64, times * 64, 64);
	}

	private static Supplier<Contender> oneThread() {
		return () -> Contender.textbook("(b) textbook job, one thread", 10, 1);
	}

	private static Supplier<Contender> bare() {
		return () -> Contender.bare(Contender.PLAIN);
	}

	/** Runs all in turn, round by round, and prints the medians. */
	private Map<String, List<Lap>> race(Course course, List<Supplier<Contender>> contenders) {
		Map<String, List<Lap>> laps = new LinkedHashMap<>();
		for (int round = 0; round < ROUNDS; round++) {
			for (Supplier<Contender> contender : contenders) {
				Contender who = contender.get();
				boolean slow = who.name().startsWith("(a)") || who.name().startsWith("(b)")
						|| who.name().startsWith("(c)");
				Lap lap = Lap.run(who, slow ? course.forSlowOnes() : course, this.directory.resolve("lap"));
				laps.computeIfAbsent(who.name(), (name) -> new ArrayList<>()).add(lap);
				System.out.println(course.name() + ", round " + (round + 1) + ", " + who.name() + ": " + lap);
			}
		}
		String table = Score.table(course, laps);
		REPORT.append(table);
		System.out.println(table);
		return laps;
	}

	@Test
	void liveLatency() throws IOException {
		Course course = new Course("Latency as in real life (log-normal, median 200 ms, σ 0.8), 64 in flight", LIVE, 64,
				ROWS, Math.min(8_000, ROWS / 2), false);

		Map<String, List<Lap>> laps = race(course,
				List.of(() -> Contender.curl(), oneThread(), threads(4), threads(16), bare(), embedded(), onMySql()));

		assertThat(laps).hasSize(7);
		if (Boolean.getBoolean("bench.write")) {
			Path readme = Path.of("README.md");
			Files.writeString(readme, Score.into(Files.readString(readme), Score.shortTable(course, laps)));
			Files.writeString(Path.of("docs", "how-fast.svg"), Score.chart(laps));
		}
	}

	@Test
	void liveLatencyWithManyInFlight() {
		race(new Course("The same, 256 in flight", LIVE, 256, ROWS, Math.min(8_000, ROWS / 2), false),
				List.of(bare(), embedded(), onMySql()));
	}

	@Test
	void steadyLatency() {
		race(new Course("Latency of 100 ms, 64 in flight", STEADY, 64, ROWS, Math.min(8_000, ROWS / 2), false),
				List.of(() -> Contender.curl(), oneThread(), threads(4), threads(16), bare(), embedded(), onMySql()));
	}

	@Test
	void steadyLatencyOneAndSixteenInFlight() {
		race(new Course("Latency of 100 ms, 1 in flight", STEADY, 1, 500, 100, true),
				List.of(bare(), embedded(), onMySql()));
		race(new Course("Latency of 100 ms, 16 in flight", STEADY, 16, ROWS / 4, ROWS / 10, false),
				List.of(bare(), embedded(), onMySql()));
	}

	@Test
	void noLatencyWarm() {
		List<String> flags = Contender.LAUNCHER_MANY_ROWS;
		race(new Course("No latency, 64 in flight, after the first 20,000 rows", Latency.NONE, 64, 120_000, 20_000,
				false),
				List.of(() -> Contender.bare(flags),
						() -> Contender.ours("(e) Charge Runner, embedded", flags, Map.of()),
						() -> mysql("(f) Charge Runner, MySQL", flags)));
	}

	@Test
	void noLatencyCold() {
		race(new Course("No latency, 64 in flight, 5,000 rows in a fresh JVM", Latency.NONE, 64, 5_000, 2_500, false),
				List.of(bare(), () -> mysql("Charge Runner, plain java", Contender.PLAIN),
						() -> mysql("Charge Runner, flags of the launcher", Contender.LAUNCHER)));
	}

}
