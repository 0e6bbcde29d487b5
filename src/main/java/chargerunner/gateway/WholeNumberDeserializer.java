package chargerunner.gateway;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/**
 * Reads a whole number however the server writes it: {@code 3000}, {@code 3000.0} or
 * {@code "3000"}. Whatever is no whole number of 64 bits is null, never rounded.
 */
final class WholeNumberDeserializer extends StdDeserializer<Long> {

	private static final int MAX_LENGTH = 40;

	WholeNumberDeserializer() {
		super(Long.class);
	}

	@Override
	public @Nullable Long deserialize(JsonParser parser, DeserializationContext context) {
		JsonToken token = parser.currentToken();
		if (token.isNumeric() || token == JsonToken.VALUE_STRING) {
			return wholeNumber(parser.getString());
		}
		parser.skipChildren();
		return null;
	}

	static @Nullable Long wholeNumber(String text) {
		String digits = text.strip();
		if (digits.isEmpty() || digits.length() > MAX_LENGTH) {
			return null;
		}
		try {
			return new BigDecimal(digits).longValueExact();
		}
		catch (ArithmeticException | NumberFormatException ex) {
			return null;
		}
	}

}
