package chargerunner.charge;

/**
 * When failures are a storm, in which nothing more is sent; 0 switches a limit off.
 *
 * @param failures so many charges one after the other that were not let in or are in
 * doubt
 * @param percent so many of the latest hundred charges
 * @param refusals the same refusal so many times one after the other
 */
public record StormLimits(int failures, int percent, int refusals) {

	/** Nothing is a storm. */
	public static final StormLimits NONE = new StormLimits(0, 0, 0);

}
