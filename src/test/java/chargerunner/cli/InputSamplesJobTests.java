package chargerunner.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import chargerunner.cli.SamplesPage.Command;
import chargerunner.cli.SamplesPage.LastLine;
import chargerunner.cli.SamplesPage.Part;
import chargerunner.cli.SamplesPage.Table;
import chargerunner.intake.ChargeFile;
import chargerunner.intake.Limits;
import chargerunner.job.Excel;
import chargerunner.mysql.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page about the sample files says what happens: each of its commands is run, and
 * what is left behind is compared with its last lines and tables.
 */
class InputSamplesJobTests {

	private static final Path SAMPLES = Path.of("input-samples");

	@TempDir
	private Path directory;

	private final List<SamplesTrial> trials = new ArrayList<>();

	@AfterEach
	void stop() {
		this.trials.forEach(SamplesTrial::close);
	}

	@Test
	void overviewNamesEveryFileAndWhatItHolds() throws Exception {
		SamplesPage page = SamplesPage.read();
		Map<String, List<String>> named = new TreeMap<>();
		page.parts()
			.get(0)
			.all(Table.class)
			.get(0)
			.rows()
			.forEach((row) -> named.put(row.get(0).replaceAll(".*`(.*)`.*", "$1"), row));

		try (Stream<Path> files = Files.list(SAMPLES)) {
			assertThat(files.map((file) -> file.getFileName().toString()).filter((name) -> name.endsWith(".csv")))
				.containsExactlyInAnyOrderElementsOf(named.keySet());
		}
		for (Map.Entry<String, List<String>> entry : named.entrySet()) {
			LastLine first = page.part(entry.getKey()).all(LastLine.class).get(0);
			assertThat(first.text()).as(entry.getKey()).contains(" exit=" + entry.getValue().get(4) + " ");
			assertThat(holds(entry.getKey())).as(entry.getKey()).isEqualTo(entry.getValue().subList(2, 4));
		}
	}

	/** How many rows and, where all of them are valid, won. */
	private static List<String> holds(String name) throws Exception {
		if (name.equals("subscriptions.csv")) {
			return List.of(Long.toString(Files.readAllLines(SAMPLES.resolve(name)).size() - 1), "");
		}
		ChargeFile file = ChargeFile.open(SAMPLES.resolve(name), new Limits(10_000_000L));
		boolean valid = file.firstProblems().isEmpty();
		return List.of("%,d".formatted(file.rows()), valid ? "%,d".formatted(file.validWon()) : "");
	}

	@Test
	void largeFileIsWhatTheGeneratorMakes() {
		assertThat(LargeMixedSample.FILE).hasContent(LargeMixedSample.text());
	}

	@TestFactory
	Stream<DynamicTest> everyCommandEndsAsThePageSays() throws IOException {
		List<Part> parts = SamplesPage.read().parts();
		List<String> settings = parts.get(0).all(Command.class).stream().map(Command::text).toList();
		return parts.stream().skip(1).map((part) -> DynamicTest.dynamicTest(part.name(), () -> run(part, settings)));
	}

	private void run(Part part, List<String> settings) throws Exception {
		for (SamplesPage.Item item : part.items()) {
			if (item instanceof Command command && command.text().equals("rm -rf data out")) {
				Path own = Files.createDirectory(this.directory.resolve(Integer.toString(this.trials.size())));
				this.trials.add(new SamplesTrial(own, settings));
			}
			else if (item instanceof Command command) {
				trial().run(command.text());
			}
			else if (item instanceof LastLine line) {
				trial().mustEndWith(line.text());
			}
			else if (item instanceof Table table) {
				trial().mustHaveLeft(table);
			}
		}
		if (part.name().equals("large-mixed.csv")) {
			assertThat(editedRetryFile()).hasSameBinaryContentAs(SAMPLES.resolve("large-mixed.retry.csv"));
		}
	}

	private SamplesTrial trial() {
		return this.trials.get(this.trials.size() - 1);
	}

	/** The retry file of the large file as finance gives it back. */
	private Path editedRetryFile() {
		Excel excel = Excel.open(trial().resultFile("retry")).widen(2);
		for (int row = excel.rows(); row > 12; row--) {
			excel.deleteRow(row);
		}
		excel.deleteRow(3).put(3, "customer_uid", "hyunwoo-new-card_0430");
		return excel.saveAsCsv(this.directory.resolve("large-mixed.retry.csv"));
	}

	@Test
	void mySqlLoadsTheSubscriptionsAsTheReadmeShows() throws Exception {
		Matcher statement = Pattern.compile("```sql\n(LOAD DATA[^;]*);")
			.matcher(Files.readString(Path.of("README.md")));
		assertThat(statement.find()).isTrue();
		String load = statement.group(1).replace("subscriptions.csv", SAMPLES.resolve("subscriptions.csv").toString());
		String url = TestDatabase.MYSQL.newUrl();
		Ran migrated = Ran.of("chargerunner.ChargeRunnerApplication",
				Map.of("SPRING_DATASOURCE_URL", url, "SPRING_DATASOURCE_USERNAME", TestDatabase.MYSQL.username(),
						"SPRING_DATASOURCE_PASSWORD", TestDatabase.MYSQL.password()),
				this.directory, "migrate");
		assertThat(migrated.code()).as(migrated.err()).isZero();

		Properties login = new Properties();
		login.putAll(Map.of("user", TestDatabase.MYSQL.username(), "password", TestDatabase.MYSQL.password(),
				"allowLoadLocalInfile", "true"));
		try (Connection connection = DriverManager.getConnection(url, login);
				Statement sql = connection.createStatement()) {
			sql.execute("SET GLOBAL local_infile = 1");

			assertThat(sql.executeUpdate(load)).isEqualTo(12);
			assertThat(sql
				.executeQuery("SELECT 1 FROM subscription WHERE name = '주간지 \"책과 사람\"' AND amount = 4500"
						+ " AND anchor_date = '2026-02-02' AND status = 'active'")
				.next()).isTrue();
		}
	}

}
