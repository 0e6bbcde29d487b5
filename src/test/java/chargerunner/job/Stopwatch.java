package chargerunner.job;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.context.MessageSourceResolvable;

/**
 * Measures how long each part of the work takes.
 */
final class Stopwatch implements Progress {

	private final Map<Phase, Long> nanos = new EnumMap<>(Phase.class);

	private Phase current = Phase.CHECKING;

	private long since = System.nanoTime();

	@Override
	public synchronized void begin(Phase phase, long total) {
		long now = System.nanoTime();
		this.nanos.merge(this.current, now - this.since, Long::sum);
		this.current = phase;
		this.since = now;
	}

	@Override
	public void advance(long rows, long wonPaid) {
		// Only the whole counts.
	}

	@Override
	public void notice(MessageSourceResolvable message) {
		// Nobody reads.
	}

	Stopwatch stop() {
		begin(this.current, -1);
		return this;
	}

	synchronized Duration of(Phase phase) {
		return Duration.ofNanos(this.nanos.getOrDefault(phase, 0L));
	}

	@Override
	public synchronized String toString() {
		return this.nanos.entrySet()
			.stream()
			.map((part) -> "%s %.1f s".formatted(part.getKey(), part.getValue() / 1e9))
			.collect(Collectors.joining(", "));
	}

}
