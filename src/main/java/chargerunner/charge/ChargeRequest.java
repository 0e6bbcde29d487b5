package chargerunner.charge;

/**
 * One call of {@code POST /subscribe/payments/again}.
 *
 * @param merchantUid the number of the attempt, at most 40 letters and digits
 * @param customerUid the customer whose billing key is charged, at most 80 characters
 * @param amount whole won, above 0
 * @param name the product name, at most 40 characters
 * @param details the optional fields
 */
public record ChargeRequest(String merchantUid, String customerUid, long amount, String name, ChargeDetails details) {

	/**
	 * {@return the currency that the answer must carry}
	 */
	public String currency() {
		return (this.details.currency() != null) ? this.details.currency() : "KRW";
	}

}
