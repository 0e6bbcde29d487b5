package chargerunner.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import chargerunner.charge.RowOutcome;
import chargerunner.job.RunResult.Kind;
import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.Sandbox;
import chargerunner.sandbox.SandboxOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.repository.JobRepository;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whole jobs over files, against a real database and the sandbox's real socket.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class FileChargeJobTests {

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
	void chargesEveryRowOnceAndSaysSo() throws Exception {
		Path file = this.installation.file("charges.csv", "customer_uid,amount,name", "kim_1,1000,Plan A",
				"soft-1,2000,Plan B", "hard-1,3000,Plan C", "unseen-1,4000,Plan D", "unregistered-1,5000,Plan E",
				"lost-after-1,6000,Plan F");

		RunResult result = this.installation.charge(file);

		assertThat(result.exitCode()).as(Files.readString(this.directory.resolve("out/charges.result.csv")))
			.isEqualTo(ExitCode.OK);
		assertThat(result.tally().rows(RowOutcome.PAID)).isEqualTo(2);
		assertThat(result.tally().rows(RowOutcome.DECLINED)).isEqualTo(3);
		assertThat(result.tally().rows(RowOutcome.REFUSED)).isEqualTo(1);
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(6);
		assertThat(this.sandbox.paidWon()).isEqualTo(7000);
		List<String> lines = Files.readAllLines(this.directory.resolve("out/charges.result.csv"));
		assertThat(lines).hasSize(7);
	}

	@Test
	void chargesNothingWhenTheSameFileComesAgain() {
		Path file = this.installation.file("charges.csv", "customer_uid,amount,name", "kim_1,1000,Plan A",
				"soft-1,2000,Plan B");
		this.installation.charge(file);
		long posts = this.sandbox.postsOfAgain();
		this.installation.stop();

		RunResult again = this.installation.charge(file);

		assertThat(again.kind()).isEqualTo(Kind.FINISHED_ALREADY);
		assertThat(again.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(again.finishedAt()).isNotNull();
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(posts);
	}

	@Test
	void launchesARunWhoseProcessDiedInTheMiddleOfItsLaunch() {
		Path file = this.installation.file("charges.csv", "customer_uid,amount,name", "kim_1,1000,Plan A");
		JobRepository repository = this.installation.process().getBean(JobRepository.class);
		repository.createJobInstance(ChargeJob.NAME, new JobParametersBuilder().addLong("run", 1L).toJobParameters());

		assertThat(this.installation.charge(file).exitCode()).isEqualTo(ExitCode.OK);
	}

	@Test
	void goesOnWithARunThatSpringBatchBelievesRunning() {
		Path file = this.installation.file("charges.csv", "customer_uid,amount,name", "kim_1,1000,Plan A",
				"throttled-always-1,2000,Plan B");
		assertThat(this.installation.charge(file).exitCode()).isEqualTo(ExitCode.UNFINISHED);
		this.installation.sql()
			.update("UPDATE BATCH_JOB_EXECUTION SET STATUS = 'STARTED', EXIT_CODE = 'UNKNOWN', END_TIME = NULL");
		this.installation.sql()
			.update("UPDATE BATCH_STEP_EXECUTION SET STATUS = 'STARTED', EXIT_CODE = 'EXECUTING', END_TIME = NULL"
					+ " WHERE STEP_NAME = 'sendCharges'");

		RunResult again = this.installation.charge(file);

		assertThat(again.kind()).isEqualTo(Kind.RUN);
		assertThat(this.installation.sql()
			.queryForList("SELECT STATUS FROM BATCH_JOB_EXECUTION ORDER BY JOB_EXECUTION_ID", String.class)).first()
			.isEqualTo("FAILED");
	}

	@Test
	void completesTheJobExecutionOnlyWhenNoRowIsLeft() {
		Path unfinished = this.installation.file("open.csv", "customer_uid,amount,name", "throttled-always-1,1000,A");
		Path finished = this.installation.file("done.csv", "customer_uid,amount,name", "kim_1,1000,Plan A");

		this.installation.charge(unfinished);
		this.installation.charge(finished);

		assertThat(this.installation.sql()
			.queryForList("SELECT STATUS FROM BATCH_JOB_EXECUTION ORDER BY JOB_EXECUTION_ID", String.class))
			.containsExactly("FAILED", "COMPLETED");
	}

}
