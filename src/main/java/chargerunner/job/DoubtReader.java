package chargerunner.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import chargerunner.charge.ChargeLedger;
import chargerunner.charge.Doubt;
import chargerunner.charge.LookSchedule;
import chargerunner.charge.PaymentGateway;
import org.jspecify.annotations.Nullable;

import org.springframework.batch.infrastructure.item.ItemReader;

/**
 * Gives the attempts whose look is due, a group at a time, and waits in between. Ends
 * when nothing is in doubt, or when the time for looking is over.
 */
final class DoubtReader implements ItemReader<List<Doubt>> {

	static final int GROUP = PaymentGateway.MOST_AT_ONCE;

	private static final Duration SHORTEST_WAIT = Duration.ofMillis(20);

	/** From here on a person wants to know what is waited for. */
	private static final Duration LONG_WAIT = Duration.ofSeconds(10);

	private static final Duration GATHERING = Duration.ofSeconds(1);

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
			List<Instant> looks = doubts.stream()
				.map(this.schedule::nextLook)
				.flatMap(Optional::stream)
				.sorted()
				.toList();
			if (looks.isEmpty() || looks.get(0).isAfter(until)) {
				return null;
			}
			Instant next = gathered(looks, until);
			if (!next.isAfter(now)) {
				return doubts.stream().filter((doubt) -> isDue(doubt, now)).limit(GROUP).toList();
			}
			Duration wait = Duration.between(now, next);
			if (wait.compareTo(LONG_WAIT) >= 0) {
				tell(doubts, next);
			}
			this.work.awaitStop((wait.compareTo(SHORTEST_WAIT) > 0) ? wait : SHORTEST_WAIT);
		}
		return null;
	}

	/** What only a person can end is not waited for. */
	private void tell(List<Doubt> doubts, Instant next) {
		List<Doubt> awaited = doubts.stream().filter((doubt) -> this.schedule.nextLook(doubt).isPresent()).toList();
		long unknown = awaited.stream().filter(Doubt::isUnknown).count();
		this.work.progress()
			.notice((unknown > 0) ? Notes.of("job.waiting.look", unknown, next)
					: Notes.of("job.waiting.recheck", awaited.size(), next));
	}

	/**
	 * Where very many are in doubt, more come due meanwhile, and are looked up together.
	 */
	private static Instant gathered(List<Instant> looks, Instant until) {
		Instant first = looks.get(0);
		Instant last = first.plus(GATHERING);
		if (looks.size() < PaymentGateway.MOST_AT_ONCE || !last.isBefore(until)) {
			return first;
		}
		return looks.stream().filter((look) -> !look.isAfter(last)).reduce(first, (earlier, later) -> later);
	}

	private boolean isDue(Doubt doubt, Instant now) {
		return this.schedule.nextLook(doubt).filter((next) -> !next.isAfter(now)).isPresent();
	}

}
