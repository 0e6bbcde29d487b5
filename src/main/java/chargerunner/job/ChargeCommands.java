package chargerunner.job;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the command line can ask for. Each call blocks until the command is done; one at a
 * time in a process. What has no result ends in a {@link CommandFailedException}.
 */
public interface ChargeCommands {

	/**
	 * Charges the rows of a file.
	 * @param file the file
	 * @param options what is asked for
	 * @param progress sees the work
	 * @return how it ended
	 */
	RunResult chargeFile(Path file, ChargeOptions options, Progress progress);

	/**
	 * Finishes earlier due runs, then charges the subscriptions that are due.
	 * @param date due on or before; null for today (Asia/Seoul)
	 * @param options what is asked for
	 * @param progress sees the work
	 * @return how each run ended, in order
	 */
	List<RunResult> chargeDue(@Nullable LocalDate date, ChargeOptions options, Progress progress);

	/**
	 * Looks up what is in doubt in every unfinished run that no live process holds.
	 * @param progress sees the work
	 * @return how each run stands
	 */
	List<RunResult> resolve(Progress progress);

}
