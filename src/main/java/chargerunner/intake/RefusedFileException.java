package chargerunner.intake;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A file that cannot be read as charges at all, so that nothing of it may be charged,
 * whatever is skipped. Carries what is wrong with the file as a whole or with its header
 * and, where the file breaks off in its midst, the first problems of the rows before.
 */
public final class RefusedFileException extends Exception {

	private static final long serialVersionUID = 1L;

	private final transient List<Problem> problems;

	RefusedFileException(List<Problem> problems, @Nullable Throwable cause) {
		super(summary(problems), cause);
		this.problems = List.copyOf(problems);
	}

	static RefusedFileException of(Problem problem) {
		return new RefusedFileException(List.of(problem), null);
	}

	static RefusedFileException of(ProblemCode code) {
		return of(Problem.ofFile(code));
	}

	private static String summary(List<Problem> problems) {
		Problem first = problems.get(0);
		return "The file is refused: " + first.code() + " in line " + first.line();
	}

	/**
	 * {@return what is wrong, at least one problem}
	 */
	public List<Problem> problems() {
		return this.problems;
	}

	/**
	 * {@return whether there is no such file: a slip in the command, not in a file}
	 */
	public boolean isMissingFile() {
		return this.problems.get(0).code().equals(ProblemCode.FILE_MISSING.text());
	}

}
