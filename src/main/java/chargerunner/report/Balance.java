package chargerunner.report;

/**
 * Whether every row and every won of a run is accounted for. Rows are counted, amounts
 * are whole won, and invalid rows have none. A run that does not balance has a bug or a
 * damaged ledger behind it, and no file of it is to be trusted blindly.
 *
 * @param plannedRows all rows of the input, as stored when the run was sealed
 * @param rows the rows found now, over all outcomes
 * @param plannedWon what all valid rows ask for, as stored when the run was sealed
 * @param won what the rows found now ask for, over all outcomes
 * @param wonAskedOfPaid what the paid rows ask for; of a row for which a person accepted
 * another amount, that amount
 * @param wonPaid what PortOne took for the paid rows
 * @param paidRowsThatDiffer paid rows for which PortOne took another amount than asked,
 * or that have no amount, and that nobody accepted
 */
public record Balance(long plannedRows, long rows, long plannedWon, long won, long wonAskedOfPaid, long wonPaid,
		long paidRowsThatDiffer) {

	/**
	 * {@return whether nothing is missing, too much or different}
	 */
	public boolean holds() {
		return rowsHold() && wonHolds() && paidHolds();
	}

	boolean rowsHold() {
		return this.plannedRows == this.rows;
	}

	boolean wonHolds() {
		return this.plannedWon == this.won;
	}

	boolean paidHolds() {
		return this.wonAskedOfPaid == this.wonPaid && this.paidRowsThatDiffer == 0;
	}

}
