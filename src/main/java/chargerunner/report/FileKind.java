package chargerunner.report;

import chargerunner.charge.ReasonClass;
import chargerunner.charge.ReportLine;

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
		return switch (this) {
			case RESULT -> true;
			case RETRY -> mayBeRetried(line);
			case REVIEW -> mustBeReviewed(line);
		};
	}

	private static boolean mayBeRetried(ReportLine line) {
		return switch (line.outcome()) {
			case NOT_SENT -> true;
			case DECLINED -> line.reasonClass() == ReasonClass.SOFT;
			// a person who decides that nothing was charged makes a refused row
			case REFUSED -> line.reasonClass() == ReasonClass.SOFT || line.reasonClass() == ReasonClass.DECIDED_BY_HAND;
			case PAID, CANCELLED, UNKNOWN, SKIPPED, INVALID -> false;
		};
	}

	private static boolean mustBeReviewed(ReportLine line) {
		return switch (line.outcome()) {
			case UNKNOWN, CANCELLED -> true;
			case DECLINED, REFUSED -> !mayBeRetried(line);
			case PAID -> line.reasonClass() == ReasonClass.CHARGED_TWICE_AT_PORTONE
					|| line.reasonClass() == ReasonClass.CANCELLED_LATER;
			case NOT_SENT, SKIPPED, INVALID -> false;
		};
	}

}
