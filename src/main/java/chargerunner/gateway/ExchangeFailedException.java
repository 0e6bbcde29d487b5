package chargerunner.gateway;

import java.io.IOException;
import java.io.Serial;

/**
 * Carries the end of an exchange that got no usable answer through RestClient.
 */
final class ExchangeFailedException extends IOException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final transient Reply reply;

	ExchangeFailedException(Reply reply, Throwable cause) {
		super(reply.message(), cause);
		this.reply = reply;
	}

	Reply reply() {
		return this.reply;
	}

}
