package chargerunner.charge;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CadenceTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			# every day and every week
			DAY,     2026-11-23, 2026-11-23, 2026-11-24
			DAY,     2026-11-23, 2026-12-31, 2027-01-01
			DAY,     2028-02-28, 2028-02-28, 2028-02-29
			WEEK,    2026-11-23, 2026-11-23, 2026-11-30
			WEEK,    2026-11-23, 2026-12-28, 2027-01-04
			# month ends keep their anchor
			MONTH,   2026-01-31, 2026-01-31, 2026-02-28
			MONTH,   2026-01-31, 2026-02-28, 2026-03-31
			MONTH,   2026-01-31, 2026-03-31, 2026-04-30
			MONTH,   2026-01-31, 2026-04-30, 2026-05-31
			MONTH,   2026-01-31, 2026-12-31, 2027-01-31
			MONTH,   2026-01-31, 2028-01-31, 2028-02-29
			MONTH,   2026-01-31, 2028-02-29, 2028-03-31
			MONTH,   2026-01-30, 2026-02-28, 2026-03-30
			MONTH,   2026-01-29, 2026-02-28, 2026-03-29
			MONTH,   2026-02-28, 2026-02-28, 2026-03-28
			MONTH,   2026-11-01, 2026-12-01, 2027-01-01
			# quarter ends
			QUARTER, 2026-11-30, 2026-11-30, 2027-02-28
			QUARTER, 2026-11-30, 2027-02-28, 2027-05-30
			QUARTER, 2026-08-31, 2026-11-30, 2027-02-28
			QUARTER, 2026-08-31, 2027-02-28, 2027-05-31
			QUARTER, 2027-11-30, 2027-11-30, 2028-02-29
			# 29 February
			YEAR,    2024-02-29, 2024-02-29, 2025-02-28
			YEAR,    2024-02-29, 2026-02-28, 2027-02-28
			YEAR,    2024-02-29, 2027-02-28, 2028-02-29
			YEAR,    2024-02-29, 2028-02-29, 2029-02-28
			YEAR,    2026-11-23, 2026-11-23, 2027-11-23
			# dates that the anchor does not give
			WEEK,    2026-11-23, 2026-11-25, 2026-11-30
			MONTH,   2026-01-31, 2026-02-15, 2026-02-28
			MONTH,   2026-01-31, 2026-02-27, 2026-02-28
			MONTH,   2026-01-31, 2026-03-01, 2026-03-31
			MONTH,   2026-01-31, 2026-04-29, 2026-04-30
			QUARTER, 2026-11-30, 2027-02-01, 2027-02-28
			YEAR,    2024-02-29, 2025-03-01, 2026-02-28
			# an anchor that is later than the date
			DAY,     2026-12-31, 2026-11-23, 2026-11-24
			WEEK,    2026-12-07, 2026-11-23, 2026-11-30
			WEEK,    2026-12-07, 2026-11-24, 2026-11-30
			MONTH,   2027-01-31, 2026-11-30, 2026-12-31
			MONTH,   2027-01-31, 2026-11-29, 2026-11-30
			MONTH,   2026-11-30, 2026-11-29, 2026-11-30
			QUARTER, 2027-05-31, 2026-11-30, 2027-02-28
			YEAR,    2028-02-29, 2026-02-28, 2027-02-28
			YEAR,    2028-02-29, 2027-02-28, 2028-02-29
			""")
	void givesTheFirstDueDateAfterAnother(Cadence cadence, LocalDate anchor, LocalDate dueOn, LocalDate next) {
		assertThat(cadence.next(anchor, dueOn)).isEqualTo(next);
	}

	/** Counted one by one, from a period far before the date. */
	@ParameterizedTest
	@CsvSource({ "DAY, DAYS, 1", "WEEK, WEEKS, 1", "MONTH, MONTHS, 1", "QUARTER, MONTHS, 3", "YEAR, YEARS, 1" })
	void neverLeavesAPeriodOutAndNeverGivesOneTwice(Cadence cadence, ChronoUnit unit, int length) {
		for (int day = 0; day < 800; day += 3) {
			LocalDate dueOn = LocalDate.of(2027, 1, 1).plusDays(day);
			for (String anchor : new String[] { "2028-02-29", "2026-08-31", "2027-12-30", "2028-01-01" }) {
				long period = -1_000;
				while (!LocalDate.parse(anchor).plus(period * length, unit).isAfter(dueOn)) {
					period++;
				}

				assertThat(cadence.next(LocalDate.parse(anchor), dueOn)).as("%s after %s", anchor, dueOn)
					.isEqualTo(LocalDate.parse(anchor).plus(period * length, unit));
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "day, DAY", "week, WEEK", "month, MONTH", "quarter, QUARTER", "year, YEAR" })
	void hasAWordForEach(String text, Cadence cadence) {
		assertThat(Cadence.ofText(text)).isEqualTo(cadence);
	}

	@Test
	void knowsNoOtherWord() {
		assertThatIllegalArgumentException().isThrownBy(() -> Cadence.ofText("fortnight"));
	}

}
