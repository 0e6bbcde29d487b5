package chargerunner.report;

import chargerunner.charge.ReasonClass;
import chargerunner.charge.ReportLine;
import chargerunner.charge.RowOutcome;
import org.jspecify.annotations.Nullable;

/**
 * The three files of a run, and which rows each holds. A row that may have moved money is
 * never in the retry file; a row is never in both the retry and the review file.
 */
enum FileKind {

	/** Every row, in input order. */
	RESULT(".result.csv"),
	/** What may be charged again as it is. */
	RETRY(".retry.csv"),
	/** What a person must look at. */
	REVIEW(".review.csv");

	private final String suffix;

	FileKind(String suffix) {
		this.suffix = suffix;
	}

	String suffix() {
		return this.suffix;
	}

	boolean holds(ReportLine line) {
		return holds(line.outcome(), line.reasonClass());
	}

	boolean holds(RowOutcome outcome, @Nullable ReasonClass reasonClass) {
		return switch (this) {
			case RESULT -> true;
			case RETRY -> mayBeRetried(outcome, reasonClass);
			case REVIEW -> mustBeReviewed(outcome, reasonClass);
		};
	}

	private static boolean mayBeRetried(RowOutcome outcome, @Nullable ReasonClass reasonClass) {
		return switch (outcome) {
			case NOT_SENT -> true;
			case DECLINED -> reasonClass == ReasonClass.SOFT;
			// a person who decides that nothing was charged makes a refused row
			case REFUSED -> reasonClass == ReasonClass.SOFT || reasonClass == ReasonClass.DECIDED_BY_HAND;
			case PAID, CANCELLED, UNKNOWN, SKIPPED, INVALID -> false;
		};
	}

	private static boolean mustBeReviewed(RowOutcome outcome, @Nullable ReasonClass reasonClass) {
		return switch (outcome) {
			case UNKNOWN, CANCELLED -> true;
			case DECLINED, REFUSED -> !mayBeRetried(outcome, reasonClass);
			case PAID ->
				reasonClass == ReasonClass.CHARGED_TWICE_AT_PORTONE || reasonClass == ReasonClass.CANCELLED_LATER;
			case NOT_SENT, SKIPPED, INVALID -> false;
		};
	}

}
