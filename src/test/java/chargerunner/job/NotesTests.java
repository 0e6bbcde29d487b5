package chargerunner.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.support.ResourceBundleMessageSource;

import static org.assertj.core.api.Assertions.assertThat;

class NotesTests {

	private static final Instant MOMENT = Instant.parse("2026-11-22T17:00:05.987654Z");

	private static String say(String language, MessageSourceResolvable note) {
		ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
		messages.setBasename("chargerunner.job.messages");
		messages.setDefaultEncoding("UTF-8");
		messages.setFallbackToSystemLocale(false);
		return messages.getMessage(note, Locale.forLanguageTag(language));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			en | Run 1234, begun 2026-11-23 02:00:05 KST, went on from where it had stopped.
			ko | 2026-11-23 02:00:05 KST에 시작한 실행 1234을(를) 멈춘 곳부터 이어서 진행했습니다.
			""")
	void tellMomentsInSeoul(String language, String sentence) {
		assertThat(say(language, Notes.of("job.resumed", 1_234L, MOMENT))).isEqualTo(sentence);
	}

	/** What turns a moment to text by itself tells UTC. */
	@Test
	void getMomentsAsTheyAre() throws IOException {
		Pattern text = Pattern
			.compile("(At|Until|now|instant)\\(\\)\\.toString\\(\\)|valueOf\\([\\w.()]*(At|Until)\\(\\)\\)");
		try (Stream<Path> files = Files.walk(Path.of("src", "main", "java", "chargerunner"))) {
			assertThat(files.filter((file) -> file.toString().endsWith(".java"))).isNotEmpty()
				.allSatisfy(
						(file) -> assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern(text));
		}
	}

	@Test
	void failuresTellMomentsInSeoulToo() {
		CommandFailedException failure = new CommandFailedException(ExitCode.HELD, "job.lease.held", 1_234L,
				"host pid 5", MOMENT);

		for (String language : List.of("en", "ko")) {
			assertThat(say(language, failure)).contains("1234", "host pid 5", "2026-11-23 02:00:05 KST");
		}
	}

	@ParameterizedTest
	@CsvSource({ "job.totals.sum, 'en, 35,880,000 won, 1,234 won'", "job.totals.sum, 'ko, 35,880,000원, 1,234원'",
			"job.totals.ceiling, 'en, 35,880,000 won, 1,234 won'", "job.totals.ceiling, 'ko, 35,880,000원, 1,234원'",
			"intake.problem.ledger.reference-amount-differs, 'en, 35,880,000 won, run 1234'",
			"intake.problem.ledger.reference-amount-differs, 'ko, 35,880,000원, 실행 1234'" })
	void tellWonWithThousandsSeparatorsAndRunsWithout(String key, String expected) {
		String[] parts = expected.split(", ");

		assertThat(say(parts[0], Notes.of(key, 35_880_000L, 1_234L))).contains(parts[1], parts[2]);
	}

}
