package chargerunner.intake;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.opencsv.CSVWriterBuilder;
import com.opencsv.ICSVWriter;

/**
 * Writes {@code <name>.problems.csv}: one line a problem, for a person with a
 * spreadsheet. UTF-8 with BOM, CRLF, values safe from being taken for formulas, readable
 * by its owner only. The file appears whole or not at all; one that was there before is
 * replaced. Holds one problem at a time.
 */
public final class ProblemsFile {

	static final List<String> COLUMNS = List.of("line", "row", "column", "value", "problem", "remedy");

	private final ProblemTexts texts;

	/**
	 * Creates a writer of such files.
	 * @param texts the language
	 */
	public ProblemsFile(ProblemTexts texts) {
		this.texts = texts;
	}

	/**
	 * {@return where the problems of a file are written to}
	 * @param directory the directory of the files that are written
	 * @param input the file of charges
	 */
	public static Path pathOf(Path directory, Path input) {
		return directory.resolve(ChargeFile.nameOf(input) + ".problems.csv");
	}

	/**
	 * Writes every problem of every row of a file.
	 * @param directory where to; made when it is missing
	 * @param file the file of charges
	 * @return the file that was written
	 * @throws UncheckedIOException when it cannot be written; nothing is left behind
	 */
	public Path write(Path directory, ChargeFile file) {
		return write(pathOf(directory, file.path()), file::forEachProblem);
	}

	/**
	 * Writes problems.
	 * @param target the file to write; its directory is made when it is missing
	 * @param problems gives each problem to the consumer that it is called with
	 * @return the file that was written
	 * @throws UncheckedIOException when it cannot be written; nothing is left behind
	 */
	public Path write(Path target, Consumer<Consumer<Problem>> problems) {
		try {
			Path directory = Files.createDirectories(target.toAbsolutePath().normalize().getParent());
			Path temporary = Files.createTempFile(directory, ".problems", ".tmp", ownerOnly(directory));
			try {
				writeAll(temporary, problems);
				Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
			}
			finally {
				Files.deleteIfExists(temporary);
			}
			return target;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot write " + target, ex);
		}
	}

	private static FileAttribute<?>[] ownerOnly(Path directory) {
		boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
		return Stream.of(PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
			.filter((attribute) -> posix)
			.toArray(FileAttribute<?>[]::new);
	}

	private void writeAll(Path temporary, Consumer<Consumer<Problem>> problems) throws IOException {
		try (BufferedWriter writer = Files.newBufferedWriter(temporary, StandardCharsets.UTF_8)) {
			writer.write('\uFEFF');
			ICSVWriter csv = csv(writer);
			csv.writeNext(COLUMNS.toArray(String[]::new), false);
			problems.accept((problem) -> csv.writeNext(cells(problem), false));
			csv.flush();
			if (csv.checkError()) {
				throw csv.getException();
			}
		}
		try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
			channel.force(true);
		}
	}

	private static ICSVWriter csv(Writer writer) {
		return new CSVWriterBuilder(writer).withLineEnd("\r\n").build();
	}

	private String[] cells(Problem problem) {
		return Stream
			.of(number(problem.line()), number(problem.row()), problem.column(), this.texts.value(problem),
					this.texts.problem(problem), this.texts.remedy(problem))
			.map(CellText::protectedText)
			.toArray(String[]::new);
	}

	private static String number(long number) {
		return (number == 0) ? "" : Long.toString(number);
	}

}
