package chargerunner.charge;

import java.util.concurrent.TimeUnit;

/**
 * Spaces calls evenly, at most so many a second. Safe for many threads.
 */
final class Pace {

	private final long intervalNanos;

	private long nextNanos;

	private boolean started;

	/**
	 * Creates a pace.
	 * @param perSecond calls a second; 0 for no limit
	 */
	Pace(int perSecond) {
		this.intervalNanos = (perSecond > 0) ? (TimeUnit.SECONDS.toNanos(1) + perSecond - 1) / perSecond : 0;
	}

	/**
	 * Reserves the next call.
	 * @param nowNanos the monotonic clock
	 * @return how long to wait before that call, in ns
	 */
	synchronized long reserve(long nowNanos) {
		if (!this.started || this.nextNanos - nowNanos < 0) {
			this.nextNanos = nowNanos;
			this.started = true;
		}
		long wait = this.nextNanos - nowNanos;
		this.nextNanos += this.intervalNanos;
		return wait;
	}

	/**
	 * Lets no further call be made for some time.
	 * @param nowNanos the monotonic clock
	 * @param delayNanos how long, in ns
	 */
	synchronized void hold(long nowNanos, long delayNanos) {
		long until = nowNanos + delayNanos;
		if (!this.started || this.nextNanos - until < 0) {
			this.nextNanos = until;
			this.started = true;
		}
	}

}
