package chargerunner.charge;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The ledger, read for people who ask what happened and what is waited for. Changes
 * nothing and waits for nobody.
 */
public interface Chronicle {

	/**
	 * Gives the newest runs and every older one with rows left.
	 * @param limit how many of the newest
	 * @return the runs, newest first
	 */
	List<RunView> runs(int limit);

	/**
	 * {@return how many runs there are}
	 */
	long runCount();

	/**
	 * {@return a run; empty when there is none of that number}
	 * @param runId its number
	 */
	Optional<RunView> run(long runId);

	/**
	 * {@return why rows of a run are not simply paid, most frequent first}
	 * @param runId the run
	 * @param limit how many reasons at most
	 */
	List<Reason> reasons(long runId, int limit);

	/**
	 * {@return what people decided about a run's numbers, oldest first}
	 * @param runId the run
	 */
	List<PastDecision> decisions(long runId);

	/**
	 * {@return the story of a charge; empty when none has that reference or number}
	 * @param text a reference, or a number ({@code merchant_uid}) of any of its attempts
	 */
	Optional<ChargeStory> story(String text);

	/**
	 * Finds what a person may have meant: references that contain the text, whatever the
	 * case; those of the customer of that name; those of a number that begins so.
	 * @param text what was asked for
	 * @param limit how many at most
	 * @return references
	 */
	List<String> similar(String text, int limit);

	/**
	 * A run as people ask for it.
	 *
	 * @param asked the run
	 * @param rows its rows by outcome
	 * @param waits what its numbers in doubt wait for
	 */
	record RunView(RunRecord asked, RowGroups rows, Waits waits) {
	}

	/**
	 * Rows that have the same reason.
	 *
	 * @param outcome how they ended
	 * @param reasonClass why, in a word
	 * @param text why, in the gateway's words or ours; may be empty
	 * @param rows how many
	 */
	record Reason(RowOutcome outcome, @Nullable ReasonClass reasonClass, String text, long rows) {
	}

}
