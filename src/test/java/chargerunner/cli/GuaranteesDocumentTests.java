package chargerunner.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each promise of {@code docs/guarantees.md} names tests that are there.
 */
class GuaranteesDocumentTests {

	private static final Pattern TEST = Pattern.compile("`([A-Za-z]+Tests)`");

	private static final Pattern MUTATION = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|");

	@Test
	void namesTestsThatExist() throws IOException {
		Set<String> named = TEST.matcher(document())
			.results()
			.map((match) -> match.group(1))
			.collect(Collectors.toSet());

		assertThat(named).isNotEmpty();
		try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
			assertThat(files.map((file) -> file.getFileName().toString().replace(".java", "")).toList())
				.containsAll(named);
		}
	}

	@Test
	void namesEveryMutationOfTheProof() throws IOException {
		String sabotage = Files.readString(Path.of("src/test/java/chargerunner/proof/Sabotage.java"));
		String mutations = sabotage.substring(sabotage.indexOf("enum Mutation"));

		assertThat(MUTATION.matcher(document()).results().map((match) -> match.group(1)))
			.hasSize((int) Pattern.compile("(?m)^\t\t[A-Z_]+[,;]$").matcher(mutations).results().count())
			.allSatisfy((name) -> assertThat(mutations)
				.contains(name.toUpperCase(java.util.Locale.ROOT).replace('-', '_')));
	}

	private static String document() throws IOException {
		return Files.readString(Path.of("docs/guarantees.md"));
	}

}
