package chargerunner.charge;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A row to be planned.
 *
 * @param rowNumber the row's number in the input, from 1
 * @param cells the row as it came
 * @param instruction what it asks for; null when the row itself is invalid
 */
public record PlanRow(long rowNumber, List<String> cells, @Nullable Instruction instruction) {
}
