package chargerunner.report;

import java.time.Instant;
import java.util.List;

import chargerunner.charge.ReasonClass;
import chargerunner.charge.ReportLine;
import chargerunner.charge.RowOutcome;
import org.jspecify.annotations.Nullable;

/** Rows for tests, each of 3,000 won, with the cells {@code customer_uid,amount,name}. */
final class Lines {

	static final List<String> COLUMNS = List.of("customer_uid", "amount", "name");

	static final Instant PAID_AT = Instant.parse("2026-11-22T17:00:05.987Z");

	private Lines() {
	}

	static ReportLine paid(long row) {
		return paid(row, cells(row), null);
	}

	static ReportLine paid(long row, List<String> cells, ReasonClass reasonClass) {
		return new ReportLine(row, cells, 3_000L, "ref-" + row, RowOutcome.PAID, "cr" + row, "imp_" + row, PAID_AT,
				3_000L, 1, reasonClass, "", "https://receipt/" + row, null);
	}

	static ReportLine of(long row, RowOutcome outcome, ReasonClass reasonClass) {
		return of(row, cells(row), outcome, reasonClass);
	}

	static ReportLine of(long row, List<String> cells, RowOutcome outcome, ReasonClass reasonClass) {
		if (outcome == RowOutcome.PAID) {
			return paid(row, cells, reasonClass);
		}
		boolean invalid = outcome == RowOutcome.INVALID;
		return new ReportLine(row, cells, invalid ? null : 3_000L, invalid ? null : "ref-" + row, outcome,
				invalid ? null : "cr" + row, null, null, null, 1, reasonClass, "text", null, null);
	}

	static ReportLine unsent(long row, List<String> cells) {
		return unsent(row, cells, null);
	}

	static ReportLine unsent(long row, List<String> cells, @Nullable String lastNumber) {
		return new ReportLine(row, cells, 3_000L, "ref-" + row, RowOutcome.NOT_SENT, null, null, null, null, 0,
				ReasonClass.LIMIT, "", null, null, false, lastNumber);
	}

	static ReportLine alreadyPaid(long row, long otherRun) {
		return new ReportLine(row, cells(row), 3_000L, "ref-" + row, RowOutcome.SKIPPED, "cr" + row, "imp_" + row,
				PAID_AT, null, 1, ReasonClass.ALREADY_PAID, "paid in run " + otherRun, null, otherRun);
	}

	static List<String> cells(long row) {
		return List.of("customer_" + row, "3000", "Plan");
	}

}
