package chargerunner.intake;

import java.util.ArrayList;
import java.util.List;

import chargerunner.charge.DueSubscription;
import org.jspecify.annotations.Nullable;

/**
 * What a row of the table {@code subscription} must be like to be charged: the rules of a
 * row of a file, and an id that makes a reference which files can carry. Has no state.
 */
final class SubscriptionRules {

	private static final String ID = "id";

	/** The id stands where a row of a file has its reference: the same rules hold. */
	private static final Header COLUMNS = new Header(1,
			List.of(InputColumn.REFERENCE.text(), InputColumn.CUSTOMER_UID.text(), InputColumn.AMOUNT.text(),
					InputColumn.NAME.text(), InputColumn.TAX_FREE.text(), InputColumn.VAT_AMOUNT.text()));

	private SubscriptionRules() {
	}

	static List<Problem> problems(DueSubscription subscription) {
		List<Problem> problems = new ArrayList<>();
		String id = subscription.id();
		if (CellText.value(id).isEmpty()) {
			problems.add(problem(ID, id, ProblemCode.VALUE_MISSING.text()));
		}
		else if (!CellText.value(id).equals(id)) {
			problems.add(problem(ID, id, ProblemCode.ID_UNTRIMMED.text()));
		}
		List<String> cells = List.of(id, subscription.customerUid(), Long.toString(subscription.amount()),
				subscription.name(), won(subscription.taxFree()), won(subscription.vatAmount()));
		for (Problem found : new RowReading(COLUMNS, Limits.NONE, 0, 0, cells).row().problems()) {
			boolean ofId = found.column().equals(InputColumn.REFERENCE.text());
			problems.add(new Problem(0, 0, ofId ? ID : found.column(), found.value(), found.code(), found.arguments()));
		}
		return problems;
	}

	private static Problem problem(String column, String value, String code) {
		return new Problem(0, 0, column, value, code, List.of());
	}

	private static String won(@Nullable Long won) {
		return (won != null) ? won.toString() : "";
	}

}
