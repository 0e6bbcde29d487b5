package chargerunner.issuance;

/**
 * Charges what was agreed to be paid at once.
 */
@FunctionalInterface
public interface FirstCharges {

	/**
	 * Takes note of a subscription that is due now. Must return at once and not throw:
	 * what is not charged at once is charged by the next due run.
	 * @param subscriptionId the subscription, which was stored
	 */
	void charge(String subscriptionId);

}
