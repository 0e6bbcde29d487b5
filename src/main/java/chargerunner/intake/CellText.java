package chargerunner.intake;

import java.text.Normalizer;

/**
 * Reads a cell the way a person sees it: without the blanks around it, which
 * spreadsheets, web pages and Korean input methods leave behind.
 */
final class CellText {

	/** What a spreadsheet would take for the start of a formula. */
	private static final String FORMULA_STARTS = "=+-@\t\r'";

	private CellText() {
	}

	/**
	 * Drops the one {@code '} that files of ours put before a formula.
	 * @param cell the cell as it stands in the file
	 * @return the cell as it was meant
	 */
	static String unprotected(String cell) {
		boolean isProtected = cell.length() > 1 && cell.charAt(0) == '\'' && isFormulaStart(cell.charAt(1));
		return isProtected ? cell.substring(1) : cell;
	}

	/**
	 * Puts one {@code '} before what a spreadsheet would take for a formula.
	 * @param text any text
	 * @return the text, safe to open in a spreadsheet
	 */
	static String protectedText(String text) {
		return (!text.isEmpty() && isFormulaStart(text.charAt(0))) ? "'" + text : text;
	}

	private static boolean isFormulaStart(char character) {
		return FORMULA_STARTS.indexOf(character) >= 0;
	}

	/**
	 * {@return the text in form NFC, without the blanks at both ends}
	 * @param text any text
	 */
	static String value(String text) {
		String stripped = stripped(text);
		return Normalizer.isNormalized(stripped, Normalizer.Form.NFC) ? stripped
				: Normalizer.normalize(stripped, Normalizer.Form.NFC);
	}

	static String stripped(String text) {
		int start = 0;
		int end = text.length();
		while (start < end && isBlank(text.charAt(start))) {
			start++;
		}
		while (end > start && isBlank(text.charAt(end - 1))) {
			end--;
		}
		return text.substring(start, end);
	}

	/**
	 * {@return the value with each run of blanks inside turned into one space}
	 * @param value a stripped text
	 */
	static String collapsed(String value) {
		StringBuilder collapsed = new StringBuilder(value.length());
		for (int i = 0; i < value.length(); i++) {
			boolean blank = isBlank(value.charAt(i));
			if (!blank) {
				collapsed.append(value.charAt(i));
			}
			else if (!isBlank(value.charAt(i - 1))) {
				collapsed.append(' ');
			}
		}
		return collapsed.toString();
	}

	static boolean isBlank(char character) {
		// The byte order mark and the zero width space are blanks to the eye, not to the
		// JDK.
		return character <= ' ' ? isAsciiBlank(character) : character > '~' && (Character.isSpaceChar(character)
				|| character == '\u0085' || character == '\u200B' || character == '\uFEFF');
	}

	private static boolean isAsciiBlank(char character) {
		return character == ' ' || (character >= '\t' && character <= '\r');
	}

}
