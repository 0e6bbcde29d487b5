package chargerunner.intake;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import chargerunner.charge.ChargeDetails;
import org.jspecify.annotations.Nullable;

/**
 * Reads the cells of one row and collects all that is wrong with them. Used once.
 */
final class RowReading {

	private static final long LEAST_FOR_INSTALMENTS = 50_000;

	private static final Pattern LETTERS_AND_DIGITS = Pattern.compile("[A-Za-z0-9]+");

	private static final Pattern QUOTA = Pattern.compile("[0-9]{1,2}");

	private static final Set<String> PRODUCT_TYPES = Set.of("real", "digital");

	private final Header header;

	private final Limits limits;

	private final long number;

	private final long line;

	private final List<String> cells;

	private final List<Problem> problems = new ArrayList<>(0);

	RowReading(Header header, Limits limits, long number, long line, List<String> cells) {
		this.header = header;
		this.limits = limits;
		this.number = number;
		this.line = line;
		this.cells = cells;
	}

	InputRow row() {
		String reference = identifier(InputColumn.REFERENCE);
		String customerUid = identifier(InputColumn.CUSTOMER_UID);
		Long amount = amount();
		String name = text(InputColumn.NAME);
		ChargeDetails details = details(amount);
		String retryOf = retryOf();
		ChargeInstruction instruction = null;
		if (this.problems.isEmpty() && customerUid != null && amount != null && name != null) {
			instruction = new ChargeInstruction(reference, customerUid, amount, name, details, retryOf);
		}
		return new InputRow(this.number, this.line, this.cells, instruction, List.copyOf(this.problems));
	}

	private ChargeDetails details(@Nullable Long amount) {
		Long taxFree = won(InputColumn.TAX_FREE);
		Long vatAmount = won(InputColumn.VAT_AMOUNT);
		checkTax(amount, taxFree, vatAmount);
		return new ChargeDetails(taxFree, vatAmount, currency(), text(InputColumn.BUYER_NAME),
				text(InputColumn.BUYER_EMAIL), phone(), text(InputColumn.BUYER_ADDR), text(InputColumn.BUYER_POSTCODE),
				cardQuota(amount), productType(), text(InputColumn.CUSTOM_DATA), noticeUrl());
	}

	/**
	 * {@return the checked text of a cell; null when it is empty or the file has no such
	 * column}
	 * @param column the column
	 */
	private @Nullable String text(InputColumn column) {
		String value = value(column);
		if (value.isEmpty()) {
			if (column.isRequired()) {
				add(column, value, ProblemCode.VALUE_MISSING);
			}
			return null;
		}
		int length = value.codePointCount(0, value.length());
		if (length > column.maxLength()) {
			add(column, value, ProblemCode.VALUE_TOO_LONG, length, column.maxLength());
		}
		if (SpreadsheetDamage.isError(value)) {
			add(column, value, ProblemCode.VALUE_EXCEL_ERROR);
		}
		checkCharacters(column, value);
		return value;
	}

	private void checkCharacters(InputColumn column, String value) {
		int hidden = value.codePoints().filter((point) -> isHidden(column, point)).findFirst().orElse(-1);
		if (hidden >= 0) {
			add(column, value, ProblemCode.VALUE_CONTROL, String.format(Locale.ROOT, "U+%04X", hidden));
		}
		int beyond = value.codePoints().filter(Character::isSupplementaryCodePoint).findFirst().orElse(-1);
		if (beyond >= 0 && column.isShown()) {
			add(column, value, ProblemCode.VALUE_EMOJI, Character.toString(beyond));
		}
		if (value.indexOf('\uFFFD') >= 0) {
			add(column, value, ProblemCode.VALUE_GARBLED);
		}
	}

	private static boolean isHidden(InputColumn column, int point) {
		if (column == InputColumn.CUSTOM_DATA && (point == '\n' || point == '\r' || point == '\t')) {
			return false;
		}
		return switch (Character.getType(point)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE ->
				true;
			default -> false;
		};
	}

	private @Nullable String identifier(InputColumn column) {
		String value = text(column);
		ProblemCode damage = (value != null) ? SpreadsheetDamage.inIdentifier(value) : null;
		if (value != null && damage != null) {
			add(column, value, damage);
		}
		return value;
	}

	private @Nullable String phone() {
		String value = text(InputColumn.BUYER_TEL);
		if (value != null && SpreadsheetDamage.isScientific(value)) {
			add(InputColumn.BUYER_TEL, value, ProblemCode.VALUE_SCIENTIFIC);
		}
		return value;
	}

	private @Nullable Long amount() {
		Long amount = won(InputColumn.AMOUNT);
		if (amount == null) {
			if (value(InputColumn.AMOUNT).isEmpty()) {
				add(InputColumn.AMOUNT, "", ProblemCode.VALUE_MISSING);
			}
			return null;
		}
		Long cap = this.limits.maxAmount();
		if (amount == 0) {
			add(InputColumn.AMOUNT, value(InputColumn.AMOUNT), ProblemCode.AMOUNT_ZERO);
		}
		else if (cap != null && amount > cap) {
			add(InputColumn.AMOUNT, value(InputColumn.AMOUNT), ProblemCode.AMOUNT_OVER_LIMIT, cap);
		}
		return amount;
	}

	private @Nullable Long won(InputColumn column) {
		String value = value(column);
		if (value.isEmpty()) {
			return null;
		}
		if (SpreadsheetDamage.isError(value)) {
			add(column, value, ProblemCode.VALUE_EXCEL_ERROR);
			return null;
		}
		WonText won = WonText.of(value);
		if (won.code() != null) {
			add(column, value, won.code());
		}
		return won.won();
	}

	private void checkTax(@Nullable Long amount, @Nullable Long taxFree, @Nullable Long vatAmount) {
		long free = (taxFree != null) ? taxFree : 0;
		long vat = (vatAmount != null) ? vatAmount : 0;
		// Both may be near the largest number there is: subtract rather than add.
		if (amount != null && (free > amount || vat > amount - free)) {
			InputColumn column = (taxFree != null) ? InputColumn.TAX_FREE : InputColumn.VAT_AMOUNT;
			add(column, value(column), ProblemCode.AMOUNT_TAX, free, vat, amount);
		}
	}

	private @Nullable String currency() {
		String value = value(InputColumn.CURRENCY);
		if (value.isEmpty()) {
			return null;
		}
		if (!value.equalsIgnoreCase("KRW")) {
			add(InputColumn.CURRENCY, value, ProblemCode.CURRENCY_OTHER);
		}
		return "KRW";
	}

	private @Nullable Integer cardQuota(@Nullable Long amount) {
		String value = value(InputColumn.CARD_QUOTA);
		if (value.isEmpty()) {
			return null;
		}
		int quota = QUOTA.matcher(value).matches() ? Integer.parseInt(value) : 1;
		if (quota == 1) {
			add(InputColumn.CARD_QUOTA, value, ProblemCode.QUOTA_INVALID);
		}
		else if (quota > 1 && amount != null && amount < LEAST_FOR_INSTALMENTS) {
			add(InputColumn.CARD_QUOTA, value, ProblemCode.QUOTA_AMOUNT, LEAST_FOR_INSTALMENTS);
		}
		return quota;
	}

	private @Nullable String productType() {
		String value = value(InputColumn.PRODUCT_TYPE);
		if (value.isEmpty()) {
			return null;
		}
		String type = value.toLowerCase(Locale.ROOT);
		if (!PRODUCT_TYPES.contains(type)) {
			add(InputColumn.PRODUCT_TYPE, value, ProblemCode.PRODUCT_TYPE);
		}
		return type;
	}

	private @Nullable String noticeUrl() {
		String value = text(InputColumn.NOTICE_URL);
		if (value != null && !isWebAddress(value)) {
			add(InputColumn.NOTICE_URL, value, ProblemCode.NOTICE_URL);
		}
		return value;
	}

	private static boolean isWebAddress(String value) {
		try {
			URI uri = new URI(value);
			boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
			return web && uri.getHost() != null;
		}
		catch (URISyntaxException ex) {
			return false;
		}
	}

	private @Nullable String retryOf() {
		String value = text(InputColumn.RETRY_OF);
		if (value != null && !LETTERS_AND_DIGITS.matcher(value).matches()) {
			add(InputColumn.RETRY_OF, value, ProblemCode.RETRY_OF);
		}
		return value;
	}

	private String value(InputColumn column) {
		int position = this.header.position(column);
		return (position < 0) ? "" : CellText.value(this.cells.get(position));
	}

	private void add(InputColumn column, String value, ProblemCode code, Object... arguments) {
		this.problems.add(new Problem(this.number, this.line, column.text(), value, code.text(), List.of(arguments)));
	}

}
