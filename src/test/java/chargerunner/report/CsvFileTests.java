package chargerunner.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CsvFileTests {

	@TempDir
	private Path directory;

	@Test
	@EnabledOnOs(OS.LINUX)
	void failsOnAFullDiskWhileRowsAreWritten() throws IOException {
		try (CsvFile file = onFullDisk()) {
			assertThatExceptionOfType(ReportFailedException.class).isThrownBy(() -> writeMuch(file))
				.satisfies((ex) -> assertThat(ex.code()).isEqualTo("report.failed.write"))
				.satisfies((ex) -> assertThat(ex.path()).isEqualTo(this.directory.resolve("target.csv")));
		}

		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void failsOnAFullDiskAtTheLastMoment() throws IOException {
		try (CsvFile file = onFullDisk()) {
			file.write(List.of("short"));

			assertThatExceptionOfType(ReportFailedException.class).isThrownBy(file::finish);
		}

		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void leavesNothingWhenItIsNotMovedIntoPlace() {
		try (CsvFile file = CsvFile.create(this.directory.resolve("target.csv"))) {
			file.write(List.of("a"));
			file.finish();
		}

		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void isWrittenAlsoByAThreadThatWasInterrupted() {
		Path target = this.directory.resolve("target.csv");
		Thread.currentThread().interrupt();
		try (CsvFile file = CsvFile.create(target)) {
			file.write(List.of("a"));
			file.finish();
			file.moveIntoPlace();
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}

		assertThat(target).hasContent("\uFEFFa");
	}

	private CsvFile onFullDisk() throws IOException {
		Path temporary = Files.createSymbolicLink(this.directory.resolve("temporary"), Path.of("/dev/full"));
		return CsvFile.open(this.directory.resolve("target.csv"), temporary);
	}

	private static void writeMuch(CsvFile file) {
		for (int row = 0; row < 100_000; row++) {
			file.write(List.of("a cell", "and another"));
		}
	}

}
