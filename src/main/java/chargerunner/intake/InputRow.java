package chargerunner.intake;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One row of a file of charges.
 *
 * @param number the row's number from 1; blank lines are no rows
 * @param line the physical line of the file where the row begins, from 1
 * @param cells one cell a column of {@link ChargeFile#columns()}, as they came, but
 * without the {@code '} that protects a spreadsheet from a formula
 * @param instruction what the row asks for; null exactly when there are problems
 * @param problems everything that is wrong with the row
 */
public record InputRow(long number, long line, List<String> cells, @Nullable ChargeInstruction instruction,
		List<Problem> problems) {

	public InputRow {
		if ((instruction == null) == problems.isEmpty()) {
			throw new IllegalArgumentException("A row has either an instruction or problems: row " + number);
		}
	}

}
