package chargerunner.charge;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class StormTests {

	private static final Verdict PAID = Verdict.of(Outcome.PAID, null, "");

	private static final Verdict TIMEOUT = Verdict.of(Outcome.UNKNOWN, ReasonClass.TIMEOUT, "no answer");

	@Test
	void isSoManyFailuresInARow() {
		Storm storm = new Storm(new StormLimits(3, 0, 0));

		assertThat(storm.add(TIMEOUT)).isFalse();
		assertThat(storm.add(Verdict.of(Outcome.NOT_SENT, ReasonClass.CONNECT, ""))).isFalse();
		assertThat(storm.add(Verdict.of(Outcome.NOT_SENT, ReasonClass.THROTTLED, ""))).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "PAID,", "DECLINED, SOFT", "REFUSED, HARD", "CANCELLED,", "UNKNOWN, READY", "UNKNOWN, MISMATCH",
			"NOT_SENT, STOPPED" })
	void isNoneWhenAnyOtherAnswerCameBetween(Outcome outcome, ReasonClass reasonClass) {
		Storm storm = new Storm(new StormLimits(2, 0, 0));
		storm.add(TIMEOUT);

		assertThat(storm.add(Verdict.of(outcome, reasonClass, ""))).isFalse();
		assertThat(storm.add(TIMEOUT)).isFalse();
	}

	@Test
	void isAShareOfTheLatestHundred() {
		Storm storm = new Storm(new StormLimits(0, 50, 0));
		IntStream.range(0, 1000).forEach((i) -> assertThat(storm.add(PAID)).isFalse());

		IntStream.range(0, 49).forEach((i) -> assertThat(storm.add(TIMEOUT)).isFalse());

		assertThat(storm.add(TIMEOUT)).isTrue();
	}

	@Test
	void isNoShareBeforeAHundredAnswers() {
		Storm storm = new Storm(new StormLimits(0, 50, 0));

		IntStream.range(0, 99).forEach((i) -> assertThat(storm.add(TIMEOUT)).isFalse());

		assertThat(storm.add(PAID)).isTrue();
	}

	@Test
	void isTheSameRefusalOverAndOver() {
		Storm storm = new Storm(new StormLimits(0, 0, 3));
		Verdict refused = Verdict.of(Outcome.REFUSED, ReasonClass.UNCLASSIFIED, "no such shop");

		assertThat(storm.add(refused)).isFalse();
		assertThat(storm.add(refused)).isFalse();
		assertThat(storm.add(Verdict.of(Outcome.REFUSED, ReasonClass.HARD, "no such key"))).isFalse();
		assertThat(storm.add(refused)).isFalse();
		assertThat(storm.add(refused)).isFalse();
		assertThat(storm.add(refused)).isTrue();
	}

	@Test
	void isNeverDeclines() {
		Storm storm = new Storm(new StormLimits(1, 1, 1));
		Verdict declined = Verdict.of(Outcome.DECLINED, ReasonClass.SOFT, "잔액부족");

		IntStream.range(0, 500).forEach((i) -> assertThat(storm.add(declined)).isFalse());
	}

	@Test
	void isNothingWhenSwitchedOff() {
		Storm storm = new Storm(StormLimits.NONE);

		IntStream.range(0, 500).forEach((i) -> assertThat(storm.add(TIMEOUT)).isFalse());
	}

}
