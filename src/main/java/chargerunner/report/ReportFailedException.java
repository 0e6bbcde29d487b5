package chargerunner.report;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSourceResolvable;

/**
 * A run's files could not be written. Nothing is lost: the ledger has every row, no
 * temporary file is left, and writing the files again repeats the whole. Its sentence for
 * people comes from the bundle: give the exception itself to a {@code MessageSource}.
 */
public final class ReportFailedException extends RuntimeException implements MessageSourceResolvable {

	private static final long serialVersionUID = 1L;

	private final String code;

	private final String path;

	private final String problem;

	private ReportFailedException(Failure failure, String path, String problem, @Nullable Throwable cause) {
		super(failure.code + ": " + path + ": " + problem, cause);
		this.code = failure.code;
		this.path = path;
		this.problem = problem;
	}

	static ReportFailedException of(Failure failure, Path path, IOException cause) {
		return new ReportFailedException(failure, path.toString(), problem(cause), cause);
	}

	static ReportFailedException occupied(Path path) {
		return new ReportFailedException(Failure.OCCUPIED, path.toString(), "is a directory", null);
	}

	static ReportFailedException unreadable(String name) {
		return new ReportFailedException(Failure.LOCALE, name, System.getProperty("sun.jnu.encoding", "-"), null);
	}

	private static String problem(IOException cause) {
		String text = (cause instanceof FileSystemException trouble) ? trouble.getReason() : cause.getMessage();
		return Objects.requireNonNullElseGet(text, () -> words(cause.getClass().getSimpleName()));
	}

	// AccessDeniedException and its like carry no text but their name
	private static String words(String className) {
		return className.replaceFirst("Exception$", "").replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
	}

	/**
	 * {@return the key of the sentence in the bundle}
	 */
	public String code() {
		return this.code;
	}

	/**
	 * {@return the file or directory that made trouble}
	 */
	public Path path() {
		return Path.of(this.path);
	}

	@Override
	public String[] getCodes() {
		return new String[] { this.code };
	}

	@Override
	public Object[] getArguments() {
		return new Object[] { this.path, this.problem };
	}

	@Override
	public @Nullable String getDefaultMessage() {
		return getMessage();
	}

	/** What could not be done. */
	enum Failure {

		/** The directory is not there and cannot be made. */
		DIRECTORY("report.failed.directory"),
		/** A directory has the file's name. */
		OCCUPIED("report.failed.occupied"),
		/** The file cannot be written. */
		WRITE("report.failed.write"),
		/** The finished file, or the older file in its place, cannot be renamed. */
		RENAME("report.failed.rename"),
		/** The locale of the process lacks letters of the name. */
		LOCALE("report.failed.locale");

		private final String code;

		Failure(String code) {
			this.code = code;
		}

	}

}
