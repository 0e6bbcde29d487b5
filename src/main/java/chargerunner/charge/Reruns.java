package chargerunner.charge;

import java.util.List;

/**
 * The ledger as re-runs read it: earlier runs, row by row, with what is known of their
 * charges today.
 */
public interface Reruns {

	/**
	 * Gives the next rows of a run, by row number. Each call reads anew.
	 * @param runId the run
	 * @param afterRow only rows beyond this one
	 * @param limit how many at most
	 * @return the rows, fewer than the limit only when there are no more
	 */
	List<RerunRow> rows(long runId, long afterRow, int limit);

}
