package chargerunner.job;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import chargerunner.charge.Runs;
import chargerunner.job.Progress.Phase;
import chargerunner.job.RunResult.Kind;
import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.Fault;
import chargerunner.sandbox.SandboxCharge;
import chargerunner.sandbox.SandboxCharge.Status;
import chargerunner.sandbox.SandboxOptions;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What PortOne shows late: after a number was sent again, or after a decline.
 */
@Timeout(60)
@ParameterizedClass
@EnumSource(TestDatabase.class)
class RecheckJobTests extends StagedJob {

	private static final String HEADER = "customer_uid,amount,name,reference";

	@BeforeParameterizedClassInvocation
	static void install(TestDatabase database) {
		stage = new Stage(database, directory,
				SandboxOptions.builder().secret("secret").lookUpLag(Duration.ofMillis(1600)).build());
		stage.installation.set("charge.quarantine", "1s").set("charge.resolve-for", "6s");
	}

	@Test
	void chargesOnceWhenPortOneShowsAChargeOnlyAfterItWasSentAgain() {
		Path file = file("lag-1,1000,Plan,lag");

		RunResult result = stage.installation.charge(file);

		stage.after(result).exits(ExitCode.OK).hasRows("lag paid").leavesNothingToDo().charged(2, 1000);
		assertThat(stage.rows("charge_attempt")).isOne();
	}

	@Test
	void findsASecondPaymentAfterItSentAgain() {
		Path file = file("lost-before-1,1000,Plan,again");
		AtomicBoolean paidAgain = new AtomicBoolean();
		Watcher watcher = Watcher.atAdvance(Phase.RESOLVING, () -> {
			if (paidAgain.compareAndSet(false, true)) {
				payOnceMore("again", "lost-before-1");
			}
		});

		RunResult result = stage.installation.commands().chargeFile(file, stage.installation.options(), watcher);

		assertPaidTwice(result, "again");
		assertThat(stage.posts()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void isWholeAgainOnceOneOfTwoPaymentsIsCancelled(boolean surplus) {
		String reference = "twice-" + surplus;
		Path file = file("twice-1,1000,Plan," + reference);
		RunResult result = stage.installation.charge(file);
		String kept = stage.after(result)
			.exits(ExitCode.BROKEN)
			.hasRows(reference + " paid charged_twice_at_portone")
			.result()
			.get(0)
			.get("imp_uid");
		String number = number(reference);
		SandboxCharge cancelled = stage.sandbox.charges()
			.stream()
			.filter((charge) -> charge.merchantUid().equals(number) && charge.impUid().equals(kept) != surplus)
			.findFirst()
			.orElseThrow();
		assertThat(stage.sandbox.cancel(number, cancelled.impUid())).isTrue();

		RunResult again = stage.installation.charge(file);

		assertThat(again.kind()).isEqualTo(Kind.FINISHED_ALREADY);
		Aftermath whole = stage.after(again).exits(ExitCode.OK).hasRows(reference + " paid").leavesNothingToDo();
		assertThat(whole.result().get(0).get("imp_uid")).isNotEqualTo(cancelled.impUid());
		assertThat(whole.result().get(0).get("reason")).isEmpty();
		assertThat(stage.posts()).isOne();
		assertThat(stage.installation.charge(file).exitCode()).isEqualTo(ExitCode.OK);
	}

	@Test
	void staysBrokenWhileBothPaymentsStand() {
		Path file = file("twice-1,1000,Plan,both");
		stage.installation.charge(file);

		RunResult again = stage.installation.charge(file);

		stage.after(again).exits(ExitCode.BROKEN).hasRows("both paid charged_twice_at_portone").hasReview("both");
	}

	@Test
	void tellsThatBothPaymentsStandWhenItMayNotLook() {
		Path file = file("twice-1,1000,Plan,unseen");
		stage.installation.charge(file);
		try (Installation process = stage.otherProcess()) {
			process.set("portone.api.secret", "wrong");

			RunResult again = process.charge(file);

			stage.after(again).exits(ExitCode.BROKEN).hasRows("unseen paid charged_twice_at_portone");
			assertThat(again.notes()).extracting((note) -> note.getCodes()[0]).contains("job.credentials-refused");
		}
	}

	@Test
	void leavesTheLookAfterSendingAgainToTheNextCommand() {
		Path file = file("lost-before-2,1000,Plan,later");
		try (Installation process = stage.otherProcess()) {
			process.set("charge.quarantine", "2s").set("charge.resolve-for", "3500ms");
			RunResult first = process.charge(file);
			stage.after(first).exits(ExitCode.OK).hasRows("later paid").leavesNothingToDo().charged(2, 1000);
			assertThat(codes(first)).containsExactly("job.recheck");
			payOnceMore("later", "lost-before-2");
			Runs runs = process.process().getBean(Runs.class);
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> !runs.nextRecheck(first.runId()).orElseThrow().isAfter(runs.now()));

			RunResult again = process.charge(file);

			assertThat(again.kind()).isEqualTo(Kind.FINISHED_ALREADY);
			assertPaidTwice(again, "later");
			assertThat(codes(again)).isEmpty();
			assertThat(stage.posts()).isEqualTo(2);
			assertThat(runs.nextRecheck(first.runId())).isEmpty();
		}
	}

	@Test
	void isFinishedWhenItIsStoppedWhileItWaitsForThatLook() throws Exception {
		Path file = file("lost-before-3,1000,Plan,patient");
		try (Installation process = stage.otherProcess()) {
			process.set("charge.quarantine", "3s").set("charge.resolve-for", "5m");
			Watcher watcher = Watcher.atAdvance(Phase.RESOLVING, RecheckJobTests::putOffRechecks);
			ChargeCommands commands = process.commands();
			CompletableFuture<RunResult> run = CompletableFuture
				.supplyAsync(() -> commands.chargeFile(file, process.options(), watcher));
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !watcher.notices.isEmpty());
			process.process().getBean(StopSignal.class).ask();

			RunResult result = run.get(20, TimeUnit.SECONDS);

			stage.after(result).exits(ExitCode.OK).hasRows("patient paid").leavesNothingToDo();
			assertThat(watcher.notices).singleElement()
				.extracting(stage.installation::text, InstanceOfAssertFactories.STRING)
				.startsWith("Numbers that were sent again: 1.");
			assertThat(codes(result)).containsExactly("job.recheck");
		}
		RunResult again = stage.installation.charge(file);
		assertThat(again.kind()).isEqualTo(Kind.FINISHED_ALREADY);
		assertThat(codes(again)).containsExactly("job.recheck");
	}

	private static void putOffRechecks() {
		stage.installation.sql()
			.update("UPDATE charge_attempt SET recheck_at = TIMESTAMPADD(MINUTE, 2, CURRENT_TIMESTAMP(6))"
					+ " WHERE outcome = 'paid' AND recheck_at IS NOT NULL");
	}

	@Test
	void looksAtADeclinedNumberBeforeItUsesANewOne() {
		RunResult declined = stage.installation.charge(file("soft-1,1000,Plan,declined", "soft-2,2000,Plan,refilled"));
		stage.after(declined)
			.exits(ExitCode.OK)
			.hasRows("declined declined soft", "refilled declined soft")
			.hasRetry("declined", "refilled")
			.charged(2, 0);
		payOnceMore("declined", "soft-1");
		stage.sandbox.setFault("soft-2", Fault.NONE);

		RunResult retried = stage.installation.charge(Objects.requireNonNull(declined.written()).retry());

		stage.after(retried)
			.exits(ExitCode.OK)
			.hasResultLines("declined skipped already_paid", "refilled paid")
			.leavesNothingToDo()
			.charged(3, 3000);
		assertThat(number("declined")).endsWith("01");
		stage.installation.charge(file("soft-1,1000,Plan,declined", "soft-2,2000,Plan,refilled"));
		assertThat(stage.posts()).isEqualTo(3);
	}

	private static void assertPaidTwice(RunResult result, String reference) {
		Aftermath run = stage.after(result)
			.exits(ExitCode.BROKEN)
			.hasRows(reference + " paid charged_twice_at_portone")
			.hasRetry()
			.hasReview(reference);
		assertThat(run.review().get(0).get("reason")).contains("imp_more_" + number(reference))
			.contains(stage.sandbox.charges()
				.stream()
				.filter((charge) -> charge.merchantUid().equals(number(reference)))
				.map(SandboxCharge::impUid)
				.toList());
		assertThat(stage.wonCharged()).isEqualTo(2000);
		assertThat(stage.wonInLedger()).isEqualTo(1000);
	}

	private static List<String> codes(RunResult result) {
		return result.notes().stream().map((note) -> Objects.requireNonNull(note.getCodes())[0]).toList();
	}

	private static Path file(String... rows) {
		return stage.installation.file("charges.csv", HEADER + "\n" + String.join("\n", rows));
	}

	/** Somebody's second payment under the last number of a charge. */
	private static void payOnceMore(String reference, String customerUid) {
		String number = number(reference);
		stage.sandbox.add(new SandboxCharge("imp_more_" + number, number, customerUid, 1000, "KRW", Status.PAID, null));
	}

	private static String number(String reference) {
		return Objects.requireNonNull(stage.installation.sql()
			.queryForObject("SELECT MAX(merchant_uid) FROM charge_attempt a JOIN charge c ON c.charge_id = a.charge_id"
					+ " WHERE c.reference = ?", String.class, reference));
	}

}
