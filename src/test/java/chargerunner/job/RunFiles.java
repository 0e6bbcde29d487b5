package chargerunner.job;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import chargerunner.report.Written;
import com.opencsv.CSVReader;
import com.opencsv.CSVReaderBuilder;
import com.opencsv.RFC4180ParserBuilder;
import com.opencsv.exceptions.CsvException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The three files of a run, as a spreadsheet reads them: each row its cells by column.
 *
 * @param result every row
 * @param retry what may be charged again
 * @param review what a person must look at
 */
record RunFiles(List<Map<String, String>> result, List<Map<String, String>> retry, List<Map<String, String>> review) {

	static RunFiles of(Written written) {
		return new RunFiles(read(written.result()), read(written.retry()), read(written.review()));
	}

	static List<Map<String, String>> read(Path file) {
		String text = text(file);
		assertThat(text).as("%s has a BOM", file).startsWith("\uFEFF");
		try (CSVReader reader = new CSVReaderBuilder(new StringReader(text.substring(1)))
			.withCSVParser(new RFC4180ParserBuilder().build())
			.build()) {
			List<String[]> lines = reader.readAll();
			String[] header = lines.get(0);
			return lines.stream().skip(1).map((cells) -> cells(header, cells)).toList();
		}
		catch (IOException | CsvException ex) {
			throw new AssertionError(ex);
		}
	}

	private static Map<String, String> cells(String[] header, String[] cells) {
		assertThat(cells).hasSameSizeAs(header);
		Map<String, String> row = new LinkedHashMap<>();
		for (int i = 0; i < header.length; i++) {
			row.put(header[i], cells[i]);
		}
		return row;
	}

	static String text(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The cells of one column of the result. */
	List<String> column(String name) {
		return this.result.stream().map((row) -> row.get(name)).toList();
	}

}
