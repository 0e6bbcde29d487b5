package chargerunner.job;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Seoul's clock, moved by the test.
 */
final class MovableClock extends Clock {

	private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");

	private final AtomicReference<Clock> time;

	MovableClock(AtomicReference<Clock> time) {
		this.time = time;
	}

	@Override
	public ZoneId getZone() {
		return SEOUL;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return this.time.get().withZone(zone);
	}

	@Override
	public Instant instant() {
		return this.time.get().instant();
	}

}
