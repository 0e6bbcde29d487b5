package chargerunner.report;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import chargerunner.charge.ReasonClass;
import chargerunner.charge.ReportLine;
import chargerunner.charge.RowOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Which columns the three files have and what stands in them, for one run's input
 * columns. An input column {@code reference} or {@code retry_of} keeps its place; one
 * named like a column of ours becomes {@code input_…}. A row always has as many cells as
 * the header, so that our columns stay in line even for a row that is broken.
 */
final class Layout {

	static final List<String> OURS = List.of("outcome", "merchant_uid", "imp_uid", "paid_at", "amount_paid", "attempts",
			"reason_class", "reason", "receipt_url");

	static final String REFERENCE = "reference";

	static final String RETRY_OF = "retry_of";

	static final String ADVICE = "advice";

	private static final DateTimeFormatter PAID_AT = DateTimeFormatter
		.ofPattern("uuuu-MM-dd'T'HH:mm:ssXXX", Locale.ROOT)
		.withZone(ZoneId.of("Asia/Seoul"));

	private final List<String> columns;

	private final int referenceAt;

	private final int retryOfAt;

	Layout(List<String> inputColumns) {
		this.referenceAt = indexOf(REFERENCE, inputColumns);
		this.retryOfAt = indexOf(RETRY_OF, inputColumns);
		this.columns = renamed(inputColumns);
	}

	List<String> resultHeader() {
		List<String> header = new ArrayList<>(this.columns);
		if (this.referenceAt < 0) {
			header.add(REFERENCE);
		}
		header.addAll(OURS);
		return header;
	}

	List<String> reviewHeader() {
		List<String> header = resultHeader();
		header.add(ADVICE);
		return header;
	}

	List<String> retryHeader() {
		List<String> header = new ArrayList<>(this.columns);
		put(header, this.referenceAt, REFERENCE);
		put(header, this.retryOfAt, RETRY_OF);
		return header;
	}

	List<String> result(ReportLine line) {
		List<String> cells = fitted(line.cells());
		if (this.referenceAt < 0 || isBlank(cells.get(this.referenceAt))) {
			put(cells, this.referenceAt, text(line.reference()));
		}
		cells.add(line.outcome().text());
		cells.add(text(line.merchantUid()));
		cells.add(text(line.impUid()));
		cells.add(paidAt(line.paidAt()));
		cells.add((line.outcome() == RowOutcome.PAID) ? text(line.amountPaid()) : "");
		cells.add(Integer.toString(line.attempts()));
		cells.add(reasonClass(line));
		cells.add(line.reason());
		cells.add(text(line.receiptUrl()));
		return cells;
	}

	List<String> review(ReportLine line, String advice) {
		List<String> cells = result(line);
		cells.add(advice);
		return cells;
	}

	List<String> retry(ReportLine line) {
		List<String> cells = fitted(line.cells());
		put(cells, this.referenceAt, text(line.reference()));
		put(cells, this.retryOfAt, text(line.repeats()));
		return cells;
	}

	private static String reasonClass(ReportLine line) {
		if (line.reasonClass() == null) {
			return (line.outcome() == RowOutcome.INVALID) ? ReasonClass.INVALID.text() : "";
		}
		return line.reasonClass().text();
	}

	private static String text(@Nullable Object value) {
		return (value != null) ? value.toString() : "";
	}

	private static String paidAt(@Nullable Instant instant) {
		return (instant != null) ? PAID_AT.format(instant) : "";
	}

	private static void put(List<String> cells, int index, String value) {
		if (index < 0) {
			cells.add(value);
		}
		else {
			cells.set(index, value);
		}
	}

	// Surplus cells, as an unquoted 3,000 makes them, are kept in the last column.
	private List<String> fitted(List<String> cells) {
		int width = this.columns.size();
		List<String> fitted = new ArrayList<>(cells.subList(0, Math.min(cells.size(), width)));
		if (cells.size() > width) {
			fitted.set(width - 1, String.join(",", cells.subList(width - 1, cells.size())));
		}
		while (fitted.size() < width) {
			fitted.add("");
		}
		return fitted;
	}

	private static int indexOf(String name, List<String> columns) {
		int exact = columns.indexOf(name);
		return (exact >= 0) ? exact : columns.stream().map(Layout::plain).toList().indexOf(name);
	}

	private static List<String> renamed(List<String> columns) {
		Set<String> taken = new HashSet<>(columns.stream().map(Layout::plain).toList());
		return columns.stream().map((column) -> isOurs(column) ? free(column, taken) : column).toList();
	}

	private static boolean isOurs(String column) {
		String plain = plain(column);
		return OURS.contains(plain) || ADVICE.equals(plain);
	}

	private static String free(String column, Set<String> taken) {
		String name = "input_" + column.strip();
		while (!taken.add(plain(name))) {
			name = "input_" + name;
		}
		return name;
	}

	private static String plain(String column) {
		return column.strip().toLowerCase(Locale.ROOT);
	}

	// Blank as people see it: also no-break, full-width and zero-width blanks
	private static boolean isBlank(String cell) {
		return cell.chars()
			.allMatch((c) -> Character.isWhitespace(c) || Character.isSpaceChar(c) || "\u200B\uFEFF".indexOf(c) >= 0);
	}

}
