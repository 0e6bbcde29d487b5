package chargerunner.job;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import chargerunner.charge.Chronicle;
import chargerunner.mysql.SentStatements;
import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.SandboxOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No statement's cost grows with history: with years of charges in MySQL, every statement
 * of every command finds its rows by an index, whether the server's statistics are of
 * today or of the empty tables.
 */
@Timeout(120)
class IndexJobTests {

	private static final LocalDate NIGHT = LocalDate.of(2026, 3, 10);

	/** The tables that grow. */
	private static final Set<String> LARGE = Set.of("charge", "charge_attempt", "run_row", "attempt_event",
			"subscription", "billing_key");

	private static final String NUMBERS = "(SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d AS i FROM " + digits("a")
			+ ", " + digits("b") + ", " + digits("c") + ", " + digits("e") + ") n";

	@TempDir
	private static Path directory;

	private static Stage stage;

	private static String digits(String name) {
		return "(SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL"
				+ " SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) " + name;
	}

	@BeforeAll
	static void install() {
		stage = new Stage(TestDatabase.MYSQL, directory, SandboxOptions.defaults());
		String url = TestDatabase.MYSQL.newUrl();
		stage.installation.set("spring.datasource.url",
				url + (url.contains("?") ? "&" : "?") + "queryInterceptors=" + SentStatements.class.getName());
		stage.installation.process();
		JdbcTemplate sql = stage.installation.sql();
		// Statistics stay as they are until they are asked for.
		for (String table : LARGE) {
			sql.execute("ALTER TABLE " + table + " STATS_AUTO_RECALC = 0");
			sql.execute("ANALYZE TABLE " + table);
		}
		addHistory(sql);
		SentStatements.take();
	}

	@AfterAll
	static void remove() {
		stage.close();
	}

	private static void addHistory(JdbcTemplate sql) {
		sql.update("INSERT INTO charge_run (run_id, kind, state, digest, directory, name, input_columns, language,"
				+ " os_user, host, version, command_line, created_at, sealed_at, finished_at, planned_rows,"
				+ " planned_valid, planned_won) SELECT 1 + i, 'csv', 'finished', CONCAT('old-', i), '/old',"
				+ " CONCAT('old-', i), '[]', 'en', 'u', 'h', '0', 'charge', '2025-01-01', '2025-01-01', '2025-01-01',"
				+ " 100, 100, 100000 FROM " + NUMBERS + " WHERE i < 100");
		sql.update("INSERT INTO charge (charge_id, reference, run_id, first_run_id, status, customer_uid, amount, name,"
				+ " created_at) SELECT 1 + i, CONCAT('old-', i), 1 + i DIV 100, 1 + i DIV 100, 'paid',"
				+ " CONCAT('customer_', i MOD 500), 1000, 'Plan', '2025-01-01' FROM " + NUMBERS);
		sql.update("INSERT INTO run_row (run_id, row_no, cells, amount, charge_id, disposition)"
				+ " SELECT 1 + i DIV 100, 1 + i MOD 100, '[]', 1000, 1 + i, 'own' FROM " + NUMBERS);
		sql.update("INSERT INTO charge_attempt (merchant_uid, charge_id, attempt_no, run_id, token, in_flight,"
				+ " customer_uid, amount, currency, claimed_at, times_sent, looks, none_looks, recorded_at, outcome,"
				+ " amount_paid, imp_uid) SELECT CONCAT('old', i), 1 + i, 1, 1 + i DIV 100, 1, FALSE,"
				+ " CONCAT('customer_', i MOD 500), 1000, 'KRW', '2025-01-01', 1, 0, 0, '2025-01-01', 'paid', 1000,"
				+ " CONCAT('imp_old', i) FROM " + NUMBERS);
		sql.update("INSERT INTO attempt_event (merchant_uid, happened_at, kind) SELECT CONCAT('old', i), '2025-01-01',"
				+ " 'claim' FROM " + NUMBERS);
		sql.update(
				"INSERT INTO subscription (id, customer_uid, name, amount, cadence, anchor_date, next_due_on, status)"
						+ " SELECT CONCAT('old-', i), CONCAT('other_', i), 'Plan', 1000, 'month', '2026-01-20', '2026-03-20',"
						+ " IF(i MOD 10 = 0, 'paused', 'active') FROM " + NUMBERS);
		sql.update("INSERT INTO billing_key (customer_uid, status) SELECT CONCAT('other_', i),"
				+ " IF(i MOD 10 = 0, 'failed', 'issued') FROM " + NUMBERS);
	}

	@Test
	void findsAllRowsByIndexesHoweverLongTheHistory() throws Exception {
		List<String> problems = new ArrayList<>();
		workThroughTheNight();
		Map<String, String> statements = SentStatements.take();

		statements.values().forEach((statement) -> explain(statement, "old statistics", problems));
		LARGE.forEach((table) -> stage.installation.sql().execute("ANALYZE TABLE " + table));
		statements.values().forEach((statement) -> explain(statement, "new statistics", problems));

		assertThat(problems).isEmpty();
		assertThat(statements.keySet().stream().filter(IndexJobTests::isOfTheLedger)).hasSizeGreaterThan(60);
	}

	private static void workThroughTheNight() throws Exception {
		StringBuilder rows = new StringBuilder("customer_uid,amount,name\n");
		for (int i = 0; i < 300; i++) {
			rows.append((i % 50 == 7) ? "soft-" : (i % 50 == 9) ? "lost-" : "customer_")
				.append(i)
				.append(",1000,Plan\n");
		}
		RunResult run = stage.installation.charge(stage.installation.write("charges.csv", rows.toString()));
		stage.installation.charge(stage.installation.write("again.csv", rows + "customer_999,1000,Plan\n"));
		stage.installation.rerun(RerunWishes.of(run));
		stage.subscriptions().add("kim", 1000, "month", NIGHT).add("lee", 1000, "month", NIGHT.minusMonths(1));
		stage.installation.chargeDue(NIGHT);
		stage.installation.commands().resolve(Watcher.silent());
		Chronicle chronicle = stage.installation.process().getBean(Chronicle.class);
		chronicle.runs(20);
		chronicle.run(run.runId());
		chronicle.reasons(run.runId(), 10);
		chronicle.decisions(run.runId());
		chronicle.story("old-77");
		chronicle.similar("old-7", 5);
	}

	private static boolean isOfTheLedger(String statement) {
		return LARGE.stream().anyMatch((table) -> statement.matches("(?s).*\\b" + table + "\\b.*"));
	}

	private static void explain(String statement, String statistics, List<String> problems) {
		boolean explainable = statement.matches("(?is)\\s*(SELECT|UPDATE|DELETE|INSERT).*");
		// Who asks for a charge that there is not is shown some whose names contain it.
		boolean suggests = statement.contains(" LIKE '%");
		if (!explainable || suggests || !isOfTheLedger(statement)) {
			return;
		}
		// Of a batch that the driver sends as one, the first.
		String first = statement.split(";(?=UPDATE|DELETE|INSERT)")[0];
		for (Map<String, Object> line : asOfManyValues("EXPLAIN " + first)) {
			String alias = String.valueOf(line.get("table"));
			String type = String.valueOf(line.get("type"));
			boolean scans = type.equals("ALL") || type.equals("index");
			if (scans && LARGE.stream().anyMatch((table) -> names(statement, table, alias))
					&& !"INSERT".equals(line.get("select_type"))) {
				problems.add(statistics + ": " + alias + " by " + type + ": " + statement);
			}
		}
	}

	/**
	 * MySQL looks at the tables for short lists of values, and trusts statistics for long
	 * ones.
	 */
	private static List<Map<String, Object>> asOfManyValues(String query) {
		return Objects.requireNonNull(stage.installation.sql().execute((Connection connection) -> {
			JdbcTemplate sql = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
			sql.execute("SET SESSION eq_range_index_dive_limit = 2");
			List<Map<String, Object>> lines = sql.queryForList(query);
			sql.execute("SET SESSION eq_range_index_dive_limit = DEFAULT");
			return lines;
		}));
	}

	private static boolean names(String statement, String table, String alias) {
		return table.equals(alias) || statement.matches("(?s).*\\b" + table + "(?: AS)? " + alias + "\\b.*");
	}

}
