package chargerunner.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import chargerunner.charge.RowOutcome;
import chargerunner.report.Written;
import com.opencsv.CSVReader;
import com.opencsv.exceptions.CsvValidationException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a run left behind: its exit code, its three files, its rows in the ledger, the
 * requests that the gateway saw, and the money that really moved.
 */
final class Aftermath {

	private final Stage stage;

	private final RunResult result;

	Aftermath(Stage stage, RunResult result) {
		this.stage = stage;
		this.result = result;
	}

	Aftermath exits(ExitCode code) {
		assertThat(this.result.exitCode()).as(this::story).isEqualTo(code);
		return this;
	}

	/**
	 * The result file, a line each as {@code reference outcome reason_class}; the ledger
	 * and the summary must say the same.
	 */
	Aftermath hasRows(String... expected) {
		hasResultLines(expected);
		assertThat(ledger()).containsExactlyElementsOf(lines(written().result(), "reference", "outcome"));
		assertThat(this.result.tally().rows()).isEqualTo(expected.length);
		for (RowOutcome outcome : RowOutcome.values()) {
			assertThat(this.result.tally().rows(outcome)).as(outcome.text())
				.isEqualTo(Stream.of(expected).filter((line) -> line.split(" ")[1].equals(outcome.text())).count());
		}
		return this;
	}

	Aftermath hasResultLines(String... expected) {
		assertThat(lines(written().result(), "reference", "outcome", "reason_class")).as(this::story)
			.containsExactly(expected);
		return this;
	}

	/** The retry file's references. */
	Aftermath hasRetry(String... references) {
		assertThat(lines(written().retry(), "reference")).as(this::story).containsExactly(references);
		return this;
	}

	/** The review file's references. */
	Aftermath hasReview(String... references) {
		assertThat(lines(written().review(), "reference")).as(this::story).containsExactly(references);
		return this;
	}

	/** Nothing to retry, nothing to review. */
	Aftermath leavesNothingToDo() {
		return hasRetry().hasReview();
	}

	/** Since the stage was emptied: requests to charge, and won charged and recorded. */
	Aftermath charged(long posts, long won) {
		return charged(posts, won, won);
	}

	Aftermath charged(long posts, long won, long wonInLedger) {
		assertThat(this.stage.posts()).as("requests to charge").isEqualTo(posts);
		assertThat(this.stage.wonCharged()).as("won really charged").isEqualTo(won);
		assertThat(this.stage.wonInLedger()).as("won in the ledger").isEqualTo(wonInLedger);
		return this;
	}

	List<Map<String, String>> result() {
		return read(written().result());
	}

	List<Map<String, String>> retry() {
		return read(written().retry());
	}

	List<Map<String, String>> review() {
		return read(written().review());
	}

	/** Each row of the run as the ledger has it: {@code reference outcome}. */
	private List<String> ledger() {
		return this.stage.installation.sql()
			.query("SELECT c.reference, CASE WHEN r.disposition <> 'own' THEN r.disposition"
					+ " WHEN c.status = 'planned' THEN 'not_sent' ELSE c.status END FROM run_row r"
					+ " LEFT JOIN charge c ON c.charge_id = r.charge_id WHERE r.run_id = ? ORDER BY r.row_no",
					(row, number) -> unmarked(row.getString(1)) + " " + row.getString(2), this.result.runId());
	}

	private Written written() {
		return Objects.requireNonNull(this.result.written(), "no files were written");
	}

	/** For the one who reads the failure. */
	private String story() {
		return this.result.notes().stream().map(this.stage.installation::text).collect(Collectors.joining("\n"))
				+ ((this.result.written() != null) ? text(written().result()) : "");
	}

	private static String text(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private List<String> lines(Path file, String... columns) {
		return read(file).stream()
			.map((line) -> Stream.of(columns)
				.map((column) -> Objects.requireNonNull(line.get(column), column))
				.map(this::unmarked)
				.collect(Collectors.joining(" "))
				.strip())
			.toList();
	}

	private String unmarked(String reference) {
		return reference.replaceFirst(Pattern.quote(this.stage.mark()) + "(?=:|$)", "");
	}

	private static List<Map<String, String>> read(Path file) {
		try (CSVReader reader = new CSVReader(Files.newBufferedReader(file, StandardCharsets.UTF_8))) {
			String[] header = reader.readNext();
			header[0] = header[0].replace("\uFEFF", "");
			List<Map<String, String>> lines = new ArrayList<>();
			for (String[] cells = reader.readNext(); cells != null; cells = reader.readNext()) {
				Map<String, String> line = new LinkedHashMap<>();
				for (int i = 0; i < header.length; i++) {
					line.put(header[i], cells[i]);
				}
				lines.add(line);
			}
			return lines;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (CsvValidationException ex) {
			throw new AssertionError(ex);
		}
	}

}
