package chargerunner.intake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * What makes a row the same obligation in another file: its texts without the accidents
 * of encoding, blanks, commas between thousands and order of columns. Not safe for use by
 * several threads at once.
 */
final class RowIdentity {

	private static final List<InputColumn> COLUMNS = List.of(InputColumn.CUSTOMER_UID, InputColumn.AMOUNT,
			InputColumn.NAME, InputColumn.REFERENCE, InputColumn.TAX_FREE, InputColumn.VAT_AMOUNT, InputColumn.CURRENCY,
			InputColumn.RETRY_OF);

	private final MessageDigest sha256 = Sha256.create();

	private final Header header;

	RowIdentity(Header header) {
		this.header = header;
	}

	/**
	 * {@return the SHA-256 of all that tells the row from other rows}
	 * @param row the row, valid or not
	 */
	byte[] hash(InputRow row) {
		COLUMNS.forEach((column) -> update(text(row, column)));
		return this.sha256.digest();
	}

	/**
	 * {@return a number that two rows share when they would be one charge: the same
	 * reference or, without one, the same customer, amount and name; nothing when the row
	 * does not say enough}
	 * @param row the row, valid or not
	 */
	OptionalLong key(InputRow row) {
		String reference = text(row, InputColumn.REFERENCE);
		if (!reference.isEmpty()) {
			return isFaulty(row, InputColumn.REFERENCE) ? OptionalLong.empty() : key("reference", reference);
		}
		for (InputColumn column : List.of(InputColumn.CUSTOMER_UID, InputColumn.AMOUNT, InputColumn.NAME)) {
			if (text(row, column).isEmpty() || isFaulty(row, column)) {
				return OptionalLong.empty();
			}
		}
		return key("derived", text(row, InputColumn.CUSTOMER_UID), text(row, InputColumn.AMOUNT),
				text(row, InputColumn.NAME));
	}

	boolean hasReference(InputRow row) {
		return !text(row, InputColumn.REFERENCE).isEmpty();
	}

	private OptionalLong key(String... texts) {
		for (String text : texts) {
			update(text);
		}
		// Two of a million rows share 64 bits of SHA-256 by chance once in 40 million
		// files, and are then refused, not charged.
		return OptionalLong.of(ByteBuffer.wrap(this.sha256.digest()).getLong());
	}

	private void update(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		this.sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
		this.sha256.update(bytes);
	}

	private static boolean isFaulty(InputRow row, InputColumn column) {
		return row.problems().stream().anyMatch((problem) -> problem.column().equals(column.text()));
	}

	String text(InputRow row, InputColumn column) {
		int position = this.header.position(column);
		if (position < 0) {
			return "";
		}
		String value = CellText.collapsed(CellText.value(row.cells().get(position)));
		return switch (column) {
			case AMOUNT, TAX_FREE, VAT_AMOUNT -> number(value);
			case CURRENCY -> value.toUpperCase(Locale.ROOT);
			default -> value;
		};
	}

	private static String number(String value) {
		Long won = WonText.of(value).won();
		return (won != null) ? won.toString() : value;
	}

}
