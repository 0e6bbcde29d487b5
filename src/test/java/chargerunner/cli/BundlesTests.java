package chargerunner.cli;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/** Every package's texts, in both languages. */
class BundlesTests {

	/** A place for an argument, with its format. */
	private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\d+[^{}]*}");

	private static final Pattern HANGUL = Pattern.compile("[가-힣]");

	static List<String> bundles() throws IOException {
		Resource[] found = new PathMatchingResourcePatternResolver()
			.getResources("classpath*:chargerunner/*/*.properties");
		return Stream.of(found)
			.map(BundlesTests::path)
			.filter((path) -> !path.contains("_") && !path.endsWith("/serve.properties"))
			.map((path) -> path.replaceFirst("\\.properties$", ""))
			.distinct()
			.toList();
	}

	static List<String> messages() throws IOException {
		return bundles().stream().filter((bundle) -> bundle.endsWith("/messages")).toList();
	}

	@Test
	void areFound() throws IOException {
		assertThat(bundles()).contains("chargerunner/cli/messages", "chargerunner/cli/help",
				"chargerunner/report/messages", "chargerunner/intake/messages", "chargerunner/gateway/messages",
				"chargerunner/job/messages");
	}

	@ParameterizedTest
	@MethodSource("bundles")
	void haveTheSameKeysInBothLanguages(String bundle) throws IOException {
		assertThat(read(bundle + "_ko").stringPropertyNames()).isNotEmpty()
			.isEqualTo(read(bundle).stringPropertyNames());
	}

	// Properties take the last of two values silently
	@ParameterizedTest
	@MethodSource("bundles")
	void haveEachKeyOnce(String bundle) throws IOException {
		for (String name : List.of(bundle, bundle + "_ko")) {
			assertThat(lines(name).filter((line) -> line.matches("[a-z].*"))
				.map((line) -> line.substring(0, line.indexOf('=')))).doesNotHaveDuplicates();
		}
	}

	@ParameterizedTest
	@MethodSource("bundles")
	void useTheSamePlaceholdersInBothLanguages(String bundle) throws IOException {
		Properties english = read(bundle);
		Properties korean = read(bundle + "_ko");

		assertThat(english.stringPropertyNames())
			.allSatisfy((key) -> assertThat(placeholders(korean, key)).as(key).isEqualTo(placeholders(english, key)));
	}

	@ParameterizedTest
	@MethodSource("messages")
	void areUnderstoodByMessageFormat(String bundle) throws IOException {
		Object[] arguments = new Object[10];
		Arrays.fill(arguments, 7L);
		for (String name : List.of(bundle, bundle + "_ko")) {
			assertThat(read(name).values()).allSatisfy(
					(text) -> assertThat(new MessageFormat((String) text).format(arguments)).doesNotContain("{", "}"));
		}
	}

	// One apostrophe quotes what follows it; two are one only in a text with arguments
	@ParameterizedTest
	@MethodSource("messages")
	void haveApostrophesOnlyTwiceAndBesidePlaceholders(String bundle) throws IOException {
		for (String name : List.of(bundle, bundle + "_ko")) {
			assertThat(read(name).values()).allSatisfy((text) -> {
				boolean formatted = PLACEHOLDER.matcher((String) text).find();
				assertThat(formatted ? ((String) text).replace("''", "") : (String) text).doesNotContain("'");
			});
		}
	}

	@Test
	void areUnderstoodByPicocli() throws IOException {
		for (String name : List.of("chargerunner/cli/help", "chargerunner/cli/help_ko")) {
			assertThat(read(name).values())
				.allSatisfy((text) -> assertThat(String.format((String) text)).doesNotContain("{", "%"));
		}
	}

	@ParameterizedTest
	@MethodSource("bundles")
	void areKoreanOnlyInKorean(String bundle) throws IOException {
		assertThat(read(bundle).values())
			.allSatisfy((text) -> assertThat((String) text).isNotBlank().doesNotContainPattern(HANGUL));
		Properties korean = read(bundle + "_ko");
		assertThat(korean.stringPropertyNames()).filteredOn((key) -> isProse(read(bundle).getProperty(key)))
			.allSatisfy((key) -> assertThat(korean.getProperty(key)).as(key).containsPattern(HANGUL));
	}

	/** Two words of more than an example, an option or a name. */
	private static boolean isProse(String text) {
		return !text.startsWith(" ")
				&& text.replaceAll("\\{[^}]*}", "").matches("(?s).*\\b[a-z]{3,}[ ,.].*\\b[a-z]{2,}.*");
	}

	/** The rules and the words of docs/korean.md. */
	@ParameterizedTest
	@MethodSource("bundles")
	void keepToTheKoreanWordsThatWereChosen(String bundle) throws IOException {
		List<String> avoided = wordsToAvoid();
		assertThat(avoided).contains("폴더", "불확실");

		Properties korean = read(bundle + "_ko");
		assertThat(korean.stringPropertyNames()).allSatisfy((key) -> assertThat(korean.getProperty(key)).as(key)
			.doesNotContain("세요", "해요", "어요")
			.doesNotContain(avoided));
	}

	private static List<String> wordsToAvoid() throws IOException {
		try (Stream<String> lines = Files.lines(Path.of("docs", "korean.md"))) {
			return lines.filter((line) -> line.startsWith("|") && HANGUL.matcher(line).find())
				.map((line) -> line.split("\\|")[3].strip())
				.filter((cell) -> HANGUL.matcher(cell).find())
				.flatMap((cell) -> Stream.of(cell.split(", ")))
				.toList();
		}
	}

	private static Set<String> placeholders(Properties bundle, String key) {
		return PLACEHOLDER.matcher(bundle.getProperty(key, ""))
			.results()
			.map(MatchResult::group)
			.map((place) -> place.substring(1, place.length() - 1))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static String path(Resource resource) {
		try {
			String url = resource.getURL().toString();
			return url.substring(url.lastIndexOf("chargerunner/"));
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private static Stream<String> lines(String name) throws IOException {
		try (Stream<String> lines = Files.lines(Path.of("src/main/resources", name + ".properties"))) {
			return lines.toList().stream();
		}
	}

	static Properties read(String name) {
		Properties properties = new Properties();
		try (Reader reader = new InputStreamReader(BundlesTests.class.getResourceAsStream("/" + name + ".properties"),
				StandardCharsets.UTF_8)) {
			properties.load(reader);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
		return properties;
	}

}
