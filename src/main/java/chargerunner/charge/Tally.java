package chargerunner.charge;

import java.util.EnumMap;
import java.util.Map;

/**
 * Rows and won by outcome. Not safe for use by several threads at once.
 */
public final class Tally {

	private final Map<RowOutcome, long[]> byOutcome = new EnumMap<>(RowOutcome.class);

	/**
	 * Adds one row.
	 * @param outcome how it ended
	 * @param won what it asked for, in won; 0 when the row is invalid
	 */
	public void add(RowOutcome outcome, long won) {
		add(outcome, 1, won);
	}

	/**
	 * Adds many rows.
	 * @param outcome how they ended
	 * @param rows how many
	 * @param won what they asked for together, in won
	 */
	public void add(RowOutcome outcome, long rows, long won) {
		long[] sums = this.byOutcome.computeIfAbsent(outcome, (key) -> new long[2]);
		sums[0] += rows;
		sums[1] = Math.addExact(sums[1], won);
	}

	/**
	 * {@return how many rows ended so}
	 * @param outcome the outcome
	 */
	public long rows(RowOutcome outcome) {
		return this.byOutcome.getOrDefault(outcome, new long[2])[0];
	}

	/**
	 * {@return what the rows that ended so asked for together, in won}
	 * @param outcome the outcome
	 */
	public long won(RowOutcome outcome) {
		return this.byOutcome.getOrDefault(outcome, new long[2])[1];
	}

	/**
	 * {@return all rows}
	 */
	public long rows() {
		return this.byOutcome.values().stream().mapToLong((sums) -> sums[0]).sum();
	}

	/**
	 * {@return what all rows asked for together, in won}
	 * @throws ArithmeticException when the sum is beyond a {@code long}
	 */
	public long won() {
		return this.byOutcome.values().stream().mapToLong((sums) -> sums[1]).reduce(0, Math::addExact);
	}

}
