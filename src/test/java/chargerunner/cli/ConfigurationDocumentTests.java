package chargerunner.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds {@code docs/configuration.md} to the metadata that the compiler makes of our
 * properties. {@code -Dcharge.docs.write=true} writes its tables anew in place of
 * comparing them.
 */
class ConfigurationDocumentTests {

	private static final Path DOCUMENT = Path.of("docs/configuration.md");

	/** The tables of the document; a property is in the first that takes it. */
	private static final List<Table> TABLES = List.of(new Table("portone", "portone\\.api\\..*"),
			new Table("sending", "charge\\.(concurrency|rate|tries|storm\\..*|lease|stop-grace)"),
			new Table("doubt", "charge\\.(quarantine|resolve-for)"),
			new Table("guards", "charge\\.(duplicate-window|max-.*)"), new Table("issuance", "charge\\.issuance\\..*"),
			new Table("serve", "charge\\.serve\\..*"), new Table("installation", ".*"));

	private static final Map<String, String> TYPES = Map.of("java.time.Duration", "time", "java.lang.Integer",
			"whole number", "java.lang.Long", "whole number", "java.lang.Boolean", "`true`, `false`",
			"java.nio.file.Path", "path", "java.util.List<java.lang.String>", "texts", "java.lang.String", "text");

	static List<Property> properties() throws IOException {
		try (InputStream metadata = Objects
			.requireNonNull(ChargeCommand.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json"))) {
			return new JsonMapper().readTree(metadata).get("properties").valueStream().map(Property::of).toList();
		}
	}

	@Test
	void hasWhatTheMetadataSays() throws IOException {
		String written = Files.readString(DOCUMENT);
		String wanted = written;
		List<Property> left = properties();
		for (Table table : TABLES) {
			wanted = table.in(wanted, left.stream().filter(table::takes).toList());
			left = left.stream().filter((property) -> !table.takes(property)).toList();
		}
		if (Boolean.getBoolean("charge.docs.write")) {
			Files.writeString(DOCUMENT, wanted);
		}
		else {
			assertThat(written)
				.as("write it anew: ./mvnw test -Dtest=ConfigurationDocumentTests -Dcharge.docs.write=true")
				.isEqualTo(wanted);
		}
	}

	@ParameterizedTest
	@MethodSource("properties")
	void everyPropertyIsDescribed(Property property) {
		assertThat(property.description()).hasSizeGreaterThan(20).doesNotContain("{@", "|");
	}

	@ParameterizedTest
	@MethodSource("properties")
	void everyPropertyIsKnownToTheCommandLine(Property property) {
		assertThat(Setting.unknown(Map.of(property.variable(), "x"))).isEmpty();
	}

	@Test
	void defaultsAreThoseOfTheCommandLine() throws IOException {
		assertThat(properties()).filteredOn((property) -> checked(property) != null)
			.hasSize(Setting.ALL.size())
			.allSatisfy((property) -> assertThat(Objects.requireNonNullElse(property.otherwise(), "-"))
				.as(property.variable())
				.isEqualTo(Objects.requireNonNull(checked(property)).otherwise()));
	}

	@Test
	void otherVariablesOfOursAreDescribedByHand() {
		assertThat(DOCUMENT).content()
			.contains("| `CHARGE_SECRETS_DIR` |", "| `SPRING_DATASOURCE_URL` |", "| `SPRING_DATASOURCE_USERNAME` |",
					"| `SPRING_DATASOURCE_PASSWORD` |");
	}

	private static @Nullable Setting checked(Property property) {
		return Setting.ALL.stream()
			.filter((setting) -> setting.variable().equals(property.variable()))
			.findFirst()
			.orElse(null);
	}

	/**
	 * A table between two marks of the document.
	 *
	 * @param name the name in the first mark
	 * @param pattern which properties it takes
	 */
	private record Table(String name, String pattern) {

		boolean takes(Property property) {
			return property.name().matches(this.pattern);
		}

		String in(String document, List<Property> properties) {
			String begin = "<!-- table: " + this.name + " -->\n";
			int from = document.indexOf(begin) + begin.length();
			int to = document.indexOf("<!-- end -->", from);
			assertThat(document).as("the mark of the table").contains(begin);
			return document.substring(0, from) + text(properties) + document.substring(to);
		}

		private static String text(List<Property> properties) {
			return Stream
				.concat(Stream.of("| variable | property | default | type | |", "|---|---|---|---|---|"),
						properties.stream().map(Property::row))
				.map((line) -> line + "\n")
				.reduce("", String::concat);
		}

	}

	/**
	 * A property as the metadata has it.
	 *
	 * @param name its name
	 * @param otherwise its default
	 * @param type its Java type
	 * @param description what its Javadoc says
	 */
	record Property(String name, @Nullable String otherwise, String type, String description) {

		static Property of(JsonNode node) {
			return new Property(node.get("name").asString(),
					node.has("defaultValue") ? node.get("defaultValue").asString() : null, node.get("type").asString(),
					node.path("description").asString(""));
		}

		String variable() {
			return this.name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
		}

		String row() {
			String shown = (this.otherwise != null) ? "`" + this.otherwise + "`" : "none";
			return "| `%s` | `%s` | %s | %s | %s |".formatted(variable(), this.name, shown, TYPES.get(this.type),
					sentence());
		}

		private String sentence() {
			String text = this.description.substring(0, 1).toUpperCase(Locale.ROOT) + this.description.substring(1);
			return text.endsWith(".") ? text : text + ".";
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
