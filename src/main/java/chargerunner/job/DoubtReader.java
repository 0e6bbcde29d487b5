package chargerunner.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import chargerunner.charge.ChargeLedger;
import chargerunner.charge.Doubt;
import chargerunner.charge.LookSchedule;
import org.jspecify.annotations.Nullable;

import org.springframework.batch.infrastructure.item.ItemReader;

/**
 * Gives the attempts whose look is due, a group at a time, and waits in between. Ends
 * when nothing is in doubt, or when the time for looking is over.
 */
final class DoubtReader implements ItemReader<List<Doubt>> {

	static final int GROUP = 64;

	private static final Duration SHORTEST_WAIT = Duration.ofMillis(20);

	private final ChargeLedger ledger;

	private final LookSchedule schedule;

	private final RunWork work;

	DoubtReader(ChargeLedger ledger, LookSchedule schedule, RunWork work) {
		this.ledger = ledger;
		this.schedule = schedule;
		this.work = work;
	}

	@Override
	public @Nullable List<Doubt> read() throws InterruptedException {
		while (this.work.stop() == null) {
			Instant now = this.ledger.now();
			Instant until = Objects.requireNonNull(this.work.resolveUntil());
			if (now.isAfter(until)) {
				return null;
			}
			List<Doubt> doubts = this.ledger.doubts(this.work.runId());
			List<Doubt> due = doubts.stream().filter((doubt) -> isDue(doubt, now)).limit(GROUP).toList();
			if (!due.isEmpty()) {
				return due;
			}
			Optional<Instant> next = doubts.stream()
				.map(this.schedule::nextLook)
				.flatMap(Optional::stream)
				.min(Instant::compareTo);
			if (next.isEmpty() || next.get().isAfter(until)) {
				return null;
			}
			Duration wait = Duration.between(now, next.get());
			this.work.awaitStop((wait.compareTo(SHORTEST_WAIT) > 0) ? wait : SHORTEST_WAIT);
		}
		return null;
	}

	private boolean isDue(Doubt doubt, Instant now) {
		return this.schedule.nextLook(doubt).filter((next) -> !next.isAfter(now)).isPresent();
	}

}
