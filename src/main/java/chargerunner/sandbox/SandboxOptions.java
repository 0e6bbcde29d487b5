package chargerunner.sandbox;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How a {@link Sandbox} behaves. Times are real time; nothing here is money.
 *
 * @param port the port on loopback; 0 takes a free one
 * @param key the API key that is accepted; null accepts any
 * @param secret the API secret that is accepted; null accepts any
 * @param seed chooses the random mix and the latencies
 * @param latency how long a charge takes
 * @param slow how much longer a {@code slow-} charge takes
 * @param drip the time between two bytes of a dripping body
 * @param lookUpLag how long look-ups do not find a {@code lag-} charge
 * @param faultMix the fraction of charges, of customers without a fault's prefix, that
 * get a random fault; 0 to 1
 * @param lookUpFaults the fraction of look-ups that get a random fault; 0 to 1
 * @param tokenLife the life of an access token, in whole seconds
 * @param clockOffset how far the server's clock is ahead of the real one; may be negative
 * @param failedConsumesNumber whether a number whose only record is failed is refused
 * @param expireTokensAfter how many requests with a token are let in before all tokens
 * die, once; 0 for never
 * @param threeCallsOnly whether the server knows getToken, again and findAll alone
 * @param acceptsRepeatedNumbers whether a number is charged again however often it comes,
 * which PortOne does not do: shows what only the caller prevents
 * @param sandboxFlag what {@code sandbox} says in the records
 */
public record SandboxOptions(int port, @Nullable String key, @Nullable String secret, long seed, Latency latency,
		Duration slow, Duration drip, Duration lookUpLag, double faultMix, double lookUpFaults, Duration tokenLife,
		Duration clockOffset, boolean failedConsumesNumber, long expireTokensAfter, boolean threeCallsOnly,
		boolean acceptsRepeatedNumbers, boolean sandboxFlag) {

	private static final int MAX_PORT = 65535;

	public SandboxOptions {
		require(port >= 0 && port <= MAX_PORT, "port", port);
		require(!slow.isNegative(), "slow", slow);
		require(drip.compareTo(Duration.ofMillis(1)) >= 0, "drip", drip);
		require(!lookUpLag.isNegative(), "lookUpLag", lookUpLag);
		require(faultMix >= 0 && faultMix <= 1, "faultMix", faultMix);
		require(lookUpFaults >= 0 && lookUpFaults <= 1, "lookUpFaults", lookUpFaults);
		require(tokenLife.toSeconds() >= 1, "tokenLife", tokenLife);
		require(expireTokensAfter >= 0, "expireTokensAfter", expireTokensAfter);
	}

	/**
	 * {@return the options of a server that behaves well, on a free port}
	 */
	public static SandboxOptions defaults() {
		return builder().build();
	}

	/**
	 * {@return a builder that begins with the defaults}
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * {@return a builder that begins with these options}
	 */
	public Builder toBuilder() {
		return new Builder().port(this.port)
			.key(this.key)
			.secret(this.secret)
			.seed(this.seed)
			.latency(this.latency)
			.slow(this.slow)
			.drip(this.drip)
			.lookUpLag(this.lookUpLag)
			.faultMix(this.faultMix)
			.lookUpFaults(this.lookUpFaults)
			.tokenLife(this.tokenLife)
			.clockOffset(this.clockOffset)
			.failedConsumesNumber(this.failedConsumesNumber)
			.expireTokensAfter(this.expireTokensAfter)
			.threeCallsOnly(this.threeCallsOnly)
			.acceptsRepeatedNumbers(this.acceptsRepeatedNumbers)
			.sandboxFlag(this.sandboxFlag);
	}

	@Override
	public String toString() {
		// Without key and secret.
		return "SandboxOptions[port=" + this.port + ", seed=" + this.seed + ", faultMix=" + this.faultMix + "]";
	}

	private static void require(boolean fine, String option, Object value) {
		if (!fine) {
			throw new IllegalArgumentException("The sandbox cannot work with " + option + " " + value);
		}
	}

	/**
	 * Collects options; see {@link SandboxOptions} for what each means. For one thread.
	 */
	public static final class Builder {

		private int port;

		private @Nullable String key;

		private @Nullable String secret;

		private long seed = 1;

		private Latency latency = Latency.NONE;

		private Duration slow = Duration.ofSeconds(90);

		private Duration drip = Duration.ofSeconds(1);

		private Duration lookUpLag = Duration.ofSeconds(3);

		private double faultMix;

		private double lookUpFaults;

		private Duration tokenLife = Duration.ofMinutes(30);

		private Duration clockOffset = Duration.ZERO;

		private boolean failedConsumesNumber = true;

		private long expireTokensAfter;

		private boolean threeCallsOnly;

		private boolean acceptsRepeatedNumbers;

		private boolean sandboxFlag = true;

		private Builder() {
		}

		public Builder port(int port) {
			this.port = port;
			return this;
		}

		public Builder key(@Nullable String key) {
			this.key = key;
			return this;
		}

		public Builder secret(@Nullable String secret) {
			this.secret = secret;
			return this;
		}

		public Builder seed(long seed) {
			this.seed = seed;
			return this;
		}

		public Builder latency(Latency latency) {
			this.latency = latency;
			return this;
		}

		public Builder slow(Duration slow) {
			this.slow = slow;
			return this;
		}

		public Builder drip(Duration drip) {
			this.drip = drip;
			return this;
		}

		public Builder lookUpLag(Duration lookUpLag) {
			this.lookUpLag = lookUpLag;
			return this;
		}

		public Builder faultMix(double faultMix) {
			this.faultMix = faultMix;
			return this;
		}

		public Builder lookUpFaults(double lookUpFaults) {
			this.lookUpFaults = lookUpFaults;
			return this;
		}

		public Builder tokenLife(Duration tokenLife) {
			this.tokenLife = tokenLife;
			return this;
		}

		public Builder clockOffset(Duration clockOffset) {
			this.clockOffset = clockOffset;
			return this;
		}

		public Builder failedConsumesNumber(boolean failedConsumesNumber) {
			this.failedConsumesNumber = failedConsumesNumber;
			return this;
		}

		public Builder expireTokensAfter(long expireTokensAfter) {
			this.expireTokensAfter = expireTokensAfter;
			return this;
		}

		public Builder threeCallsOnly(boolean threeCallsOnly) {
			this.threeCallsOnly = threeCallsOnly;
			return this;
		}

		public Builder acceptsRepeatedNumbers(boolean acceptsRepeatedNumbers) {
			this.acceptsRepeatedNumbers = acceptsRepeatedNumbers;
			return this;
		}

		public Builder sandboxFlag(boolean sandboxFlag) {
			this.sandboxFlag = sandboxFlag;
			return this;
		}

		public SandboxOptions build() {
			return new SandboxOptions(this.port, this.key, this.secret, this.seed, this.latency, this.slow, this.drip,
					this.lookUpLag, this.faultMix, this.lookUpFaults, this.tokenLife, this.clockOffset,
					this.failedConsumesNumber, this.expireTokensAfter, this.threeCallsOnly, this.acceptsRepeatedNumbers,
					this.sandboxFlag);
		}

	}

}
