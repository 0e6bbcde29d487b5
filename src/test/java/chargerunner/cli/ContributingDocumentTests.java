package chargerunner.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Holds {@code CONTRIBUTING.md} to the classes and files that exist. */
class ContributingDocumentTests {

	private static final Pattern NAMED = Pattern
		.compile("`((?:[a-z]+/)?[A-Z][A-Za-z]+|[a-z/-]+\\.(?:csv|md)|db/[\\w/.]+sql)`");

	@Test
	void namesClassesAndFilesThatExist() throws IOException {
		List<String> paths;
		try (Stream<Path> files = Stream.concat(Files.walk(Path.of("src")), Files.walk(Path.of("docs")))) {
			paths = files.map((path) -> "/" + path).toList();
		}
		List<String> named = NAMED.matcher(String.join("\n", MarkdownFile.read("CONTRIBUTING.md").lines()))
			.results()
			.map((result) -> result.group(1))
			.filter((name) -> !List.of("Impl", "Manager", "Util", "Clock").contains(name))
			.toList();

		assertThat(named).hasSizeGreaterThan(30)
			.allSatisfy((name) -> assertThat(paths)
				.anyMatch((path) -> path.endsWith("/" + name) || path.endsWith("/" + name + ".java")));
	}

}
