package chargerunner.charge;

import org.jspecify.annotations.Nullable;

/**
 * A charge that the ledger has already, as planning sees it.
 *
 * @param chargeId the charge
 * @param reference its reference
 * @param status where it stands
 * @param customerUid whose billing key is charged
 * @param amount whole won
 * @param details how the amount is taxed, and the currency
 * @param runId the run that may claim it
 * @param runSealed whether that run is sealed, so that the charge is an obligation
 * @param runLive whether a process holds that run now
 * @param lastNumber the number of its last attempt; null without one
 * @param lastOutcome the outcome of its last attempt; null without one
 * @param attempts the place of its last attempt
 */
public record KnownCharge(long chargeId, String reference, ChargeStatus status, String customerUid, long amount,
		ChargeDetails details, long runId, boolean runSealed, boolean runLive, @Nullable String lastNumber,
		@Nullable Outcome lastOutcome, int attempts) {

	/**
	 * {@return its last attempt}
	 */
	LastAttempt last() {
		return new LastAttempt(this.lastNumber, this.lastOutcome);
	}

	/**
	 * {@return whether it can be sent once more: under a new number, or under one that
	 * was not sent}
	 */
	boolean hasNumberLeft() {
		return this.attempts < MerchantUid.MAX_ATTEMPTS || this.lastOutcome == Outcome.NOT_SENT;
	}

}
