package chargerunner.charge;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PaceTests {

	private static final long TENTH = 100_000_000;

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, -5_000_000_000L, 5_000_000_000L, Long.MAX_VALUE - TENTH / 2, Long.MIN_VALUE })
	void spacesCallsEvenlyWhereverTheMonotonicClockBegins(long begin) {
		Pace pace = new Pace(10);

		assertThat(pace.reserve(begin)).isZero();
		assertThat(pace.reserve(begin)).isEqualTo(TENTH);
		assertThat(pace.reserve(begin)).isEqualTo(2 * TENTH);
		assertThat(pace.reserve(begin + TENTH)).isEqualTo(2 * TENTH);
		assertThat(pace.reserve(begin + 4 * TENTH)).isZero();
	}

	@Test
	void doesNotCatchUpAfterAPause() {
		Pace pace = new Pace(10);
		pace.reserve(0);

		assertThat(pace.reserve(50 * TENTH)).isZero();
		assertThat(pace.reserve(50 * TENTH)).isEqualTo(TENTH);
		assertThat(pace.reserve(50 * TENTH + 1)).isEqualTo(2 * TENTH - 1);
	}

	@Test
	void letsACallThroughAtTheVeryMomentThatWasReserved() {
		Pace pace = new Pace(1);
		pace.reserve(0);

		assertThat(pace.reserve(1_000_000_000)).isZero();
		assertThat(pace.reserve(1_000_000_000)).isEqualTo(1_000_000_000);
	}

	@Test
	void hasNoLimitWithoutARate() {
		Pace pace = new Pace(0);

		for (int call = 0; call < 1_000; call++) {
			assertThat(pace.reserve(7)).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 7, 50, 999 })
	void neverLetsMoreThroughInASecondThanTheRate(int perSecond) {
		Pace pace = new Pace(perSecond);
		int begun = 0;
		for (int call = 0; call <= 2 * perSecond; call++) {
			if (pace.reserve(0) < 1_000_000_000) {
				begun++;
			}
		}

		assertThat(begun).isEqualTo(perSecond);
	}

}
