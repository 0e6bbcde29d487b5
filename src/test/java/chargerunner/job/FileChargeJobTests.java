package chargerunner.job;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import chargerunner.charge.RowOutcome;
import chargerunner.job.RunResult.Kind;
import chargerunner.mysql.TestDatabase;
import chargerunner.report.Written;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.repository.JobRepository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * A file is charged, and comes again.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class FileChargeJobTests extends WholeJob {

	private static final List<String> ROWS = List.of("gildong,\"3,000\",정기 결제,", "soft-younghee,2000,프리미엄,",
			"chulsoo,15000,Plan A,A-1");

	@Test
	void chargesEveryRowOnceAndSaysSo() {
		Path file = file("charges.csv", "customer_uid,amount,name", "kim_1,1000,Plan A", "soft-1,2000,Plan B",
				"hard-1,3000,Plan C", "unseen-1,4000,Plan D", "unregistered-1,5000,Plan E", "lost-after-1,6000,Plan F");

		RunResult result = charge(file);

		assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(outcomes(result)).containsExactly("paid", "declined", "declined", "declined", "refused", "paid");
		assertThat(files(result).column("reason_class")).containsExactly("", "soft", "hard", "unclassified", "hard",
				"");
		assertThat(result.tally().won(RowOutcome.PAID)).isEqualTo(7000).isEqualTo(this.sandbox.paidWon());
		assertThat(result.sandboxAnswers()).isEqualTo(2);
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(6);
	}

	@Test
	void writesAllThreeFilesEvenWhenNothingIsInThem() {
		RunResult result = charge(file("charges.csv", "customer_uid,amount,name"));

		assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(outcomes(result)).isEmpty();
		assertThat(this.sandbox.postsOfAgain()).isZero();
	}

	@Test
	void carriesForeignColumnsThroughAndDefusesFormulas() throws IOException {
		Path file = file("charges.csv", "부서,customer_uid,amount,name,메모", "구독팀,kim_1,1000,Plan A,\"a, \"\"b\"\"\"",
				"=1+1,soft-1,2000,Plan B,");

		RunResult result = charge(file);

		List<String> lines = Files.readAllLines(Objects.requireNonNull(result.written()).result());
		assertThat(lines.get(0)).isEqualTo("\uFEFF부서,customer_uid,amount,name,메모,reference,outcome,merchant_uid,"
				+ "imp_uid,paid_at,amount_paid,attempts,reason_class,reason,receipt_url");
		assertThat(lines.get(1)).startsWith("구독팀,kim_1,1000,Plan A,\"a, \"\"b\"\"\",csv:");
		assertThat(lines.get(2)).startsWith("'=1+1,soft-1,2000,Plan B,,csv:");
	}

	@Test
	void closesSpringBatchsExecutionAsTheRunEnds() {
		long finished = charge(file("fine.csv", "customer_uid,amount,name", "kim_1,1000,Plan A")).runId();
		long open = charge(file("limited.csv", "customer_uid,amount,name", "kim_2,1000,Plan A", "kim_3,1000,Plan A"),
				wishes().limit(1))
			.runId();

		assertThat(statuses(finished)).containsExactly("COMPLETED");
		assertThat(statuses(open)).containsExactly("FAILED");
	}

	private List<String> statuses(long runId) {
		return this.installation.sql()
			.queryForList("SELECT e.STATUS FROM BATCH_JOB_EXECUTION e JOIN BATCH_JOB_EXECUTION_PARAMS p"
					+ " ON p.JOB_EXECUTION_ID = e.JOB_EXECUTION_ID WHERE p.PARAMETER_NAME = 'run'"
					+ " AND p.PARAMETER_VALUE = ?", String.class, Long.toString(runId));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("guises")
	void knowsTheFileInEveryGuise(String guise, String name, String content, Charset charset) throws IOException {
		RunResult first = charge(this.installation.write("charges.csv", inUtf8(ROWS)));
		Path again = Files.write(this.directory.resolve(name), content.getBytes(charset));
		long requests = this.sandbox.requests();

		RunResult second = charge(again);

		assertThat(second.kind()).as(guise).isEqualTo(Kind.FINISHED_ALREADY);
		assertThat(second.runId()).isEqualTo(first.runId());
		assertThat(second.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(second.finishedAt()).isNotNull();
		assertThat(outcomes(second)).containsExactly("paid", "declined", "paid");
		assertThat(this.sandbox.requests()).isEqualTo(requests);
		assertThat(this.sandbox.paidWon()).isEqualTo(18_000);
	}

	static Stream<Arguments> guises() {
		String content = inUtf8(ROWS);
		return Stream.of(arguments("as it was", "charges.csv", content, StandardCharsets.UTF_8),
				arguments("CP949", "charges.csv", content, Charset.forName("MS949")),
				arguments("CP949, other line ends and name", "11월 최종.csv", content.replace("\n", "\r\n"),
						Charset.forName("MS949")),
				arguments("BOM", "charges.csv", "\uFEFF" + content, StandardCharsets.UTF_8),
				arguments("other order", "charges.csv", inUtf8(List.of(ROWS.get(2), ROWS.get(0), ROWS.get(1))),
						StandardCharsets.UTF_8),
				arguments("blank lines and blanks", "charges.csv",
						content.replace("gildong", " gildong").replace("정기 결제", "정기  결제 ").replace("\n", "\n\n"),
						StandardCharsets.UTF_8),
				arguments("no commas in numbers", "charges.csv", content.replace("\"3,000\"", "3000"),
						StandardCharsets.UTF_8),
				arguments("other columns in another order", "charges.csv", """
						메모,reference,name,amount,customer_uid
						x,,정기 결제,3000,gildong
						y,,프리미엄,2000,soft-younghee
						,A-1,Plan A,15000,chulsoo
						""", StandardCharsets.UTF_8));
	}

	private static String inUtf8(List<String> rows) {
		return "customer_uid,amount,name,reference\n" + String.join("\n", rows) + "\n";
	}

	@Test
	void knowsTheFileAfterARestart() {
		try (Installation own = new Installation(this.database, this.directory, this.sandbox)) {
			Path file = own.file("charges.csv", "customer_uid,amount,name", "kim_1,1000,Plan A", "soft-1,2000,Plan B");
			RunResult first = own.charge(file);
			own.stop();

			RunResult second = own.charge(file);

			Books.mustAgree(own, this.sandbox, second);
			assertThat(second.kind()).isEqualTo(Kind.FINISHED_ALREADY);
			assertThat(second.runId()).isEqualTo(first.runId());
			assertThat(this.sandbox.postsOfAgain()).isEqualTo(2);
		}
	}

	@Test
	void writesTheSameFilesAgainByteForByte() throws IOException {
		Path file = file("charges.csv", "customer_uid,amount,name", "kim_1,1000,Plan A", "soft-1,2000,Plan B",
				"hard-1,3000,Plan C", "cancelled-1,3000,Plan C");
		Written first = Objects.requireNonNull(charge(file).written());
		byte[] result = Files.readAllBytes(first.result());
		byte[] retry = Files.readAllBytes(first.retry());
		byte[] review = Files.readAllBytes(first.review());
		Files.delete(first.retry());

		Written here = Objects.requireNonNull(charge(file).written());
		Written elsewhere = Objects
			.requireNonNull(charge(file, wishes().out(this.directory.resolve("elsewhere"))).written());

		for (Written again : List.of(here, elsewhere)) {
			assertThat(again.result()).hasBinaryContent(result);
			assertThat(again.retry()).hasBinaryContent(retry);
			assertThat(again.review()).hasBinaryContent(review);
		}
		assertThat(elsewhere.result()).isNotEqualTo(here.result());
		try (Stream<Path> files = Files.list(this.directory.resolve("out"))) {
			assertThat(files).hasSize(3);
		}
	}

	@Test
	void keepsTheFilesOfAnEarlierRunOfThatName() throws IOException {
		RunResult first = charge(file("charges.csv", "customer_uid,amount,name", "kim_1,1000,Plan A"));
		byte[] before = Files.readAllBytes(Objects.requireNonNull(first.written()).result());

		RunResult second = charge(file("charges.csv", "customer_uid,amount,name", "kim_2,1000,Plan A"));

		Path out = this.directory.resolve("out");
		assertThat(out.resolve("charges.run" + first.runId() + ".result.csv")).hasBinaryContent(before);
		assertThat(out.resolve("charges.run" + first.runId() + ".retry.csv")).exists();
		assertThat(out.resolve("charges.run" + first.runId() + ".review.csv")).exists();
		assertThat(files(second).column("customer_uid")).containsExactly("kim_2");
	}

	@Test
	void launchesARunWhoseProcessDiedInTheMiddleOfItsLaunch() {
		Path file = this.installation.file("charges.csv", "customer_uid,amount,name", "kim_1,1000,Plan A");
		assertThat(this.installation.charge(file).exitCode()).isEqualTo(ExitCode.OK);
		JobRepository repository = this.installation.process().getBean(JobRepository.class);
		long next = lastRun() + 1;
		repository.createJobInstance(ChargeJob.NAME, new JobParametersBuilder().addLong("run", next).toJobParameters());

		RunResult result = this.installation
			.charge(this.installation.file("next.csv", "customer_uid,amount,name", "kim_2,1000,Plan A"));

		assertThat(result.runId()).isEqualTo(next);
		assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
	}

	@Test
	void goesOnWithARunThatSpringBatchBelievesRunning() {
		Path file = this.installation.file("charges.csv", "customer_uid,amount,name", "kim_1,1000,Plan A",
				"throttled-always-1,2000,Plan B");
		assertThat(this.installation.charge(file).exitCode()).isEqualTo(ExitCode.UNFINISHED);
		long killed = lastExecution();
		this.installation.sql()
			.update("UPDATE BATCH_JOB_EXECUTION SET STATUS = 'STARTED', EXIT_CODE = 'UNKNOWN', END_TIME = NULL"
					+ " WHERE JOB_EXECUTION_ID = ?", killed);
		this.installation.sql()
			.update("UPDATE BATCH_STEP_EXECUTION SET STATUS = 'STARTED', EXIT_CODE = 'EXECUTING', END_TIME = NULL"
					+ " WHERE STEP_NAME = 'sendCharges' AND JOB_EXECUTION_ID = ?", killed);

		RunResult again = this.installation.charge(file);

		assertThat(again.kind()).isEqualTo(Kind.RUN);
		assertThat(lastExecution()).isGreaterThan(killed);
		assertThat(statusOf(killed)).isEqualTo("FAILED");
	}

	@Test
	void completesTheJobExecutionOnlyWhenNoRowIsLeft() {
		Path unfinished = this.installation.file("open.csv", "customer_uid,amount,name", "throttled-always-1,1000,A");
		Path finished = this.installation.file("done.csv", "customer_uid,amount,name", "kim_1,1000,Plan A");

		this.installation.charge(unfinished);
		assertThat(statusOf(lastExecution())).isEqualTo("FAILED");

		this.installation.charge(finished);
		assertThat(statusOf(lastExecution())).isEqualTo("COMPLETED");
	}

	private long lastRun() {
		return Objects
			.requireNonNull(this.installation.sql().queryForObject("SELECT MAX(run_id) FROM charge_run", Long.class));
	}

	private long lastExecution() {
		return Objects.requireNonNull(this.installation.sql()
			.queryForObject("SELECT MAX(JOB_EXECUTION_ID) FROM BATCH_JOB_EXECUTION", Long.class));
	}

	private String statusOf(long execution) {
		return Objects.requireNonNull(this.installation.sql()
			.queryForObject("SELECT STATUS FROM BATCH_JOB_EXECUTION WHERE JOB_EXECUTION_ID = ?", String.class,
					execution));
	}

}
