package chargerunner.sandbox;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON as the live server writes it: keys in alphabetical order, everything that is not
 * ASCII escaped, and fields that no document names.
 */
final class Json {

	static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
		.enable(JsonWriteFeature.ESCAPE_NON_ASCII)
		.build();

	private static final Map<String, String> UNDOCUMENTED = Map.of("region", "loopback");

	private Json() {
	}

	static String envelope(int code, @Nullable String message, @Nullable Object response) {
		Map<String, @Nullable Object> envelope = new HashMap<>();
		envelope.put("code", code);
		envelope.put("message", message);
		envelope.put("response", response);
		envelope.put("trace", UNDOCUMENTED);
		return MAPPER.writeValueAsString(envelope);
	}

	/**
	 * {@return the object that the bytes hold, or null where they hold none}
	 * @param bytes what should be JSON
	 */
	static @Nullable JsonNode object(byte[] bytes) {
		try {
			JsonNode node = MAPPER.readTree(bytes);
			return node.isObject() ? node : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

}
