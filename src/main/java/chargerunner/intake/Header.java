package chargerunner.intake;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The names of the columns. Blanks around a name and its case do not matter; a column
 * that is known to this tool is given in its own spelling, every other one as it came.
 */
final class Header {

	private static final List<String> OUTCOME_COLUMNS = List.of("outcome", "merchant_uid", "imp_uid", "paid_at",
			"amount_paid", "attempts", "reason_class", "reason", "receipt_url");

	private static final String ADVICE = "advice";

	/**
	 * Which of them only our own files have together. The others may have been moved or
	 * deleted in a spreadsheet.
	 */
	private static final Set<String> TELLING_COLUMNS = Set.of("outcome", "merchant_uid", "attempts", "reason_class");

	private final long line;

	private final List<String> names;

	private final int cellCount;

	private final Map<InputColumn, Integer> positions = new EnumMap<>(InputColumn.class);

	Header(long line, List<String> cells) {
		this.line = line;
		this.cellCount = cells.size();
		this.names = withoutEmptyEnd(cells.stream().map(CellText::unprotected).map(Header::name).toList());
		for (InputColumn column : InputColumn.values()) {
			int position = this.names.indexOf(column.text());
			if (position >= 0) {
				this.positions.put(column, position);
			}
		}
	}

	private static String name(String cell) {
		String name = CellText.value(cell);
		String lower = name.toLowerCase(Locale.ROOT);
		boolean known = OUTCOME_COLUMNS.contains(lower) || lower.equals(ADVICE) || ofName(lower) != null;
		return known ? lower : name;
	}

	private static @Nullable InputColumn ofName(String name) {
		for (InputColumn column : InputColumn.values()) {
			if (column.text().equals(name)) {
				return column;
			}
		}
		return null;
	}

	// Spreadsheets write empty cells as far right as anything ever stood.
	private static List<String> withoutEmptyEnd(List<String> names) {
		int end = names.size();
		while (end > 0 && names.get(end - 1).isEmpty()) {
			end--;
		}
		return List.copyOf(names.subList(0, end));
	}

	List<String> names() {
		return this.names;
	}

	int size() {
		return this.names.size();
	}

	/**
	 * {@return how many cells a row may have, those without a name included}
	 */
	int mostCells() {
		// Where the last column is always filled, a stray comma cannot push empty
		// cells over the end: those are a spreadsheet's.
		InputColumn last = this.names.isEmpty() ? null : ofName(this.names.get(size() - 1));
		return (last != null && last.isRequired()) ? Integer.MAX_VALUE : this.cellCount;
	}

	/**
	 * {@return the column of ours at a position, null when another one is there}
	 * @param position the position from 0
	 */
	@Nullable InputColumn column(int position) {
		return (position < size()) ? ofName(this.names.get(position)) : null;
	}

	/**
	 * {@return the position of a column, -1 when the file has none}
	 * @param column the column
	 */
	int position(InputColumn column) {
		return this.positions.getOrDefault(column, -1);
	}

	/**
	 * {@return which file of this tool has such a header, if one has; also after its
	 * columns were moved}
	 */
	Optional<ProblemCode> ownFile() {
		boolean charges = this.names.contains(InputColumn.CUSTOMER_UID.text());
		if (!charges && this.names.containsAll(ProblemsFile.COLUMNS)) {
			return Optional.of(ProblemCode.FILE_PROBLEMS);
		}
		if (!this.names.containsAll(TELLING_COLUMNS)) {
			return Optional.empty();
		}
		return Optional.of(this.names.contains(ADVICE) ? ProblemCode.FILE_REVIEW : ProblemCode.FILE_RESULT);
	}

	/**
	 * {@return everything that is wrong with the names}
	 */
	List<Problem> problems() {
		List<Problem> problems = new ArrayList<>();
		Set<String> misspelt = addMisspelt(problems);
		addMissing(misspelt, problems);
		Set<String> seen = new HashSet<>();
		for (int i = 0; i < size(); i++) {
			String name = this.names.get(i);
			if (name.isEmpty()) {
				problems.add(problem(name, ProblemCode.HEADER_EMPTY, i + 1));
			}
			else if (!seen.add(name)) {
				problems.add(problem(name, ProblemCode.HEADER_DUPLICATE));
			}
		}
		return problems;
	}

	// A column that is meant for us and not understood would change what is charged,
	// silently.
	private Set<String> addMisspelt(List<Problem> problems) {
		Set<String> meant = new HashSet<>();
		for (String name : this.names) {
			String bare = bare(name);
			for (InputColumn column : InputColumn.values()) {
				if (position(column) < 0 && bare.equals(bare(column.text()))) {
					problems.add(problem(name, ProblemCode.HEADER_MISSPELT, column.text()));
					meant.add(column.text());
				}
			}
		}
		return meant;
	}

	private void addMissing(Set<String> misspelt, List<Problem> problems) {
		for (InputColumn column : InputColumn.values()) {
			if (column.isRequired() && position(column) < 0 && !misspelt.contains(column.text())) {
				problems.add(problem(column.text(), ProblemCode.HEADER_MISSING, String.join(", ", this.names)));
			}
		}
	}

	private static String bare(String name) {
		return name.replaceAll("[\\s_.*-]", "").toLowerCase(Locale.ROOT);
	}

	private Problem problem(String column, ProblemCode code, Object... arguments) {
		return new Problem(0, this.line, column, "", code.text(), List.of(arguments));
	}

}
