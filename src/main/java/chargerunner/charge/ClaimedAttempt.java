package chargerunner.charge;

/**
 * An attempt whose row is committed, so that it may be sent.
 *
 * @param chargeId the charge
 * @param runId the run
 * @param token the lease token under which it was claimed
 * @param request what to send
 * @param redrive whether the number was sent before and is sent again
 */
public record ClaimedAttempt(long chargeId, long runId, long token, ChargeRequest request, boolean redrive) {
}
