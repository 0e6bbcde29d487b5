package chargerunner.charge;

/**
 * The run is held by another process now; nothing was claimed.
 */
public class LeaseLostException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param runId the run
	 */
	public LeaseLostException(long runId) {
		super("run " + runId + " is held by another process now");
	}

}
