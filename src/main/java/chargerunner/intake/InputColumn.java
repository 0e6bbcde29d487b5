package chargerunner.intake;

import java.util.Locale;

/**
 * The columns that a file of charges may have beside its own ones. The limits are those
 * of {@code POST /subscribe/payments/again}, counted in characters (code points), and our
 * own where PortOne names none.
 */
enum InputColumn {

	CUSTOMER_UID(80), AMOUNT(0), NAME(40), REFERENCE(120), TAX_FREE(0), VAT_AMOUNT(0), CURRENCY(0), BUYER_NAME(16),
	BUYER_EMAIL(64), BUYER_TEL(16), BUYER_ADDR(128), BUYER_POSTCODE(8), CARD_QUOTA(0), PRODUCT_TYPE(0),
	CUSTOM_DATA(20_000), NOTICE_URL(2_000), RETRY_OF(40);

	private final int maxLength;

	private final String text = name().toLowerCase(Locale.ROOT);

	InputColumn(int maxLength) {
		this.maxLength = maxLength;
	}

	String text() {
		return this.text;
	}

	boolean isRequired() {
		return this == CUSTOMER_UID || this == AMOUNT || this == NAME;
	}

	int maxLength() {
		return (this.maxLength == 0) ? Integer.MAX_VALUE : this.maxLength;
	}

	/**
	 * {@return whether a PG shows or prints the value, which characters beyond the Basic
	 * Multilingual Plane do not survive}
	 */
	boolean isShown() {
		return switch (this) {
			case NAME, BUYER_NAME, BUYER_EMAIL, BUYER_TEL, BUYER_ADDR, BUYER_POSTCODE -> true;
			default -> false;
		};
	}

}
