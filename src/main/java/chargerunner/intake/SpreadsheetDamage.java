package chargerunner.intake;

import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Recognises what a spreadsheet leaves of an identifier that it took for a number, a date
 * or a formula. A leading zero or a digit beyond the fifteenth that it dropped cannot be
 * seen any more.
 */
final class SpreadsheetDamage {

	private static final int LONGEST = 30;

	private static final Pattern SCIENTIFIC = Pattern.compile("[+-]?[0-9](\\.[0-9]+)?[eE][+-][0-9]{2,3}");

	private static final String YEAR = "(?:19|20)[0-9]{2}";

	private static final String MONTH = "(?:0?[1-9]|1[0-2])";

	private static final String DAY = "(?:0?[1-9]|[12][0-9]|3[01])";

	private static final String MONTH_NAME = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";

	private static final String TIME = "(?:\uC624\uC804 |\uC624\uD6C4 )?[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?(?: [AP]M)?";

	private static final String DATE = String.join("|", YEAR + "-" + MONTH + "-" + DAY, YEAR + "/" + MONTH + "/" + DAY,
			YEAR + "\\. ?" + MONTH + "\\. ?" + DAY + "\\.?", MONTH + "/" + DAY + "/(?:" + YEAR + "|[0-9]{2})",
			DAY + "[-/]" + MONTH + "[-/]" + YEAR, DAY + "-" + MONTH_NAME + "(?:-(?:" + YEAR + "|[0-9]{2}))?",
			MONTH_NAME + "-(?:" + YEAR + "|[0-9]{2})",
			"(?:" + YEAR + "\uB144 )?" + MONTH + "\uC6D4(?: " + DAY + "\uC77C)?");

	private static final Pattern DATE_OR_TIME = Pattern.compile("(?:" + DATE + ")(?: " + TIME + ")?|" + TIME);

	private static final Pattern HASHES = Pattern.compile("#{3,}");

	private static final Set<String> ERRORS = Set.of("#N/A", "#NAME?", "#VALUE!", "#REF!", "#DIV/0!", "#NUM!", "#NULL!",
			"#SPILL!", "#CALC!", "#FIELD!", "#GETTING_DATA");

	private SpreadsheetDamage() {
	}

	static boolean isScientific(String value) {
		return value.length() <= LONGEST && SCIENTIFIC.matcher(value).matches();
	}

	static @Nullable ProblemCode inIdentifier(String value) {
		if (value.length() > LONGEST) {
			return null;
		}
		if (isScientific(value)) {
			return ProblemCode.VALUE_SCIENTIFIC;
		}
		return DATE_OR_TIME.matcher(value).matches() ? ProblemCode.VALUE_DATE : null;
	}

	static boolean isError(String value) {
		return value.startsWith("#") && (ERRORS.contains(value) || HASHES.matcher(value).matches());
	}

}
