package chargerunner.report;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import chargerunner.intake.ProblemsFile;

/** What the names of the files that we write end with. */
public final class FileSuffixes {

	private FileSuffixes() {
	}

	/**
	 * {@return the ends, from the dot on}
	 */
	public static List<String> all() {
		String problems = ProblemsFile.pathOf(Path.of(""), Path.of("name.csv")).toString().substring("name".length());
		return Stream.concat(Stream.of(FileKind.values()).map(FileKind::suffix), Stream.of(problems)).toList();
	}

}
