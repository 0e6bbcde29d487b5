package chargerunner.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import chargerunner.charge.Decision;
import chargerunner.charge.Decision.As;
import chargerunner.charge.Runs;
import chargerunner.job.Progress.Phase;
import chargerunner.job.RunResult.Kind;
import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.Delivery;
import chargerunner.sandbox.Fault;
import chargerunner.sandbox.SandboxCharge;
import chargerunner.sandbox.SandboxCharge.Status;
import chargerunner.sandbox.SandboxOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The command by which a person closes a charge in doubt, against what PortOne has.
 */
@Timeout(60)
@ParameterizedClass
@EnumSource(TestDatabase.class)
class DecideJobTests extends StagedJob {

	private static final String LOST = "lost";

	@BeforeParameterizedClassInvocation
	static void install(TestDatabase database) {
		stage = new Stage(database, directory, SandboxOptions.defaults());
		stage.installation.set("charge.quarantine", "1s").set("charge.resolve-for", "1s");
	}

	@BeforeEach
	void loseOne() {
		stage.sandbox.setFault(LOST, Fault.LOST_ALWAYS);
	}

	@Test
	void chargesOnceWithANewNumberWhatWasDecidedToBeNotCharged() {
		RunResult left = charge(LOST, "kim");
		stage.after(left).exits(ExitCode.UNFINISHED).hasReview(reference(1));
		long posts = stage.posts();

		RunResult decided = decide(notCharged(reference(1)));

		stage.after(decided)
			.exits(ExitCode.OK)
			.hasRows(reference(1) + " refused decided_by_hand", reference(2) + " paid")
			.hasRetry(reference(1))
			.hasReview()
			.charged(posts, 1000);
		assertThat(stage.after(decided).result().get(0)).containsEntry("reason", "seen in the console");
		assertThat(says(decided)).contains(reference(1), "not charged");
		assertThat(decisions()).containsExactly(reference(1) + " not-charged null seen in the console tester host");

		stage.sandbox.setFault(LOST, Fault.NONE);
		RunResult retried = stage.installation.charge(Objects.requireNonNull(decided.written()).retry());

		stage.after(retried).exits(ExitCode.OK).hasRows(reference(1) + " paid").charged(posts + 1, 2000);
		assertThat(stage.after(retried).result().get(0).get("merchant_uid")).endsWith("02");
		stage.after(again(left)).exits(ExitCode.OK).charged(posts + 1, 2000);
	}

	@Test
	void paysWithThePaymentThatDiffers() {
		RunResult left = charge("amount-1", "kim");
		stage.after(left)
			.exits(ExitCode.UNFINISHED)
			.hasRows(reference(1) + " unknown mismatch", reference(2) + " paid")
			.hasReview(reference(1));
		String impUid = impUid(reference(1));
		assertThat(stage.after(left).review().get(0).get("advice"))
			.contains("decide \"" + reference(1) + "\" --as paid --imp-uid " + impUid);

		RunResult decided = decide(paid(reference(1), impUid));

		stage.after(decided)
			.exits(ExitCode.OK)
			.hasRows(reference(1) + " paid decided_by_hand", reference(2) + " paid")
			.leavesNothingToDo()
			.charged(2, 2001);
		assertThat(stage.after(decided).result().get(0)).containsEntry("imp_uid", impUid)
			.containsEntry("amount_paid", "1001")
			.containsEntry("reason", "seen in the console (paid, but differs: amount 1001)");
		assertThat(decisions()).containsExactly(reference(1) + " paid " + impUid + " seen in the console tester host");
		RunResult again = again(left);
		assertThat(again.kind()).isEqualTo(Kind.FINISHED_ALREADY);
		stage.after(again).exits(ExitCode.OK).charged(2, 2001);
	}

	@ParameterizedTest
	@CsvSource({ "currency-1, ''", "customer-1, 1000" })
	void paysWithAPaymentInAnotherCurrencyOrOfAnotherCustomer(String customer, String amountPaid) {
		charge(customer);

		RunResult decided = decide(paid(reference(1), impUid(reference(1))));

		stage.after(decided).exits(ExitCode.OK).hasResultLines(reference(1) + " paid decided_by_hand");
		assertThat(stage.after(decided).result().get(0)).containsEntry("amount_paid", amountPaid);
	}

	@Test
	void refusesWhatPortOneContradictsAboutAPaymentThatDiffers() {
		RunResult left = charge("amount-1");

		refused(ExitCode.REFUSED, notCharged(reference(1)), "PortOne has the payment " + impUid(reference(1)));
		refused(ExitCode.REFUSED, paid(reference(1), "imp_other"), "no payment imp_other");
		stage.sandbox.add(record("imp_second", Status.PAID, "amount-1", 2000));
		refused(ExitCode.REFUSED, paid(reference(1), impUid(reference(1))), "imp_second", "Cancel the surplus");
		stage.after(left).hasRows(reference(1) + " unknown mismatch");
		assertThat(decisions()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "PAID, NOT_CHARGED, , is paid by imp_truth, paid", "PAID, PAID, imp_other, is paid by imp_truth, paid",
			"FAILED, PAID, imp_truth, failed, declined unclassified",
			"CANCELLED, PAID, imp_truth, was cancelled, cancelled",
			"CANCELLED, NOT_CHARGED, , was cancelled, cancelled" })
	void recordsTheTruthAndRefusesTheDecision(Status truth, As as, String impUid, String sentence, String recorded) {
		charge(LOST);
		stage.sandbox.add(record("imp_truth", truth, LOST, 1000));

		refused(ExitCode.REFUSED, decision(reference(1), as, impUid), sentence, "That is recorded");

		assertThat(decisions()).isEmpty();
		assertThat(outcome(reference(1))).isEqualTo(recorded);
		assertThat(resultFile(1)).contains("," + recorded.split(" ")[0] + ",");
	}

	@ParameterizedTest
	@CsvSource({ "PAID, PAID, imp_truth, paid", "FAILED, NOT_CHARGED, , declined unclassified" })
	void recordsTheTruthThatMakesADecisionNeedless(Status truth, As as, String impUid, String recorded) {
		charge(LOST);
		stage.sandbox.add(record("imp_truth", truth, LOST, 1000));

		RunResult result = decide(decision(reference(1), as, impUid));

		stage.after(result).exits(ExitCode.OK).hasRows(reference(1) + " " + recorded);
		assertThat(says(result)).contains("Nothing had to be decided");
		assertThat(decisions()).isEmpty();
	}

	@Test
	void shoutsWhenTheTruthIsThatTheCustomerPaidTwice() {
		charge(LOST);
		stage.sandbox.add(record("imp_one", Status.PAID, LOST, 1000));
		stage.sandbox.add(record("imp_two", Status.PAID, LOST, 1000));

		RunResult result = decide(notCharged(reference(1)));

		stage.after(result)
			.exits(ExitCode.BROKEN)
			.hasRows(reference(1) + " paid charged_twice_at_portone")
			.hasReview(reference(1));
		assertThat(says(result)).contains("The decision was not taken");
	}

	@ParameterizedTest
	@CsvSource({ "NOT_CHARGED,", "PAID, imp_1" })
	void decidesNothingWhilePortOneHasNotFinished(As as, String impUid) {
		charge("ready-always-1");

		refused(ExitCode.REFUSED, decision(reference(1), as, impUid), "status ready", "can still be paid");

		assertThat(outcome(reference(1))).isEqualTo("unknown ready");
	}

	@ParameterizedTest
	@EnumSource(names = { "HTML_404", "HTML_500", "DROPPED" })
	void decidesNothingWhenPortOneDoesNotAnswer(Delivery delivery) {
		charge(LOST);
		stage.sandbox.failNextLookUps(number(reference(1)), delivery);

		refused(ExitCode.UNFINISHED, notCharged(reference(1)), "could not be asked", "same command again");

		assertThat(outcome(reference(1))).startsWith("unknown");
		assertThat(decide(notCharged(reference(1))).exitCode()).isEqualTo(ExitCode.OK);
	}

	@Test
	void decidesNothingWhileTheRequestCouldStillBeOnItsWay() {
		charge(LOST);
		stage.installation.sql()
			.update("UPDATE charge_attempt SET last_sent_at = TIMESTAMPADD(SECOND, 3600, CURRENT_TIMESTAMP(6))");

		refused(ExitCode.UNFINISHED, notCharged(reference(1)), "still be on its way", "KST");

		assertThat(decisions()).isEmpty();
	}

	@Test
	void leavesTheRunOfALiveProcessAlone() {
		RunResult left = charge(LOST);

		try (Runs.HeldLease lease = stage.installation.process().getBean(Runs.class).take(left.runId()).orElseThrow()) {
			refused(ExitCode.HELD, notCharged(reference(1)), "Run " + left.runId() + " is being worked on");
			assertThat(lease.isFresh()).isTrue();
		}

		assertThat(outcome(reference(1))).startsWith("unknown");
	}

	@Test
	void takesNoDecisionWhenItsRunWasTakenOver() {
		RunResult left = charge(LOST);

		assertThatExceptionOfType(CommandFailedException.class)
			.isThrownBy(() -> stage.installation.commands()
				.decide(notCharged(reference(1)), Watcher.atAdvance(Phase.RESOLVING, () -> takeOver(left.runId()))))
			.satisfies((failure) -> {
				assertThat(failure.exitCode()).isEqualTo(ExitCode.UNFINISHED);
				assertThat(stage.installation.text(failure)).contains("was taken over by another process");
			});

		assertThat(decisions()).isEmpty();
		assertThat(outcome(reference(1))).startsWith("unknown");
	}

	private static void takeOver(long runId) {
		stage.installation.sql().update("UPDATE charge_run SET lease_token = lease_token + 1 WHERE run_id = ?", runId);
	}

	@Test
	void closesWhatADeadProcessLeftOnItsWay() {
		charge(LOST);
		stage.installation.sql()
			.update("UPDATE charge_attempt SET in_flight = TRUE, outcome = NULL, reason_class = NULL, reason = NULL");
		stage.installation.sql().update("UPDATE charge SET status = 'claimed'");
		stage.installation.sql()
			.update("UPDATE charge_run SET lease_until = TIMESTAMPADD(SECOND, -5, CURRENT_TIMESTAMP(6))");

		stage.after(decide(notCharged(reference(1))))
			.exits(ExitCode.OK)
			.hasRows(reference(1) + " refused decided_by_hand");
	}

	@ParameterizedTest
	@CsvSource({ "kim, is paid by imp_", "soft-1, was declined", "unregistered-1, was refused",
			"throttled-always-1, was never sent" })
	void decidesOnlyWhatIsInDoubt(String customer, String sentence) {
		charge(customer);
		long requests = stage.sandbox.requests();

		refused(ExitCode.REFUSED, notCharged(reference(1)), sentence, "Nothing was decided");

		assertThat(stage.sandbox.requests()).as("nobody is asked").isEqualTo(requests);
	}

	@Test
	void knowsNoOtherReference() {
		refused(ExitCode.USAGE, notCharged("nowhere"), "no charge with the reference \"nowhere\"");
	}

	@Test
	void onlyWritesTheFilesWhenItWasDecidedAlready() throws IOException {
		charge(LOST);
		Path result = Objects.requireNonNull(decide(notCharged(reference(1))).written()).result();
		String before = Files.readString(result);
		Files.delete(result);
		long requests = stage.sandbox.requests();

		RunResult again = decide(notCharged(reference(1)));

		stage.after(again).exits(ExitCode.OK);
		assertThat(says(again)).contains("already", "tester");
		assertThat(result).hasContent(before);
		assertThat(decisions()).hasSize(1);
		assertThat(stage.sandbox.requests()).isEqualTo(requests);
		refused(ExitCode.REFUSED, paid(reference(1), "imp_1"), "was refused");
	}

	@Test
	void standsHoweverMuchOfTheRunIsLeft() {
		charge(LOST, "ready-always-1", "throttled-always-1");

		RunResult decided = decide(notCharged(reference(1)));

		stage.after(decided)
			.exits(ExitCode.OK)
			.hasRows(reference(1) + " refused decided_by_hand", reference(2) + " unknown ready",
					reference(3) + " not_sent throttled");
	}

	@Test
	void reportsAPaymentThatIsFoundAfterTheDecision() {
		RunResult left = charge(LOST);
		RunResult decided = decide(notCharged(reference(1)));
		long posts = stage.posts();
		stage.sandbox.add(record("imp_late", Status.PAID, LOST, 1000));
		stage.sandbox.setFault(LOST, Fault.NONE);

		RunResult retried = stage.installation.charge(Objects.requireNonNull(decided.written()).retry());

		stage.after(retried)
			.exits(ExitCode.OK)
			.hasResultLines(reference(1) + " skipped already_paid")
			.charged(posts, 1000);
		RunResult again = again(left);
		stage.after(again).exits(ExitCode.OK).hasRows(reference(1) + " paid").leavesNothingToDo().charged(posts, 1000);
		assertThat(stage.after(again).result().get(0)).containsEntry("imp_uid", "imp_late");
		assertThat(decisions()).hasSize(1);
		refused(ExitCode.REFUSED, notCharged(reference(1)), "is paid by imp_late");
	}

	/**
	 * A file of its own for each call in a test; rows are named by {@link #reference}.
	 */
	private static RunResult charge(String... customers) {
		StringBuilder lines = new StringBuilder("customer_uid,amount,name,reference");
		for (int i = 0; i < customers.length; i++) {
			lines.append('\n').append(customers[i]).append(",1000,Plan,").append(reference(i + 1));
		}
		RunResult result = stage.installation.charge(stage.installation.file(name(), lines.toString()));
		stage.installation.sql()
			.update("UPDATE charge_attempt SET last_sent_at = TIMESTAMPADD(SECOND, -60, CURRENT_TIMESTAMP(6))");
		return result;
	}

	private static RunResult again(RunResult left) {
		return stage.installation.charge(directory.resolve(name()));
	}

	private static String name() {
		return "decide" + stage.mark() + ".csv";
	}

	/** The sandbox keeps what earlier tests charged: the references are this test's. */
	private static String reference(int row) {
		return "R" + row + "-" + stage.mark().substring(1);
	}

	private static RunResult decide(Decision decision) {
		return stage.installation.commands().decide(decision, Watcher.silent());
	}

	private static void refused(ExitCode exitCode, Decision decision, String... phrases) {
		CommandFailedException failure = catchThrowableOfType(CommandFailedException.class, () -> decide(decision));

		assertThat(failure).isNotNull();
		assertThat(stage.installation.text(failure)).contains(phrases);
		assertThat(failure.exitCode()).isEqualTo(exitCode);
	}

	private static Decision notCharged(String reference) {
		return decision(reference, As.NOT_CHARGED, null);
	}

	private static Decision paid(String reference, String impUid) {
		return decision(reference, As.PAID, impUid);
	}

	private static Decision decision(String reference, As as, @Nullable String impUid) {
		return new Decision(reference, as, impUid, "seen in the console",
				new Runs.Caller("tester", "host", "0", "decide"));
	}

	private static String says(RunResult result) {
		return stage.installation.text(result.notes().get(0));
	}

	private static SandboxCharge record(String impUid, Status status, String customer, long amount) {
		return new SandboxCharge(impUid, number(reference(1)), customer, amount, "KRW", status,
				(status == Status.FAILED) ? "PG-1" : null);
	}

	private static List<String> decisions() {
		return stage.installation.sql()
			.query("SELECT c.reference, d.* FROM decision d JOIN charge c ON c.charge_id = d.charge_id ORDER BY decision_id",
					(row, number) -> String.join(" ", row.getString("reference"), row.getString("decided_as"),
							row.getString("imp_uid"), row.getString("note"), row.getString("os_user"),
							row.getString("host")));
	}

	private static String number(String reference) {
		return String.valueOf(attempt(reference).get("merchant_uid"));
	}

	private static String impUid(String reference) {
		return String.valueOf(attempt(reference).get("imp_uid"));
	}

	private static String outcome(String reference) {
		Map<String, Object> attempt = attempt(reference);
		return (attempt.get("outcome") + " " + Objects.requireNonNullElse(attempt.get("reason_class"), "")).strip();
	}

	private static Map<String, Object> attempt(String reference) {
		return stage.installation.sql()
			.queryForMap("SELECT a.* FROM charge_attempt a JOIN charge c ON c.charge_id = a.charge_id"
					+ " WHERE c.reference = ?", reference);
	}

	private static String resultFile(int row) {
		return RunFiles.text(directory.resolve("out/decide" + stage.mark() + ".result.csv")).lines().toList().get(row);
	}

}
