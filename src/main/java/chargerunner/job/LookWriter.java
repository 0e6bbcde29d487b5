package chargerunner.job;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import chargerunner.charge.ChargeLedger;
import chargerunner.charge.ClaimedAttempt;
import chargerunner.charge.Doubt;
import chargerunner.charge.Look;
import chargerunner.charge.LookSchedule;
import chargerunner.charge.LookUp;
import chargerunner.charge.Outcome;
import chargerunner.charge.Resolver;
import chargerunner.charge.SendingWindow;
import chargerunner.charge.SendingWindow.Stop;
import org.jspecify.annotations.Nullable;

import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

/**
 * Looks attempts up, records what is seen, and sends again with its own number what may
 * be sent again.
 */
final class LookWriter implements ItemWriter<List<Doubt>> {

	private static final int SENT_AT_ONCE = 64;

	private final ChargeLedger ledger;

	private final Resolver resolver;

	private final LookSchedule schedule;

	private final RunWork work;

	private final @Nullable SendingWindow window;

	/**
	 * Creates a writer.
	 * @param ports what it looks with and writes to
	 * @param work the run
	 * @param window sends again; null when nothing may be sent
	 */
	LookWriter(Ports ports, RunWork work, @Nullable SendingWindow window) {
		this.ledger = ports.ledger();
		this.resolver = ports.resolver();
		this.schedule = ports.schedule();
		this.work = work;
		this.window = window;
	}

	@Override
	public void write(Chunk<? extends List<Doubt>> chunk) throws InterruptedException {
		List<Doubt> doubts = new ArrayList<>();
		chunk.getItems().forEach(doubts::addAll);
		Instant askedAt = this.ledger.now();
		List<Look> looks = this.resolver.look(doubts, () -> this.work.stop() != null);
		this.ledger.recordLooks(looks, askedAt);
		report(looks);
		if (this.window != null && this.work.stop() == null) {
			sendAgain(this.window);
		}
	}

	private void report(List<Look> looks) {
		if (looks.stream().anyMatch((look) -> look.lookUp().kind() == LookUp.Kind.UNAUTHORIZED)) {
			this.work.stopFor(Stop.UNAUTHORIZED);
		}
		for (Look look : looks) {
			if (look.verdict() != null && look.verdict().outcome().isDefinite() && look.doubt().isUnknown()) {
				boolean paid = look.verdict().outcome() == Outcome.PAID;
				this.work.progress().advance(1, paid ? look.doubt().request().amount() : 0);
			}
		}
	}

	private void sendAgain(SendingWindow sending) throws InterruptedException {
		List<Doubt> ready = this.ledger.doubts(this.work.runId())
			.stream()
			.filter(this.schedule::allowsRedrive)
			.toList();
		for (int from = 0; from < ready.size(); from += SENT_AT_ONCE) {
			int room = sending.awaitRoom();
			if (room > 0) {
				List<Doubt> group = ready.subList(from, Math.min(from + SENT_AT_ONCE, ready.size()));
				List<ClaimedAttempt> claimed = this.ledger.claimAgain(this.work.lease(), group);
				sending.submit(claimed);
				sending.drain();
			}
		}
		this.work.stopFor(sending.stopped());
	}

	/**
	 * What looks are made with.
	 *
	 * @param ledger has the attempts
	 * @param resolver looks
	 * @param schedule says when
	 */
	record Ports(ChargeLedger ledger, Resolver resolver, LookSchedule schedule) {
	}

}
