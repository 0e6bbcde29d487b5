package chargerunner.charge;

/**
 * A run held by this process.
 */
public interface Lease {

	/**
	 * {@return the run}
	 */
	long runId();

	/**
	 * {@return the token that goes up each time the run is taken; what a holder writes
	 * carries it}
	 */
	long token();

	/**
	 * {@return whether the last confirmed renewal is younger than two thirds of the lease
	 * by the monotonic clock; when it is not, nothing more may be sent}
	 */
	boolean isFresh();

}
