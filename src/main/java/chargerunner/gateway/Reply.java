package chargerunner.gateway;

import org.jspecify.annotations.Nullable;

/**
 * What one HTTP exchange came to. The message says what happened in a few words, without
 * secrets, and is empty when answered; the body is there only when answered.
 */
final class Reply {

	/** How far an exchange went. */
	enum Result {

		/** A status and a body of at most 1 MiB came. */
		ANSWERED,
		/** No byte of the request was written. */
		NOT_SENT,
		/** The request was written and no whole answer came in time. */
		TIMEOUT,
		/** The request was written, wholly or in part, and the connection broke. */
		RESET,
		/** Something came that is not HTTP, or is above 1 MiB. */
		UNREADABLE,
		/** There was no access token; nothing of the request was written. */
		NO_TOKEN,
		/** The credentials are refused; nothing of the request was written. */
		TOKEN_REFUSED

	}

	private final Result result;

	private final @Nullable Integer status;

	private final byte @Nullable [] body;

	private final String message;

	private Reply(Result result, @Nullable Integer status, byte @Nullable [] body, String message) {
		this.result = result;
		this.status = status;
		this.body = body;
		this.message = message;
	}

	static Reply answered(int status, byte[] body) {
		return new Reply(Result.ANSWERED, status, body, "");
	}

	static Reply failed(Result result, @Nullable Integer status, String message) {
		return new Reply(result, status, null, message);
	}

	Result result() {
		return this.result;
	}

	@Nullable Integer status() {
		return this.status;
	}

	byte @Nullable [] body() {
		return this.body;
	}

	String message() {
		return this.message;
	}

	boolean hasStatus(int expected) {
		return this.result == Result.ANSWERED && this.status != null && this.status == expected;
	}

}
