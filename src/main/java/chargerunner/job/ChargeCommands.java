package chargerunner.job;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import chargerunner.charge.Decision;
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
	 * Charges one subscription that is due today (Asia/Seoul) at once, under the lease of
	 * due runs and with all that they promise.
	 * @param subscriptionId the subscription
	 * @param options what is asked for
	 * @param progress sees the work
	 * @return how it ended; empty where nothing is due, or where another due run is
	 * unfinished: whoever finishes that charges this one too
	 */
	Optional<RunResult> chargeFirst(String subscriptionId, ChargeOptions options, Progress progress);

	/**
	 * Looks up what is in doubt in every unfinished run that no live process holds.
	 * @param progress sees the work
	 * @return how each run stands
	 */
	List<RunResult> resolve(Progress progress);

	/**
	 * Closes a charge in doubt as a person decides, after asking PortOne about it.
	 * @param decision the decision
	 * @param progress sees the work
	 * @return how the charge's run stands; exit code 0 when the decision stands, however
	 * much of the run is left
	 */
	RunResult decide(Decision decision, Progress progress);

	/**
	 * Charges a part of an earlier run again, as a run of its own.
	 * @param order which part, and how
	 * @param consent sees what will be sent and what not, before anything is stored
	 * @param progress sees the work
	 * @return how it ended; empty when there was nothing to charge
	 */
	Optional<RunResult> rerun(RerunOrder order, Consent consent, Progress progress);

}
