package chargerunner.charge;

import java.time.LocalDate;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ReferenceTests {

	@Test
	void namesSubscriptionAndPeriod() {
		assertThat(Reference.ofSubscription("42", LocalDate.of(2026, 2, 28))).isEqualTo("sub:42:2026-02-28");
	}

	/** Another derivation would charge again what an older version has charged. */
	@ParameterizedTest
	@CsvSource({ "2026-11, cust-1, 9900, Plan,      csv:2026-11:xycxpelor6cslshedulekbfprg",
			"2026-11, 고객/1,  1,    정기 구독, csv:2026-11:s5ddcpsknxrfoaik553bd2ckrt" })
	void neverChangesItsDerivation(String batch, String customer, long amount, String name, String reference) {
		assertThat(Reference.derived(batch, customer, amount, name)).isEqualTo(reference);
	}

	@Test
	void isAnotherForEveryBatchCustomerAmountAndName() {
		assertThat(Set.of(Reference.derived("2026-11", "c1", 12, "Plan"),
				Reference.derived("2026-12", "c1", 12, "Plan"), Reference.derived("2026-11", "c", 12, "Plan"),
				Reference.derived("2026-11", "c1", 2, "Plan"), Reference.derived("2026-11", "c1", 12, "plan")))
			.hasSize(5);
	}

	@Test
	void isNeverTakenForASubscription() {
		assertThat(Reference.derived("sub:", "c1", 12, "Plan")).doesNotStartWith(Reference.SUBSCRIPTION_PREFIX);
	}

	@Test
	void becomesTheInstructionOfADueSubscription() {
		DueSubscription due = new DueSubscription("42", "cust-1", "Plan", 9_900, 100L, 890L, Cadence.MONTH,
				LocalDate.of(2026, 1, 31), LocalDate.of(2026, 2, 28));

		Instruction instruction = Instruction.of(due);

		assertThat(instruction).isEqualTo(
				new Instruction("sub:42:2026-02-28", false, "cust-1", 9_900, "Plan", ChargeDetails.ofTax(100L, 890L),
						null, new Instruction.Due("42", LocalDate.of(2026, 2, 28), LocalDate.of(2026, 3, 31))));
	}

}
