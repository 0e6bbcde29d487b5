package chargerunner.job;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import chargerunner.charge.ChargeLedger;
import chargerunner.charge.PlannedCharge;
import org.jspecify.annotations.Nullable;

import org.springframework.batch.infrastructure.item.ItemReader;

/**
 * Reads the charges that a run may claim, by row number, page by page beyond the last row
 * read. Keeps no position for a restart: what was claimed is no longer planned.
 */
final class PlannedChargeReader implements ItemReader<PlannedCharge> {

	static final int PAGE = 1_000;

	private final ChargeLedger ledger;

	private final RunWork work;

	private final Deque<PlannedCharge> page = new ArrayDeque<>();

	private long lastRow;

	PlannedChargeReader(ChargeLedger ledger, RunWork work) {
		this.ledger = ledger;
		this.work = work;
	}

	@Override
	public @Nullable PlannedCharge read() {
		if (this.work.stop() != null) {
			return null;
		}
		if (this.page.isEmpty()) {
			List<PlannedCharge> next = this.ledger.plannedCharges(this.work.runId(), this.lastRow,
					this.work.throughRow(), PAGE);
			this.page.addAll(next);
		}
		PlannedCharge charge = this.page.poll();
		if (charge != null) {
			this.lastRow = charge.rowNumber();
		}
		return charge;
	}

}
