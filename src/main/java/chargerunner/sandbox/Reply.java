package chargerunner.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * What the server has to say, and how it reaches the client.
 *
 * @param status the HTTP status
 * @param body the JSON, ASCII alone
 * @param delivery how it is delivered
 */
record Reply(int status, String body, Delivery delivery) {

	static final int OK = 200;

	static final int PARTIAL = 207;

	static final int BAD_REQUEST = 400;

	static final int UNAUTHORIZED = 401;

	static final int NOT_FOUND = 404;

	static Reply ok(@Nullable Object response) {
		return of(OK, 0, null, response);
	}

	static Reply partial(Object response) {
		return of(PARTIAL, 0, null, response);
	}

	/**
	 * {@return what PortOne says to a request that it refuses}
	 * @param message the reason
	 */
	static Reply refused(String message) {
		return of(OK, 1, message, null);
	}

	static Reply error(int status, String message) {
		return of(status, -1, message, null);
	}

	static Reply unauthorized() {
		return error(UNAUTHORIZED, "Unauthorized");
	}

	static Reply by(Delivery delivery) {
		return (delivery == Delivery.UNAUTHORIZED) ? unauthorized() : new Reply(OK, "", delivery);
	}

	private static Reply of(int status, int code, @Nullable String message, @Nullable Object response) {
		return new Reply(status, Json.envelope(code, message, response), Delivery.WHOLE);
	}

	/**
	 * {@return this, delivered in another way}
	 * @param other the way
	 */
	Reply deliveredBy(Delivery other) {
		return (other.status() != 0) ? by(other) : new Reply(this.status, this.body, other);
	}

}
