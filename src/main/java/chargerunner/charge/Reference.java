package chargerunner.charge;

import java.time.LocalDate;

/**
 * The references of charges: what makes two instructions the same obligation.
 */
public final class Reference {

	/** What references of subscriptions begin with. */
	public static final String SUBSCRIPTION_PREFIX = "sub:";

	private Reference() {
	}

	/**
	 * {@return the reference of one period of a subscription}
	 * @param subscriptionId the merchant's own id of the subscription
	 * @param period the day on which the period's charge is due
	 */
	public static String ofSubscription(String subscriptionId, LocalDate period) {
		return SUBSCRIPTION_PREFIX + subscriptionId + ":" + period;
	}

	/**
	 * {@return the reference of a file's row that has none of its own}
	 * @param batch the batch, by default the billing month
	 * @param customerUid the customer
	 * @param amount whole won
	 * @param name the product name, normalised
	 */
	public static String derived(String batch, String customerUid, long amount, String name) {
		return "csv:" + batch + ":" + Digests.base32(26, batch, customerUid, Long.toString(amount), name);
	}

}
