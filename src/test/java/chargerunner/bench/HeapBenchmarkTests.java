package chargerunner.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.Sandbox;
import chargerunner.sandbox.SandboxOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The live heap after a full collection, at its peak in each phase, of a large file
 * beside a small one, both in 256 MB.
 */
@Tag("bench")
class HeapBenchmarkTests {

	private static final int SMALL = 10_000;

	private static final int LARGE = Integer.getInteger("bench.large", 1_000_000);

	private static final long TEN_MEGABYTES = 10 << 20;

	private static final Pattern PHASE = Pattern.compile("^(Checking|Planning|Charging|Writing files):",
			Pattern.MULTILINE);

	@TempDir
	private Path directory;

	@ParameterizedTest
	@EnumSource(TestDatabase.class)
	void isAsSmallForAMillionRowsAsForTenThousand(TestDatabase database) throws Exception {
		Map<String, Long> small = peaks(database, SMALL);
		Map<String, Long> large = peaks(database, LARGE);

		System.out.printf("%s: live heap at the peak of each phase, %,d rows: %s, %,d rows: %s%n", database, SMALL,
				small, LARGE, large);
		assertThat(large).containsKeys("Checking", "Planning", "Charging");
		large.forEach((phase, bytes) -> assertThat(bytes).as(phase)
			.isLessThan(small.values().stream().mapToLong(Long::longValue).max().orElseThrow() + TEN_MEGABYTES));
	}

	private Map<String, Long> peaks(TestDatabase database, int rows) throws Exception {
		try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults())) {
			Path lap = Files.createDirectories(this.directory.resolve(String.valueOf(rows)));
			Path file = Lap.write(lap.resolve("charges.csv"), rows);
			Contender ours = Contender.ours("ours", Contender.LAUNCHER, databaseOf(database));
			List<String> command = new ArrayList<>(
					ours.command().of(new Contender.Race(sandbox.baseUrl().toString(), file, lap, 64)));
			command.set(1, "-Xmx256m");
			Path output = lap.resolve("output.txt");
			ProcessBuilder builder = new ProcessBuilder(command).directory(lap.toFile())
				.redirectErrorStream(true)
				.redirectOutput(output.toFile());
			builder.environment().putAll(ours.environment());
			builder.environment().put("PORTONE_API_BASE_URL", sandbox.baseUrl().toString());
			Process process = builder.start();
			Map<String, Long> peaks = new LinkedHashMap<>();
			while (!process.waitFor((rows > SMALL) ? 5_000 : 100, TimeUnit.MILLISECONDS)) {
				Long live = liveBytes(process.pid());
				String phase = phase(Files.readString(output));
				if (live != null && phase != null) {
					peaks.merge(phase, live, Math::max);
				}
			}
			assertThat(process.exitValue()).as(Files.readString(output)).isZero();
			assertThat(Files.readString(output)).contains("paid=" + rows);
			return peaks;
		}
	}

	private static Map<String, String> databaseOf(TestDatabase database) {
		return (database == TestDatabase.H2) ? Map.of() : Map.of("SPRING_DATASOURCE_URL", database.newUrl(),
				"SPRING_DATASOURCE_USERNAME", database.username(), "SPRING_DATASOURCE_PASSWORD", database.password());
	}

	private static String phase(String output) {
		String last = null;
		for (Matcher lines = PHASE.matcher(output); lines.find();) {
			last = lines.group(1);
		}
		return last;
	}

	/**
	 * A histogram of the classes makes a full collection first. What that collector left
	 * in place though it is dead has a class of its own.
	 */
	private static Long liveBytes(long pid) throws IOException, InterruptedException {
		Process jcmd = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
				String.valueOf(pid), "GC.class_histogram")
			.redirectErrorStream(true)
			.start();
		String histogram = new String(jcmd.getInputStream().readAllBytes());
		jcmd.waitFor();
		Matcher total = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)").matcher(histogram);
		return total.find() ? Long.valueOf(total.group(1)) - deadBytes(histogram) : null;
	}

	private static long deadBytes(String histogram) {
		return Pattern.compile("(?m)^ *\\d+: +\\d+ +(\\d+) +\\S*jdk\\.internal\\.vm\\.Filler\\S*")
			.matcher(histogram)
			.results()
			.mapToLong((line) -> Long.parseLong(line.group(1)))
			.sum();
	}

}
