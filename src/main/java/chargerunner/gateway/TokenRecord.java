package chargerunner.gateway;

import org.jspecify.annotations.Nullable;

/**
 * What {@code getToken} grants. Never shows the token.
 *
 * @param accessToken fits into a header
 * @param now the server's time, in seconds
 * @param expiredAt until when the token is good, in seconds of the server's time
 */
record TokenRecord(String accessToken, @Nullable Long now, @Nullable Long expiredAt) {

	@Override
	public String toString() {
		return "TokenRecord[now=" + this.now + ", expiredAt=" + this.expiredAt + "]";
	}

}
