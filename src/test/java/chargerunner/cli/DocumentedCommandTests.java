package chargerunner.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import chargerunner.mysql.MySqlServer;
import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.Sandbox;
import chargerunner.sandbox.SandboxOptions;
import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs what the documents show: every {@code sh} and {@code sql} block, against a sandbox
 * on loopback, in a scratch directory whose embedded database has run 12 with the two
 * charges of the README's {@code csv} block. A {@code console} block runs in an empty
 * directory and must print what it shows. What something else runs is in
 * {@link #ELSEWHERE}, what cannot run at all in {@link #NOT_HERE}.
 */
class DocumentedCommandTests {

	/** Commands that something else runs: in that file, where that text is. */
	private static final List<Elsewhere> ELSEWHERE = List.of(
			new Elsewhere("./jobs/try.sh", ".ci/run", "\"$top/jobs/try.sh\""),
			new Elsewhere("./jobs/try-issuance.sh", ".ci/run", "\"$top/jobs/try-issuance.sh\""),
			new Elsewhere("./jobs/verify-exactly-once.sh --short", ".ci/run", "jobs/verify-exactly-once.sh --short"),
			new Elsewhere("./mvnw verify", ".ci/run", "./mvnw -B -ntp clean verify"),
			new Elsewhere("./mvnw -q -DskipTests package", "jobs/try.sh", "./mvnw -q -B -ntp -DskipTests package"),
			new Elsewhere("./mvnw test -Dtest=ConfigurationDocumentTests -Dcharge.docs.write=true",
					"src/test/java/chargerunner/cli/ConfigurationDocumentTests.java", "charge.docs.write"),
			new Elsewhere("sudo /opt/charge-runner/jobs/charge-runner prepare",
					"src/test/java/chargerunner/jobs/LauncherTests.java", "run(\"prepare\")"),
			new Elsewhere("charge-runner sandbox --port 8099",
					"src/test/java/chargerunner/cli/SandboxCommandTests.java", "\"sandbox\", \"--port\""));

	/**
	 * How commands begin that need a registry, a cluster or a machine of their own. They
	 * may stand beside the files that they are about, and nowhere else.
	 */
	private static final List<String> NOT_HERE = List.of("docker ", "kubectl ", "sudo useradd ", "sudo systemctl ",
			"systemctl ", "journalctl ");

	private static final String SUBSCRIPTIONS = """
			id,customer_uid,name,amount,cadence,anchor_date,next_due_on
			S-1001,gildong_0001_1234,프리미엄 월 구독,"19,900",month,2026-01-31,2026-11-30
			S-1002,younghee_0002_5678,"베이직, 연 구독",99000,year,2026-02-28,2027-02-28
			""";

	/** What the README's example decides. */
	private static final String DOUBTS = """
			customer_uid,amount,name,reference
			amount-7,19900,프리미엄 월 구독,2026-10-0007
			lost-always-9,9900,베이직 월 구독,2026-10-0009
			""";

	private static final Pattern SHOWN_COMMAND = Pattern
		.compile("(?m)^\\s*(\\$ |java -|\\./|charge-runner |jobs/|export |curl |docker |kubectl |systemctl )");

	private static final Pattern INLINE = Pattern
		.compile("`(?:charge-runner |java -jar \\S+ )?([a-z-]+) ([^`]*--[^`]*)`");

	private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]*");

	private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)[^)]*\\)");

	private static Sandbox sandbox;

	@TempDir
	private static Path prepared;

	@TempDir
	private Path directory;

	@BeforeAll
	static void prepare() throws IOException {
		sandbox = Sandbox.start(SandboxOptions.defaults());
		Workshop workshop = new Workshop(prepared, environment());
		String rows = blocks("csv").map(MarkdownFile.Block::text).findFirst().orElseThrow();
		Files.writeString(workshop.directory().resolve("earlier.csv"), rows);
		Workshop.Ended ended = workshop
			.run("""
					charge-runner migrate
					java -cp x -Dloader.main=org.h2.tools.Shell x -url "jdbc:h2:file:./data/charge-runner;MODE=MySQL" -user sa \\
					  -password "" -sql "ALTER TABLE charge_run ALTER COLUMN run_id RESTART WITH 12"
					charge-runner charge --csv earlier.csv
					""");
		assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
		assertThat(ended.out()).contains("run=12 exit=0");
		Files.writeString(workshop.directory().resolve("doubts.csv"), DOUBTS);
		ended = workshop.run("export PORTONE_API_READ_TIMEOUT=1s CHARGE_QUARANTINE=1s CHARGE_RESOLVE_FOR=1s\n"
				+ "charge-runner charge --csv doubts.csv\n");
		assertThat(ended.out()).as(ended.err()).contains("run=13 exit=75 rows=2 paid=0", " unknown=2 ");
	}

	@AfterAll
	static void stop() {
		sandbox.close();
	}

	static Stream<MarkdownFile> documents() {
		return MarkdownFile.all().stream();
	}

	static Stream<MarkdownFile> documentsWithCommands() {
		// The page of the samples has a test of its own, which also compares what it
		// prints.
		return documents().filter((document) -> !isKorean(document) && !scripts(document).isEmpty()
				&& !document.path().startsWith("input-samples"));
	}

	static Stream<MarkdownFile.Block> consoles() {
		return blocks("console");
	}

	static Stream<MarkdownFile.Block> statements() {
		return blocks("sql");
	}

	@ParameterizedTest
	@MethodSource("documentsWithCommands")
	void showsCommandsThatRun(MarkdownFile document) throws IOException {
		Workshop workshop = new Workshop(this.directory, environment());
		FileSystemUtils.copyRecursively(prepared.resolve("data"), workshop.directory().resolve("data"));
		Files.writeString(workshop.directory().resolve("subscriptions.csv"), SUBSCRIPTIONS);
		for (MarkdownFile.Block block : scripts(document)) {
			Workshop.Ended ended = workshop
				.run(block.text().replace("http://127.0.0.1:8099", sandbox.baseUrl().toString()));

			assertThat(ended.code())
				.as("%s fails (a program that is not found may be added to Workshop):%n%s%n%s%s", block, block.text(),
						ended.out(), ended.err())
				.isZero();
			assertThat(ended.noted()).as("%s: commands that nothing runs; see ELSEWHERE", block)
				.filteredOn((noted) -> !isNotForHere(document, noted))
				.isSubsetOf(ELSEWHERE.stream().map(Elsewhere::command).toList());
		}
	}

	private static boolean isNotForHere(MarkdownFile document, String noted) {
		return document.path().startsWith("jobs") && NOT_HERE.stream().anyMatch(noted::startsWith);
	}

	@ParameterizedTest
	@MethodSource("consoles")
	void showsWhatARunPrints(MarkdownFile.Block block) throws IOException {
		Workshop workshop = new Workshop(this.directory, environment());
		Map<Boolean, List<String>> lines = block.text()
			.lines()
			.collect(Collectors.partitioningBy((line) -> line.startsWith("$ ")));
		String script = lines.get(true).stream().map((line) -> line.substring(2)).collect(Collectors.joining("\n"));

		Workshop.Ended ended = workshop.run(script);

		assertThat(ended.out().replace(workshop.directory().toString(), "/home/you").stripTrailing()).as(ended.err())
			.isEqualTo(String.join("\n", lines.get(false)));
	}

	@ParameterizedTest
	@MethodSource("statements")
	void showsSqlThatRuns(MarkdownFile.Block block) throws IOException {
		Path file = Files.writeString(this.directory.resolve("subscriptions.csv"), SUBSCRIPTIONS.replace("\n", "\r\n"));
		boolean loads = block.text().startsWith("LOAD DATA");
		for (TestDatabase database : loads ? List.of(TestDatabase.MYSQL) : List.of(TestDatabase.values())) {
			try (HikariDataSource dataSource = migrated(database)) {
				JdbcTemplate sql = new JdbcTemplate(dataSource);
				for (String statement : block.text().split(";\\s*(\n|$)")) {
					sql.execute(statement.replace("'subscriptions.csv'", "'" + file + "'"));
				}

				if (block.text().matches("(?s).*INTO (TABLE )?subscription.*")) {
					assertThat(sql.queryForObject("SELECT COUNT(*) FROM subscription", Long.class))
						.as(block + " on " + database)
						.isEqualTo(loads ? 2 : 1);
					assertThat(sql.queryForObject("SELECT MIN(amount) FROM subscription", Long.class))
						.isEqualTo(19_900);
				}
			}
		}
	}

	@Test
	void whatRunsElsewhereIsShownAndReallyRunThere() throws IOException {
		String shown = documents().flatMap((document) -> scripts(document).stream())
			.map(MarkdownFile.Block::text)
			.collect(Collectors.joining("\n"));

		for (Elsewhere elsewhere : ELSEWHERE) {
			assertThat(shown).contains(elsewhere.command().replace("charge-runner sandbox", "sandbox"));
			assertThat(Path.of(elsewhere.file())).content().contains(elsewhere.text());
		}
	}

	@ParameterizedTest
	@MethodSource("documents")
	void hasNoCommandOutsideOfTheBlocksThatRun(MarkdownFile document) {
		assertThat(document.blocks()).filteredOn((block) -> !Set.of("sh", "console", "yaml").contains(block.language()))
			.allSatisfy((block) -> assertThat(SHOWN_COMMAND.matcher(block.text()).find()).as(block + " should be sh")
				.isFalse());
	}

	@ParameterizedTest
	@MethodSource("documents")
	void namesOptionsThatExist(MarkdownFile document) {
		Map<String, CommandLine> commands = commands();
		INLINE.matcher(String.join("\n", document.lines()))
			.results()
			.filter((span) -> commands.containsKey(span.group(1)))
			.forEach((span) -> assertThat(OPTION.matcher(span.group(2)).results().map(MatchResult::group))
				.allSatisfy((option) -> assertThat(commands.get(span.group(1)).getCommandSpec().findOption(option))
					.as(document.path() + ": " + span.group())
					.isNotNull()));
	}

	@ParameterizedTest
	@MethodSource("documents")
	void linksToFilesThatExist(MarkdownFile document) {
		Path top = Path.of("").toAbsolutePath();
		assertThat(LINK.matcher(String.join("\n", document.lines())).results().map((link) -> link.group(1)))
			.allSatisfy((link) -> assertThat(top.resolve(document.path()).resolveSibling(link)).exists());
	}

	@ParameterizedTest
	@MethodSource("documents")
	void showsTheSameCommandsInKorean(MarkdownFile document) {
		Path korean = Path.of(document.path().toString().replaceFirst("\\.md$", ".ko.md"));
		if (!isKorean(document) && Files.exists(korean)) {
			assertThat(scripts(MarkdownFile.read(korean.toString()))).extracting(MarkdownFile.Block::text)
				.isEqualTo(scripts(document).stream().map(MarkdownFile.Block::text).toList());
		}
	}

	private static boolean isKorean(MarkdownFile document) {
		return document.path().toString().endsWith(".ko.md");
	}

	private static List<MarkdownFile.Block> scripts(MarkdownFile document) {
		return document.blocks().stream().filter((block) -> block.language().equals("sh")).toList();
	}

	private static Stream<MarkdownFile.Block> blocks(String language) {
		return documents().filter((document) -> !isKorean(document))
			.flatMap((document) -> document.blocks().stream())
			.filter((block) -> block.language().equals(language));
	}

	private static Map<String, String> environment() {
		Map<String, String> environment = new HashMap<>(Map.of("PORTONE_API_BASE_URL", sandbox.baseUrl().toString(),
				"PORTONE_API_KEY", "key", "PORTONE_API_SECRET", "secret", "PORTONE_API_READ_TIMEOUT", "10s",
				"CHARGE_QUARANTINE", "10s", "CHARGE_RESOLVE_FOR", "1m", "CHARGE_ISSUANCE_PUBLIC_URL",
				"https://billing.example.com", "CHARGE_ISSUANCE_SECRET", "0".repeat(32)));
		environment.put("WORKSHOP_URL", TestDatabase.MYSQL.newUrl());
		environment.put("WORKSHOP_USERNAME", TestDatabase.MYSQL.username());
		environment.put("WORKSHOP_PASSWORD", TestDatabase.MYSQL.password());
		return environment;
	}

	private Map<String, CommandLine> commands() {
		Surroundings surroundings = new Surroundings(Map.of("CHARGE_LANG", "en"), System.out, System.err, () -> false,
				Ran.NOBODY, Ran.CLOCK, this.directory);
		return Program
			.commandLine(new Invocation(FakeApplication.class, List.of(), surroundings,
					Texts.of(surroundings.environment())))
			.getSubcommands();
	}

	private static HikariDataSource migrated(TestDatabase database) {
		HikariDataSource dataSource = database.newDataSource();
		if (database == TestDatabase.MYSQL) {
			MySqlServer.shared().execute("SET GLOBAL local_infile = 1");
			dataSource.addDataSourceProperty("allowLoadLocalInfile", "true");
		}
		Flyway.configure()
			.dataSource(dataSource)
			.locations("classpath:db/migration", "classpath:db/vendor/" + database.name().toLowerCase(Locale.ROOT))
			.load()
			.migrate();
		return dataSource;
	}

	/**
	 * A command that is not run here.
	 *
	 * @param command the command, as it is noted
	 * @param file who runs it
	 * @param text where it does
	 */
	private record Elsewhere(String command, String file, String text) {
	}

}
