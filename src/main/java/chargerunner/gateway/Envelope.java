package chargerunner.gateway;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What every answer of PortOne V1 is wrapped in.
 *
 * @param code 0 when the call itself was accepted
 * @param message why it was not
 * @param response the answer; null or missing when there is none
 */
record Envelope(int code, @Nullable String message, JsonNode response) {

	boolean isEmpty() {
		return this.response.isNull() || this.response.isMissingNode();
	}

}
