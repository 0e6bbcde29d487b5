package chargerunner.sandbox;

/**
 * How an answer reaches the client, or does not. Says nothing about whether the customer
 * was charged before.
 */
public enum Delivery {

	/** As PortOne answers. */
	WHOLE(0),
	/** The connection is closed without a byte. */
	DROPPED(0),
	/** The headers, then a byte at a time, never finished; given up after 10 minutes. */
	DRIPPING(0),
	/** The JSON is cut in the middle and the connection closed: too long a length. */
	TRUNCATED(0),
	/** The JSON is well formed, and above 1 MiB. */
	HUGE(0),
	/** HTTP 200 with an HTML body. */
	NOT_JSON(200),
	/** HTTP 307 to the same call. */
	REDIRECTED(307),
	/** HTTP 401 with PortOne's envelope. */
	UNAUTHORIZED(401),
	/** HTTP 404 with an HTML body, as a proxy says it. */
	HTML_404(404),
	/** HTTP 429. */
	THROTTLED(429),
	/** HTTP 500 with an HTML body. */
	HTML_500(500),
	/** HTTP 502 with an HTML body. */
	HTML_502(502),
	/** HTTP 503 with {@code Retry-After: 1}. */
	UNAVAILABLE(503);

	private final int status;

	Delivery(int status) {
		this.status = status;
	}

	/**
	 * {@return the status that takes the place of the answer's own, or 0}
	 */
	int status() {
		return this.status;
	}

}
