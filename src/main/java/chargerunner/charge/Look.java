package chargerunner.charge;

import org.jspecify.annotations.Nullable;

/**
 * One look at a number and what it means.
 *
 * @param doubt the attempt as it was before the look
 * @param lookUp what PortOne said
 * @param verdict what the records found mean; null when none were found
 */
public record Look(Doubt doubt, LookUp lookUp, @Nullable Verdict verdict) {
}
