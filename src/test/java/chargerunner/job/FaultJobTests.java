package chargerunner.job;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import chargerunner.charge.RowOutcome;
import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.SandboxOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static chargerunner.job.ExitCode.BROKEN;
import static chargerunner.job.ExitCode.OK;
import static chargerunner.job.ExitCode.UNFINISHED;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each way in which a charge can go wrong, as the only row of a file: what becomes of it,
 * which files name it, how often it was sent, and what was really charged.
 */
class FaultJobTests {

	private static final long AMOUNT = 1000;

	private static final List<Fate> FATES = List.of(new Fate("kim_", "paid", OK, 1, AMOUNT),
			new Fate("soft-", "declined soft", OK, 1, 0).retry(), new Fate("hard-", "declined hard", OK, 1, 0).review(),
			new Fate("unseen-", "declined unclassified", OK, 1, 0).review(),
			new Fate("maintenance-", "declined soft", OK, 1, 0).retry(),
			new Fate("unregistered-", "refused hard", OK, 1, 0).review(),
			new Fate("lost-after-", "paid", OK, 1, AMOUNT), new Fate("lost-before-", "paid", OK, 2, AMOUNT),
			new Fate("lag-", "paid", OK, 1, AMOUNT), new Fate("lookup404html-", "paid", OK, 1, AMOUNT),
			new Fate("lookup500-", "paid", OK, 1, AMOUNT), new Fate("ready-", "paid", OK, 1, AMOUNT),
			new Fate("ready-failed-", "declined soft", OK, 1, 0).retry(),
			new Fate("ready-always-", "unknown ready", UNFINISHED, 1, 0).review(),
			new Fate("html502-", "paid", OK, 1, AMOUNT), new Fate("html500-", "paid", OK, 2, AMOUNT),
			new Fate("truncated-", "paid", OK, 1, AMOUNT), new Fate("notjson-", "paid", OK, 1, AMOUNT),
			new Fate("huge-", "paid", OK, 1, AMOUNT), new Fate("drip-", "paid", OK, 1, AMOUNT),
			new Fate("slow-", "paid", OK, 1, AMOUNT),
			new Fate("amount-", "unknown mismatch", UNFINISHED, 1, AMOUNT + 1).review(),
			new Fate("currency-", "unknown mismatch", UNFINISHED, 1, AMOUNT).review(),
			new Fate("customer-", "unknown mismatch", UNFINISHED, 1, AMOUNT).review(),
			new Fate("cancelled-", "cancelled", OK, 1, 0).review(),
			new Fate("twice-", "paid charged_twice_at_portone", BROKEN, 1, 2 * AMOUNT).review(),
			new Fate("throttled-", "paid", OK, 3, AMOUNT),
			new Fate("throttled-always-", "not_sent throttled", UNFINISHED, 3, 0).retry(),
			new Fate("unauthorized-", "paid", OK, 2, AMOUNT), new Fate("redirect-", "paid", OK, 2, AMOUNT),
			new Fate("unavailable-", "paid", OK, 2, AMOUNT));

	private static final List<String> ALSO_EMBEDDED = List.of("soft-", "lost-after-", "lost-before-", "ready-",
			"amount-", "twice-", "cancelled-", "throttled-always-");

	private static final Map<TestDatabase, Stage> stages = new EnumMap<>(TestDatabase.class);

	@TempDir
	static Path directory;

	@BeforeAll
	static void install() {
		SandboxOptions options = SandboxOptions.builder()
			.slow(Duration.ofMillis(1000))
			.drip(Duration.ofMillis(50))
			.lookUpLag(Duration.ofMillis(500))
			.build();
		for (TestDatabase database : TestDatabase.values()) {
			Stage stage = new Stage(database, directory.resolve(database.name()), options);
			stage.installation.set("portone.api.connect-timeout", "700ms")
				.set("portone.api.read-timeout", "700ms")
				.set("charge.quarantine", "1200ms")
				.set("charge.resolve-for", "3500ms");
			stages.put(database, stage);
		}
	}

	@AfterAll
	static void remove() {
		stages.values().forEach(Stage::close);
		stages.clear();
	}

	static Stream<Arguments> fates() {
		Stream<Arguments> onMySql = FATES.stream().map((fate) -> Arguments.of(TestDatabase.MYSQL, fate));
		Stream<Arguments> embedded = FATES.stream()
			.filter((fate) -> ALSO_EMBEDDED.contains(fate.prefix()))
			.map((fate) -> Arguments.of(TestDatabase.H2, fate));
		return Stream.concat(onMySql, embedded);
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("fates")
	void knowsWhatBecameOfACharge(TestDatabase database, Fate fate) {
		Stage stage = stages.get(database);
		stage.empty();
		Path file = stage.installation.file("charges.csv", "customer_uid,amount,name,reference",
				fate.prefix() + "1,1000,Plan," + fate.reference());

		Aftermath run = stage.after(stage.installation.charge(file));

		run.exits(fate.exit())
			.hasRows(fate.reference() + " " + fate.row())
			.hasRetry(fate.inRetry() ? new String[] { fate.reference() } : new String[0])
			.hasReview(fate.inReview() ? new String[] { fate.reference() } : new String[0])
			.charged(fate.posts(), fate.charged(), fate.row().startsWith("paid") ? AMOUNT : 0);
		assertThat(stage.sandbox.redirectsFollowed()).isZero();
	}

	@Test
	void leavesUnknownWhatIsLostAgainAndAgain() {
		Stage stage = stages.get(TestDatabase.MYSQL);
		stage.empty();
		Path file = stage.installation.file("charges.csv", "customer_uid,amount,name,reference",
				"lost-always-1,1000,Plan,lost-always");

		RunResult result = stage.installation.charge(file);

		stage.after(result).exits(UNFINISHED).hasRows("lost-always unknown reset").hasRetry().hasReview("lost-always");
		assertThat(stage.posts()).isBetween(2L, 4L);
		assertThat(numbersSent(stage)).hasSize(1);
		assertThat(stage.wonCharged()).isZero();
	}

	@Test
	void namesBothPaymentsOfOneCharge() {
		Stage stage = stages.get(TestDatabase.MYSQL);
		stage.empty();
		Path file = stage.installation.file("charges.csv", "customer_uid,amount,name,reference",
				"twice-2,1000,Plan,twice-named");

		Aftermath run = stage.after(stage.installation.charge(file));

		List<String> payments = stage.sandbox.charges()
			.stream()
			.filter((charge) -> charge.customerUid().equals("twice-2"))
			.map((charge) -> charge.impUid())
			.toList();
		assertThat(payments).hasSize(2);
		assertThat(run.review()).hasSize(1);
		assertThat(run.review().get(0).get("reason")).contains(payments);
	}

	@ParameterizedTest
	@MethodSource("mismatches")
	void neverRepeatsWhatDiffersAtPortOne(String prefix) {
		Stage stage = stages.get(TestDatabase.MYSQL);
		stage.empty();
		String reference = prefix + "again";
		String[] lines = { "customer_uid,amount,name,reference", prefix + "2,1000,Plan," + reference };
		Path file = stage.installation.file("charges.csv", lines);
		stage.installation.charge(file);

		stage.after(stage.installation.charge(file))
			.exits(UNFINISHED)
			.hasRows(reference + " unknown mismatch")
			.hasRetry()
			.hasReview(reference);
		RunResult other = stage.installation
			.charge(stage.installation.file("others.csv", lines[0], lines[1], "kim_2,1,Plan," + prefix + "other"));
		stage.after(other)
			.exits(OK)
			.hasRows(reference + " skipped in_doubt", prefix + "other paid")
			.leavesNothingToDo();
		assertThat(stage.posts()).isEqualTo(2);
		assertThat(other.tally().rows(RowOutcome.SKIPPED)).isOne();
	}

	static List<String> mismatches() {
		return List.of("amount-", "currency-", "customer-");
	}

	private static List<String> numbersSent(Stage stage) {
		return stage.installation.sql().queryForList("SELECT merchant_uid FROM charge_attempt", String.class);
	}

	/**
	 * What is to become of a row.
	 *
	 * @param prefix chooses the fault
	 * @param row outcome and reason class
	 * @param exit the exit code
	 * @param posts how often it is sent
	 * @param charged the won that PortOne takes
	 * @param inRetry whether the retry file has it
	 * @param inReview whether the review file has it
	 */
	record Fate(String prefix, String row, ExitCode exit, long posts, long charged, boolean inRetry, boolean inReview) {

		Fate(String prefix, String row, ExitCode exit, long posts, long charged) {
			this(prefix, row, exit, posts, charged, false, false);
		}

		Fate retry() {
			return new Fate(this.prefix, this.row, this.exit, this.posts, this.charged, true, false);
		}

		Fate review() {
			return new Fate(this.prefix, this.row, this.exit, this.posts, this.charged, false, true);
		}

		String reference() {
			return this.prefix + "1";
		}

		@Override
		public String toString() {
			return this.prefix + " " + this.row;
		}

	}

}
