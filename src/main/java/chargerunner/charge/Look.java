package chargerunner.charge;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One look at a number and what it means.
 *
 * @param doubt the attempt as it was before the look
 * @param lookUp what PortOne said
 * @param verdict what the records found mean; null when none were found
 * @param at when the answer was there
 */
public record Look(Doubt doubt, LookUp lookUp, @Nullable Verdict verdict, Instant at) {
}
