package chargerunner.charge;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that stands still until it is moved.
 */
final class MovableClock extends Clock {

	private volatile Instant now = Instant.parse("2026-11-22T17:00:00Z");

	/** Moves to a later moment; an earlier one changes nothing. */
	void moveTo(Instant moment) {
		if (moment.isAfter(this.now)) {
			this.now = moment;
		}
	}

	@Override
	public Instant instant() {
		return this.now;
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return this;
	}

}
