package chargerunner.charge;

import java.util.concurrent.TimeUnit;

/**
 * Spaces calls evenly, at most so many in any second. What was late is made up for by
 * spaces up to a tenth shorter, after a pause not at all. Safe for many threads; a call
 * must be noted before the next one asks.
 */
final class Pace {

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	/** What is later than this was a pause. */
	private static final long MAX_LATE = SECOND / 10;

	private final long intervalNanos;

	private static final int MOST_KEPT = 10_000;

	/** When the latest calls were made; the oldest is overwritten. */
	private final long[] made;

	/**
	 * How long so many calls take at least: a second, at very high rates a part of one.
	 */
	private final long spanNanos;

	private long calls;

	private long dueNanos;

	private boolean held;

	/**
	 * Creates a pace.
	 * @param perSecond calls a second; 0 for no limit
	 */
	Pace(int perSecond) {
		this.made = new long[Math.min(perSecond, MOST_KEPT)];
		this.spanNanos = (perSecond > 0) ? SECOND * this.made.length / perSecond : 0;
		this.intervalNanos = (perSecond > 0) ? (SECOND + perSecond - 1) / perSecond : 0;
	}

	/**
	 * {@return how long the next call has to wait, in ns; 0 or less when it may be made}
	 * @param nowNanos the monotonic clock
	 */
	synchronized long nanosLeft(long nowNanos) {
		long left = (this.calls > 0 || this.held) ? this.dueNanos - nowNanos : 0;
		if (this.calls > 0 && this.made.length > 0) {
			left = Math.max(left, madeBefore(1) + this.intervalNanos - this.intervalNanos / 10 - nowNanos);
		}
		if (this.calls >= this.made.length && this.made.length > 0) {
			left = Math.max(left, madeBefore(this.made.length) + this.spanNanos - nowNanos);
		}
		return left;
	}

	/**
	 * Notes that a call is made.
	 * @param nowNanos the monotonic clock
	 */
	synchronized void made(long nowNanos) {
		if (this.made.length == 0) {
			return;
		}
		boolean late = (this.calls == 0 && !this.held)
				|| nowNanos - this.dueNanos > Math.max(this.intervalNanos, MAX_LATE);
		this.dueNanos = (late ? nowNanos : this.dueNanos) + this.intervalNanos;
		this.made[(int) (this.calls % this.made.length)] = nowNanos;
		this.calls++;
	}

	private long madeBefore(int calls) {
		return this.made[(int) ((this.calls - calls) % this.made.length)];
	}

	/**
	 * Lets no further call be made for some time.
	 * @param nowNanos the monotonic clock
	 * @param delayNanos how long, in ns
	 */
	synchronized void hold(long nowNanos, long delayNanos) {
		long until = nowNanos + delayNanos;
		if ((this.calls == 0 && !this.held) || this.dueNanos - until < 0) {
			this.dueNanos = until;
			this.held = true;
		}
	}

}
