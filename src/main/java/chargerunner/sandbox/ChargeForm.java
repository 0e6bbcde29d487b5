package chargerunner.sandbox;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * The fields of {@code POST /subscribe/payments/again} that the server keeps.
 *
 * @param merchantUid the number
 * @param customerUid the customer
 * @param amount whole won
 * @param name the product
 * @param currency the currency, KRW where none was given
 * @param echoed the optional fields that come back with the payment
 */
record ChargeForm(String merchantUid, String customerUid, long amount, String name, String currency,
		Map<String, String> echoed) {

	private static final List<Text> TEXTS = List.of(new Text("customer_uid", 80, true),
			new Text("merchant_uid", 40, true), new Text("name", 40, true), new Text("currency", 3, false),
			new Text("buyer_name", 16, false), new Text("buyer_email", 64, false), new Text("buyer_tel", 16, false),
			new Text("buyer_addr", 128, false), new Text("buyer_postcode", 8, false),
			new Text("custom_data", Integer.MAX_VALUE, false), new Text("notice_url", Integer.MAX_VALUE, false),
			new Text("product_type", Integer.MAX_VALUE, false), new Text("channel_key", 55, false));

	private static final List<String> NUMBERS = List.of("amount", "tax_free", "vat_amount", "vat", "card_quota",
			"product_count");

	private static final List<String> BOOLEANS = List.of("interest_free_by_merchant", "use_card_point");

	private static final List<String> ECHOED = List.of("buyer_name", "buyer_email", "buyer_tel", "buyer_addr",
			"buyer_postcode", "custom_data");

	/**
	 * {@return what is wrong with the fields of a charge, or null}
	 * @param fields the fields
	 */
	static @Nullable String problem(Fields fields) {
		String problem = TEXTS.stream()
			.map((text) -> text.problem(fields))
			.flatMap(Optional::stream)
			.findFirst()
			.orElse(null);
		return (problem != null) ? problem : problemOfNumbers(fields);
	}

	private static @Nullable String problemOfNumbers(Fields fields) {
		for (String name : NUMBERS) {
			Long number = fields.whole(name);
			if (fields.has(name) && (number == null || number < 0)) {
				return malformed(name);
			}
		}
		for (String name : BOOLEANS) {
			if (fields.has(name) && !fields.isBoolean(name)) {
				return malformed(name);
			}
		}
		return problemOfAmount(fields);
	}

	private static @Nullable String problemOfAmount(Fields fields) {
		if (!fields.has("amount")) {
			return missing("amount");
		}
		if (number(fields, "amount") == 0) {
			return "결제금액은 0보다 커야 합니다.";
		}
		boolean taxFits = number(fields, "tax_free") <= number(fields, "amount")
				&& number(fields, "vat_amount") <= number(fields, "amount") - number(fields, "tax_free");
		return taxFits ? null : "면세금액과 부가세의 합이 결제금액보다 클 수 없습니다.";
	}

	private static long number(Fields fields, String name) {
		Long number = fields.whole(name);
		return (number != null) ? number : 0;
	}

	private static String missing(String name) {
		return "필수 파라미터가 누락되었습니다. [" + name + "]";
	}

	private static String malformed(String name) {
		return "파라미터의 형식이 올바르지 않습니다. [" + name + "]";
	}

	/**
	 * {@return the form of fields that have no problem}
	 * @param fields the fields
	 */
	static ChargeForm of(Fields fields) {
		Map<String, String> echoed = new TreeMap<>();
		for (String name : ECHOED) {
			String text = fields.text(name);
			if (text != null) {
				echoed.put(name, text);
			}
		}
		String currency = text(fields, "currency");
		return new ChargeForm(text(fields, "merchant_uid"), text(fields, "customer_uid"), number(fields, "amount"),
				text(fields, "name"), currency.isEmpty() ? "KRW" : currency, Map.copyOf(echoed));
	}

	private static String text(Fields fields, String name) {
		String text = fields.text(name);
		return (text != null) ? text : "";
	}

	/** The rule for one text field. */
	private record Text(String name, int max, boolean required) {

		Optional<String> problem(Fields fields) {
			String text = fields.text(this.name);
			if (text == null) {
				return fields.has(this.name) ? Optional.of(malformed(this.name))
						: Optional.of(missing(this.name)).filter((problem) -> this.required);
			}
			if (this.required && text.isBlank()) {
				return Optional.of(missing(this.name));
			}
			return Optional.of("파라미터의 최대 길이(" + this.max + ")를 초과하였습니다. [" + this.name + "]")
				.filter((problem) -> text.codePointCount(0, text.length()) > this.max);
		}

	}

}
