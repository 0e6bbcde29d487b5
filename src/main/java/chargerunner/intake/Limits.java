package chargerunner.intake;

import org.jspecify.annotations.Nullable;

/**
 * What the person who runs the tool allows beyond what PortOne allows.
 *
 * @param maxAmount the most that one row may ask for, in won ({@code charge.max-amount});
 * null for no cap
 */
public record Limits(@Nullable Long maxAmount) {

	/** No cap at all. */
	public static final Limits NONE = new Limits(null);

	public Limits {
		if (maxAmount != null && maxAmount < 1) {
			throw new IllegalArgumentException("The cap on one amount must be at least 1 won, not " + maxAmount);
		}
	}

}
