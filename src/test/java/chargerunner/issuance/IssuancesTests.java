package chargerunner.issuance;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import chargerunner.charge.Cadence;
import chargerunner.issuance.IssueAttempt.Outcome;
import chargerunner.mysql.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class IssuancesTests {

	private static final Instant NOW = Instant.parse("2026-11-23T01:00:00Z");

	private static final Finding ISSUED = new Finding(Outcome.ISSUED, "", "imp_1");

	private static final Agreement AGREEMENT = agreement("S-1", LocalDate.of(2026, 11, 30));

	@Parameter
	TestDatabase database;

	private IssuanceDatabase tables;

	private JdbcTemplate sql;

	private Issuances issuances;

	@BeforeEach
	void open() {
		this.tables = new IssuanceDatabase(this.database);
		this.sql = this.tables.sql();
		this.issuances = this.tables.issuances();
	}

	@AfterEach
	void close() {
		this.tables.close();
	}

	@Test
	void findsWhatItStores() {
		this.issuances.create("i1", AGREEMENT, NOW, NOW.plusSeconds(60));

		assertThat(this.issuances.find("i1"))
			.hasValue(new Issuance("i1", Issuance.Status.OPEN, AGREEMENT, NOW.plusSeconds(60)));
		assertThat(this.issuances.find("I1")).isEmpty();
	}

	@Test
	void opensWindowsUntilAKeyIsIssued() {
		this.issuances.create("i1", AGREEMENT, NOW, NOW.plusSeconds(60));

		assertThat(this.issuances.open(attempt("is1"))).isTrue();
		assertThat(this.issuances.open(attempt("is2"))).isTrue();
		assertThat(this.issuances.attempt("is1")).hasValue(attempt("is1"));
		assertThat(this.issuances.record(attempt("is1"), ISSUED, NOW)).isTrue();
		assertThat(this.issuances.open(attempt("is3"))).isFalse();
		assertThat(this.issuances.attempt("is3")).isEmpty();
	}

	@Test
	void makesKeyAndSubscriptionOfTheFirstIssue() {
		this.issuances.create("i1", AGREEMENT, NOW, NOW.plusSeconds(60));
		this.issuances.open(attempt("is1"));

		this.issuances.record(attempt("is1"), ISSUED, NOW);

		assertThat(key("status", "pg", "issue_merchant_uid", "imp_uid", "buyer_name")).containsExactly("issued", "chai",
				"is1", "imp_1", "홍길동");
		assertThat(subscription()).isEqualTo(Map.of("customer", "gildong", "name", "정기구독", "amount", 3000L, "cadence",
				"month", "anchor", "2026-11-30", "due", "2026-11-30", "status", "active"));
		assertThat(this.issuances.find("i1").orElseThrow().status()).isEqualTo(Issuance.Status.ISSUED);
		assertThat(this.issuances.attempt("is1").orElseThrow().outcome()).isEqualTo(Outcome.ISSUED);
	}

	@Test
	void changesNothingForWhatCameBefore() {
		this.issuances.create("i1", AGREEMENT, NOW, NOW.plusSeconds(60));
		this.issuances.open(attempt("is1"));
		this.issuances.open(attempt("is2"));
		this.issuances.record(attempt("is1"), ISSUED, NOW);
		this.sql.update("UPDATE subscription SET next_due_on = '2026-12-30'");

		assertThat(this.issuances.record(attempt("is1"), ISSUED, NOW)).isFalse();
		assertThat(this.issuances.record(attempt("is1"), new Finding(Outcome.FAILED, "x", null), NOW)).isFalse();
		assertThat(this.issuances.record(attempt("is2"), new Finding(Outcome.ISSUED, "", "imp_2"), NOW)).isFalse();

		assertThat(key("issue_merchant_uid")).containsExactly("is1");
		assertThat(subscription()).containsEntry("due", "2026-12-30");
		assertThat(this.issuances.attempt("is1").orElseThrow().outcome()).isEqualTo(Outcome.ISSUED);
		assertThat(this.issuances.attempt("is2").orElseThrow().outcome()).isEqualTo(Outcome.ISSUED);
	}

	@Test
	void replacesADeadKeyAndKeepsOneSubscription() {
		this.sql.update("INSERT INTO billing_key (customer_uid, status) VALUES ('gildong', 'failed')");
		this.issuances.create("i1", AGREEMENT, NOW, NOW.plusSeconds(60));
		this.issuances.create("i2", agreement("S-1", LocalDate.of(2026, 12, 5)), NOW, NOW.plusSeconds(60));
		this.issuances.open(attempt("is1"));
		this.issuances.record(attempt("is1"), ISSUED, NOW);
		assertThat(key("status")).containsExactly("issued");
		this.sql.update("UPDATE billing_key SET status = 'failed'");
		this.sql.update("UPDATE subscription SET status = 'ended'");
		IssueAttempt second = new IssueAttempt("is2", "i2", "chai", 3000, NOW, null, null);
		this.issuances.open(second);

		assertThat(this.issuances.record(second, ISSUED, NOW)).isTrue();

		assertThat(key("status", "issue_merchant_uid")).containsExactly("issued", "is2");
		assertThat(subscription()).containsEntry("due", "2026-12-05").containsEntry("status", "active");
	}

	@Test
	void turnsAFailureIntoAnIssueThatIsSeenLater() {
		this.issuances.create("i1", AGREEMENT, NOW, NOW.plusSeconds(60));
		this.issuances.open(attempt("is1"));
		assertThat(this.issuances.record(attempt("is1"), new Finding(Outcome.FAILED, "가".repeat(600), null), NOW))
			.isFalse();
		assertThat(this.issuances.attempt("is1").orElseThrow().reason()).hasSize(500);
		assertThat(this.sql.queryForObject("SELECT COUNT(*) FROM billing_key", Long.class)).isZero();

		assertThat(this.issuances.record(attempt("is1"), ISSUED, NOW)).isTrue();
	}

	@Test
	void listsWhatIsPending() {
		this.issuances.create("i1", AGREEMENT, NOW, NOW.plusSeconds(60));
		List.of("is3", "is1", "is2").forEach((number) -> this.issuances.open(attempt(number)));
		this.issuances.record(attempt("is2"), new Finding(Outcome.FAILED, "", null), NOW);

		List<IssueAttempt> first = this.issuances.pending(null, 1);
		assertThat(first).containsExactly(attempt("is1"));
		assertThat(this.issuances.pending(first.get(0), 9)).containsExactly(attempt("is3"));
	}

	@Test
	void issuesOnceHoweverManySeeItAtOnce() throws Exception {
		this.issuances.create("i1", AGREEMENT, NOW, NOW.plusSeconds(60));
		List<Callable<Boolean>> all = new ArrayList<>();
		for (int number = 0; number < 8; number++) {
			IssueAttempt attempt = attempt("is" + number / 2);
			this.issuances.attempt(attempt.merchantUid()).or(() -> {
				this.issuances.open(attempt);
				return this.issuances.attempt(attempt.merchantUid());
			});
			all.add(() -> this.issuances.record(attempt, ISSUED, NOW));
		}
		ExecutorService threads = Executors.newFixedThreadPool(8);
		int made = 0;
		for (Future<Boolean> result : threads.invokeAll(all)) {
			made += result.get() ? 1 : 0;
		}
		threads.shutdown();

		assertThat(made).isOne();
		assertThat(this.sql.queryForObject("SELECT COUNT(*) FROM subscription", Long.class)).isOne();
	}

	private List<String> key(String... columns) {
		return this.sql.queryForObject(
				"SELECT " + String.join(", ", columns) + " FROM billing_key WHERE customer_uid = 'gildong'",
				(row, number) -> {
					List<String> values = new ArrayList<>();
					for (String column : columns) {
						values.add(row.getString(column));
					}
					return values;
				});
	}

	private Map<String, Object> subscription() {
		return this.sql.queryForObject("SELECT * FROM subscription WHERE id = 'S-1'",
				(row, number) -> Map.of("customer", row.getString("customer_uid"), "name", row.getString("name"),
						"amount", row.getLong("amount"), "cadence", row.getString("cadence"), "anchor",
						row.getString("anchor_date"), "due", row.getString("next_due_on"), "status",
						row.getString("status")));
	}

	private static IssueAttempt attempt(String number) {
		return new IssueAttempt(number, "i1", "chai", 3000, NOW, null, null);
	}

	private static Agreement agreement(String subscription, LocalDate due) {
		return new Agreement("gildong", subscription, "정기구독", 3000, Cadence.MONTH, due, FirstCharge.NIGHTLY,
				new Buyer("홍길동", "gildong@example.com", "010-1234-5678", null, null));
	}

}
