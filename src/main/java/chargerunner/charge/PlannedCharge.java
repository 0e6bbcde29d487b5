package chargerunner.charge;

/**
 * A charge that its run may claim.
 *
 * @param rowNumber the row of the run
 * @param chargeId the charge
 * @param reference the charge's reference
 * @param customerUid the customer whose billing key is charged
 * @param amount whole won
 * @param name the product name
 * @param details the optional fields
 * @param attempts how many numbers the charge has used so far
 */
public record PlannedCharge(long rowNumber, long chargeId, String reference, String customerUid, long amount,
		String name, ChargeDetails details, int attempts) {
}
