package chargerunner.cli;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
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

	private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\d");

	private static final Pattern HANGUL = Pattern.compile("[가-힣]");

	static List<String> bundles() throws IOException {
		Resource[] found = new PathMatchingResourcePatternResolver()
			.getResources("classpath*:chargerunner/*/*.properties");
		return Stream.of(found)
			.map(BundlesTests::path)
			.filter((path) -> !path.contains("_"))
			.map((path) -> path.replaceFirst("\\.properties$", ""))
			.distinct()
			.toList();
	}

	@Test
	void areFound() throws IOException {
		assertThat(bundles()).contains("chargerunner/cli/messages", "chargerunner/cli/help",
				"chargerunner/report/messages", "chargerunner/intake/messages", "chargerunner/gateway/messages");
	}

	@ParameterizedTest
	@MethodSource("bundles")
	void haveTheSameKeysInBothLanguages(String bundle) throws IOException {
		assertThat(read(bundle + "_ko").stringPropertyNames()).isNotEmpty()
			.isEqualTo(read(bundle).stringPropertyNames());
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
	@MethodSource("bundles")
	void areKoreanOnlyInKorean(String bundle) throws IOException {
		assertThat(read(bundle).values())
			.allSatisfy((text) -> assertThat((String) text).isNotEmpty().doesNotContainPattern(HANGUL));
		assertThat(read(bundle + "_ko").values()).filteredOn((text) -> HANGUL.matcher((String) text).find())
			.isNotEmpty();
	}

	// An apostrophe would quote what follows it
	@ParameterizedTest
	@MethodSource("bundles")
	void haveNoApostropheBesidePlaceholders(String bundle) throws IOException {
		for (String name : List.of(bundle, bundle + "_ko")) {
			assertThat(read(name).values()).filteredOn((text) -> PLACEHOLDER.matcher((String) text).find())
				.allSatisfy((text) -> assertThat(((String) text).replace("''", "")).doesNotContain("'"));
		}
	}

	private static Set<String> placeholders(Properties bundle, String key) {
		return PLACEHOLDER.matcher(bundle.getProperty(key, ""))
			.results()
			.map(MatchResult::group)
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

	private static Properties read(String name) throws IOException {
		Properties properties = new Properties();
		try (Reader reader = new InputStreamReader(BundlesTests.class.getResourceAsStream("/" + name + ".properties"),
				StandardCharsets.UTF_8)) {
			properties.load(reader);
		}
		return properties;
	}

}
