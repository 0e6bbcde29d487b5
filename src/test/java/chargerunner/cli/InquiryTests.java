package chargerunner.cli;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

import chargerunner.mysql.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The commands that only ask. No credentials are set for any of them. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class InquiryTests {

	@Parameter
	TestDatabase database;

	@TempDir
	private Path directory;

	private final Map<String, String> environment = new HashMap<>();

	@ParameterizedTest
	@CsvSource({ "runs,0", "show 1,2", "show 1 --files,0", "explain INV-1,2" })
	void makesNoDatabaseWhereNoneIs(String command, int code) {
		Ran ran = Ran.with(Map.of(), this.directory, command.split(" "));

		assertThat(ran.code()).as(ran.err()).isEqualTo(code);
		assertThat(ran.err()).contains("there is no embedded database in " + this.directory.resolve("data"));
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void listsRuns() throws SQLException {
		fill();

		Ran ran = ask("runs");

		assertThat(ran.code()).as(ran.err()).isZero();
		assertThat(ran.out()).contains("finished    csv charges.csv", "  UNFINISHED  csv later.csv",
				"cron on batch-1: paid 1", "1 not_sent: run the same command again");
		assertThat(ran.err()).isEmpty();
		assertThat(ask("runs", "--all").out()).isEqualTo(ran.out());
		assertThat(ask("runs", "--limit", "1").out()).contains("later.csv", "Shown: 1 of 2 runs")
			.doesNotContain("charges.csv");
	}

	@Test
	void showsOneRun() throws SQLException {
		fill();

		Ran ran = ask("show", "1");

		assertThat(ran.code()).as(ran.err()).isZero();
		assertThat(ran.out()).startsWith("Run 1, csv charges.csv: finished")
			.contains("command  charge --csv charges.csv", "by       cron on batch-1", "Won paid at PortOne: 1,000");
	}

	@Test
	void tellsTheStoryOfACharge() throws SQLException {
		fill();

		Ran ran = ask("explain", " INV-1 ");

		assertThat(ran.code()).as(ran.err()).isZero();
		assertThat(ran.out()).startsWith("Charge INV-1: paid").contains("Planned by run 1", "kim***");
		assertThat(ran.out()).doesNotContain("kim_0001");
		assertThat(ask("explain", "cr" + "a".repeat(32) + "01").out()).isEqualTo(ran.out());
	}

	@Test
	void speaksKorean() throws SQLException {
		fill();
		this.environment.put("CHARGE_LANG", "ko");

		assertThat(ask("runs").out()).contains("처리한 행", "완료");
		assertThat(ask("show", "1").out()).contains("실행 1, csv charges.csv: 완료");
		assertThat(ask("explain", "INV-1").out()).contains("청구 INV-1: 결제 완료");
		assertThat(ask("explain", "INV-9").err()).contains("INV-9을(를) reference 또는", "비슷한 reference", "  INV-1");
		assertThat(ask("show", "9").err()).contains("실행 9은(는) 없습니다");
	}

	@Test
	void saysWhatMayHaveBeenMeant() throws SQLException {
		fill();

		Ran similar = ask("explain", "inv-1");
		Ran unknown = ask("explain", "zzz");

		assertThat(similar.code()).isEqualTo(2);
		assertThat(similar.err()).contains("merchant_uid inv-1", "Similar references:", "  INV-1");
		assertThat(similar.out()).isEmpty();
		assertThat(unknown.code()).isEqualTo(2);
		assertThat(unknown.err()).contains("merchant_uid zzz", "another database?").doesNotContain("Similar");
	}

	@Test
	void saysWhichRunsThereAreWhenOneIsUnknown() throws SQLException {
		fill();

		Ran ran = ask("show", "9");

		assertThat(ran.code()).isEqualTo(2);
		assertThat(ran.err()).contains("There is no run 9.", "runs --all");
	}

	@ParameterizedTest
	@ValueSource(strings = { "copies", "" })
	void writesFilesAgain(String out) {
		Ran ran = out.isEmpty() ? ask("show", "4", "--files") : ask("show", "4", "--files", "--out", out);

		assertThat(ran.code()).as(ran.err()).isZero();
		assertThat(ran.out()).startsWith("The files of run 4 are written again.")
			.contains(Path.of(out.isEmpty() ? "own" : out, "a.result.csv").toString());
	}

	@Test
	void endsAsTheWritingDoes() {
		Ran held = ask("show", "69", "--files");
		assertThat(held.code()).isEqualTo(69);
		assertThat(held.err()).contains("Run 69 is held by batch-1", "No file was written.");
		assertThat(held.out()).isEmpty();

		Ran broken = ask("show", "70", "--files");
		assertThat(broken.code()).isEqualTo(70);
		assertThat(broken.out()).contains("THIS RUN DOES NOT BALANCE");
	}

	private Ran ask(String... arguments) {
		if (!this.environment.containsKey("SPRING_DATASOURCE_URL")) {
			this.environment.put("SPRING_DATASOURCE_URL", this.database.newUrl());
			this.environment.put("SPRING_DATASOURCE_USERNAME", this.database.username());
			this.environment.put("SPRING_DATASOURCE_PASSWORD", this.database.password());
		}
		return Ran.with(this.environment, this.directory, arguments);
	}

	/** Run 1 has paid INV-1, run 2 waits with INV-2. */
	private void fill() throws SQLException {
		assertThat(ask("migrate").code()).isZero();
		String run = "INSERT INTO charge_run (run_id, kind, state, digest, file_name, directory, name, input_columns,"
				+ " language, os_user, host, version, command_line, planned_rows, planned_valid, planned_won, created_at,"
				+ " sealed_at) VALUES (%1$d, 'csv', '%2$s', 'd%1$d', '%3$s.csv', '/out', '%3$s', '[\"customer_uid\"]', 'en',"
				+ " 'cron', 'batch-1', '1', 'charge --csv %3$s.csv', 1, 1, 1000, '2026-11-23 01:00:00',"
				+ " '2026-11-23 01:00:01')";
		String charge = "INSERT INTO charge (charge_id, reference, run_id, first_run_id, status, customer_uid, amount, name,"
				+ " created_at) VALUES (%1$d, 'INV-%1$d', %1$d, %1$d, '%2$s', 'kim_0001', 1000, 'Plan',"
				+ " '2026-11-23 01:00:01')";
		String row = "INSERT INTO run_row (run_id, row_no, cells, amount, charge_id, disposition)"
				+ " VALUES (%1$d, 1, '[\"kim_0001\"]', 1000, %1$d, 'own')";
		String attempt = "INSERT INTO charge_attempt (merchant_uid, charge_id, attempt_no, run_id, token, in_flight,"
				+ " customer_uid, amount, currency, claimed_at, times_sent, recorded_at, looks, none_looks, outcome, imp_uid,"
				+ " paid_at, amount_paid) VALUES ('cr%s01', 1, 1, 1, 1, FALSE, 'kim_0001', 1000, 'KRW',"
				+ " '2026-11-23 01:00:02', 1, '2026-11-23 01:00:03', 0, 0, 'paid', 'imp_1', '2026-11-23 01:00:03', 1000)";
		try (Connection connection = DriverManager.getConnection(this.environment.get("SPRING_DATASOURCE_URL"),
				this.database.username(), this.database.password());
				Statement statement = connection.createStatement()) {
			statement.execute(run.formatted(1, "finished", "charges"));
			statement.execute(run.formatted(2, "sealed", "later"));
			statement.execute(charge.formatted(1, "paid"));
			statement.execute(charge.formatted(2, "planned"));
			statement.execute(row.formatted(1));
			statement.execute(row.formatted(2));
			statement.execute(attempt.formatted("a".repeat(32)));
		}
	}

}
