package chargerunner.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import chargerunner.ChargeRunner;
import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.Sandbox;
import chargerunner.sandbox.SandboxOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the steps of a night take, on MySQL and by their own times: rows a second where
 * nothing is sent, and what a night costs beside millions of subscriptions and of old
 * attempts, against the same night without them.
 */
@Tag("bench")
class HistoryBenchmarkTests {

	private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);

	private static final int DUE = Integer.getInteger("bench.due", 100_000);

	private static final int MANY = Integer.getInteger("bench.subscriptions", 5_000_000);

	private static final int OLD = Integer.getInteger("bench.attempts", 2_000_000);

	private static final int CHARGES = 20_000;

	private static final LocalDate FIRST = LocalDate.of(2026, 3, 1);

	@TempDir
	private Path directory;

	private final Map<String, JdbcTemplate> databases = new HashMap<>();

	@Test
	void plansWhatIsDueOutOfMillions() throws Exception {
		String few = database();
		String many = database();
		subscriptions(few, 2 * DUE);
		subscriptions(many, MANY);
		List<Double> ratios = new ArrayList<>();
		for (int round = 0; round < ROUNDS; round++) {
			double small = plan(few);
			double large = plan(many);
			ratios.add(large / small);
			System.out.printf("plan of %,d due: %.1f s out of %,d, %.1f s out of %,d (%.0f a second)%n", DUE, small,
					2 * DUE, large, MANY, DUE / large);
		}
		System.out.printf("plan out of millions: ratios %s%n", ratios);
		assertThat(median(ratios)).isLessThanOrEqualTo(1.3);
	}

	@Test
	void claimsRecordsAndLooksUpBesideMillionsOfOldAttempts() throws Exception {
		List<Double> sends = new ArrayList<>();
		List<Double> looks = new ArrayList<>();
		String old = database();
		attempts(old);
		for (int round = 0; round < ROUNDS; round++) {
			String empty = database();
			Map<String, Double> without = charge(empty, round);
			Map<String, Double> with = charge(old, round);
			sends.add(with.get("sendCharges") / without.get("sendCharges"));
			looks.add(with.get("resolveInDoubt") / without.get("resolveInDoubt"));
			System.out.printf("%,d charges without a history: %s, beside %,d old attempts: %s%n", CHARGES, without, OLD,
					with);
		}
		System.out.printf("beside old attempts: ratios of sending %s, of looking up %s%n", sends, looks);
		assertThat(median(sends)).isLessThanOrEqualTo(1.2);
		assertThat(median(looks)).isLessThanOrEqualTo(1.2);
	}

	@Test
	void plansAndReportsThousandsOfRowsASecond() throws Exception {
		Path file = Lap.write(this.directory.resolve("charges.csv"), DUE);
		List<Double> plans = new ArrayList<>();
		List<Double> reports = new ArrayList<>();
		for (int round = 0; round < ROUNDS; round++) {
			String url = database();
			try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults())) {
				run(url, sandbox.baseUrl().toString(), List.of("charge", "--csv", file.toString(), "--rate", "0",
						"--out", this.directory.resolve("out" + round).toString()), 0);
			}
			Map<String, Double> seconds = steps(url);
			plans.add(DUE / seconds.get("planCharges"));
			reports.add(DUE / seconds.get("writeReports"));
			System.out.printf("%,d rows: %s, rows a second planned %.0f, reported %.0f%n", DUE, seconds,
					plans.get(round), reports.get(round));
		}
		assertThat(median(plans)).isGreaterThanOrEqualTo(5_000);
		assertThat(median(reports)).isGreaterThanOrEqualTo(30_000);
	}

	private static double median(List<Double> ratios) {
		return ratios.stream().sorted().toList().get(ratios.size() / 2);
	}

	/** A database with the tables, in a buffer that holds what is measured. */
	private String database() throws Exception {
		String url = TestDatabase.MYSQL.newUrl();
		this.databases.put(url, new JdbcTemplate(
				new DriverManagerDataSource(url, TestDatabase.MYSQL.username(), TestDatabase.MYSQL.password())));
		sql(url).execute("SET GLOBAL innodb_buffer_pool_size = " + (4L << 30));
		run(url, "http://127.0.0.1:9", List.of("migrate"), 0);
		return url;
	}

	private JdbcTemplate sql(String url) {
		return Objects.requireNonNull(this.databases.get(url));
	}

	/** The first are due, the others much later. */
	private void subscriptions(String url, int count) {
		for (int from = 0; from < count; from += 100_000) {
			sql(url)
				.update("INSERT INTO subscription (id, customer_uid, name, amount, cadence, anchor_date, next_due_on)"
						+ " SELECT CONCAT('sub-', MD5(i)), CONCAT('customer_', i), 'Plan', 1000, 'year', d, d FROM (SELECT i,"
						+ " DATE_ADD(?, INTERVAL IF(i < ?, 0, 100 + i MOD 200) DAY) AS d FROM " + numbers(from)
						+ " LIMIT ?) t", FIRST, DUE, Math.min(100_000, count - from));
		}
		sql(url).execute("ANALYZE TABLE subscription");
	}

	private void attempts(String url) {
		sql(url).update("INSERT INTO charge_run (run_id, kind, state, digest, directory, name, input_columns, language,"
				+ " os_user, host, version, command_line, created_at, sealed_at, finished_at, planned_rows,"
				+ " planned_valid, planned_won) VALUES (1, 'csv', 'finished', 'old', '/old', 'old', '[]', 'en', 'u', 'h',"
				+ " '0', 'charge', '2025-01-01', '2025-01-01', '2025-01-01', 1, 1, 1)");
		for (int from = 0; from < OLD; from += 100_000) {
			sql(url)
				.update("INSERT INTO charge (charge_id, reference, run_id, first_run_id, status, customer_uid, amount,"
						+ " name, created_at) SELECT 1 + i, CONCAT('old-', i), 1, 1, 'paid', CONCAT('customer_', i MOD 50000),"
						+ " 1000, 'Plan', '2025-01-01' FROM " + numbers(from));
			sql(url).update("INSERT INTO run_row (run_id, row_no, cells, amount, charge_id, disposition)"
					+ " SELECT 1, 1 + i, '[]', 1000, 1 + i, 'own' FROM " + numbers(from));
			sql(url).update("INSERT INTO charge_attempt (merchant_uid, charge_id, attempt_no, run_id, token, in_flight,"
					+ " customer_uid, amount, currency, claimed_at, times_sent, looks, none_looks, recorded_at, outcome,"
					+ " amount_paid, imp_uid) SELECT CONCAT('cr01', MD5(i)), 1 + i, 1, 1, 1, FALSE,"
					+ " CONCAT('customer_', i MOD 50000), 1000, 'KRW', '2025-01-01', 1, 0, 0, '2025-01-01', 'paid', 1000,"
					+ " CONCAT('imp_old', i) FROM " + numbers(from));
		}
		List.of("charge", "run_row", "charge_attempt").forEach((table) -> sql(url).execute("ANALYZE TABLE " + table));
	}

	private static String numbers(int from) {
		String digit = "(SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4"
				+ " UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) ";
		return "(SELECT " + from + " + a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d AS i FROM " + digit + "a, "
				+ digit + "b, " + digit + "c, " + digit + "e, " + digit + "f) n";
	}

	private double plan(String url) throws Exception {
		List.of("report_file", "attempt_event", "charge_attempt", "run_row", "charge", "charge_run", "run_digest")
			.forEach((table) -> sql(url).update("DELETE FROM " + table));
		sql(url).update("UPDATE subscription SET next_due_on = anchor_date WHERE anchor_date = ?", FIRST);
		try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults())) {
			run(url, sandbox.baseUrl().toString(),
					List.of("charge", "--due", FIRST.toString(), "--limit", "1", "--out", this.directory.toString()),
					75);
		}
		return steps(url).entrySet()
			.stream()
			.filter((step) -> step.getKey().startsWith("plan"))
			.mapToDouble(Map.Entry::getValue)
			.sum();
	}

	/** A file of its own customers, some of whose answers are lost. */
	private Map<String, Double> charge(String url, int round) throws Exception {
		Path file = this.directory.resolve("charges-" + round + ".csv");
		List<String> rows = new ArrayList<>(List.of("customer_uid,amount,name,reference"));
		for (int i = 0; i < CHARGES; i++) {
			rows.add(((i % 20 == 0) ? "lost-after-" : "new_") + round + "_" + i + ",1000,Plan,r" + round + "-" + i);
		}
		Files.write(file, rows);
		try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults())) {
			run(url, sandbox.baseUrl().toString(), List.of("charge", "--csv", file.toString(), "--rate", "0",
					"--concurrency", "64", "--out", this.directory.resolve("out" + url.hashCode()).toString()), 0);
		}
		return steps(url);
	}

	/** The seconds of each step of the last job. */
	private Map<String, Double> steps(String url) {
		Map<String, Double> seconds = new TreeMap<>();
		sql(url).query(
				"SELECT STEP_NAME, TIMESTAMPDIFF(MICROSECOND, START_TIME, END_TIME) FROM BATCH_STEP_EXECUTION"
						+ " WHERE JOB_EXECUTION_ID = (SELECT MAX(JOB_EXECUTION_ID) FROM BATCH_JOB_EXECUTION)",
				(row) -> {
					seconds.merge(row.getString(1), row.getLong(2) / 1e6, Double::sum);
				});
		return seconds;
	}

	private void run(String url, String gateway, List<String> arguments, int exitCode)
			throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g", "-cp",
						System.getProperty("java.class.path"), ChargeRunner.class.getName()));
		command.addAll(arguments);
		Path output = this.directory.resolve("output.txt");
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile());
		builder.environment()
			.putAll(Map.of("SPRING_DATASOURCE_URL", url, "SPRING_DATASOURCE_USERNAME", TestDatabase.MYSQL.username(),
					"SPRING_DATASOURCE_PASSWORD", TestDatabase.MYSQL.password(), "PORTONE_API_BASE_URL", gateway,
					"PORTONE_API_KEY", "k", "PORTONE_API_SECRET", "s", "CHARGE_STORM_FAILURES", "0",
					"CHARGE_STORM_PERCENT", "0", "LC_ALL", "C.UTF-8"));
		Process process = builder.start();
		assertThat(process.waitFor(30, TimeUnit.MINUTES)).isTrue();
		assertThat(process.exitValue()).as(Files.readString(output)).isEqualTo(exitCode);
	}

}
