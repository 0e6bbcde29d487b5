package chargerunner.charge;

import org.jspecify.annotations.Nullable;

/**
 * What came back from one call of {@code again}: a value, never an exception.
 *
 * @param kind what sort of answer it was
 * @param payment PortOne's record, exactly when the kind is {@link Kind#PAYMENT}
 * @param httpStatus the HTTP status, null when there was none
 * @param code the envelope's code, null when there was none
 * @param message the envelope's message, or a short sentence of ours that holds no secret
 * and no personal data
 */
public record Answer(Kind kind, @Nullable Payment payment, @Nullable Integer httpStatus, @Nullable Integer code,
		@Nullable String message) {

	/** The sorts of answers. */
	public enum Kind {

		/** HTTP 200, code 0, with a payment of any status. */
		PAYMENT,
		/** HTTP 200, code other than 0: PortOne refused the request; see the message. */
		REFUSED,
		/** The credentials are wrong, or 401 came again with a new token. Not charged. */
		UNAUTHORIZED,
		/** HTTP 429. Not charged. */
		THROTTLED,
		/**
		 * Nothing of the charge was sent: DNS, connect, pool, TLS handshake, or no token
		 * to be had.
		 */
		NOT_SENT,
		/** No whole answer in time. */
		TIMEOUT,
		/** The connection broke, or closed without an answer. */
		RESET,
		/** We broke the exchange off ourselves after it may have been sent. */
		INTERRUPTED,
		/** Any other HTTP status. */
		HTTP,
		/** HTTP 200 that is not the JSON envelope, or above 1 MiB. */
		UNREADABLE

	}

	/**
	 * {@return an answer that carries a payment}
	 * @param payment PortOne's record
	 */
	public static Answer payment(Payment payment) {
		return new Answer(Kind.PAYMENT, payment, 200, 0, null);
	}

	/**
	 * {@return a refusal by PortOne itself}
	 * @param code the envelope's code
	 * @param message the envelope's message
	 */
	public static Answer refused(int code, @Nullable String message) {
		return new Answer(Kind.REFUSED, null, 200, code, message);
	}

	/**
	 * {@return an answer without a payment}
	 * @param kind the sort of answer
	 * @param httpStatus the HTTP status, null when there was none
	 * @param message what happened, in a few words
	 */
	public static Answer of(Kind kind, @Nullable Integer httpStatus, String message) {
		return new Answer(kind, null, httpStatus, null, message);
	}

}
