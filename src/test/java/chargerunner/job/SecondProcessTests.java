package chargerunner.job;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

import chargerunner.charge.ChargeDetails;
import chargerunner.charge.Instruction;
import chargerunner.charge.PlanRow;
import chargerunner.charge.Plans;
import chargerunner.charge.Run;
import chargerunner.charge.Runs;
import chargerunner.intake.ChargeFile;
import chargerunner.intake.Limits;
import chargerunner.job.RunResult.Kind;
import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.Sandbox;
import chargerunner.sandbox.SandboxOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.MessageSourceResolvable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A command that finds its run in the hands of another, waits for it, and then finds it
 * otherwise than it was.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
@Timeout(60)
class SecondProcessTests {

	@Parameter
	TestDatabase database;

	@TempDir
	Path directory;

	private Sandbox sandbox;

	private Installation installation;

	@BeforeEach
	void install() {
		this.sandbox = Sandbox.start(SandboxOptions.defaults());
		this.installation = new Installation(this.database, this.directory, this.sandbox);
	}

	@AfterEach
	void remove() {
		this.installation.close();
		this.sandbox.close();
	}

	@Test
	void looksOnceMoreAtWhatAFinishedRunSentTwice() {
		Path file = this.installation.file("charges.csv", "customer_uid,amount,name", "kim_1,1000,Plan A");
		this.installation.charge(file);
		this.installation.sql()
			.update("UPDATE charge_attempt SET recheck_at = TIMESTAMPADD(SECOND, -5, CURRENT_TIMESTAMP(6))");

		RunResult again = this.installation.charge(file);

		assertThat(again.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(this.installation.sql()
			.queryForObject("SELECT COUNT(*) FROM charge_attempt WHERE recheck_at IS NULL AND looks = 1", Long.class))
			.isOne();
	}

	@Test
	void saysThatARunIsFinishedWhenAnotherFinishedItMeanwhile() {
		Path file = this.installation.file("charges.csv", "customer_uid,amount,name", "kim_1,1000,Plan A");
		long run = this.installation.charge(file).runId();
		this.installation.sql().update("UPDATE charge_run SET state = 'sealed', finished_at = NULL");

		RunResult waited = whenLetGo(run, "UPDATE charge_run SET state = 'finished', finished_at = created_at",
				(progress) -> this.installation.commands().chargeFile(file, this.installation.options(), progress));

		assertThat(waited.kind()).isEqualTo(Kind.FINISHED_ALREADY);
		assertThat(waited.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(this.sandbox.postsOfAgain()).isOne();
	}

	@Test
	void finishesNoDueRunThatAnotherFinishedMeanwhile() {
		this.installation.sql()
			.update("INSERT INTO subscription (id, customer_uid, name, amount, cadence, anchor_date, next_due_on)"
					+ " VALUES ('s1', 'kim', 'Plan', 1000, 'month', ?, ?)", LocalDate.now(), LocalDate.now());
		long run = this.installation.chargeDue(null).get(0).runId();
		this.installation.sql().update("UPDATE charge_run SET state = 'sealed', finished_at = NULL");

		List<RunResult> waited = whenLetGo(run, "UPDATE charge_run SET state = 'finished', finished_at = created_at",
				(progress) -> this.installation.commands().chargeDue(null, this.installation.options(), progress));

		assertThat(waited).extracting(RunResult::exitCode).containsOnly(ExitCode.OK);
		assertThat(this.sandbox.postsOfAgain()).isOne();
	}

	@Test
	void plansANewRunWhenTheOneThatItWaitedForWasRejected() throws Exception {
		Path file = this.installation.file("charges.csv", "customer_uid,amount,name", "kim_1,1000,Plan A");
		String digest = ChargeFile.open(file, new Limits(null)).digest();
		Runs runs = this.installation.process().getBean(Runs.class);
		long run = runs.findOrCreate(newRun(digest), true, Instant.EPOCH).id();

		RunResult waited = whenLetGo(run, "UPDATE charge_run SET state = 'rejected'",
				(progress) -> this.installation.commands().chargeFile(file, this.installation.options(), progress));

		assertThat(waited.runId()).isNotEqualTo(run);
		assertThat(waited.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(this.sandbox.postsOfAgain()).isOne();
	}

	@Test
	void refusesWhatAnotherFilePlansAtTheSameTime() {
		Path file = this.installation.file("charges.csv", "customer_uid,amount,name", "kim_1,1000,Plan A");
		this.installation.commands();

		assertThatExceptionOfType(CommandFailedException.class)
			.isThrownBy(() -> this.installation.commands()
				.chargeFile(file, this.installation.options(), whenPlanning(this::planElsewhere)))
			.satisfies((failure) -> assertThat(failure.exitCode()).isEqualTo(ExitCode.REFUSED));

		assertThat(this.sandbox.postsOfAgain()).isZero();
		assertThat(this.installation.sql().queryForList("SELECT name FROM charge", String.class))
			.containsExactly("Plan B");
	}

	private void planElsewhere() {
		Runs runs = this.installation.process().getBean(Runs.class);
		long run = runs.findOrCreate(newRun("other"), true, Instant.EPOCH).id();
		Instruction instruction = new Instruction("csv:2026-11:b", true, "kim_1", 1_000, "Plan B", ChargeDetails.NONE,
				null, null);
		this.installation.process()
			.getBean(Plans.class)
			.plan(runs.take(run).orElseThrow(), new Plans.Scope(run, "other", "2026-11", Instant.EPOCH, Set.of()),
					List.of(PlanRow.of(1, List.of("kim_1", "1000", "Plan B"), instruction)),
					(invalid) -> String.valueOf(invalid.problem()));
	}

	private Runs.NewRun newRun(String digest) {
		return new Runs.NewRun(Run.Kind.CSV, digest, "2026-11", null, "charges.csv", null,
				this.directory.resolve("out"), "charges", List.of("customer_uid", "amount", "name"), Locale.ENGLISH,
				this.installation.options().caller());
	}

	private static Progress whenPlanning(Runnable meanwhile) {
		return new Progress() {
			@Override
			public void begin(Phase phase, long total) {
				if (phase == Phase.PLANNING) {
					meanwhile.run();
				}
			}

			@Override
			public void advance(long rows, long wonPaid) {
				// Nobody looks.
			}

			@Override
			public void notice(MessageSourceResolvable message) {
				// Nobody reads.
			}
		};
	}

	/** Another process holds the run, does something to it, and lets it go. */
	private <T> T whenLetGo(long run, String meanwhile, Function<Progress, T> command) {
		this.installation.sql()
			.update("UPDATE charge_run SET lease_until = TIMESTAMPADD(MICROSECOND, 700000, CURRENT_TIMESTAMP(6))"
					+ " WHERE run_id = ?", run);
		List<MessageSourceResolvable> notices = new ArrayList<>();
		T result = command.apply(new Progress() {
			@Override
			public void begin(Phase phase, long total) {
				// Nobody looks.
			}

			@Override
			public void advance(long rows, long wonPaid) {
				// Nobody looks.
			}

			@Override
			public void notice(MessageSourceResolvable message) {
				notices.add(message);
				SecondProcessTests.this.installation.sql().update(meanwhile);
			}
		});
		assertThat(notices).as("the command had to wait").isNotEmpty();
		return result;
	}

}
