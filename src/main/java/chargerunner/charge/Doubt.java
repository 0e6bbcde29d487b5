package chargerunner.charge;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * An attempt to be looked up.
 *
 * @param chargeId the charge
 * @param runId the run that made it
 * @param request what was sent, or may have been
 * @param outcome the recorded outcome: unknown for a doubt, another for an attempt that
 * is only checked
 * @param reasonClass why it is in doubt
 * @param lastSentAt the last moment at which it could have been sent
 * @param lastLookAt when it was last looked up, by the moment before the question; null
 * before the first look
 * @param looks how many looks there were
 * @param noneLooks how many looks in a row said that there is no record
 * @param noneSince when the first of those was recorded; null without one
 * @param recheckAt when an attempt that was sent again is to be looked at once more; null
 * when it is not
 */
public record Doubt(long chargeId, long runId, ChargeRequest request, Outcome outcome,
		@Nullable ReasonClass reasonClass, Instant lastSentAt, @Nullable Instant lastLookAt, int looks, int noneLooks,
		@Nullable Instant noneSince, @Nullable Instant recheckAt) {

	/**
	 * {@return whether the attempt is in doubt, and not only looked at once more}
	 */
	public boolean isUnknown() {
		return this.outcome == Outcome.UNKNOWN;
	}

}
