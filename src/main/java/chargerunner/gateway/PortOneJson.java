package chargerunner.gateway;

import java.math.BigDecimal;
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

	private static final int MAX_DIGITS = 40;

	private final ObjectReader reader;

	private final ObjectWriter writer;

	PortOneJson() {
		JsonMapper mapper = JsonMapper.builder()
			.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
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
		return this.writer.writeValueAsBytes(new TokenCall(orEmpty(settings.key()), orEmpty(settings.secret())));
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
			Long code = wholeNumber(root.path("code"));
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
		JsonNode node = envelope.response();
		String token = node.path("access_token").stringValue("");
		boolean fitsIntoHeader = !token.isEmpty() && token.chars().allMatch((c) -> c > ' ' && c < 0x7f);
		return fitsIntoHeader
				? new TokenRecord(token, wholeNumber(node.path("now")), wholeNumber(node.path("expired_at"))) : null;
	}

	/**
	 * {@return a payment; null when what names it or says how it ended is missing}
	 * @param node the payment
	 */
	@Nullable Payment payment(JsonNode node) {
		String impUid = text(node, "imp_uid");
		String merchantUid = text(node, "merchant_uid");
		String status = text(node, "status");
		if (impUid == null || merchantUid == null || status == null) {
			return null;
		}
		return new Payment(impUid, merchantUid, text(node, "customer_uid"), status, wholeNumber(node.path("amount")),
				text(node, "currency"), text(node, "fail_reason"), time(node, "paid_at"), time(node, "failed_at"),
				time(node, "cancelled_at"), text(node, "pg_tid"), text(node, "receipt_url"),
				node.path("sandbox").isBoolean() ? node.path("sandbox").booleanValue() : null,
				text(node, "customer_uid_usage"));
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

	/** A text, however the server writes it; null when it is none. */
	private static @Nullable String text(JsonNode node, String name) {
		JsonNode text = node.path(name);
		return (text.isValueNode() && !text.isNull()) ? text.asString() : null;
	}

	private static @Nullable Instant time(JsonNode node, String name) {
		return instant(wholeNumber(node.path(name)));
	}

	/**
	 * A whole number however the server writes it: {@code 3000}, {@code 3000.0} or
	 * {@code "3000"}. Whatever is no whole number of 64 bits is null, never rounded.
	 */
	private static @Nullable Long wholeNumber(JsonNode node) {
		String digits = node.asString("").strip();
		if (digits.isEmpty() || digits.length() > MAX_DIGITS) {
			return null;
		}
		try {
			return new BigDecimal(digits).longValueExact();
		}
		catch (ArithmeticException | NumberFormatException ex) {
			return null;
		}
	}

	private static String orEmpty(@Nullable String value) {
		return (value != null) ? value : "";
	}

}
