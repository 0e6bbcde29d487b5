package chargerunner.report;

/**
 * What may be shown of personal data. Has no state.
 */
public final class Masked {

	private static final int SHOWN = 3;

	private Masked() {
	}

	/**
	 * {@return a customer_uid of which only the beginning is to be read}
	 * @param customerUid the customer_uid
	 */
	public static String customerUid(String customerUid) {
		int length = customerUid.codePointCount(0, customerUid.length());
		int end = customerUid.offsetByCodePoints(0, Math.min(SHOWN, length / 2));
		return customerUid.substring(0, end) + "***";
	}

}
