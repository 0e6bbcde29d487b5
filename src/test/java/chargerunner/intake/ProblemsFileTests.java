package chargerunner.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ProblemsFileTests {

	@TempDir
	Path directory;

	private final ProblemsFile problemsFile = new ProblemsFile(ProblemTextsTests.texts("en"));

	@Test
	void writesOneLineForEachProblem() throws Exception {
		Path input = Files.writeString(this.directory.resolve("november.csv"),
				"customer_uid,amount,name\na,1e3,n\n=b,-5,\n");

		Path written = this.problemsFile.write(this.directory.resolve("new/out"), ChargeFile.open(input, Limits.NONE));

		assertThat(written).isEqualTo(this.directory.resolve("new/out/november.problems.csv"));
		assertThat(Files.readString(written)).startsWith("\uFEFFline,row,column,value,problem,remedy\r\n")
			.contains("\r\n2,1,amount,1e3,The number is in scientific notation.,\"Write out all digits, for")
			.contains("\r\n3,2,amount,'-5,The number is negative.,\"Only charges")
			.contains("\r\n3,2,name,,\"The cell is empty, but is required.\",\"Fill it in, or delete the row.\"\r\n");
	}

	@Test
	void leavesPlaceOfWholeFileEmpty() throws IOException {
		Path written = this.problemsFile.write(this.directory.resolve("a.problems.csv"),
				(consumer) -> consumer.accept(Problem.ofFile(ProblemCode.FILE_XLSX)));

		assertThat(Files.readString(written)).contains("\r\n,,,,\"This is an Excel workbook");
	}

	@Test
	void isForItsOwnerOnlyAndLeavesNothingElse() throws IOException {
		Path written = this.problemsFile.write(this.directory.resolve("a.problems.csv"), (consumer) -> {
		});

		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(written))).isEqualTo("rw-------");
		assertThat(this.directory).isDirectoryContaining(written::equals).isDirectoryNotContaining("glob:**.tmp");
	}

	@Test
	void isRefusedWhenGivenAsInput() throws IOException {
		Path written = this.problemsFile.write(this.directory.resolve("a.problems.csv"), (consumer) -> {
		});

		assertThatExceptionOfType(RefusedFileException.class).isThrownBy(() -> ChargeFile.open(written, Limits.NONE))
			.satisfies((ex) -> assertThat(ex.problems()).extracting(Problem::code).containsExactly("file.problems"));
	}

	@Test
	void keepsOldFileWhenNewOneFails() throws IOException {
		Path old = Files.writeString(this.directory.resolve("a.problems.csv"), "old", StandardCharsets.UTF_8);

		assertThatIllegalStateException().isThrownBy(() -> this.problemsFile.write(old, (consumer) -> {
			throw new IllegalStateException("broken");
		}));
		assertThat(old).hasContent("old");
		assertThat(Files.list(this.directory).toList()).isEqualTo(List.of(old));
	}

	@Test
	void namesFileThatCannotBeWritten() throws IOException {
		Path file = Files.writeString(this.directory.resolve("file"), "");

		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> this.problemsFile.write(file.resolve("a.problems.csv"), (consumer) -> {
			}))
			.withMessageContaining("a.problems.csv");
	}

}
