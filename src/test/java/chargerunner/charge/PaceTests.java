package chargerunner.charge;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PaceTests {

	private static final long SECOND = 1_000_000_000;

	private static final long TENTH = SECOND / 10;

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, -5_000_000_000L, 5_000_000_000L, Long.MAX_VALUE - TENTH / 2, Long.MIN_VALUE })
	void spacesCallsEvenlyWhereverTheMonotonicClockBegins(long begin) {
		Pace pace = new Pace(10);

		assertThat(pace.nanosLeft(begin)).isZero();
		for (int call = 0; call < 30; call++) {
			pace.made(begin + call * TENTH);
			assertThat(pace.nanosLeft(begin + call * TENTH)).isEqualTo(TENTH);
			assertThat(pace.nanosLeft(begin + (call + 1) * TENTH - 1)).isEqualTo(1);
			assertThat(pace.nanosLeft(begin + (call + 1) * TENTH)).isZero();
		}
	}

	@Test
	void makesUpForLatenessBySpacesATenthShorter() {
		Pace pace = new Pace(10);
		pace.made(0);
		pace.made(TENTH + TENTH / 2);

		assertThat(pace.nanosLeft(TENTH + TENTH / 2)).isEqualTo(TENTH * 9 / 10);
	}

	@Test
	void doesNotCatchUpAfterAPause() {
		Pace pace = new Pace(10);
		pace.made(0);

		assertThat(pace.nanosLeft(50 * TENTH)).isNegative();
		pace.made(50 * TENTH);
		assertThat(pace.nanosLeft(50 * TENTH)).isEqualTo(TENTH);
	}

	@Test
	void hasNoLimitWithoutARate() {
		Pace pace = new Pace(0);

		for (int call = 0; call < 1_000; call++) {
			assertThat(pace.nanosLeft(7)).isZero();
			pace.made(7);
		}
	}

	@Test
	void keepsLittleForTheHighestRate() {
		Pace pace = new Pace(Integer.MAX_VALUE);

		for (int call = 0; call < 20_000; call++) {
			assertThat(pace.nanosLeft(call)).isLessThanOrEqualTo(0);
			pace.made(call);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 10 })
	void holdsEverybodyUpAndGoesOnEvenly(int perSecond) {
		Pace pace = new Pace(perSecond);

		pace.hold(0, 3 * SECOND);

		assertThat(pace.nanosLeft(SECOND)).isEqualTo(2 * SECOND);
		pace.hold(SECOND, SECOND);
		assertThat(pace.nanosLeft(SECOND)).isEqualTo(2 * SECOND);
		pace.made(3 * SECOND);
		assertThat(pace.nanosLeft(3 * SECOND)).isEqualTo((perSecond > 0) ? SECOND / perSecond : 0);
	}

	/** As threads and scheduling have it: each call comes a little late, some very. */
	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 7, 50, 999 })
	void neverLetsMoreThroughInAnySecondThanTheRateAndHardlyFewer(int perSecond) {
		Pace pace = new Pace(perSecond);
		Random random = new Random(perSecond);
		List<Long> made = new ArrayList<>();
		long now = 0;
		for (int call = 0; call < 60 * perSecond; call++) {
			boolean veryLate = random.nextInt(perSecond) == 0;
			now += Math.max(0, pace.nanosLeft(now)) + random.nextInt(veryLate ? 30_000_000 : 200_000);
			pace.made(now);
			made.add(now);
		}

		for (int call = perSecond; call < made.size(); call++) {
			assertThat(made.get(call) - made.get(call - perSecond)).isGreaterThanOrEqualTo(SECOND);
		}
		assertThat(made.size() * (double) SECOND / (now + SECOND / perSecond)).isGreaterThan(0.98 * perSecond);
	}

}
