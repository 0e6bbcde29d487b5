package chargerunner.job;

import java.util.ArrayList;
import java.util.List;

import chargerunner.charge.ChargeLedger;
import chargerunner.charge.ClaimedAttempt;
import chargerunner.charge.PlannedCharge;
import chargerunner.charge.SendingWindow;

import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

/**
 * Claims charges as the window has room and hands them over. Returns when the last one is
 * on its way, not when it is answered.
 */
final class SendingWriter implements ItemWriter<PlannedCharge> {

	private final ChargeLedger ledger;

	private final EarlierNumbers earlier;

	private final SendingWindow window;

	private final RunWork work;

	SendingWriter(ChargeLedger ledger, EarlierNumbers earlier, SendingWindow window, RunWork work) {
		this.ledger = ledger;
		this.earlier = earlier;
		this.window = window;
		this.work = work;
	}

	@Override
	public void write(Chunk<? extends PlannedCharge> chunk) throws InterruptedException {
		List<PlannedCharge> left = new ArrayList<>(chunk.getItems());
		while (!left.isEmpty()) {
			int room = this.window.awaitRoom();
			if (room == 0) {
				this.work.stopFor(this.window.stopped());
				return;
			}
			List<PlannedCharge> group = left.subList(0, Math.min(room, left.size()));
			send(List.copyOf(group));
			group.clear();
		}
	}

	private void send(List<PlannedCharge> group) {
		List<PlannedCharge> clear = this.earlier.withoutDoubt(group, this.work);
		if (this.work.stop() != null) {
			return;
		}
		List<ClaimedAttempt> claimed = this.ledger.claim(this.work.lease(), clear);
		this.window.submit(claimed);
		if (claimed.size() < group.size()) {
			this.work.progress().advance(group.size() - claimed.size(), 0);
		}
	}

}
