package chargerunner.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import chargerunner.charge.Chronicle;
import chargerunner.charge.Decision;
import chargerunner.charge.RowOutcome;
import chargerunner.charge.Runs;
import chargerunner.job.RunResult.Kind;
import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.Sandbox;
import chargerunner.sandbox.SandboxCharge;
import chargerunner.sandbox.SandboxOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The purge as it stands in {@code docs/privacy.md}, and what still holds after it.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class PrivacyJobTests {

	private static final Path DOCUMENT = Path.of("docs/privacy.md");

	/** Stands in every value that tells something of a person. */
	private static final String PERSON = "홍길동";

	/** Stands in those of a person whose charges are not settled yet. */
	private static final String OPEN = "임꺽정";

	private static final String HEADER = "reference,customer_uid,amount,name,buyer_name,buyer_email,buyer_tel,buyer_addr,"
			+ "buyer_postcode,custom_data,notice_url,memo";

	private static final List<String> OURS = List.of("reference", "outcome", "merchant_uid", "imp_uid", "paid_at",
			"amount_paid", "attempts", "reason_class");

	@Parameter
	TestDatabase database;

	@TempDir
	Path directory;

	private Sandbox sandbox;

	private Installation installation;

	@BeforeEach
	void install() {
		this.sandbox = Sandbox.start(SandboxOptions.defaults());
		this.installation = Installation.shared(this.database, this.directory, this.sandbox);
	}

	@AfterEach
	void remove() {
		this.sandbox.close();
	}

	private Path november() {
		return this.installation.file("november.csv", HEADER, row("r-1", "a-", 1_000), row("r-2", "soft-", 2_000),
				row("r-3", "hard-", 3_000), row("", "b-", 4_000), row("", "c-", 5_000) + ",too much of " + PERSON);
	}

	private static String row(String reference, String behaviour, long amount) {
		return String.join(",", reference, behaviour + PERSON, "" + amount, PERSON + " 11월", PERSON, PERSON + "@x.kr",
				"010-" + PERSON, PERSON + "로 1", PERSON, PERSON + " data", "https://x.kr/" + PERSON, PERSON + " memo");
	}

	private RunResult charge(Path file) {
		return this.installation.charge(file, this.installation.wishes().skipInvalid().build());
	}

	private static List<List<String>> ours(RunResult result) {
		return RunFiles.of(Objects.requireNonNull(result.written()))
			.result()
			.stream()
			.map((row) -> OURS.stream().map(row::get).toList())
			.toList();
	}

	@Test
	void takesWhatTellsOfPersonsFromAllThatIsSettled() {
		chargeSubscription();
		this.installation.sql()
			.update("INSERT INTO billing_key (customer_uid, status, buyer_name, buyer_email, buyer_tel)"
					+ " VALUES ('dead', 'revoked', ?, ?, ?), ('alive', 'issued', ?, ?, ?)", PERSON, PERSON, PERSON,
					OPEN, OPEN, OPEN);
		RunResult settled = charge(november());
		assertThat(settled.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(tablesWith(PERSON)).contains("charge", "charge_attempt", "run_row", "subscription", "billing_key");
		assertThat(tablesWith("tester")).containsExactly("charge_run");

		purge();

		assertThat(tablesWith(PERSON)).isEmpty();
		assertThat(tablesWith("tester")).isEmpty();
		assertThat(tablesWith(OPEN)).containsExactly("billing_key");
	}

	private void chargeSubscription() {
		LocalDate today = LocalDate.now(ZoneId.of("Asia/Seoul"));
		this.installation.sql()
			.update("INSERT INTO subscription (id, customer_uid, name, amount, cadence, anchor_date, next_due_on)"
					+ " VALUES ('s-1', ?, ?, 1000, 'month', ?, ?)", "d-" + PERSON, PERSON, today, today);
		assertThat(this.installation.chargeDue(null)).extracting(RunResult::exitCode).containsOnly(ExitCode.OK);
		this.installation.sql().update("UPDATE subscription SET status = 'ended'");
	}

	@Test
	void takesWhoDecidedAndWhy() {
		Path file = this.installation.file("doubt.csv", "reference,customer_uid,amount,name",
				"d-1,amount-" + PERSON + ",300," + PERSON);
		assertThat(charge(file).exitCode()).isEqualTo(ExitCode.UNFINISHED);
		String impUid = this.installation.sql().queryForObject("SELECT imp_uid FROM charge_attempt", String.class);
		RunResult decided = this.installation.commands()
			.decide(new Decision("d-1", Decision.As.PAID, impUid, PERSON + " called",
					new Runs.Caller("tester", "host", "0", "decide")), new Installation.Silence());
		assertThat(decided.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(tablesWith(PERSON)).contains("decision", "charge_attempt");
		List<List<String>> before = ours(decided);

		purge();

		assertThat(tablesWith(PERSON)).isEmpty();
		assertThat(tablesWith("tester")).isEmpty();
		RunResult again = charge(file);
		assertThat(ours(again)).isEqualTo(before);
		assertThat(before.get(0)).contains("paid", "decided_by_hand", impUid);
	}

	@Test
	void leavesWhatIsNotSettledAlone() {
		Path half = this.installation.file("half.csv", "reference,customer_uid,amount,name",
				"h-1,e-" + OPEN + ",100," + OPEN, "h-2,f-" + OPEN + ",200," + OPEN);
		assertThat(this.installation.charge(half, this.installation.wishes().limit(1).build()).exitCode())
			.isEqualTo(ExitCode.UNFINISHED);
		Path doubt = this.installation.file("doubt.csv", "reference,customer_uid,amount,name",
				"d-1,ready-always-" + OPEN + ",300," + OPEN);
		assertThat(charge(doubt).exitCode()).isEqualTo(ExitCode.UNFINISHED);
		this.installation.sql()
			.update("INSERT INTO subscription (id, customer_uid, name, amount, cadence, anchor_date, next_due_on)"
					+ " VALUES ('s-2', 'g', ?, 1000, 'month', '2020-01-31', '2020-01-31')", OPEN);
		Map<String, List<String>> before = dump();

		purge();

		Map<String, List<String>> after = dump();
		for (String table : List.of("charge", "charge_attempt", "run_row", "charge_run", "subscription")) {
			assertThat(after.get(table)).as(table).isEqualTo(before.get(table));
		}
		RunResult whole = charge(half);
		assertThat(whole.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(this.sandbox.charges()
			.stream()
			.filter((charge) -> charge.status() == SandboxCharge.Status.PAID)
			.map(SandboxCharge::customerUid)).containsExactlyInAnyOrder("e-" + OPEN, "f-" + OPEN);
	}

	@Test
	void leavesWhatIsTooYoungAlone() {
		charge(november());
		Map<String, List<String>> before = dump();

		purge("2021-11-25 00:00:00");

		Map<String, List<String>> after = dump();
		after.remove("billing_key");
		before.remove("billing_key");
		assertThat(after).isEqualTo(before);
	}

	@Test
	void sendsNothingWhenTheSameFileOrTheSameReferencesComeAgain() {
		Path file = november();
		RunResult first = charge(file);
		long posts = this.sandbox.postsOfAgain();

		purge();
		RunResult again = charge(file);
		RunResult other = charge(this.installation.file("other.csv", HEADER, row("r-1", "a-", 1_000)));

		assertThat(again.kind()).isEqualTo(Kind.FINISHED_ALREADY);
		assertThat(again.runId()).isEqualTo(first.runId());
		assertThat(again.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(other.tally().rows(RowOutcome.INVALID)).isEqualTo(other.tally().rows()).isOne();
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(posts);
	}

	@Test
	void writesTheSameReportsWithoutTheInput() throws IOException {
		Path file = november();
		RunResult first = charge(file);
		List<List<String>> before = ours(first);

		purge();
		RunResult again = charge(file);

		assertThat(ours(again)).isEqualTo(before);
		assertThat(again.tally().won(RowOutcome.PAID)).isEqualTo(5_000);
		assertThat(Objects.requireNonNull(again.written()).balance().holds()).isTrue();
		try (Stream<Path> files = Files.list(this.directory.resolve("out"))) {
			assertThat(files).hasSizeGreaterThanOrEqualTo(3)
				.allSatisfy((written) -> assertThat(written).content().doesNotContain(PERSON));
		}
	}

	@Test
	void letsADeclinedChargeBeRepeatedWithItsNextNumber() throws IOException {
		RunResult first = charge(november());
		Path retry = Files.copy(Objects.requireNonNull(first.written()).retry(), this.directory.resolve("retry.csv"),
				StandardCopyOption.REPLACE_EXISTING);
		String number = RunFiles.of(first.written()).retry().get(0).get("retry_of");
		this.sandbox.refill();

		purge();
		RunResult repeated = charge(retry);

		Map<String, String> row = RunFiles.of(Objects.requireNonNull(repeated.written())).result().get(0);
		assertThat(row).containsEntry("reference", "r-2")
			.containsEntry("outcome", "paid")
			.containsEntry("attempts", "2");
		assertThat(row.get("merchant_uid")).isEqualTo(number.replaceFirst("01$", "02"));
	}

	@Test
	void sendsNothingWhenTheRunIsRunAgainFromTheLedger() {
		RunResult first = charge(november());
		this.sandbox.refill();
		long posts = this.sandbox.postsOfAgain();

		purge();
		this.installation.rerun(RerunWishes.of(first).status("declined:all", "refused:all", "not_sent"));

		assertThat(this.sandbox.postsOfAgain()).isEqualTo(posts);
	}

	@Test
	void leavesTheStoryOfACharge() {
		charge(november());

		purge();

		assertThat(this.installation.process().getBean(Chronicle.class).story("r-2")).isPresent()
			.get()
			.asString()
			.contains("DECLINED", "잔액부족")
			.doesNotContain(PERSON, "tester");
	}

	@Test
	void mayBeRepeated() {
		charge(november());
		purge();
		Map<String, List<String>> once = dump();

		purge();

		assertThat(dump()).isEqualTo(once);
	}

	@Test
	void isDescribedForEveryColumnThatHoldsText() throws IOException {
		Map<String, Set<String>> described = describedColumns();

		columnsWithText().forEach((table, columns) -> assertThat(described.getOrDefault(table, Set.of()))
			.as("docs/privacy.md, table %s", table)
			.containsAll(columns));
	}

	private static Map<String, Set<String>> describedColumns() throws IOException {
		Map<String, Set<String>> described = new TreeMap<>();
		List<String> tables = List.of();
		for (String line : Files.readAllLines(DOCUMENT)) {
			String[] cells = line.split("\\|");
			if (cells.length < 4) {
				continue;
			}
			tables = cells[1].isBlank() ? tables : code(cells[1]);
			tables
				.forEach((table) -> described.computeIfAbsent(table, (key) -> new TreeSet<>()).addAll(code(cells[2])));
		}
		return described;
	}

	private static List<String> code(String cell) {
		return Stream.of(cell.toLowerCase(Locale.ROOT).split("`")).filter((word) -> word.matches("\\w+")).toList();
	}

	private void purge() {
		purge("2100-01-01 00:00:00");
	}

	/** Runs the document's statements, as they stand there but for the date. */
	private void purge(String before) {
		String block = text(DOCUMENT).split("```sql\n")[1].split("```")[0].replaceAll("(?m)^--.*\n", "");
		assertThat(block).contains("TIMESTAMP '2021-11-25 00:00:00'");
		this.installation.sql().execute((Connection connection) -> {
			try (Statement statement = connection.createStatement()) {
				for (String sql : block.replace("2021-11-25 00:00:00", before).strip().split(";\\s*")) {
					statement.execute(sql);
				}
			}
			return null;
		});
	}

	private static String text(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private List<String> tablesWith(String word) {
		return dump().entrySet()
			.stream()
			.filter((table) -> table.getValue().stream().anyMatch((row) -> row.contains(word)))
			.map(Map.Entry::getKey)
			.toList();
	}

	/** Every row of every table. */
	private Map<String, List<String>> dump() {
		Map<String, List<String>> dump = new TreeMap<>();
		this.installation.tableSizes()
			.keySet()
			.forEach((table) -> dump.put(table,
					this.installation.sql()
						.query("SELECT * FROM " + quoted(table), (row, number) -> cells(row))
						.stream()
						.sorted()
						.toList()));
		return dump;
	}

	private static String cells(ResultSet row) throws SQLException {
		StringBuilder cells = new StringBuilder();
		for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
			cells.append(row.getString(i)).append('|');
		}
		return cells.toString();
	}

	private Map<String, Set<String>> columnsWithText() {
		Map<String, Set<String>> columns = new TreeMap<>();
		this.installation.tableSizes()
			.keySet()
			.forEach((table) -> columns.put(table,
					this.installation.sql()
						.query("SELECT * FROM " + quoted(table) + " WHERE 1 = 0",
								(ResultSet row) -> textColumns(row.getMetaData()))));
		return columns;
	}

	private static Set<String> textColumns(ResultSetMetaData columns) throws SQLException {
		Set<String> names = new TreeSet<>();
		for (int i = 1; i <= columns.getColumnCount(); i++) {
			if (List.of(Types.VARCHAR, Types.LONGVARCHAR, Types.CHAR, Types.CLOB).contains(columns.getColumnType(i))) {
				names.add(columns.getColumnName(i).toLowerCase(Locale.ROOT));
			}
		}
		return names;
	}

	/** Flyway's table is the only one whose name was created with quotation marks. */
	private String quoted(String table) {
		boolean mysql = this.database == TestDatabase.MYSQL;
		if (table.startsWith("batch_")) {
			return table.toUpperCase(Locale.ROOT);
		}
		return (mysql || !table.startsWith("flyway")) ? table : '"' + table + '"';
	}

}
