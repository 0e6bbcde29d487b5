package chargerunner.intake;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import chargerunner.intake.CsvRecords.CsvRecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class CsvRecordsTests {

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void readsBackWhatWasWritten(long seed) throws IOException {
		Random random = new Random(seed);
		for (int round = 0; round < 3_000; round++) {
			List<List<String>> table = table(random);
			String lineEnd = List.of("\n", "\r\n", "\r").get(random.nextInt(3));
			String csv = table.stream().map((row) -> csv(row, random)).collect(Collectors.joining(lineEnd));

			assertThat(read(csv)).extracting(CsvRecord::cells).as(csv).isEqualTo(table);
		}
	}

	@Test
	void doesNotTakeFailingDiskForEndOfFile() {
		Reader failing = new Reader() {

			private boolean started;

			@Override
			public int read(char[] buffer, int offset, int length) throws IOException {
				if (this.started) {
					throw new IOException("disk");
				}
				this.started = true;
				"a,b\nc,".getChars(0, 6, buffer, offset);
				return 6;
			}

			@Override
			public void close() {
			}

		};
		CsvRecords records = new CsvRecords(failing);

		assertThatIOException().isThrownBy(() -> {
			while (records.next() != null) {
				continue;
			}
		}).withMessage("disk");
	}

	private static List<List<String>> table(Random random) {
		List<List<String>> table = new ArrayList<>();
		for (int row = 0; row < 1 + random.nextInt(3); row++) {
			List<String> cells = new ArrayList<>(List.of("x"));
			for (int cell = 0; cell < random.nextInt(4); cell++) {
				cells.add(random.ints(random.nextInt(6), 0, 7)
					.mapToObj((index) -> String.valueOf("a\",\n\r 가".charAt(index)))
					.collect(Collectors.joining()));
			}
			table.add(cells);
		}
		return table;
	}

	private static String csv(List<String> row, Random random) {
		return row.stream()
			.map((cell) -> (cell.matches("[a가 ]*") && random.nextBoolean()) ? cell
					: "\"" + cell.replace("\"", "\"\"") + "\"")
			.collect(Collectors.joining(","));
	}

	private static List<CsvRecord> read(String csv) throws IOException {
		CsvRecords records = new CsvRecords(new StringReader(csv));
		List<CsvRecord> list = new ArrayList<>();
		for (CsvRecord rec = records.next(); rec != null; rec = records.next()) {
			assertThat(rec.misquoted()).isFalse();
			list.add(new CsvRecord(rec.line(), List.copyOf(rec.cells()), false, rec.ended()));
		}
		return list;
	}

}
