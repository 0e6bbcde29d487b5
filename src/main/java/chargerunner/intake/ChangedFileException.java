package chargerunner.intake;

import java.nio.file.Path;

/**
 * The file was written to, replaced or removed after it had been surveyed, so what is
 * read now is not what was checked. Whatever was planned from it must not be sealed.
 */
public final class ChangedFileException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	ChangedFileException(Path file) {
		super("The file changed while it was being read: " + file.getFileName());
	}

	/**
	 * {@return what to tell the person who gave the file}
	 */
	public Problem problem() {
		return Problem.ofFile(ProblemCode.FILE_CHANGED);
	}

}
