package chargerunner.job;

import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.atomic.AtomicReference;

import chargerunner.job.RunResult.Kind;
import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.Sandbox;
import chargerunner.sandbox.SandboxOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Files at midnight and at the end of a month. The machine, the database and the gateway
 * all live at the time of the test.
 */
class MonthBorderJobTests {

	private static Installation installation;

	private final AtomicReference<Clock> time = new AtomicReference<>(Clock.systemUTC());

	@TempDir
	Path directory;

	private Sandbox sandbox;

	@BeforeAll
	static void start(@TempDir Path anywhere) {
		try (Sandbox nobody = Sandbox.start(SandboxOptions.defaults())) {
			installation = new Installation(TestDatabase.MYSQL, anywhere, nobody).withTimeTravel();
			installation.process();
		}
	}

	@AfterAll
	static void stop() {
		installation.close();
	}

	@BeforeEach
	void install() {
		this.sandbox = Sandbox.start(SandboxOptions.defaults(), new MovableClock(this.time));
		installation.renew(this.directory, this.sandbox);
	}

	@AfterEach
	void remove() {
		this.sandbox.close();
	}

	private void travelTo(String seoul) {
		Duration offset = Duration.between(Instant.now(Clock.systemUTC()),
				OffsetDateTime.parse(seoul + "+09:00").toInstant());
		this.time.set(Clock.offset(Clock.systemUTC(), offset));
		installation.at(this.time.get());
	}

	private RunResult charge(Path file, Wishes wishes) {
		RunResult result = installation.charge(file, wishes.build());
		if (result.written() != null) {
			Books.mustAgree(installation, this.sandbox, result);
		}
		return result;
	}

	private RunResult charge(Path file) {
		return charge(file, installation.wishes());
	}

	@Test
	void keepsItsBatchWhenItGoesOnInTheNextMonth() throws Exception {
		travelTo("2026-11-30T23:59:30");
		Path file = installation.file("charges.csv", "customer_uid,amount,name", "gildong,1000,정기 결제",
				"soft-2,2000,프리미엄", "younghee,3000,도서 구독");
		RunResult before = charge(file, installation.wishes().limit(1));
		assertThat(before.exitCode()).isEqualTo(ExitCode.UNFINISHED);

		travelTo("2026-12-01T00:00:30");
		Path again = Files.write(this.directory.resolve("다시.csv"), """
				name,customer_uid,amount\r
				도서 구독,younghee,"3,000"\r
				프리미엄,soft-2,2000\r
				정기 결제,gildong,1000\r
				""".getBytes(Charset.forName("MS949")));
		RunResult after = charge(again);

		assertThat(after.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(after.runId()).isEqualTo(before.runId());
		RunFiles files = RunFiles.of(after.written());
		assertThat(files.column("reference")).allMatch((reference) -> reference.startsWith("csv:2026-11:"));
		assertThat(files.column("outcome")).containsExactly("paid", "declined", "paid");
		assertThat(files.column("paid_at").get(0)).startsWith("2026-11-30T23:59:");
		assertThat(files.column("paid_at").get(2)).startsWith("2026-12-01T00:00:");
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(3);
		assertThat(this.sandbox.paidWon()).isEqualTo(4000);

		travelTo("2026-12-15T09:00:00");
		RunResult late = charge(file);

		assertThat(late.kind()).isEqualTo(Kind.FINISHED_ALREADY);
		assertThat(late.runId()).isEqualTo(before.runId());
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(3);
	}

	@Test
	void chargesTheSameFileAgainOnceItsWindowIsOver() {
		travelTo("2026-11-30T23:00:00");
		Path file = installation.file("charges.csv", "customer_uid,amount,name", "gildong,1000,정기 결제",
				"younghee,3000,도서 구독");
		RunResult november = charge(file);

		travelTo("2026-12-20T22:50:00");
		assertThat(charge(file).kind()).isEqualTo(Kind.FINISHED_ALREADY);
		travelTo("2026-12-25T09:00:00");
		RunResult december = charge(file);

		assertThat(december.kind()).isEqualTo(Kind.RUN);
		assertThat(december.runId()).isNotEqualTo(november.runId());
		assertThat(RunFiles.of(december.written()).column("reference"))
			.allMatch((reference) -> reference.startsWith("csv:2026-12:"));
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(4);
		assertThat(this.sandbox.paidWon()).isEqualTo(8000);
	}

	@Test
	void goesOnWithAnUnfinishedFileWhateverTheDate() {
		travelTo("2026-10-31T23:00:00");
		Path file = installation.file("charges.csv", "customer_uid,amount,name", "gildong,1000,정기 결제",
				"younghee,3000,도서 구독");
		RunResult october = charge(file, installation.wishes().limit(1));

		travelTo("2026-12-25T09:00:00");
		RunResult december = charge(file);

		assertThat(december.runId()).isEqualTo(october.runId());
		assertThat(RunFiles.of(december.written()).column("reference"))
			.allMatch((reference) -> reference.startsWith("csv:2026-10:"));
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(2);
		assertThat(this.sandbox.paidWon()).isEqualTo(4000);
	}

	@Test
	void takesRowsOfLastMonthInAnotherFileForLikelyDuplicates() {
		travelTo("2026-11-30T23:59:00");
		charge(installation.file("charges.csv", "customer_uid,amount,name", "gildong,1000,정기 결제"));

		travelTo("2026-12-01T00:01:00");
		Path file = installation.file("more.csv", "customer_uid,amount,name", "gildong,1000,정기 결제",
				"younghee,3000,도서 구독");
		RunResult refused = charge(file);
		RunResult sameBatch = charge(file, installation.wishes().batch("2026-11"));

		assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
		assertThat(refused.problems()).singleElement().asString().contains("gildong", "csv:2026-11:");
		assertThat(RunFiles.of(sameBatch.written()).column("outcome")).containsExactly("skipped", "paid");
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(2);
	}

	@Test
	void sendsNothingWhileTheClocksAreApart() {
		Path file = installation.file("charges.csv", "customer_uid,amount,name", "gildong,1000,정기 결제");
		this.time.set(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(6)));

		assertThatExceptionOfType(CommandFailedException.class).isThrownBy(() -> charge(file)).satisfies((failure) -> {
			assertThat(failure.exitCode()).isEqualTo(ExitCode.SETTINGS);
			assertThat(installation.text(failure)).contains("PortOne", "minutes apart");
		});

		assertThat(this.sandbox.postsOfAgain()).isZero();
		assertThat(installation.tableSizes()).containsEntry("charge_run", 0L);
		this.time.set(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(4)));
		assertThat(charge(file).exitCode()).isEqualTo(ExitCode.OK);
	}

}
