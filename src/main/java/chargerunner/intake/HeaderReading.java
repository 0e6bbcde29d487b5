package chargerunner.intake;

import java.util.List;
import java.util.Optional;

import chargerunner.intake.CsvRecords.CsvRecord;
import org.jspecify.annotations.Nullable;

/**
 * Decides from the first record of a file whether it is a header of charges.
 */
final class HeaderReading {

	private final CsvRecord first;

	HeaderReading(CsvRecord first) {
		this.first = first;
	}

	Header header() throws RefusedFileException {
		Header header = new Header(this.first.line(), this.first.cells());
		Optional<ProblemCode> own = header.ownFile();
		if (own.isPresent()) {
			throw RefusedFileException.of(own.get());
		}
		ProblemCode separator = otherSeparator();
		if (separator != null) {
			throw RefusedFileException.of(Problem.ofLine(this.first.line(), separator));
		}
		if (this.first.misquoted()) {
			throw RefusedFileException.of(Problem.ofLine(this.first.line(), ProblemCode.ROW_QUOTES));
		}
		List<Problem> problems = header.problems();
		if (!problems.isEmpty()) {
			throw new RefusedFileException(problems, null);
		}
		return header;
	}

	private @Nullable ProblemCode otherSeparator() {
		String start = this.first.cells().get(0);
		if (CellText.stripped(start).startsWith("sep=")) {
			return ProblemCode.FILE_SEPARATOR_LINE;
		}
		if (this.first.cells().size() > 1) {
			return null;
		}
		if (start.indexOf('\t') >= 0) {
			return ProblemCode.FILE_TAB_SEPARATED;
		}
		return (start.indexOf(';') >= 0) ? ProblemCode.FILE_SEMICOLON_SEPARATED : null;
	}

}
