package chargerunner.sandbox;

import java.time.Duration;

/**
 * How long the PG behind the sandbox takes for one charge, before anything is charged;
 * look-ups and tokens are answered at once. The same seed and number give the same time.
 *
 * @param median the time that half of all charges stay below; zero for none
 * @param sigma the spread of the logarithm; 0 for a fixed time, about 0.6 for a real PG
 */
public record Latency(Duration median, double sigma) {

	/** No waiting. */
	public static final Latency NONE = new Latency(Duration.ZERO, 0);

	public Latency {
		if (median.isNegative() || sigma < 0 || !Double.isFinite(sigma)) {
			throw new IllegalArgumentException("Latency must not be negative: " + median + ", sigma " + sigma);
		}
	}

	/**
	 * {@return the same time for every charge}
	 * @param time the time
	 */
	public static Latency fixed(Duration time) {
		return new Latency(time, 0);
	}

	/**
	 * {@return log-normally distributed times, as real payment calls have them}
	 * @param median the time that half of all charges stay below
	 * @param sigma the spread of the logarithm
	 */
	public static Latency logNormal(Duration median, double sigma) {
		return new Latency(median, sigma);
	}

	/**
	 * {@return the time of one charge}
	 * @param gaussian a normally distributed number of mean 0 and deviation 1
	 */
	Duration at(double gaussian) {
		return Duration.ofNanos((long) (this.median.toNanos() * Math.exp(this.sigma * gaussian)));
	}

}
