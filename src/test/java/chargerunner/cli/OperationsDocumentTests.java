package chargerunner.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import chargerunner.charge.ReasonClass;
import chargerunner.charge.RowOutcome;
import chargerunner.job.ExitCode;
import chargerunner.report.FileSuffixes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds both documents for operators to what can really happen: every exit code, file,
 * outcome and reason class is in its table once, each with something to do, and nothing
 * else is.
 */
@ParameterizedClass
@ValueSource(strings = { "docs/operations.md", "docs/operations.ko.md" })
class OperationsDocumentTests {

	private static final Map<String, Integer> COLUMNS = Map.of("exit-codes", 3, "files", 3, "outcomes", 3,
			"reason-classes", 4);

	@Parameter
	private String document;

	@Test
	void tellsWhatToDoAtEveryExitCode() {
		assertThat(firstCells("exit-codes"))
			.containsExactlyInAnyOrderElementsOf(texts(Stream.of(ExitCode.values()).map(ExitCode::code)));
	}

	@Test
	void tellsWhatToDoWithEveryFile() {
		assertThat(firstCells("files"))
			.containsExactlyInAnyOrderElementsOf(texts(FileSuffixes.all().stream().map("`<name>%s`"::formatted)));
	}

	@Test
	void tellsWhatToDoAtEveryOutcome() {
		assertThat(firstCells("outcomes")).containsExactlyInAnyOrderElementsOf(
				texts(Stream.of(RowOutcome.values()).map((outcome) -> "`" + outcome.text() + "`")));
	}

	@Test
	void tellsWhatToDoAtEveryReasonClass() {
		assertThat(firstCells("reason-classes")).containsExactlyInAnyOrderElementsOf(
				texts(Stream.of(ReasonClass.values()).map((reason) -> "`" + reason.text() + "`")));
	}

	@Test
	void namesOutcomesThatExist() {
		List<String> outcomes = Stream.of(RowOutcome.values()).map(RowOutcome::text).toList();

		assertThat(read().table("reason-classes"))
			.allSatisfy((row) -> assertThat(outcomes).as(row.get(0)).contains(row.get(1).split(", ")));
	}

	@Test
	void hasNoEmptyCell() {
		COLUMNS.forEach((table, columns) -> assertThat(read().table(table))
			.allSatisfy((row) -> assertThat(row).as(row.get(0)).doesNotContain("").hasSize(columns)));
	}

	@Test
	void isBuiltAsInTheOtherLanguage() {
		MarkdownFile english = MarkdownFile.read("docs/operations.md");

		assertThat(shape(read())).isEqualTo(shape(english));
		assertThat(texts(read().blocks().stream().map(MarkdownFile.Block::text)))
			.isEqualTo(texts(english.blocks().stream().map(MarkdownFile.Block::text)));
	}

	private MarkdownFile read() {
		return MarkdownFile.read(this.document);
	}

	private List<String> firstCells(String table) {
		return read().table(table).stream().map((row) -> row.get(0)).toList();
	}

	private static List<String> texts(Stream<?> values) {
		return values.map(Object::toString).toList();
	}

	/** Headings by their level, items, rows of tables, blocks: one letter each. */
	private static String shape(MarkdownFile file) {
		StringBuilder shape = new StringBuilder();
		for (String line : file.lines()) {
			if (line.startsWith("#")) {
				shape.append('\n').append(line, 0, line.indexOf(' '));
			}
			else if (line.matches("\\s*(- |\\d\\. |\\||```).*")) {
				shape.append(line.strip().charAt(0));
			}
		}
		return shape.toString();
	}

}
