package chargerunner.intake;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.support.MessageSourceAccessor;
import org.springframework.context.support.ResourceBundleMessageSource;

import static org.assertj.core.api.Assertions.assertThat;

class ProblemTextsTests {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\{[0-9]");

	private final Properties english = bundle("messages.properties");

	private final Properties korean = bundle("messages_ko.properties");

	@ParameterizedTest
	@EnumSource
	void hasTextAndRemedyInBothLanguages(ProblemCode code) {
		for (Properties bundle : List.of(this.english, this.korean)) {
			assertThat(bundle.getProperty("intake.problem." + code.text())).isNotBlank();
			assertThat(bundle.getProperty("intake.problem." + code.text() + ".remedy")).isNotBlank();
		}
	}

	@Test
	void hasSameKeysAndPlaceholdersInBothLanguages() {
		assertThat(this.korean.keySet()).isEqualTo(this.english.keySet());
		assertThat(this.english.stringPropertyNames()).allSatisfy((key) -> assertThat(placeholders(this.korean, key))
			.containsExactlyInAnyOrderElementsOf(placeholders(this.english, key)));
	}

	@Test
	void hasNoTextForCodesThatAreNoneAndNoApostrophes() {
		List<String> codes = List.of(ProblemCode.values()).stream().map(ProblemCode::text).toList();

		assertThat(this.english.stringPropertyNames()).allSatisfy((key) -> {
			String code = key.replaceFirst("^intake\\.(problem|sentence)\\.", "").replaceFirst("\\.remedy$", "");
			assertThat(key.startsWith("intake.sentence.") || codes.contains(code)).as(key).isTrue();
			// MessageFormat swallows single ones.
			assertThat(this.english.getProperty(key)).doesNotContain("'");
			assertThat(this.korean.getProperty(key)).doesNotContain("'");
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					en | a.csv, line 1234, column amount, value “1e3”: The number is in scientific notation. Write out all digits
					ko | a.csv 1234번째 줄, amount 열, 값 “1e3”: 지수 표기입니다. 1e3이 아니라 1000처럼 모든 숫자를 쓰십시오.
					""")
	void namesFileLineColumnValueAndRemedy(String language, String start) {
		Problem problem = new Problem(1_233, 1_234, "amount", "1e3", "amount.exponent", List.of());

		assertThat(texts(language).sentence("a.csv", problem)).startsWith(start);
	}

	@Test
	void leavesOutWhatIsNotKnown() {
		assertThat(texts("en").sentence("a.csv", Problem.ofFile(ProblemCode.FILE_EMPTY)))
			.startsWith("a.csv: The file is empty. Its first line");
		assertThat(texts("en").sentence("a.csv", Problem.ofLine(3, ProblemCode.FILE_UNCLOSED_QUOTE)))
			.startsWith("a.csv, line 3: A quote (\") is opened here");
		assertThat(texts("ko").sentence("a.csv", new Problem(1, 2, "name", "", "value.missing", List.of())))
			.startsWith("a.csv 2번째 줄, name 열: 필수 칸이 비어 있습니다.");
	}

	@Test
	void writesNumbersForPeopleAndLinesPlainly() {
		Problem tax = new Problem(1, 2, "tax_free", "x", "amount.tax", List.of(600_000L, 1L, 1_000L));
		Problem same = new Problem(1, 2, "reference", "R", "row.same_reference", List.of(12_345L));

		assertThat(texts("en").problem(tax)).contains("600,000 won", "1,000 won");
		assertThat(texts("en").problem(same)).contains("line 12345");
		assertThat(texts("ko").problem(same)).contains("12345번째 줄");
	}

	@Test
	void makesEveryCharacterVisibleAndShortensLongValues() {
		assertThat(value("a\u0000b\tc\r\n\u00A0\u3000\u200B\uFEFF가 😀"))
			.isEqualTo("a\\u0000b\\tc\\r\\n\\u00a0\\u3000\\u200b\\ufeff가 😀");
		assertThat(value("가".repeat(60))).hasSize(60);
		assertThat(value("😀".repeat(61))).isEqualTo("😀".repeat(60) + "…");
	}

	@Test
	void takesBracesInValuesAsTheyAre() {
		Problem problem = new Problem(1, 2, "amount", "{total: 1} it's", "amount.object", List.of());

		assertThat(texts("en").sentence("{0}.csv", problem)).startsWith("{0}.csv, line 2")
			.contains("“{total: 1} it's”");
	}

	private String value(String value) {
		return texts("en").value(new Problem(1, 2, "name", value, "value.control", List.of("x")));
	}

	static ProblemTexts texts(String language) {
		ResourceBundleMessageSource source = new ResourceBundleMessageSource();
		source.setBasename("chargerunner/intake/messages");
		source.setDefaultEncoding("UTF-8");
		source.setFallbackToSystemLocale(false);
		return new ProblemTexts(new MessageSourceAccessor(source, Locale.forLanguageTag(language)));
	}

	private static List<String> placeholders(Properties bundle, String key) {
		List<String> placeholders = new ArrayList<>();
		PLACEHOLDER.matcher(Objects.requireNonNull(bundle.getProperty(key)))
			.results()
			.forEach((match) -> placeholders.add(match.group()));
		return placeholders.stream().distinct().toList();
	}

	private static Properties bundle(String name) {
		Properties properties = new Properties();
		try (Reader reader = new InputStreamReader(Objects.requireNonNull(ProblemTexts.class.getResourceAsStream(name)),
				StandardCharsets.UTF_8)) {
			properties.load(reader);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
		return properties;
	}

}
