package chargerunner.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

import chargerunner.charge.Selection;
import chargerunner.job.CommandFailedException;
import chargerunner.job.ExitCode;
import chargerunner.job.RerunOrder;
import chargerunner.job.StopSignal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.support.MessageSourceAccessor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RerunCommandTests {

	private static final String PREVIEW = "Will POST 3 (57,300 won), look up 12, 0 of what is paid or in doubt.";

	@TempDir
	private Path directory;

	@BeforeEach
	void forget() {
		FakeApplication.RERUN.remove();
	}

	@Test
	void showsWhatItWillSendAndSendsItWithYes() {
		Ran ran = run(Ran.NOBODY, "rerun", "12", "--yes");

		assertThat(ran.code()).isZero();
		assertThat(ran.err()).contains(PREVIEW).doesNotContain("Go on?");
		assertThat(ran.out()).startsWith("Run 5 is finished.");
		assertThat(ran.lastLine()).startsWith("run=5 exit=0 ");
	}

	@Test
	void doesNothingWithoutTerminalAndYes() {
		Ran ran = run(Ran.NOBODY, "rerun", "12");

		assertThat(ran.code()).isEqualTo(2);
		assertThat(ran.err()).contains(PREVIEW, "Nothing was done", "--yes").doesNotContain("Go on?");
		assertThat(ran.out()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "y", "Y", " yes ", "ㅛ", "예", "네" })
	void sendsWhatAPersonAgreesTo(String answer) {
		Ran ran = run(Ran.answering(answer), "rerun", "12");

		assertThat(ran.code()).isZero();
		assertThat(ran.err()).containsSubsequence(PREVIEW, "Go on? [y/N] ");
		assertThat(ran.lastLine()).startsWith("run=5 exit=0 ");
	}

	@ParameterizedTest
	@NullAndEmptySource
	@ValueSource(strings = { "n", "no", "yep", "아니오", "12" })
	void sendsNothingElse(@Nullable String answer) {
		Ran ran = run(Ran.answering(answer), "rerun", "12");

		assertThat(ran.code()).isEqualTo(2);
		assertThat(ran.err()).contains(PREVIEW, "Go on? [y/N] ", "Nothing was done.");
		assertThat(ran.out()).isEmpty();
	}

	@Test
	void asksNobodyWhoSaidYes() {
		assertThat(run(Ran.answering("n"), "rerun", "12", "--yes").code()).isZero();
	}

	@Test
	@Timeout(20)
	void doesNotWaitForAnAnswerWhenItIsAskedToStop() {
		StopSignal stop = new StopSignal();
		CountDownLatch never = new CountDownLatch(1);
		Person thinking = new Person() {

			@Override
			public boolean isThere() {
				return true;
			}

			@Override
			public @Nullable String answer() {
				stop.ask();
				try {
					never.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
				return "y";
			}

		};

		assertThatExceptionOfType(CommandFailedException.class).isThrownBy(() -> consent(thinking, stop).ask(List.of()))
			.satisfies((failure) -> assertThat(failure.exitCode()).isEqualTo(ExitCode.UNFINISHED));
		never.countDown();
	}

	private AskedConsent consent(Person person, StopSignal stop) {
		PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
		Surroundings surroundings = new Surroundings(Map.of("CHARGE_LANG", "en"), nowhere, nowhere, () -> false, person,
				Ran.CLOCK, this.directory);
		Invocation invocation = new Invocation(FakeApplication.class, List.of(), surroundings,
				Texts.in(Locale.ENGLISH));
		MessageSourceAccessor messages = new MessageSourceAccessor(CliConfiguration.sentences(), Locale.ENGLISH);
		return new AskedConsent(invocation, messages, ShownProgress.on(invocation, messages), stop, false);
	}

	@Test
	void saysThatNothingIsSelected() {
		Ran ran = run(Ran.NOBODY, "rerun", "9");

		assertThat(ran.code()).isZero();
		assertThat(ran.out()).startsWith("Nothing was selected").hasLineCount(1);
	}

	@Test
	void knowsNoRunThatIsNotThere() {
		Ran ran = run(Ran.NOBODY, "rerun", "404", "--yes");

		assertThat(ran.code()).isEqualTo(2);
		assertThat(ran.err()).contains("There is no run 404.");
		assertThat(ran.out()).isEmpty();
	}

	@Test
	void optionsReachTheJob() {
		run(Ran.NOBODY, "rerun", "12", "--yes", "--rows", "10-20", "--status", "declined, not_sent", "--references",
				"A-1, '=B 2 ", "--out", "there", "--limit", "3", "--check-first", "--concurrency", "4", "--rate", "7");

		RerunOrder order = FakeApplication.RERUN.get();
		assertThat(order.runId()).isEqualTo(12);
		assertThat(order.selection()).isEqualTo(
				Selection.of(new Selection.Rows(10, 20), List.of("declined", "not_sent"), List.of("A-1", "=B 2")));
		assertThat(order.out()).isEqualTo(Path.of("there"));
		assertThat(order.limit()).isEqualTo(3);
		assertThat(order.checkFirst()).isTrue();
		assertThat(order.caller().commandLine()).startsWith("rerun 12 --yes --rows 10-20 ");
		assertThat(FakeApplication.SEEN.get().settings().concurrency()).isEqualTo(4);
		assertThat(FakeApplication.SEEN.get().settings().rate()).isEqualTo(7);
	}

	@ParameterizedTest
	@CsvSource({ "7,7,7", "7-7,7,7", "1-500,1,500" })
	void rowsAreGivenByTheirEnds(String range, long first, long last) {
		run(Ran.NOBODY, "rerun", "12", "--yes", "--rows", range);

		assertThat(FakeApplication.RERUN.get().selection().rows()).isEqualTo(new Selection.Rows(first, last));
	}

	@Test
	void choosesWhatTheRetryFileHoldsWhereNothingIsSaid() {
		run(Ran.NOBODY, "rerun", "12", "--yes");

		RerunOrder order = FakeApplication.RERUN.get();
		assertThat(order.selection())
			.isEqualTo(Selection.of(null, List.of("declined", "refused", "not_sent"), List.of()));
		assertThat(order.out()).isNull();
		assertThat(order.limit()).isNull();
	}

	private Ran run(Person person, String... arguments) {
		Map<String, String> environment = new HashMap<>();
		environment.put("SPRING_DATASOURCE_URL", "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
		return Ran.with(person, environment, this.directory, arguments);
	}

}
