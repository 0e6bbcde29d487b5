package chargerunner.intake;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Meant for a heap of 256 MB. */
@Tag("large")
class LargeFileTests {

	private static final int ROWS = 1_000_000;

	@TempDir
	Path directory;

	@Test
	void surveysMillionRows() throws Exception {
		Path path = write(ROWS, 1);

		long start = System.nanoTime();
		ChargeFile file = ChargeFile.open(path, Limits.NONE);
		long opened = System.nanoTime();
		long won = 0;
		try (CloseableRows rows = file.read()) {
			while (rows.hasNext()) {
				ChargeInstruction instruction = rows.next().instruction();
				won += (instruction != null) ? instruction.amount() : 0;
			}
		}
		long read = System.nanoTime();

		report("distinct rows", path, opened - start, read - opened);
		assertThat(file.validRows()).isEqualTo(ROWS);
		assertThat(file.validWon()).isEqualTo(won);
		assertThat(Duration.ofNanos(opened - start)).isLessThan(Duration.ofSeconds(60));
	}

	@Test
	void surveysMillionRowsThatAllOccurTwice() throws Exception {
		Path path = write(ROWS / 2, 2);

		long start = System.nanoTime();
		ChargeFile file = ChargeFile.open(path, Limits.NONE);
		long opened = System.nanoTime();
		long[] problems = new long[1];
		file.forEachProblem((problem) -> problems[0]++);

		report("all rows twice", path, opened - start, System.nanoTime() - opened);
		assertThat(file.validRows()).isZero();
		assertThat(file.problemCount()).isEqualTo(ROWS).isEqualTo(problems[0]);
	}

	private Path write(int rows, int times) throws IOException {
		Path path = this.directory.resolve("large.csv");
		try (BufferedWriter writer = Files.newBufferedWriter(path)) {
			writer.write("customer_uid,amount,name,buyer_name,tax_free,부서\r\n");
			for (int i = 0; i < rows * times; i++) {
				int row = i % rows;
				writer.write("gildong_%07d_1234,\"%d,000\",\"11월 정기결제, %d회차\",홍길동,,영업 %d팀\r\n".formatted(row,
						1 + row % 90, row % 12, row % 7));
			}
		}
		return path;
	}

	private static void report(String what, Path path, long open, long read) throws IOException {
		System.out.printf("%s: %,d bytes, open %,d ms, read %,d ms, heap %d MB%n", what, Files.size(path),
				open / 1_000_000, read / 1_000_000, Runtime.getRuntime().maxMemory() >> 20);
	}

}
