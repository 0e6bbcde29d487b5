package chargerunner.charge;

import java.time.Instant;

/**
 * What became of a claimed attempt.
 *
 * @param attempt the attempt
 * @param verdict what its answer means
 * @param timesSent how many requests were made for it in this claim
 * @param requestedAt when the last request was begun
 * @param answeredAt when its answer was there
 */
public record AttemptResult(ClaimedAttempt attempt, Verdict verdict, int timesSent, Instant requestedAt,
		Instant answeredAt) {
}
