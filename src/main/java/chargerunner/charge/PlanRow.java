package chargerunner.charge;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A row to be planned.
 *
 * @param rowNumber the row's number in the input, from 1
 * @param cells the row as it came
 * @param instruction what it asks for; null when the row itself is invalid
 * @param problem what is wrong with an invalid row, for people; null for others
 */
public record PlanRow(long rowNumber, List<String> cells, @Nullable Instruction instruction, @Nullable String problem) {

	/**
	 * {@return a row that asks for something}
	 * @param rowNumber the row's number in the input, from 1
	 * @param cells the row as it came
	 * @param instruction what it asks for
	 */
	public static PlanRow of(long rowNumber, List<String> cells, Instruction instruction) {
		return new PlanRow(rowNumber, cells, instruction, null);
	}

}
