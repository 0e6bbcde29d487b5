package chargerunner.job;

import java.time.LocalDate;
import java.util.List;
import java.util.function.UnaryOperator;

import chargerunner.job.Progress.Phase;
import chargerunner.job.RunResult.Kind;
import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.Fault;
import chargerunner.sandbox.SandboxOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A canary and control totals together, on what is due: totals are those of what is
 * planned, and a command that is repeated to finish a night must agree with that night.
 */
@Timeout(60)
@ParameterizedClass
@EnumSource(TestDatabase.class)
class DueCanaryJobTests extends StagedJob {

	private static final LocalDate NIGHT = LocalDate.of(2026, 3, 10);

	private static final UnaryOperator<Ask> RIGHT = (ask) -> ask.expectCount(3).expectSum(6000).maxSum(6000);

	/** Wishes that speak against a night of three rows of 6,000 won together. */
	enum WrongTotals {

		COUNT((ask) -> ask.expectCount(2)), COUNT_OF_NOTHING((ask) -> ask.expectCount(0)),
		SUM((ask) -> ask.expectSum(6001)), CEILING((ask) -> ask.maxSum(5999)),
		ONE_OF_THREE((ask) -> ask.expectCount(3).expectSum(6000).maxSum(5999));

		private final UnaryOperator<Ask> wish;

		WrongTotals(UnaryOperator<Ask> wish) {
			this.wish = wish;
		}

	}

	@BeforeParameterizedClassInvocation
	static void install(TestDatabase database) {
		stage = new Stage(database, directory, SandboxOptions.defaults());
	}

	@BeforeEach
	void threeAreDue() {
		stage.subscriptions()
			.add("a", 1000, "month", NIGHT)
			.add("b", 2000, "month", NIGHT)
			.add("c", 3000, "month", NIGHT);
	}

	@Test
	void sendsTheCanaryUnderTotalsOfTheWholeNight() {
		for (int command = 0; command < 2; command++) {
			stage.after(only(charge(NIGHT, RIGHT.andThen((ask) -> ask.limit(1))::apply)))
				.exits(ExitCode.UNFINISHED)
				.hasRows("sub:a:2026-03-10 paid", "sub:b:2026-03-10 not_sent limit", "sub:c:2026-03-10 not_sent limit")
				.charged(1, 1000);
		}
		stage.after(only(charge(NIGHT, RIGHT))).exits(ExitCode.OK).charged(3, 6000);
	}

	@ParameterizedTest
	@EnumSource
	void sendsNothingMoreWhenARepeatedCommandHasOtherTotals(WrongTotals totals) {
		charge(NIGHT, RIGHT.andThen((ask) -> ask.limit(1))::apply);
		long requests = stage.sandbox.requests();

		assertRefused(only(charge(NIGHT, totals.wish)));

		assertThat(stage.sandbox.requests()).isEqualTo(requests);
		stage.after(only(charge(NIGHT, RIGHT))).exits(ExitCode.OK).charged(3, 6000);
		assertRefused(only(charge(NIGHT, totals.wish)));
		assertThat(only(charge(NIGHT, RIGHT)).kind()).isEqualTo(Kind.FINISHED_ALREADY);
	}

	@ParameterizedTest
	@EnumSource
	void plansNothingOnWhenTheCommandAfterAKillHasOtherTotals(WrongTotals totals) {
		killedWhilePlanning();
		long requests = stage.sandbox.requests();

		assertRefused(only(charge(NIGHT, totals.wish)));
		assertRefused(only(charge(NIGHT, totals.wish.andThen(Ask::dryRun)::apply)));

		assertThat(stage.sandbox.requests()).isEqualTo(requests);
		stage.after(only(charge(NIGHT, RIGHT.andThen((ask) -> ask.limit(2))::apply)))
			.exits(ExitCode.UNFINISHED)
			.charged(2, 3000);
		stage.after(only(charge(NIGHT, RIGHT))).exits(ExitCode.OK).charged(3, 6000);
	}

	@Test
	void showsInADryRunWhatAKilledProcessPlanned() {
		killedWhilePlanning();

		RunResult dry = only(charge(NIGHT, RIGHT.andThen(Ask::dryRun)::apply));

		assertThat(dry.kind()).isEqualTo(Kind.DRY_RUN);
		assertThat(dry.tally().rows()).isEqualTo(3);
		assertThat(dry.tally().won()).isEqualTo(6000);
	}

	@Test
	void saysInADryRunWhichNightWouldBeFinishedFirst() {
		RunResult left = only(charge(NIGHT, (ask) -> ask.limit(1)));

		RunResult dry = only(charge(NIGHT.plusDays(1), Ask::dryRun));

		assertThat(dry.notes()).singleElement()
			.extracting(stage.installation::text)
			.asString()
			.contains("Run " + left.runId(), "first");
	}

	@Test
	void finishesTheNightWithItsOwnTotalsAndRefusesWhatBecameDueSince() {
		charge(NIGHT, RIGHT.andThen((ask) -> ask.limit(1))::apply);
		stage.subscriptions().add("d", 4000, "month", NIGHT);

		List<RunResult> results = charge(NIGHT, RIGHT);

		assertThat(results).hasSize(2);
		stage.after(results.get(0)).exits(ExitCode.OK).charged(3, 6000);
		assertRefused(results.get(1));
		assertThat(stage.subscriptions().dueOn("d")).isEqualTo(NIGHT);
		stage.after(only(charge(NIGHT, (ask) -> ask.expectCount(1).expectSum(4000)))).exits(ExitCode.OK);
	}

	@Test
	void finishesNoEarlierNightAboveTheCeiling() {
		charge(NIGHT, (ask) -> ask.limit(1));
		stage.subscriptions().add("d", 500, "month", NIGHT.plusDays(1));
		long requests = stage.sandbox.requests();

		assertRefused(only(charge(NIGHT.plusDays(1), (ask) -> ask.maxSum(5999))));

		assertThat(stage.sandbox.requests()).isEqualTo(requests);
		List<RunResult> results = charge(NIGHT.plusDays(1), (ask) -> ask.maxSum(6000).expectCount(1));
		assertThat(results).extracting(RunResult::exitCode).containsExactly(ExitCode.OK, ExitCode.OK);
		stage.after(results.get(1)).charged(4, 6500);
	}

	@Test
	void sendsNothingAgainBeyondTheLimit() {
		stage.sandbox.setFault("c", Fault.LOST_BEFORE);
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> charge(Watcher.atBegin(Phase.RESOLVING, DueCanaryJobTests::die)));

		RunResult canary = only(charge(NIGHT, (ask) -> ask.limit(2)));

		stage.after(canary)
			.exits(ExitCode.UNFINISHED)
			.hasRows("sub:a:2026-03-10 paid", "sub:b:2026-03-10 paid", "sub:c:2026-03-10 unknown reset")
			.charged(3, 3000);
		stage.after(only(charge(NIGHT, (ask) -> ask.limit(3)))).exits(ExitCode.OK).charged(4, 6000);
		stage.sandbox.setFault("c", Fault.NONE);
	}

	private static void killedWhilePlanning() {
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> charge(Watcher.atAdvance(Phase.PLANNING, DueCanaryJobTests::die)));
		assertThat(stage.rows("run_row")).isPositive();
	}

	private static void die() {
		throw new IllegalStateException("killed");
	}

	private static void assertRefused(RunResult refused) {
		assertThat(refused.kind()).isEqualTo(Kind.REFUSED);
		assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
		assertThat(refused.notes()).isNotEmpty()
			.first()
			.extracting(stage.installation::text)
			.asString()
			.startsWith("Nothing was charged");
	}

	private static RunResult only(List<RunResult> results) {
		assertThat(results).hasSize(1);
		return results.get(0);
	}

	private static List<RunResult> charge(LocalDate night, UnaryOperator<Ask> asking) {
		ChargeOptions options = asking.apply(new Ask(stage.installation.options())).options();
		return stage.installation.commands().chargeDue(night, options, Watcher.silent());
	}

	private static void charge(Watcher watcher) {
		stage.installation.commands().chargeDue(NIGHT, stage.installation.options(), watcher);
	}

}
