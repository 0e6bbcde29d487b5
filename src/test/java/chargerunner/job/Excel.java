package chargerunner.job;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import com.opencsv.CSVReader;
import com.opencsv.CSVReaderBuilder;
import com.opencsv.RFC4180ParserBuilder;
import com.opencsv.exceptions.CsvException;

/**
 * A CSV file opened in Korean Excel with a double click, changed by hand, and saved again
 * with Excel's habits: numbers lose leading zeros and digits, what looks like a date
 * becomes one, cells are quoted only where needed, lines end in CR LF, and the empty
 * cells on the right are left out of every sixteen lines that have none but such.
 */
public final class Excel {

	private static final Charset CP949 = Charset.forName("MS949");

	private static final int BLOCK = 16;

	private static final int LONGEST_PLAIN_NUMBER = 11;

	private final List<List<String>> lines = new ArrayList<>();

	private Excel(String text) {
		try (CSVReader reader = new CSVReaderBuilder(new StringReader(text.replace("\uFEFF", "")))
			.withCSVParser(new RFC4180ParserBuilder().build())
			.build()) {
			reader.readAll().forEach((cells) -> this.lines.add(new ArrayList<>(List.of(cells))));
		}
		catch (IOException | CsvException ex) {
			throw new AssertionError(ex);
		}
	}

	public static Excel open(Path file) {
		return new Excel(RunFiles.text(file));
	}

	List<String> header() {
		return this.lines.get(0);
	}

	/** How many rows there are, the header not counted. */
	public int rows() {
		return this.lines.size() - 1;
	}

	String cell(int row, String column) {
		return Objects.requireNonNull(this.lines.get(row).get(at(column)));
	}

	public Excel put(int row, String column, String value) {
		this.lines.get(row).set(at(column), value);
		return this;
	}

	/** Deletes a row, counted from 1 below the header. */
	public Excel deleteRow(int row) {
		this.lines.remove(row);
		return this;
	}

	Excel deleteColumn(String column) {
		int at = at(column);
		this.lines.forEach((line) -> line.remove(at));
		return this;
	}

	Excel moveColumnToTheFront(String column) {
		int at = at(column);
		this.lines.forEach((line) -> line.add(0, line.remove(at)));
		return this;
	}

	/** Leaves columns without a name on the right, where something stood once. */
	public Excel widen(int columns) {
		this.lines.forEach((line) -> line.addAll(Collections.nCopies(columns, "")));
		return this;
	}

	private int at(String column) {
		int at = header().indexOf(column);
		if (at < 0) {
			throw new AssertionError("no column " + column + " in " + header());
		}
		return at;
	}

	/** “CSV (쉼표로 분리)”, which is what Korean Excel offers first. */
	public Path saveAsCsv(Path file) {
		return save(file, "", CP949);
	}

	/** “CSV UTF-8(쉼표로 분리)”. */
	Path saveAsCsvUtf8(Path file) {
		return save(file, "\uFEFF", StandardCharsets.UTF_8);
	}

	private Path save(Path file, String mark, Charset charset) {
		StringBuilder text = new StringBuilder(mark);
		for (int start = 0; start < this.lines.size(); start += BLOCK) {
			List<List<String>> block = this.lines.subList(start, Math.min(start + BLOCK, this.lines.size()));
			int width = (start == 0) ? block.get(0).size() : block.stream().mapToInt(Excel::filled).max().orElse(0);
			block.forEach((line) -> text.append(csv(line.subList(0, Math.min(width, line.size())))).append("\r\n"));
		}
		try {
			return Files.write(file, text.toString().getBytes(charset));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int filled(List<String> line) {
		int end = line.size();
		while (end > 0 && line.get(end - 1).isEmpty()) {
			end--;
		}
		return end;
	}

	private static String csv(List<String> cells) {
		UnaryOperator<String> quoted = (cell) -> cell.matches("(?s).*[,\"\r\n].*")
				? '"' + cell.replace("\"", "\"\"") + '"' : cell;
		return cells.stream().map(Excel::understood).map(quoted).collect(Collectors.joining(","));
	}

	/** What a cell says after Excel took it for what it looks like. */
	private static String understood(String cell) {
		if (cell.matches("[0-9]+")) {
			return number(cell);
		}
		if (cell.matches("(19|20)[0-9]{2}[-/][01]?[0-9][-/][0-3]?[0-9]")) {
			return cell.replaceAll("[-/]", "-");
		}
		return cell;
	}

	private static String number(String digits) {
		BigDecimal number = new BigDecimal(digits);
		if (number.precision() <= LONGEST_PLAIN_NUMBER) {
			return number.toPlainString();
		}
		return String.format(Locale.ROOT, "%.5E", number.round(new MathContext(6, RoundingMode.HALF_UP)));
	}

}
