package chargerunner.charge;

import org.jspecify.annotations.Nullable;

/**
 * The last number of a charge and what became of it. A number that was not sent is used
 * again, so the number alone does not tell whether a charge was tried meanwhile.
 *
 * @param merchantUid the number; null while the charge has used none
 * @param outcome what became of it; null while that is not known, or without a number
 */
public record LastAttempt(@Nullable String merchantUid, @Nullable Outcome outcome) {
}
