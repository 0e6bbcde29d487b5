package chargerunner.report;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

import chargerunner.charge.RunReports;
import chargerunner.charge.RunReports.Heading;
import chargerunner.report.ReportFailedException.Failure;

/**
 * Keeps what stands where a run's files are to go. A file of the same run may be
 * replaced; a file of run N becomes {@code <name>.runN.…}, any other
 * {@code <name>.before-run<this run>.…}, with {@code -2}, {@code -3} and so on where that
 * name is taken by something else. Only a file of which that name already holds an equal
 * copy is left to be replaced.
 */
final class OlderFiles {

	private final RunReports reports;

	private final Heading heading;

	OlderFiles(RunReports reports, Heading heading) {
		this.reports = reports;
		this.heading = heading;
	}

	void keep(CsvFile file) {
		Path target = file.target();
		if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
			return;
		}
		Optional<Long> writer = this.reports.writerOf(target);
		if (writer.isPresent() && writer.get() == this.heading.runId()) {
			return;
		}
		String label = writer.map((run) -> ".run" + run).orElse(".before-run" + this.heading.runId());
		try {
			rename(target, label);
		}
		catch (IOException ex) {
			throw ReportFailedException.of(Failure.RENAME, target, ex);
		}
	}

	private void rename(Path target, String label) throws IOException {
		String name = this.heading.name();
		String suffix = target.getFileName().toString().substring(name.length());
		for (int number = 1;; number++) {
			Path aside = target.resolveSibling(name + label + ((number > 1) ? "-" + number : "") + suffix);
			if (isCopy(aside, target) || moved(target, aside)) {
				return;
			}
		}
	}

	private static boolean isCopy(Path aside, Path target) throws IOException {
		return Files.isRegularFile(aside) && Files.isRegularFile(target) && Files.mismatch(aside, target) == -1;
	}

	private static boolean moved(Path target, Path aside) throws IOException {
		try {
			Files.move(target, aside);
			return true;
		}
		catch (FileAlreadyExistsException ex) {
			return false;
		}
	}

}
