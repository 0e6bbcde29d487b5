package chargerunner.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import chargerunner.job.Progress.Phase;
import org.junit.jupiter.api.Test;

import org.springframework.context.support.DefaultMessageSourceResolvable;
import org.springframework.context.support.MessageSourceAccessor;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressTests {

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	private final AtomicLong nanos = new AtomicLong();

	@Test
	void linesTellRowsRateWonAndTimeLeft() {
		ProgressLines lines = lines(Locale.ENGLISH);
		lines.begin(Phase.SENDING, 5_000);
		lines.advance(1_000, 2_500_000);
		pass(Duration.ofSeconds(20));
		lines.tick();

		assertThat(said()).containsExactly(
				"Charging: rows 1,000 of 5,000 (20 %), 50.0 a second, won paid 2,500,000, about 0:01:20 left");
	}

	@Test
	void linesAreKoreanInKorean() {
		ProgressLines lines = lines(Locale.KOREAN);
		lines.begin(Phase.SENDING, 4);
		lines.advance(4, 1_000);
		pass(Duration.ofSeconds(2));
		lines.tick();

		assertThat(said()).containsExactly("청구: 행 4/4 (100%), 초당 2.0건, 결제 1,000원");
	}

	@Test
	void eachPartEndsWithALine() {
		try (ProgressLines lines = lines(Locale.ENGLISH)) {
			lines.begin(Phase.CHECKING, -1);
			lines.advance(3, 0);
			lines.tick();
			pass(Duration.ofMinutes(61));
			lines.begin(Phase.SENDING, 3);
			lines.advance(3, 900);
		}

		assertThat(said()).containsExactly("Checking: rows 3, 0.0 a second", "Checking: rows 3, took 1:01:00",
				"Charging: rows 3, won paid 900, took 0:00:00");
	}

	@Test
	void nothingIsSaidBetweenParts() {
		ProgressLines lines = lines(Locale.ENGLISH);
		lines.tick();
		lines.close();

		assertThat(said()).isEmpty();
	}

	@Test
	void barsTellWonAndEndWithALine() {
		ProgressBars bars = new ProgressBars(invocation(Locale.ENGLISH), messages(Locale.ENGLISH));
		bars.begin(Phase.SENDING, 10);
		bars.advance(10, 7_000);
		bars.notice(new DefaultMessageSourceResolvable(new String[] { "cli.problems.more" }, new Object[] { 3 }, ""));
		bars.begin(Phase.RESOLVING, 0);
		bars.close();

		assertThat(this.err.toString(StandardCharsets.UTF_8)).contains("Charging", "100%", "10/10", "/s won paid 7,000",
				"\rAnd 3 more." + System.lineSeparator());
		assertThat(this.err.toString(StandardCharsets.UTF_8)).doesNotContain("Resolving");
		assertThat(this.out.size()).isZero();
	}

	@Test
	void barsAreNotDrawnIntoANotice() {
		List<String> writes = new ArrayList<>();
		PrintStream err = new PrintStream(new OutputStream() {

			@Override
			public void write(int value) {
				writes.add(String.valueOf((char) value));
			}

			@Override
			public void write(byte[] bytes, int offset, int length) {
				writes.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
			}

		}, true, StandardCharsets.UTF_8);
		ProgressBars bars = new ProgressBars(invocation(Locale.ENGLISH, err), messages(Locale.ENGLISH));

		bars.notice(new DefaultMessageSourceResolvable(new String[] { "cli.problems.more" }, new Object[] { 3 }, ""));

		assertThat(writes).singleElement().asString().endsWith("\rAnd 3 more." + System.lineSeparator());
	}

	private ProgressLines lines(Locale locale) {
		return new ProgressLines(invocation(locale), messages(locale), this.nanos::get);
	}

	private Invocation invocation(Locale locale) {
		return invocation(locale, stream(this.err));
	}

	private Invocation invocation(Locale locale, PrintStream err) {
		Surroundings surroundings = new Surroundings(Map.of("COLUMNS", "200"), stream(this.out), err, () -> false,
				Ran.NOBODY, Ran.CLOCK, Path.of(""));
		return new Invocation(FakeApplication.class, List.of(), surroundings, Texts.in(locale));
	}

	private static MessageSourceAccessor messages(Locale locale) {
		return new MessageSourceAccessor(CliConfiguration.sentences(), locale);
	}

	private static PrintStream stream(ByteArrayOutputStream bytes) {
		return new PrintStream(bytes, true, StandardCharsets.UTF_8);
	}

	private void pass(Duration time) {
		this.nanos.addAndGet(time.toNanos());
	}

	private List<String> said() {
		return this.err.toString(StandardCharsets.UTF_8).lines().toList();
	}

}
