package chargerunner.job;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

import chargerunner.charge.Run;
import chargerunner.charge.Runs;
import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.SandboxOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** One subscription, charged at once, beside the nights. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class FirstChargeJobTests extends StagedJob {

	private static final LocalDate TODAY = LocalDate.now(ZoneId.of("Asia/Seoul"));

	@BeforeParameterizedClassInvocation
	static void install(TestDatabase database) {
		stage = new Stage(database, directory, SandboxOptions.defaults());
	}

	private static Subscriptions subscriptions() {
		return stage.subscriptions();
	}

	private static Wishes wishes() {
		return stage.installation.wishes();
	}

	private static Optional<RunResult> first(String id) {
		return stage.installation.commands()
			.chargeFirst(id + stage.mark(), stage.installation.options(), Watcher.silent());
	}

	private static List<RunResult> night(Wishes wishes) {
		return stage.installation.commands().chargeDue(TODAY, wishes.build(), Watcher.silent());
	}

	@Test
	void chargesOnlyThatOne() {
		subscriptions().add("kim", 1000, "month", TODAY).add("lee", 2000, "month", TODAY);

		RunResult run = first("kim").orElseThrow();

		stage.after(run).exits(ExitCode.OK).hasRows("sub:kim:" + TODAY + " paid").charged(1, 1000);
		assertThat(run.written().result()).hasFileName("first-" + TODAY + ".result.csv");
		assertThat(subscriptions().dueOn("lee")).isEqualTo(TODAY);
		assertThat(night(wishes())).singleElement().satisfies((result) -> stage.after(result).charged(2, 3000));
		assertThat(first("kim")).as("it is not due any more").isEmpty();
	}

	@Test
	void isLeftToTheDueRunThatIsUnfinished() {
		subscriptions().add("kim", 1000, "month", TODAY).add("lee", 2000, "month", TODAY);
		night(wishes().limit(1));
		subscriptions().add("park", 4000, "month", TODAY);

		assertThat(first("park")).isEmpty();

		night(wishes());
		assertThat(stage.sandbox.paidWon()).isGreaterThanOrEqualTo(7000);
		assertThat(subscriptions().dueOn("park")).isAfter(TODAY);
	}

	@Test
	void isLeftToTheDueRunThatIsBeingPlanned() {
		subscriptions().add("kim", 1000, "month", TODAY);
		Runs runs = stage.installation.process().getBean(Runs.class);
		Run planning = runs.createDue(new Runs.NewRun(Run.Kind.DUE, "due", null, TODAY, null, null,
				stage.installation.options().out(), "due-" + TODAY, PlanSteps.DUE_COLUMNS,
				stage.installation.options().locale(), stage.installation.options().caller()), runs.newestDueNumber());

		assertThat(first("kim")).isEmpty();

		assertThat(runs.run(planning.id()).state()).isEqualTo(Run.State.PLANNING);
		assertThat(night(wishes())).singleElement().satisfies((result) -> stage.after(result).charged(1, 1000));
	}

	@Test
	void chargesNothingThatIsNotDueOrNotThere() {
		subscriptions().add("kim", 1000, "month", TODAY.plusDays(1)).add("lee", 1000, "month", TODAY);
		subscriptions().become("lee", "paused");

		assertThat(first("kim")).isEmpty();
		assertThat(first("lee")).isEmpty();
		assertThat(first("nobody")).isEmpty();
		assertThat(stage.installation.tableSizes()).containsEntry("charge_run", 0L);
	}

	@Test
	void refusesWhatCannotBeCharged() {
		subscriptions().add("kim", 1000, "month", TODAY);
		stage.installation.sql().update("UPDATE subscription SET customer_uid = ''");

		assertThat(first("kim")).hasValueSatisfying((run) -> {
			assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
			assertThat(run.problems()).isNotEmpty();
		});
		assertThat(subscriptions().dueOn("kim")).isEqualTo(TODAY);
	}

}
