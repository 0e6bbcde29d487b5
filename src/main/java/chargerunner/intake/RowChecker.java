package chargerunner.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import chargerunner.intake.CsvRecords.CsvRecord;

/**
 * Turns records of one file into rows. Each row is judged by itself; what it has in
 * common with others is the matter of {@link RepeatedRows}.
 */
final class RowChecker {

	private static final Pattern SPLIT_START = Pattern.compile("[1-9][0-9]{0,2}");

	private static final Pattern SPLIT_END = Pattern.compile("[0-9]{3}");

	private final Header header;

	private final Limits limits;

	RowChecker(Header header, Limits limits) {
		this.header = header;
		this.limits = limits;
	}

	InputRow check(long number, CsvRecord rec) {
		List<String> cells = new ArrayList<>(this.header.size());
		for (int i = 0; i < this.header.size(); i++) {
			cells.add((i < rec.cells().size()) ? CellText.unprotected(rec.cells().get(i)) : "");
		}
		List<String> kept = List.copyOf(cells);
		List<Problem> shape = shapeProblems(number, rec);
		if (!shape.isEmpty()) {
			// The cells stand under the wrong names: what they hold says nothing.
			return new InputRow(number, rec.line(), kept, null, shape);
		}
		return new RowReading(this.header, this.limits, number, rec.line(), kept).row();
	}

	private List<Problem> shapeProblems(long number, CsvRecord rec) {
		int count = rec.cells().size();
		if (rec.misquoted()) {
			return List.of(problem(number, rec, "", ProblemCode.ROW_QUOTES));
		}
		if (hasTooMany(rec.cells())) {
			return List.of(problem(number, rec, "", ProblemCode.ROW_TOO_MANY_CELLS, count, this.header.size()));
		}
		if (hasSplitAmount(rec.cells())) {
			int position = this.header.position(InputColumn.AMOUNT);
			return List.of(new Problem(number, rec.line(), InputColumn.AMOUNT.text(),
					rec.cells().get(position) + "," + rec.cells().get(position + 1),
					ProblemCode.ROW_SPLIT_AMOUNT.text(), List.of()));
		}
		for (InputColumn column : InputColumn.values()) {
			// Spreadsheets leave empty cells at the end of a line out. One of a
			// foreign column changes nothing; one of ours may be a line cut off.
			if (this.header.position(column) >= count && !isLeftOut(column, rec)) {
				String first = this.header.names().get(count);
				return List.of(problem(number, rec, first, ProblemCode.ROW_TOO_FEW_CELLS, count, this.header.size()));
			}
		}
		return List.of();
	}

	// The retry file ends in this column, and it is empty where nothing was sent.
	private boolean isLeftOut(InputColumn column, CsvRecord rec) {
		int reference = this.header.position(InputColumn.REFERENCE);
		return column == InputColumn.RETRY_OF && rec.ended() && reference >= 0 && reference < rec.cells().size()
				&& !CellText.stripped(rec.cells().get(reference)).isEmpty();
	}

	private boolean hasTooMany(List<String> cells) {
		return cells.size() > this.header.mostCells()
				|| (cells.size() > this.header.size() && cells.subList(this.header.size(), cells.size())
					.stream()
					.anyMatch((cell) -> !CellText.stripped(cell).isEmpty()));
	}

	// An amount of 19,900 without quotes is two cells, 19 and 900. The number of cells
	// betrays it unless an empty cell is missing elsewhere; then 19 won would be charged.
	private boolean hasSplitAmount(List<String> cells) {
		int next = this.header.position(InputColumn.AMOUNT) + 1;
		if (next >= cells.size() || !matches(SPLIT_START, cells.get(next - 1))
				|| !matches(SPLIT_END, cells.get(next))) {
			return false;
		}
		InputColumn column = this.header.column(next);
		boolean number = column == InputColumn.TAX_FREE || column == InputColumn.VAT_AMOUNT;
		return column == InputColumn.NAME || (!number && cells.size() != this.header.size());
	}

	private static boolean matches(Pattern pattern, String cell) {
		return pattern.matcher(CellText.stripped(cell)).matches();
	}

	private static Problem problem(long number, CsvRecord rec, String column, ProblemCode code, Object... arguments) {
		return new Problem(number, rec.line(), column, "", code.text(), List.of(arguments));
	}

}
