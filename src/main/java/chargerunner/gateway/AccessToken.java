package chargerunner.gateway;

/**
 * One access token and its life on this machine's monotonic clock. Two tokens are the
 * same only if they came from the same call, because PortOne gives one value again and
 * again.
 */
final class AccessToken {

	private final String value;

	private final long renewAt;

	private final long expiresAt;

	AccessToken(String value, long renewAt, long expiresAt) {
		this.value = value;
		this.renewAt = renewAt;
		this.expiresAt = expiresAt;
	}

	String value() {
		return this.value;
	}

	boolean isFresh(long now) {
		return now - this.renewAt < 0;
	}

	boolean isExpired(long now) {
		return now - this.expiresAt >= 0;
	}

	AccessToken renewedNotBefore(long at) {
		return new AccessToken(this.value, at, this.expiresAt);
	}

}
