package chargerunner.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files that start the program every night.
 */
final class Nightly {

	/** Minute, hour and days, in Seoul. */
	static final String SCHEDULE = "10 7 * * *";

	private Nightly() {
	}

	/** The crontab's settings and its one line. */
	static List<String> crontab() {
		try (Stream<String> lines = Files.lines(Path.of("jobs/cron/crontab"))) {
			return lines.filter((line) -> !line.isBlank() && !line.startsWith("#")).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static String crontabLine() {
		List<String> lines = crontab();
		return lines.get(lines.size() - 1);
	}

}
