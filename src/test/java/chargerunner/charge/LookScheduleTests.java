package chargerunner.charge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Times are minutes after the last moment at which the attempt could have been sent; the
 * quarantine is 16 minutes.
 */
class LookScheduleTests {

	private static final int QUARANTINE = 16;

	private static final Instant SENT = Instant.parse("2026-11-22T17:00:00Z");

	private final LookSchedule schedule = new LookSchedule(Duration.ofMinutes(QUARANTINE));

	@ParameterizedTest
	@CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
			looks | last | next
			0     | 1    | 2
			1     | 0    | 1
			1     | 3    | 4
			2     | 1    | 3
			3     | 3    | 7
			4     | 7    | 11
			5     | 11   | 15
			6     | 15   | 16
			2     | 15   | 16
			1     | 15   | 16
			6     | 12   | 16
			6     | 16   | 20
			1     | 16   | 17
			2     | 17   | 19
			9     | 40   | 44
			""")
	void spacesLooksEverFurtherAndPutsOneOnTheQuarantinesEnd(int looks, int last, int next) {
		assertThat(this.schedule.nextLook(doubt(ReasonClass.TIMEOUT, looks, 0, null, at(last)))).contains(at(next));
	}

	@ParameterizedTest
	@EnumSource
	void looksAtOnceAtFirst(ReasonClass reasonClass) {
		assertThat(this.schedule.nextLook(doubt(reasonClass, 0, 0, null, null))).contains(Instant.EPOCH);
	}

	@Test
	void doesNotLookAgainAtAPaymentThatDiffers() {
		assertThat(this.schedule.nextLook(doubt(ReasonClass.MISMATCH, 1, 0, null, at(1)))).isEmpty();
	}

	@Test
	void keepsLookingAtAPaymentThatIsNotFinished() {
		assertThat(this.schedule.nextLook(doubt(ReasonClass.READY, 1, 0, null, at(1)))).contains(at(2));
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
	void looksOnceMoreAtWhatWasSentTwiceAndIsNoLongerInDoubt(Outcome outcome) {
		Doubt waiting = doubt(outcome, ReasonClass.TIMEOUT, 5, 0, null, at(1), at(30));
		Doubt done = doubt(outcome, ReasonClass.TIMEOUT, 5, 0, null, null, null);

		assertThat(this.schedule.nextLook(waiting)).contains(at(30));
		assertThat(this.schedule.nextLook(done)).isEmpty();
	}

	@Test
	void doesNotWaitForTheSecondLookWhileItIsInDoubt() {
		assertThat(this.schedule.nextLook(doubt(Outcome.UNKNOWN, ReasonClass.TIMEOUT, 1, 0, null, at(1), at(30))))
			.contains(at(2));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", useHeadersInDisplayName = true, textBlock = """
			none looks | none since | last | allowed
			3          | 0          | 16   | true
			3          | 8          | 16   | true
			9          | 0          | 16   | true
			3          | 9          | 17   | true
			3          | 20         | 28   | true
			# fewer than three
			0          | -          | 16   | false
			1          | 16         | 16   | false
			2          | 0          | 16   | false
			2          | 0          | 60   | false
			# the last one before the quarantine's end
			3          | 0          | 15   | false
			9          | 0          | 15   | false
			# a no-answer in between: the series began too late
			3          | 9          | 16   | false
			3          | 16         | 23   | false
			3          | -          | 16   | false
			# never looked at
			3          | 0          | -    | false
			""")
	void isSentAgainOnlyAfterALongSeriesOfNones(int nones, @Nullable Integer since, @Nullable Integer last,
			boolean allowed) {
		Doubt doubt = doubt(ReasonClass.TIMEOUT, 9, nones, (since != null) ? at(since) : null,
				(last != null) ? at(last) : null);

		assertThat(this.schedule.allowsRedrive(doubt)).isEqualTo(allowed);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "TIMEOUT, true", "RESET, true", "HTTP, true", "UNREADABLE, true",
			"INTERRUPTED, true", "-, true", "READY, false", "MISMATCH, false" })
	void isNeverSentAgainWhilePortOneHasARecord(@Nullable ReasonClass reasonClass, boolean allowed) {
		assertThat(this.schedule.allowsRedrive(doubt(reasonClass, 9, 3, at(0), at(16)))).isEqualTo(allowed);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
	void isNeverSentAgainOnceItIsNoLongerInDoubt(Outcome outcome) {
		assertThat(this.schedule.allowsRedrive(doubt(outcome, ReasonClass.TIMEOUT, 9, 3, at(0), at(16), at(30))))
			.isFalse();
	}

	@Test
	void countsFromTheLastMomentAtWhichItCouldHaveBeenSent() {
		Doubt sentLater = new Doubt(1, 1, request(), Outcome.UNKNOWN, ReasonClass.TIMEOUT, at(1), at(16), 9, 3, at(0),
				null);

		assertThat(this.schedule.allowsRedrive(sentLater)).isFalse();
		assertThat(this.schedule.nextLook(sentLater)).contains(at(17));
	}

	/** What the ledger would make of looks that all say none, one at each due time. */
	@Test
	void allowsItOnTheQuarantinesEndWhenEveryLookSaidNone() {
		List<Instant> looks = new ArrayList<>();
		Doubt doubt = doubt(ReasonClass.TIMEOUT, 0, 0, null, null);
		while (!this.schedule.allowsRedrive(doubt)) {
			Optional<Instant> due = this.schedule.nextLook(doubt);
			Instant look = due.filter((next) -> next.isAfter(SENT)).orElse(SENT);
			looks.add(look);
			doubt = doubt(ReasonClass.TIMEOUT, looks.size(), looks.size(), SENT, look);
		}

		assertThat(looks).containsExactly(at(0), at(1), at(3), at(7), at(11), at(15), at(16));
	}

	private static Doubt doubt(@Nullable ReasonClass reasonClass, int looks, int nones, @Nullable Instant since,
			@Nullable Instant last) {
		return doubt(Outcome.UNKNOWN, reasonClass, looks, nones, since, last, null);
	}

	private static Doubt doubt(Outcome outcome, @Nullable ReasonClass reasonClass, int looks, int nones,
			@Nullable Instant since, @Nullable Instant last, @Nullable Instant recheckAt) {
		return new Doubt(1, 1, request(), outcome, reasonClass, SENT, last, looks, nones, since, recheckAt);
	}

	private static ChargeRequest request() {
		return new ChargeRequest("number01", "cust", 1_000, "Plan", ChargeDetails.NONE);
	}

	private static Instant at(int minutes) {
		return SENT.plus(Duration.ofMinutes(minutes));
	}

}
