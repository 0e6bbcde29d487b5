package chargerunner.job;

import java.util.List;

import chargerunner.charge.Runs;
import chargerunner.job.Progress.Phase;
import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.SandboxCharge;
import chargerunner.sandbox.SandboxCharge.Status;
import chargerunner.sandbox.SandboxOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The command that looks up and sends nothing.
 */
@Timeout(60)
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ResolveJobTests extends StagedJob {

	private static final String HEADER = "customer_uid,amount,name,reference";

	@BeforeParameterizedClassInvocation
	static void install(TestDatabase database) {
		stage = new Stage(database, directory, SandboxOptions.defaults());
		stage.installation.set("charge.quarantine", "1s").set("charge.resolve-for", "1s");
	}

	@Test
	void hasNothingToSayWhenNothingIsUnfinished() {
		charge("fine", "kim_1");

		assertThat(stage.installation.resolve()).isEmpty();
		assertThat(stage.posts()).isOne();
	}

	@Test
	void adoptsLateTruthAndSendsNothing() {
		RunResult left = charge("late", "ready-always-1", "ready-always-2", "kim_1");
		stage.after(left)
			.exits(ExitCode.UNFINISHED)
			.hasRows("late-1 unknown ready", "late-2 unknown ready", "late-3 paid")
			.hasReview("late-1", "late-2");
		pay(number("late-1"), "ready-always-1");
		pay(number("late-2"), "ready-always-2");

		List<RunResult> results = stage.installation.resolve();

		assertThat(results).hasSize(1);
		assertThat(results.get(0).runId()).isEqualTo(left.runId());
		stage.after(results.get(0))
			.exits(ExitCode.OK)
			.hasRows("late-1 paid", "late-2 paid", "late-3 paid")
			.leavesNothingToDo()
			.charged(3, 3000);
		assertThat(stage.installation.resolve()).isEmpty();
	}

	@Test
	void leavesUnknownWhatCouldOnlyBeSentAgain() {
		RunResult left = charge("lost", "lost-always-1");
		long posts = stage.posts();

		List<RunResult> results = stage.installation.resolve();

		assertThat(results).extracting(RunResult::runId).containsExactly(left.runId());
		stage.after(results.get(0))
			.exits(ExitCode.UNFINISHED)
			.hasRows("lost-1 unknown reset")
			.hasRetry()
			.hasReview("lost-1")
			.charged(posts, 0);
	}

	@Test
	void doesNotMindRowsThatWaitToBeSent() {
		charge("waiting", "throttled-always-1", "ready-always-1");
		long posts = stage.posts();
		pay(number("waiting-2"), "ready-always-1");

		List<RunResult> results = stage.installation.resolve();

		assertThat(results).hasSize(1);
		stage.after(results.get(0))
			.exits(ExitCode.OK)
			.hasRows("waiting-1 not_sent throttled", "waiting-2 paid")
			.hasRetry("waiting-1")
			.hasReview()
			.charged(posts, 1000);
	}

	@Test
	void namesTheRunOfALiveProcessAndLeavesItAlone() {
		RunResult held = charge("held", "ready-always-1");
		pay(number("held-1"), "ready-always-1");
		Watcher watcher = Watcher.silent();

		try (Runs.HeldLease lease = stage.installation.process().getBean(Runs.class).take(held.runId()).orElseThrow()) {
			List<RunResult> results = stage.installation.commands().resolve(watcher);

			assertThat(results).isEmpty();
			assertThat(lease.isFresh()).isTrue();
		}
		assertThat(watcher.notices).singleElement()
			.satisfies((notice) -> assertThat(stage.installation.text(notice)).contains("Run " + held.runId(), " pid ")
				.doesNotContainPattern("[0-9a-f]{8}-[0-9a-f]{4}"));
		stage.after(held).hasRows("held-1 unknown ready");
		assertThat(stage.installation.resolve()).extracting(RunResult::exitCode).containsExactly(ExitCode.OK);
	}

	@Test
	void saysThatItsRunWasTakenOver() {
		RunResult left = charge("taken", "ready-always-1");

		assertThatExceptionOfType(CommandFailedException.class)
			.isThrownBy(() -> stage.installation.commands()
				.resolve(Watcher.atBegin(Phase.RESOLVING, () -> takeOver(left.runId()))))
			.satisfies((failure) -> {
				assertThat(failure.exitCode()).isEqualTo(ExitCode.UNFINISHED);
				assertThat(stage.installation.text(failure)).contains("was taken over by another process");
			});
	}

	private static void takeOver(long runId) {
		stage.installation.sql().update("UPDATE charge_run SET lease_token = lease_token + 1 WHERE run_id = ?", runId);
	}

	@Test
	void givesEveryUnfinishedRunAResultOfItsOwn() {
		RunResult first = charge("first", "ready-always-1");
		RunResult second = charge("second", "ready-always-2");
		charge("third", "kim_3");
		pay(number("second-1"), "ready-always-2");
		long posts = stage.posts();

		List<RunResult> results = stage.installation.resolve();

		assertThat(results).extracting(RunResult::runId).containsExactly(first.runId(), second.runId());
		stage.after(results.get(0))
			.exits(ExitCode.UNFINISHED)
			.hasRows("first-1 unknown ready")
			.hasRetry()
			.hasReview("first-1");
		stage.after(results.get(1))
			.exits(ExitCode.OK)
			.hasRows("second-1 paid")
			.leavesNothingToDo()
			.charged(posts, 2000);
	}

	/** Each row's reference is the file's name and its number. */
	private static RunResult charge(String name, String... customers) {
		StringBuilder lines = new StringBuilder(HEADER);
		for (int i = 0; i < customers.length; i++) {
			lines.append('\n').append(customers[i]).append(",1000,Plan,").append(name).append('-').append(i + 1);
		}
		return stage.installation.charge(stage.installation.file(name + ".csv", lines.toString()));
	}

	private static String number(String reference) {
		return stage.installation.sql()
			.queryForObject("SELECT merchant_uid FROM charge_attempt a JOIN charge c ON c.charge_id = a.charge_id"
					+ " WHERE c.reference = ?", String.class, reference);
	}

	private static void pay(String number, String customerUid) {
		stage.sandbox.add(new SandboxCharge("imp_late_" + number, number, customerUid, 1000, "KRW", Status.PAID, null));
	}

}
