package chargerunner.intake;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads a number of won from a cell: ASCII digits, with or without commas between
 * thousands. Whatever else is named, never rounded or guessed.
 *
 * @param won the number of won, 0 or more; null when the text is none
 * @param code what is wrong with the text; null when nothing is
 */
record WonText(@Nullable Long won, @Nullable ProblemCode code) {

	private static final Pattern DIGITS = Pattern.compile("[0-9]+");

	private static final Pattern GROUPED = Pattern.compile("[1-9][0-9]{0,2}(,[0-9]{3})+");

	private static final Pattern DIGITS_AND_COMMAS = Pattern.compile("[0-9]*,[0-9,]*");

	private static final Pattern EXPONENT = Pattern.compile("[+-]?[0-9]+([.,][0-9]+)?[eE][+-]?[0-9]+");

	private static final Pattern DECIMAL = Pattern.compile("[0-9][0-9,]*\\.[0-9]*|\\.[0-9]+");

	// A minus in its spellings, the accountants' brackets, and the triangles of Korean
	// bookkeeping.
	private static final Pattern NEGATIVE = Pattern
		.compile("[-\u2212\uFF0D\u2013\u25B3\u25B2]\\s*[0-9].*|\\(\\s*[0-9][0-9.,]*\\s*\\)");

	// How an accounting format of a spreadsheet shows zero.
	private static final Pattern DASH = Pattern.compile("[-\u2212\uFF0D\u2013]");

	private static final Pattern CURRENCY_SIGN = Pattern
		.compile(".*([\u20A9\uFFE6\\\\$\u20AC\u00A5\uC6D0]|KRW|USD|won).*", Pattern.CASE_INSENSITIVE);

	private static final Pattern FULL_WIDTH = Pattern.compile(".*[\uFF10-\uFF19\uFF0C].*");

	static WonText of(String value) {
		if (DIGITS.matcher(value).matches()) {
			return ofDigits(value);
		}
		if (GROUPED.matcher(value).matches()) {
			return ofDigits(value.replace(",", ""));
		}
		return new WonText(null, whyNot(value));
	}

	private static WonText ofDigits(String digits) {
		try {
			return new WonText(Long.parseLong(digits), null);
		}
		catch (NumberFormatException ex) {
			return new WonText(null, ProblemCode.AMOUNT_OVERFLOW);
		}
	}

	private static ProblemCode whyNot(String value) {
		if (value.startsWith("{") || value.startsWith("[")) {
			return ProblemCode.AMOUNT_OBJECT;
		}
		if (DASH.matcher(value).matches()) {
			return ProblemCode.AMOUNT_ZERO;
		}
		if (EXPONENT.matcher(value).matches()) {
			return ProblemCode.AMOUNT_EXPONENT;
		}
		if (DECIMAL.matcher(value).matches()) {
			return ProblemCode.AMOUNT_DECIMAL;
		}
		if (DIGITS_AND_COMMAS.matcher(value).matches()) {
			return ProblemCode.AMOUNT_GROUPING;
		}
		return whyNotEvenNumber(value);
	}

	private static ProblemCode whyNotEvenNumber(String value) {
		if (NEGATIVE.matcher(value).matches()) {
			return ProblemCode.AMOUNT_NEGATIVE;
		}
		if (FULL_WIDTH.matcher(value).matches()) {
			return ProblemCode.AMOUNT_FULL_WIDTH;
		}
		boolean hasSign = CURRENCY_SIGN.matcher(value).matches();
		return hasSign ? ProblemCode.AMOUNT_CURRENCY_SIGN : ProblemCode.AMOUNT_TEXT;
	}

}
