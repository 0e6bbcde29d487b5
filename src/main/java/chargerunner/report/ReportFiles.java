package chargerunner.report;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import chargerunner.charge.ReportLine;
import chargerunner.charge.RunReports;
import chargerunner.charge.RunReports.Heading;
import chargerunner.report.ReportFailedException.Failure;

import org.springframework.context.MessageSource;

/**
 * Writes the three files of a run: {@code .result.csv} with every row in input order,
 * {@code .retry.csv} with what may be charged again as it is, {@code .review.csv} with
 * what a person must look at. They are projections of the ledger: written again at any
 * time, byte for byte the same for the same ledger. Amounts are whole won, times are
 * Asia/Seoul with offset. Rows are streamed, so memory does not grow with them.
 * <p>
 * A file appears whole or not at all: all three are on the disk under temporary names
 * before the first takes its place, so a crash leaves older files or some new ones, and
 * writing again repairs it. A file of another run, or one that the ledger does not know,
 * is never overwritten but renamed. Holds no state; one run is to be written by one
 * thread at a time, which its lease sees to.
 */
public final class ReportFiles {

	private final RunReports reports;

	private final MessageSource messages;

	/**
	 * Makes files from a ledger.
	 * @param reports the ledger
	 * @param messages has the texts of this package's bundle
	 */
	public ReportFiles(RunReports reports, MessageSource messages) {
		this.reports = reports;
		this.messages = messages;
	}

	/**
	 * Writes a run's three files, each with a header even when it has no row.
	 * @param runId a run that was sealed
	 * @return where they are and what they add up to
	 * @throws ReportFailedException when a file or the directory cannot be written
	 */
	public Written write(long runId) {
		return write(this.reports.heading(runId));
	}

	/**
	 * Writes a run's three files to another directory than its own.
	 * @param runId a run that was sealed
	 * @param directory where they go
	 * @return where they are and what they add up to
	 * @throws ReportFailedException when a file or the directory cannot be written
	 */
	public Written write(long runId, Path directory) {
		return write(this.reports.heading(runId).in(directory));
	}

	/**
	 * Finds out whether files can be written, and writes none.
	 * @param directory where they are to go; made when it is missing
	 * @param name what they are to be called, without the ends that tell them apart
	 * @throws ReportFailedException when they cannot be written there
	 */
	public void requireWritable(Path directory, String name) {
		makeReady(directory, name);
		CsvFile.create(path(directory, name, FileKind.RESULT)).close();
	}

	private Written write(Heading heading) {
		Path directory = directory(heading.directory());
		makeReady(directory, heading.name());
		Layout layout = new Layout(heading.columns());
		try (CsvFile result = CsvFile.create(path(directory, heading.name(), FileKind.RESULT));
				CsvFile retry = CsvFile.create(path(directory, heading.name(), FileKind.RETRY));
				CsvFile review = CsvFile.create(path(directory, heading.name(), FileKind.REVIEW))) {
			result.write(layout.resultHeader());
			retry.write(layout.retryHeader());
			review.write(layout.reviewHeader());
			Rows rows = new Rows(layout, new Advice(this.messages, heading), result, retry, review);
			this.reports.forEachLine(heading.runId(), rows::add);
			moveIntoPlace(heading, List.of(result, retry, review));
			sync(directory);
			return new Written(heading.runId(), result.target(), retry.target(), review.target(), rows.counts,
					rows.counts.balance(heading));
		}
	}

	private static void makeReady(Path directory, String name) {
		try {
			// createDirectories alone refuses a symbolic link to a directory on JDK 17
			if (!Files.isDirectory(directory)) {
				Files.createDirectories(directory);
			}
		}
		catch (IOException ex) {
			throw ReportFailedException.of(Failure.DIRECTORY, directory, ex);
		}
		for (FileKind kind : FileKind.values()) {
			Path target = path(directory, name, kind);
			if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
				throw ReportFailedException.occupied(target);
			}
		}
	}

	/**
	 * {@return the directory of a run's files}
	 * @param text its name, as the run has it
	 * @throws ReportFailedException when this process's locale lacks letters of it
	 */
	public static Path directory(String text) {
		try {
			return Path.of(text).toAbsolutePath().normalize();
		}
		catch (InvalidPathException ex) {
			throw ReportFailedException.unreadable(text);
		}
	}

	private static Path path(Path directory, String name, FileKind kind) {
		try {
			return directory.resolve(name + kind.suffix());
		}
		catch (InvalidPathException ex) {
			throw ReportFailedException.unreadable(name + kind.suffix());
		}
	}

	private void moveIntoPlace(Heading heading, List<CsvFile> files) {
		files.forEach(CsvFile::finish);
		OlderFiles older = new OlderFiles(this.reports, heading);
		files.forEach(older::keep);
		// Before the rename: a crash in between must not leave our file under another
		// run's name
		files.forEach((file) -> this.reports.markWritten(file.target(), heading.runId()));
		files.forEach(CsvFile::moveIntoPlace);
	}

	private static void sync(Path directory) {
		try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
			channel.force(true);
		}
		catch (IOException ex) {
			// Not every system opens a directory; the files can be written again from the
			// ledger
		}
	}

	/** Gives each line to the files that hold it. */
	private static final class Rows {

		private final RowCounts counts = new RowCounts();

		private final Layout layout;

		private final Advice advice;

		private final CsvFile result;

		private final CsvFile retry;

		private final CsvFile review;

		private long lastRow;

		Rows(Layout layout, Advice advice, CsvFile result, CsvFile retry, CsvFile review) {
			this.layout = layout;
			this.advice = advice;
			this.result = result;
			this.retry = retry;
			this.review = review;
		}

		void add(ReportLine line) {
			if (line.rowNumber() <= this.lastRow) {
				throw new IllegalStateException("Row " + line.rowNumber() + " came after row " + this.lastRow);
			}
			this.lastRow = line.rowNumber();
			this.counts.add(line);
			this.result.write(this.layout.result(line));
			if (FileKind.RETRY.holds(line)) {
				this.counts.addRetryRow();
				this.retry.write(this.layout.retry(line));
			}
			if (FileKind.REVIEW.holds(line)) {
				this.counts.addReviewRow();
				this.review.write(this.layout.review(line, this.advice.on(line)));
			}
		}

	}

}
