package chargerunner.job;

import java.nio.file.Path;

import chargerunner.report.Written;
import org.jspecify.annotations.Nullable;

/**
 * Writes the files of runs again, from the ledger alone: PortOne is not called.
 */
public interface ReportCommands {

	/**
	 * Writes a run's files and stores whether the run is finished. Holds the run
	 * meanwhile, and does not wait for it.
	 * @param runId the run
	 * @param directory where they go; null for the run's own directory
	 * @return where they are and what they add up to
	 * @throws CommandFailedException when there is no such run, it was not sealed, or
	 * another process holds it; nothing was written
	 * @throws chargerunner.report.ReportFailedException when they cannot be written
	 */
	Written writeFiles(long runId, @Nullable Path directory);

}
