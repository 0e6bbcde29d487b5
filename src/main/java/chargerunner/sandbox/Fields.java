package chargerunner.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * The fields of a request's body. A JSON null counts as absent. In JSON a number must be
 * a number; a form has only text, so there digits will do.
 *
 * @param values the fields by name
 * @param form whether they came as a form
 * @param readable whether the body could be read at all
 */
record Fields(Map<String, JsonNode> values, boolean form, boolean readable) {

	static final Fields NONE = new Fields(Map.of(), false, true);

	private static final Fields UNREADABLE = new Fields(Map.of(), false, false);

	static Fields of(@Nullable String contentType, byte[] body) {
		if (contentType != null && contentType.startsWith("application/x-www-form-urlencoded")) {
			return ofForm(new String(body, StandardCharsets.UTF_8));
		}
		JsonNode object = Json.object(body);
		return (object != null) ? ofJson(object) : UNREADABLE;
	}

	private static Fields ofJson(JsonNode object) {
		Map<String, JsonNode> values = new HashMap<>();
		object.properties().forEach((field) -> {
			if (!field.getValue().isNull()) {
				values.put(field.getKey(), field.getValue());
			}
		});
		return new Fields(values, false, true);
	}

	private static Fields ofForm(String body) {
		Map<String, JsonNode> values = new HashMap<>();
		Query.parse(body).forEach((name, texts) -> values.put(name, StringNode.valueOf(last(texts))));
		return new Fields(values, true, true);
	}

	private static String last(List<String> texts) {
		return texts.get(texts.size() - 1);
	}

	boolean has(String name) {
		return this.values.containsKey(name);
	}

	/**
	 * {@return the text of a field, or null where it is absent or no text}
	 * @param name the field's name
	 */
	@Nullable String text(String name) {
		JsonNode value = this.values.get(name);
		return (value != null && value.isString()) ? value.stringValue() : null;
	}

	/**
	 * {@return the whole number of a field, or null where it is absent or none}
	 * @param name the field's name
	 */
	@Nullable Long whole(String name) {
		JsonNode value = this.values.get(name);
		if (value == null) {
			return null;
		}
		if (value.isIntegralNumber() && value.canConvertToLong()) {
			return value.longValue();
		}
		boolean digits = this.form && value.stringValue("").matches("-?\\d{1,18}");
		return digits ? Long.valueOf(value.stringValue()) : null;
	}

	/**
	 * {@return whether a field is true or false}
	 * @param name the field's name
	 */
	boolean isBoolean(String name) {
		JsonNode value = this.values.get(name);
		return value != null && (value.isBoolean() || (this.form && value.stringValue("").matches("true|false|0|1")));
	}

}
