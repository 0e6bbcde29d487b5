package chargerunner.charge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import chargerunner.charge.ChargeStatus.AttemptState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ChargeStatusTests {

	private static final long RUN = 7;

	/** An attempt is written {@code run:outcome}; {@code -} is no outcome yet. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			# nothing was claimed
			PLANNED   |                                    | PLANNED
			WITHDRAWN |                                    | WITHDRAWN
			CLAIMED   |                                    | PLANNED
			# what the run's last attempt says
			CLAIMED   | 7:-                                | CLAIMED
			CLAIMED   | 7:paid                             | PAID
			CLAIMED   | 7:declined                         | DECLINED
			CLAIMED   | 7:refused                          | REFUSED
			CLAIMED   | 7:cancelled                        | CANCELLED
			CLAIMED   | 7:unknown                          | UNKNOWN
			CLAIMED   | 7:not_sent                         | NOT_SENT
			CLAIMED   | 7:refused 7:declined               | DECLINED
			CLAIMED   | 7:declined 7:refused               | REFUSED
			CLAIMED   | 7:declined 7:not_sent              | NOT_SENT
			# an earlier run's attempt, while this run has not claimed the charge
			PLANNED   | 6:declined                         | PLANNED
			DECLINED  | 6:declined                         | PLANNED
			PLANNED   | 6:refused                          | PLANNED
			PLANNED   | 6:not_sent                         | PLANNED
			PLANNED   | 7:declined 6:declined              | PLANNED
			WITHDRAWN | 6:declined                         | WITHDRAWN
			PLANNED   | 6:declined 7:refused               | REFUSED
			WITHDRAWN | 6:declined 7:declined              | DECLINED
			# any attempt that is paid, cancelled or in doubt counts, in that order, whoever made it
			PLANNED   | 6:paid                             | PAID
			DECLINED  | 6:paid 7:declined                  | PAID
			CLAIMED   | 6:paid 7:-                         | PAID
			CLAIMED   | 6:cancelled 6:paid 7:unknown       | PAID
			PLANNED   | 6:cancelled                        | CANCELLED
			CLAIMED   | 6:cancelled 7:-                    | CANCELLED
			UNKNOWN   | 6:unknown 6:cancelled 7:not_sent   | CANCELLED
			PLANNED   | 6:unknown                          | UNKNOWN
			CLAIMED   | 6:unknown 7:-                      | UNKNOWN
			DECLINED  | 6:unknown 7:declined               | UNKNOWN
			PLANNED   | 6:-                                | CLAIMED
			DECLINED  | 6:- 7:declined                     | CLAIMED
			WITHDRAWN | 6:-                                | CLAIMED
			WITHDRAWN | 6:paid                             | PAID
			""")
	void isComputedFromTheAttempts(ChargeStatus current, @Nullable String attempts, ChargeStatus status) {
		assertThat(ChargeStatus.of(current, RUN, attempts(attempts))).isEqualTo(status);
	}

	/** Recording in another order must not end in another status. */
	@ParameterizedTest
	@CsvSource({ "7:paid 7:declined", "7:unknown 7:declined", "7:cancelled 7:unknown", "7:- 7:refused",
			"7:paid 7:cancelled 7:unknown 7:-" })
	void doesNotDependOnWhichAttemptIsThePaidOrDoubtfulOne(String text) {
		List<AttemptState> attempts = attempts(text);
		List<AttemptState> reversed = new ArrayList<>(attempts);
		Collections.reverse(reversed);

		assertThat(ChargeStatus.of(ChargeStatus.CLAIMED, RUN, reversed))
			.isEqualTo(ChargeStatus.of(ChargeStatus.CLAIMED, RUN, attempts))
			.isNotIn(ChargeStatus.DECLINED, ChargeStatus.REFUSED, ChargeStatus.PLANNED);
	}

	@ParameterizedTest
	@CsvSource({ "PLANNED, false, true", "CLAIMED, true, false", "PAID, false, false", "DECLINED, false, true",
			"REFUSED, false, true", "CANCELLED, false, false", "UNKNOWN, true, false", "NOT_SENT, false, true",
			"WITHDRAWN, false, true" })
	void isOpenOnlyWhenNoMoneyCanHaveMoved(ChargeStatus status, boolean inDoubt, boolean open) {
		assertThat(status.isInDoubt()).isEqualTo(inDoubt);
		assertThat(status.isOpen()).isEqualTo(open);
		assertThat(ChargeStatus.ofText(status.text())).isEqualTo(status);
		assertThat(status.text()).isLowerCase();
	}

	private static List<AttemptState> attempts(@Nullable String text) {
		return (text == null) ? List.of() : Arrays.stream(text.split(" ")).map(ChargeStatusTests::attempt).toList();
	}

	private static AttemptState attempt(String text) {
		String[] parts = text.split(":");
		return new AttemptState(Long.parseLong(parts[0]), parts[1].equals("-") ? null : Outcome.ofText(parts[1]));
	}

}
