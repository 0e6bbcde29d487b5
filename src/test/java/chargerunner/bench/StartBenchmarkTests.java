package chargerunner.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.Sandbox;
import chargerunner.sandbox.SandboxOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What the launcher spares against {@code java -jar}, in CPU from start to exit. Takes
 * the jar that {@code ./mvnw -DskipTests package} has made.
 */
@Tag("bench")
class StartBenchmarkTests {

	private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);

	private static final int ROWS = Integer.getInteger("bench.cold", 5_000);

	private static final Path JAR = Path.of("target/charge-runner.jar").toAbsolutePath();

	private static final Path LAUNCHER = Path.of("jobs/charge-runner").toAbsolutePath();

	/** The children's line of the shell's {@code times}. */
	private static final Pattern TIMES = Pattern.compile("(\\d+)m([\\d.]+)s (\\d+)m([\\d.]+)s\\s*$");

	@TempDir
	private Path directory;

	@BeforeAll
	static void prepare() throws IOException, InterruptedException {
		assumeTrue(Files.exists(JAR), "run ./mvnw -DskipTests package first");
		Process process = new ProcessBuilder(LAUNCHER.toString(), "prepare").inheritIO().start();
		assertThat(process.waitFor()).isZero();
	}

	@Test
	void startsAnEmptyNight() throws Exception {
		List<String> night = List.of("charge", "--due");
		cpuSeconds(plain(), night, Map.of());
		List<Double> ratios = new ArrayList<>();
		for (int round = 0; round < ROUNDS; round++) {
			double plain = cpuSeconds(plain(), night, Map.of());
			double quick = cpuSeconds(List.of(LAUNCHER.toString()), night, Map.of());
			ratios.add(quick / plain);
			System.out.printf("an empty night, Java %s: %.2f s by java -jar, %.2f s by the launcher: %.2f%n",
					Runtime.version().feature(), plain, quick, quick / plain);
		}
		assertThat(median(ratios)).isLessThanOrEqualTo(0.6);
	}

	@Test
	void chargesAColdFile() throws Exception {
		Path file = Lap.write(this.directory.resolve("charges.csv"), ROWS);
		List<Double> ratios = new ArrayList<>();
		for (int round = 0; round < ROUNDS; round++) {
			double plain = charge(plain(), file, "plain" + round);
			double quick = charge(List.of(LAUNCHER.toString()), file, "quick" + round);
			ratios.add(quick / plain);
			System.out.printf("%,d rows, cold, Java %s: %.2f s by java -jar, %.2f s by the launcher: %.2f%n", ROWS,
					Runtime.version().feature(), plain, quick, quick / plain);
		}
		if (ROWS <= 5_000) {
			assertThat(median(ratios)).isLessThanOrEqualTo(0.5);
		}
	}

	private static double median(List<Double> ratios) {
		return ratios.stream().sorted().toList().get(ratios.size() / 2);
	}

	private static List<String> plain() {
		return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString());
	}

	private double charge(List<String> program, Path file, String out) throws Exception {
		try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults())) {
			Map<String, String> environment = Map.of("SPRING_DATASOURCE_URL", TestDatabase.MYSQL.newUrl(),
					"SPRING_DATASOURCE_USERNAME", TestDatabase.MYSQL.username(), "SPRING_DATASOURCE_PASSWORD",
					TestDatabase.MYSQL.password(), "PORTONE_API_BASE_URL", sandbox.baseUrl().toString());
			double seconds = cpuSeconds(program, List.of("charge", "--csv", file.toString(), "--rate", "0",
					"--concurrency", "64", "--out", this.directory.resolve(out).toString()), environment);
			assertThat(sandbox.charges()).hasSize(ROWS);
			return seconds;
		}
	}

	private double cpuSeconds(List<String> program, List<String> arguments, Map<String, String> environment)
			throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of("sh", "-c", "\"$@\" >output.txt 2>&1 || exit $?; times", "sh"));
		command.addAll(program);
		command.addAll(arguments);
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.directory.toFile())
			.redirectErrorStream(true);
		Map<String, String> all = new HashMap<>(environment);
		all.putAll(Map.of("PORTONE_API_KEY", "k", "PORTONE_API_SECRET", "s", "LC_ALL", "C.UTF-8", "JAVA_HOME",
				System.getProperty("java.home")));
		builder.environment().putAll(all);
		Process process = builder.start();
		String times = new String(process.getInputStream().readAllBytes());
		assertThat(process.waitFor()).as(Files.readString(this.directory.resolve("output.txt"))).isZero();
		Matcher children = TIMES.matcher(times);
		assertThat(children.find()).as(times).isTrue();
		return 60 * Integer.parseInt(children.group(1)) + Double.parseDouble(children.group(2))
				+ 60 * Integer.parseInt(children.group(3)) + Double.parseDouble(children.group(4));
	}

}
