package chargerunner.charge;

/**
 * The numbers of a charge's attempts ({@code merchant_uid}): {@code cr}, 32 characters
 * derived from namespace and reference, two digits of the attempt. Derived, so that a
 * second installation or a restored database asks for the same number and is refused
 * instead of charging; fresh for every attempt.
 */
public final class MerchantUid {

	/** The most attempts that one charge can have. */
	public static final int MAX_ATTEMPTS = 99;

	private MerchantUid() {
	}

	/**
	 * {@return the number of an attempt, 36 letters and digits}
	 * @param namespace the installation's namespace
	 * @param reference the charge's reference
	 * @param attempt the attempt's place, 1 to {@value #MAX_ATTEMPTS}
	 * @throws IllegalArgumentException when the attempt is out of that range
	 */
	public static String of(String namespace, String reference, int attempt) {
		if (attempt < 1 || attempt > MAX_ATTEMPTS) {
			throw new IllegalArgumentException("attempt " + attempt + " is not within 1 to " + MAX_ATTEMPTS);
		}
		return "cr" + Digests.base32(32, namespace, reference) + ((attempt < 10) ? "0" : "") + attempt;
	}

	/**
	 * {@return the place of the attempt that has a number, from 1; the numbers of one
	 * charge are in this order as texts too}
	 * @param number a number as {@link #of} gives it
	 */
	public static int attemptOf(String number) {
		return Integer.parseInt(number.substring(number.length() - 2));
	}

}
