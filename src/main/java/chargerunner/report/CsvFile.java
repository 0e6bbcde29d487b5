package chargerunner.report;

import java.io.BufferedWriter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

import chargerunner.report.ReportFailedException.Failure;
import com.opencsv.CSVWriter;
import com.opencsv.ICSVWriter;

/**
 * One CSV file in the making: UTF-8 with byte order mark, CRLF, quoted only where needed,
 * safe to open in Excel (a value that could be a formula gets one {@code '} in front).
 * Rows go to a temporary file in the same directory, which takes the target's name only
 * by {@link #moveIntoPlace()}; whatever happens before leaves the target as it was, and
 * {@link #close()} leaves no temporary file. Used by one thread.
 */
final class CsvFile implements AutoCloseable {

	private static final int BUFFER = 1 << 16;

	private static final String FORMULA_STARTS = "=+-@\t\r'";

	private final Path target;

	private final Path temporary;

	private final FileOutputStream output;

	private final CSVWriter csv;

	// A plain stream: a channel would be closed by an interrupt, and files are written
	// when a run is stopped
	private CsvFile(Path target, Path temporary, FileOutputStream output) throws IOException {
		this.target = target;
		this.temporary = temporary;
		this.output = output;
		Writer writer = new BufferedWriter(new OutputStreamWriter(output, StandardCharsets.UTF_8), BUFFER);
		writer.write('\uFEFF');
		this.csv = new CSVWriter(writer, ICSVWriter.DEFAULT_SEPARATOR, ICSVWriter.DEFAULT_QUOTE_CHARACTER,
				ICSVWriter.DEFAULT_ESCAPE_CHARACTER, ICSVWriter.RFC4180_LINE_END);
	}

	static CsvFile create(Path target) {
		try {
			// createTempFile gives mode 0600 where there are modes
			return open(target, Files.createTempFile(target.getParent(), ".charge-runner-", ".tmp"));
		}
		catch (IOException ex) {
			throw ReportFailedException.of(Failure.WRITE, target, ex);
		}
	}

	static CsvFile open(Path target, Path temporary) throws IOException {
		try {
			return new CsvFile(target, temporary, new FileOutputStream(temporary.toFile()));
		}
		catch (IOException ex) {
			Files.deleteIfExists(temporary);
			throw ex;
		}
	}

	Path target() {
		return this.target;
	}

	void write(List<String> cells) {
		this.csv.writeNext(cells.stream().map(CsvFile::withoutFormula).toArray(String[]::new), false);
		if (this.csv.getException() != null) {
			throw ReportFailedException.of(Failure.WRITE, this.target, this.csv.getException());
		}
	}

	/** Brings everything to the disk. */
	void finish() {
		try {
			this.csv.flush();
			this.output.getFD().sync();
			this.csv.close();
		}
		catch (IOException ex) {
			throw ReportFailedException.of(Failure.WRITE, this.target, ex);
		}
	}

	void moveIntoPlace() {
		try {
			Files.move(this.temporary, this.target, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException ex) {
			throw ReportFailedException.of(Failure.RENAME, this.target, ex);
		}
	}

	@Override
	public void close() {
		try {
			this.output.close();
			Files.deleteIfExists(this.temporary);
		}
		catch (IOException ex) {
			throw ReportFailedException.of(Failure.WRITE, this.target, ex);
		}
	}

	private static String withoutFormula(String value) {
		return (!value.isEmpty() && FORMULA_STARTS.indexOf(value.charAt(0)) >= 0) ? "'" + value : value;
	}

}
