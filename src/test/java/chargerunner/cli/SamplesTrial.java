package chargerunner.cli;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import chargerunner.cli.SamplesPage.Table;
import chargerunner.sandbox.Fault;
import chargerunner.sandbox.Sandbox;
import chargerunner.sandbox.SandboxOptions;
import com.opencsv.CSVReaderHeaderAware;
import com.opencsv.exceptions.CsvValidationException;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The commands of the page about the sample files, one after the other, with a sandbox
 * and an embedded database of their own.
 */
final class SamplesTrial implements AutoCloseable {

	private static final Pattern CALL = Pattern
		.compile("(?<settings>(\\w+=\\S+ )*)java -jar target/charge-runner\\.jar (?<arguments>.*)");

	private static final Pattern SQL = Pattern.compile("(?s)java -cp target/charge-runner\\.jar .* -sql \"(.*)\"");

	private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());

	private final Path directory;

	private final Map<String, String> environment = new HashMap<>();

	private @Nullable Ran last;

	/**
	 * Begins a trial.
	 * @param directory has nothing in it
	 * @param settings the commands that say where the sandbox is
	 */
	SamplesTrial(Path directory, List<String> settings) {
		this.directory = directory;
		settings.stream()
			.filter((command) -> command.startsWith("export "))
			.forEach((command) -> put(command.substring("export ".length())));
		assertThat(this.environment).containsKeys("PORTONE_API_BASE_URL", "PORTONE_API_KEY", "CHARGE_QUARANTINE");
		this.environment.put("PORTONE_API_BASE_URL", this.sandbox.baseUrl().toString());
	}

	private void put(String settings) {
		Arrays.stream(settings.strip().split(" +"))
			.map((setting) -> setting.split("=", 2))
			.forEach((setting) -> this.environment.put(setting[0], setting[1]));
	}

	void run(String command) throws SQLException {
		Matcher call = CALL.matcher(command);
		Matcher sql = SQL.matcher(command);
		if (call.matches()) {
			call(call.group("settings"), call.group("arguments"));
		}
		else if (sql.matches()) {
			execute(sql.group(1));
		}
		else {
			assertThat(command).isEqualTo("curl -s -X POST \"$PORTONE_API_BASE_URL/_refill\"");
			this.sandbox.refill();
		}
	}

	private void call(String settings, String arguments) {
		Map<String, String> before = Map.copyOf(this.environment);
		if (!settings.isBlank()) {
			put(settings);
		}
		List<String> words = new ArrayList<>();
		for (String word : arguments.split(" +")) {
			words.add(word.startsWith("out/") ? this.directory.resolve(word).toString() : word);
		}
		if (words.contains("charge")) {
			words.addAll(List.of("--out", this.directory.resolve("out").toString()));
		}
		this.last = Ran.of("chargerunner.ChargeRunnerApplication", this.environment, this.directory,
				words.toArray(String[]::new));
		this.environment.clear();
		this.environment.putAll(before);
	}

	private void execute(String statement) throws SQLException {
		String url = "jdbc:h2:file:" + this.directory.resolve("data/charge-runner").toAbsolutePath() + ";MODE=MySQL";
		try (Connection connection = DriverManager.getConnection(url, "sa", "");
				Statement sql = connection.createStatement()) {
			sql.execute(statement);
		}
	}

	private Ran last() {
		assertThat(this.last).as("a command before").isNotNull();
		return this.last;
	}

	void mustEndWith(String line) {
		assertThat(last().lastLine()).as(() -> last().out() + last().err()).startsWith(line);
		assertThat(" " + line + " ").contains(" exit=" + last().code() + " ");
	}

	void mustHaveLeft(Table table) throws IOException {
		if (table.header().get(0).equals("line")) {
			assertThat(read(this.directory.resolve("out/with-mistakes.problems.csv")))
				.extracting((problem) -> List.of(problem.get("line"), problem.get("column")))
				.isEqualTo(table.rows().stream().map((row) -> row.subList(0, 2)).toList());
			return;
		}
		Set<String> retry = references("retry");
		Set<String> review = references("review");
		Map<List<String>, long[]> sums = new LinkedHashMap<>();
		for (Map<String, String> row : read(resultFile("result"))) {
			String file = retry.contains(row.get("reference")) ? "retry"
					: review.contains(row.get("reference")) ? "review" : "";
			long[] sum = sums.computeIfAbsent(
					List.of(kind(row.get("customer_uid")), row.get("outcome"), row.get("reason_class"), file),
					(key) -> new long[2]);
			sum[0]++;
			sum[1] += SamplesPage.number(row.get("amount"));
		}
		assertThat(sums.entrySet().stream().map((entry) -> line(entry.getKey(), entry.getValue())))
			.containsExactlyInAnyOrderElementsOf(table.rows());
	}

	private static List<String> line(List<String> kind, long[] sum) {
		return List.of(kind.get(0), "%,d".formatted(sum[0]), "%,d".formatted(sum[1]), kind.get(1), kind.get(2),
				kind.get(3));
	}

	private static String kind(String customerUid) {
		return Fault.ofCustomer(customerUid).map((fault) -> "`" + fault.prefix() + "`").orElse("anything else");
	}

	/** A file of the last command, as its summary names it. */
	Path resultFile(String kind) {
		Matcher line = Pattern.compile("(?m)^  " + kind + " +[\\d,]+  (.*)$").matcher(last().out());
		assertThat(line.find()).as(last().out()).isTrue();
		return Path.of(line.group(1));
	}

	private Set<String> references(String kind) throws IOException {
		return read(resultFile(kind)).stream().map((row) -> row.get("reference")).collect(Collectors.toSet());
	}

	private static List<Map<String, String>> read(Path file) throws IOException {
		List<Map<String, String>> rows = new ArrayList<>();
		try (CSVReaderHeaderAware reader = new CSVReaderHeaderAware(
				new StringReader(Files.readString(file).substring(1)))) {
			for (Map<String, String> row = reader.readMap(); row != null; row = reader.readMap()) {
				rows.add(row);
			}
		}
		catch (CsvValidationException ex) {
			throw new AssertionError(ex);
		}
		return rows;
	}

	@Override
	public void close() {
		this.sandbox.close();
	}

}
