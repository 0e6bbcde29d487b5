package chargerunner.gateway;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import chargerunner.charge.ChargeRequest;
import chargerunner.charge.Payment;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * PortOne V1's JSON. Unknown fields and statuses are let through, because PortOne adds
 * them at any time; what cannot be understood is null, never an exception. Safe for use
 * by many threads.
 */
final class PortOneJson {

	// The end of the year 9999; what is beyond is no time in seconds.
	private static final long MAX_EPOCH_SECOND = 253_402_300_799L;

	private final ObjectReader reader;

	private final ObjectWriter writer;

	PortOneJson() {
		JsonMapper mapper = JsonMapper.builder()
			.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
			.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
			.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
			.build();
		this.reader = mapper.reader();
		this.writer = mapper.writer();
	}

	static @Nullable Instant instant(@Nullable Long epochSecond) {
		return (epochSecond != null && epochSecond > 0 && epochSecond <= MAX_EPOCH_SECOND)
				? Instant.ofEpochSecond(epochSecond) : null;
	}

	byte[] tokenCall(PortOneSettings settings) {
		return this.writer.writeValueAsBytes(new TokenCall(text(settings.key()), text(settings.secret())));
	}

	byte[] againCall(ChargeRequest request) {
		return this.writer.writeValueAsBytes(AgainCall.of(request));
	}

	@Nullable Envelope envelope(byte @Nullable [] body) {
		if (body == null) {
			return null;
		}
		try {
			JsonNode root = this.reader.readTree(body);
			Long code = WholeNumberDeserializer.wholeNumber(root.path("code").asString(""));
			if (!root.isObject() || code == null || code != code.intValue()) {
				return null;
			}
			return new Envelope(code.intValue(), root.path("message").stringValue(null), root.path("response"));
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	@Nullable TokenRecord token(Envelope envelope) {
		return convert(envelope.response(), TokenRecord.class);
	}

	@Nullable Payment payment(JsonNode node) {
		PaymentRecord payment = convert(node, PaymentRecord.class);
		return (payment != null) ? payment.toPayment() : null;
	}

	/**
	 * {@return every payment of an array, null when it is none or one cannot be read}
	 * @param node the array
	 */
	@Nullable List<Payment> payments(JsonNode node) {
		if (!node.isArray()) {
			return null;
		}
		List<Payment> payments = new ArrayList<>(node.size());
		for (JsonNode element : node) {
			Payment payment = payment(element);
			if (payment == null) {
				return null;
			}
			payments.add(payment);
		}
		return payments;
	}

	@Nullable PaymentPage page(JsonNode node) {
		List<Payment> payments = payments(node.path("list"));
		if (payments == null) {
			return null;
		}
		return new PaymentPage(wholeNumber(node.path("total")), wholeNumber(node.path("next")), payments);
	}

	private <T> @Nullable T convert(JsonNode node, Class<T> type) {
		try {
			return node.isObject() ? this.reader.treeToValue(node, type) : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private static @Nullable Long wholeNumber(JsonNode node) {
		return WholeNumberDeserializer.wholeNumber(node.asString(""));
	}

	private static String text(@Nullable String value) {
		return (value != null) ? value : "";
	}

}
