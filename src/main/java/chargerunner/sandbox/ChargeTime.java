package chargerunner.sandbox;

/**
 * How long a request to charge was in the sandbox.
 *
 * @param arrivedNanos when it began to be read, by {@link System#nanoTime}
 * @param answeredNanos when its answer was written
 */
public record ChargeTime(long arrivedNanos, long answeredNanos) {
}
