package chargerunner.intake;

import chargerunner.charge.ChargeDetails;
import org.jspecify.annotations.Nullable;

/**
 * What a valid row asks for. Texts are stripped of blanks at both ends and in Unicode
 * form NFC.
 *
 * @param reference the row's own reference, at most 120 characters; null when it has none
 * @param customerUid at most 80 characters
 * @param amount whole won, above 0
 * @param name at most 40 characters
 * @param details the optional fields, null where the cell is empty
 * @param retryOf the number of the attempt that the row repeats, at most 40 letters and
 * digits; null when it has none
 */
public record ChargeInstruction(@Nullable String reference, String customerUid, long amount, String name,
		ChargeDetails details, @Nullable String retryOf) {
}
