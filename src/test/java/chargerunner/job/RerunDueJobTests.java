package chargerunner.job;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

import chargerunner.job.Progress.Phase;
import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A part of a due run is charged again.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
@Timeout(60)
class RerunDueJobTests extends WholeJob {

	private static final LocalDate NIGHT = LocalDate.of(2026, 3, 10);

	private Subscriptions subscriptions() {
		return new Subscriptions(this.installation.sql(), "");
	}

	private RunResult night() {
		List<RunResult> results = this.installation.chargeDue(NIGHT);
		return results.get(results.size() - 1);
	}

	private RunResult rerun(RunResult earlier) {
		RunResult result = this.installation.rerun(RerunWishes.of(earlier)).orElseThrow();
		Books.mustAgree(this.installation, this.sandbox, result);
		return result;
	}

	@Test
	void chargesADeclinedPeriodAgainUnderItsReference() {
		subscriptions().add("kim", 1000, "month", NIGHT).add("soft-lee", 2000, "month", NIGHT);
		RunResult night = night();
		this.sandbox.refill();

		RunResult second = rerun(night);

		assertThat(second.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(files(second).result()).singleElement()
			.satisfies((row) -> assertThat(row).containsEntry("reference", "sub:soft-lee:2026-03-10")
				.containsEntry("outcome", "paid")
				.containsEntry("attempts", "2"));
		assertThat(files(second).result().get(0).keySet()).startsWith("customer_uid", "amount", "name", "tax_free",
				"vat_amount", "reference", "outcome");
		assertThat(Objects.requireNonNull(second.written()).result())
			.hasFileName("due-2026-03-10.rerun" + second.runId() + ".result.csv");
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(3);
		assertThat(this.sandbox.paidWon()).isEqualTo(3000);
		assertThat(subscriptions().dueOn("soft-lee")).isEqualTo(NIGHT.plusMonths(1));
	}

	@Test
	void leavesAPausedSubscriptionUntilItIsActiveAgain() {
		subscriptions().add("soft-lee", 2000, "month", NIGHT);
		RunResult night = night();
		this.sandbox.refill();
		subscriptions().become("soft-lee", "paused");
		Watcher watcher = Watcher.silent();

		assertThat(this.installation.commands().rerun(RerunWishes.of(night).build(), (preview) -> {
		}, watcher)).isEmpty();
		assertThat(watcher.notices.stream().map(this.installation::text))
			.contains("Left alone, because the subscription or the billing key is not active: rows 1, won 2,000.");
		assertThat(this.sandbox.postsOfAgain()).isOne();

		subscriptions().become("soft-lee", "active");
		assertThat(outcomes(rerun(night))).containsExactly("paid");
	}

	@Test
	void doesNotChargeASubscriptionThatIsPausedBeforeItsClaim() {
		subscriptions().add("soft-kim", 1000, "month", NIGHT).add("soft-lee", 2000, "month", NIGHT);
		RunResult night = night();
		this.sandbox.refill();

		RunResult second = this.installation.commands().rerun(RerunWishes.of(night).build(), (preview) -> {
		}, Watcher.atBegin(Phase.SENDING, () -> subscriptions().become("soft-kim", "paused"))).orElseThrow();

		Books.mustAgree(this.installation, this.sandbox, second);
		assertThat(outcomes(second)).containsExactly("skipped", "paid");
		assertThat(files(second).column("reason_class")).containsExactly("inactive", "");
		assertThat(second.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(3);
	}

	@Test
	void isNotFinishedByADueCommand() {
		subscriptions().add("throttled-always-kim", 1000, "month", NIGHT);
		RunResult night = night();
		assertThat(outcomes(night)).containsExactly("not_sent");
		RunResult second = rerun(night);
		assertThat(second.exitCode()).isEqualTo(ExitCode.UNFINISHED);
		this.sandbox.setFault("throttled-always-kim", Fault.NONE);
		long posts = this.sandbox.postsOfAgain();

		List<RunResult> results = this.installation.chargeDue(NIGHT);

		assertThat(results).extracting(RunResult::runId).containsExactly(night.runId());
		assertThat(results).extracting(RunResult::exitCode).containsExactly(ExitCode.OK);
		assertThat(outcomes(night)).containsExactly("skipped");
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(posts);
		assertThat(outcomes(rerun(night))).containsExactly("paid");
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(posts + 1);
	}

	@Test
	void leavesItsDoubtsToResolve() {
		subscriptions().add("soft-kim", 1000, "month", NIGHT);
		RunResult night = night();
		this.sandbox.setFault("soft-kim", Fault.READY_ALWAYS);
		RunResult second = rerun(night);
		assertThat(outcomes(second)).containsExactly("unknown");

		List<RunResult> results = this.installation.resolve();

		assertThat(results).extracting(RunResult::runId).containsExactly(second.runId());
		assertThat(results).extracting(RunResult::exitCode).containsExactly(ExitCode.UNFINISHED);
		assertThat(this.installation.chargeDue(NIGHT)).extracting(RunResult::runId).containsExactly(night.runId());
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(2);
	}

}
