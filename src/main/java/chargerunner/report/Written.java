package chargerunner.report;

import java.nio.file.Path;

import chargerunner.charge.RowOutcome;
import chargerunner.charge.Tally;

/**
 * What {@link ReportFiles} has written for a run: where the files are and what they add
 * up to.
 *
 * @param runId the run
 * @param result every row, in input order
 * @param retry what may be charged again as it is
 * @param review what a person must look at
 * @param counts what the rows add up to
 * @param balance whether every row and every won is accounted for
 */
public record Written(long runId, Path result, Path retry, Path review, RowCounts counts, Balance balance) {

	/**
	 * {@return rows and won by outcome}
	 */
	public Tally tally() {
		return this.counts.tally();
	}

	/**
	 * {@return what PortOne took for the paid rows, in won}
	 */
	public long wonPaid() {
		return this.counts.wonPaid();
	}

	/**
	 * {@return the rows in the retry file}
	 */
	public long retryRows() {
		return this.counts.retryRows();
	}

	/**
	 * {@return the rows in the review file}
	 */
	public long reviewRows() {
		return this.counts.reviewRows();
	}

	/**
	 * {@return whether no row is left to be sent or looked up}
	 */
	public boolean isFinished() {
		return tally().rows(RowOutcome.UNKNOWN) + tally().rows(RowOutcome.NOT_SENT) == 0;
	}

}
