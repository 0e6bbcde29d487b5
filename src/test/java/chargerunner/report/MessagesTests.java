package chargerunner.report;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class MessagesTests {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\d}");

	private static final Pattern HANGUL = Pattern.compile("[가-힣]");

	private final Properties english = bundle("messages");

	private final Properties korean = bundle("messages_ko");

	@Test
	void haveTheSameKeysInBothLanguages() {
		assertThat(this.korean.stringPropertyNames()).isNotEmpty().isEqualTo(this.english.stringPropertyNames());
	}

	@ParameterizedTest
	@EnumSource
	void haveASentenceForEveryFailure(ReportFailedException.Failure failure) {
		ReportFailedException ex = ReportFailedException.of(failure, Path.of("/out/x.csv"),
				new IOException("No space"));

		assertThat(Reports.messages().getMessage(ex, Locale.ENGLISH)).contains("/out/x.csv", "(No space)");
	}

	@Test
	void useTheSamePlaceholdersInBothLanguages() {
		assertThat(this.english.stringPropertyNames())
			.allSatisfy((key) -> assertThat(placeholders(this.korean, key)).isEqualTo(placeholders(this.english, key)));
	}

	@Test
	void areKoreanOnlyInKorean() {
		assertThat(this.korean.values()).allSatisfy((text) -> assertThat((String) text).containsPattern(HANGUL));
		assertThat(this.english.values()).allSatisfy((text) -> assertThat((String) text).doesNotContainPattern(HANGUL));
	}

	// An apostrophe would quote what follows it where a text has arguments, and only
	// there
	@ParameterizedTest
	@ValueSource(strings = { "messages", "messages_ko" })
	void haveNoApostropheAndNoBlankEnd(String name) {
		assertThat(bundle(name).values()).allSatisfy((
				text) -> assertThat((String) text).doesNotContain("'").isEqualTo(((String) text).strip()).isNotEmpty());
	}

	private static Set<String> placeholders(Properties bundle, String key) {
		return PLACEHOLDER.matcher(bundle.getProperty(key))
			.results()
			.map(MatchResult::group)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static Properties bundle(String name) {
		Properties properties = new Properties();
		try (Reader reader = new InputStreamReader(
				Objects.requireNonNull(MessagesTests.class.getResourceAsStream(name + ".properties")),
				StandardCharsets.UTF_8)) {
			properties.load(reader);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
		return properties;
	}

}
