package chargerunner.charge;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class OutcomeTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			from      | paid  | declined | refused | cancelled | unknown | not_sent
			PAID      | false | false    | false   | false     | false   | false
			DECLINED  | true  | false    | false   | true      | false   | false
			REFUSED   | true  | false    | false   | true      | false   | false
			CANCELLED | false | false    | false   | false     | false   | false
			UNKNOWN   | true  | true     | true    | true      | false   | false
			NOT_SENT  | true  | false    | false   | true      | false   | false
			""")
	void goesUpwardsOnly(Outcome from, boolean paid, boolean declined, boolean refused, boolean cancelled,
			boolean unknown, boolean notSent) {
		assertThat(from.mayBecome(Outcome.PAID)).isEqualTo(paid);
		assertThat(from.mayBecome(Outcome.DECLINED)).isEqualTo(declined);
		assertThat(from.mayBecome(Outcome.REFUSED)).isEqualTo(refused);
		assertThat(from.mayBecome(Outcome.CANCELLED)).isEqualTo(cancelled);
		assertThat(from.mayBecome(Outcome.UNKNOWN)).isEqualTo(unknown);
		assertThat(from.mayBecome(Outcome.NOT_SENT)).isEqualTo(notSent);
	}

	@ParameterizedTest
	@CsvSource({ "PAID, paid, true, true", "DECLINED, declined, true, true", "REFUSED, refused, true, true",
			"CANCELLED, cancelled, true, true", "UNKNOWN, unknown, false, false", "NOT_SENT, not_sent, false, false" })
	void isAWordInTablesAndFilesAndFinalOrNot(Outcome outcome, String text, boolean definite, boolean ended) {
		assertThat(outcome.text()).isEqualTo(text);
		assertThat(Outcome.ofText(text)).isEqualTo(outcome);
		assertThat(outcome.isDefinite()).isEqualTo(definite);
		assertThat(RowOutcome.of(outcome).text()).isEqualTo(text);
		assertThat(RowOutcome.of(outcome).isFinal()).isEqualTo(ended);
	}

	@ParameterizedTest
	@CsvSource({ "SKIPPED, skipped", "INVALID, invalid" })
	void leavesNothingToDoForARowThatIsNotCharged(RowOutcome outcome, String text) {
		assertThat(outcome.text()).isEqualTo(text);
		assertThat(outcome.isFinal()).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	void findsEveryReasonClassByItsWord(ReasonClass reasonClass) {
		assertThat(reasonClass.text()).isEqualTo(reasonClass.text().strip()).matches("[a-z_]+");
		assertThat(ReasonClass.ofText(reasonClass.text())).isEqualTo(reasonClass);
	}

	@ParameterizedTest
	@CsvSource({ "SOFT, SOFT", "HARD, HARD", "KEY_UNREGISTERED, HARD", "DUPLICATE, UNCLASSIFIED",
			"UNCLASSIFIED, UNCLASSIFIED" })
	void givesEachReasonItsClass(ReasonClassifier.Reason reason, ReasonClass reasonClass) {
		assertThat(reason.reasonClass()).isEqualTo(reasonClass);
	}

}
