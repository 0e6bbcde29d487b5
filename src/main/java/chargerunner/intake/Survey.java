package chargerunner.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Counts what a file holds while all its rows pass once.
 */
final class Survey {

	/** How many problems are kept; the others are counted. */
	static final int KEPT_PROBLEMS = 1_000;

	private final RowIdentity identity;

	private final RepeatedRows.Collector keys = new RepeatedRows.Collector();

	private final RowsDigest digest = new RowsDigest();

	private final List<Problem> firstProblems = new ArrayList<>();

	private long rows;

	private long validRows;

	private long validWon;

	private long problems;

	private boolean wonOverflow;

	private boolean everyRowHasReference = true;

	Survey(Header header) {
		this.identity = new RowIdentity(header);
	}

	/** Takes a row of the first pass. */
	void add(InputRow row) {
		count(row);
		this.digest.add(this.identity.hash(row));
		OptionalLong key = this.identity.key(row);
		if (key.isPresent()) {
			this.keys.add(key.getAsLong(), row.line());
		}
	}

	/** Takes a row of the second pass, which knows the repetitions. */
	void count(InputRow row) {
		this.rows++;
		this.problems += row.problems().size();
		for (Problem problem : row.problems()) {
			if (this.firstProblems.size() < KEPT_PROBLEMS) {
				this.firstProblems.add(problem);
			}
		}
		ChargeInstruction instruction = row.instruction();
		if (instruction != null) {
			this.validRows++;
			this.wonOverflow |= this.validWon + instruction.amount() < 0;
			this.validWon += instruction.amount();
			this.everyRowHasReference &= instruction.reference() != null;
		}
	}

	RepeatedRows repeated() {
		return this.keys.repeated();
	}

	String digest() {
		return this.digest.hex();
	}

	Totals totals() {
		return new Totals(this.rows, this.validRows, this.validWon, this.everyRowHasReference, this.problems,
				List.copyOf(this.firstProblems));
	}

	List<Problem> firstProblems() {
		return this.firstProblems;
	}

	boolean isWonOverflow() {
		return this.wonOverflow;
	}

	/**
	 * What was counted.
	 *
	 * @param rows all rows
	 * @param validRows the rows without problems
	 * @param validWon what they ask for together
	 * @param everyRowHasReference whether each of them has its own reference
	 * @param problems all problems
	 * @param firstProblems the first of them
	 */
	record Totals(long rows, long validRows, long validWon, boolean everyRowHasReference, long problems,
			List<Problem> firstProblems) {
	}

}
