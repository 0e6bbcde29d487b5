package chargerunner.job;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

import chargerunner.charge.KnownCharge;
import chargerunner.charge.PlanRow;
import chargerunner.charge.RerunRow;
import chargerunner.charge.Reruns;
import chargerunner.charge.Run;
import chargerunner.charge.Selection;
import org.jspecify.annotations.Nullable;

/**
 * The rows of an earlier run that a person agreed to send, as rows of the re-run:
 * numbered anew, in their order. A row whose charge no longer stands as it was chosen is
 * left out. For one reading by one thread.
 */
final class ChosenRows {

	private final Reruns reruns;

	private final Run run;

	private final Selection selection;

	private final BitSet chosen;

	private final int customerAt;

	private final int retryOfAt;

	private long lastRead;

	private long lastNumber;

	ChosenRows(Reruns reruns, Run run, Selection selection, BitSet chosen) {
		this.reruns = reruns;
		this.run = run;
		this.selection = selection;
		this.chosen = chosen;
		this.customerAt = run.columns().indexOf("customer_uid");
		this.retryOfAt = run.columns().indexOf("retry_of");
	}

	/**
	 * {@return the next rows; null when there are no more}
	 */
	@Nullable List<PlanRow> next() {
		List<PlanRow> group = new ArrayList<>();
		int next = this.chosen.nextSetBit(Math.toIntExact(this.lastRead + 1));
		while (group.isEmpty() && next >= 0) {
			List<RerunRow> page = this.reruns.rows(this.run.id(), next - 1L, RerunSurvey.PAGE);
			page.stream().filter(this::isStillChosen).forEach((row) -> group.add(planned(row)));
			this.lastRead = page.get(page.size() - 1).rowNumber();
			next = this.chosen.nextSetBit(Math.toIntExact(this.lastRead + 1));
		}
		return group.isEmpty() ? null : group;
	}

	private boolean isStillChosen(RerunRow row) {
		return this.chosen.get(Math.toIntExact(row.rowNumber())) && this.selection.against(row).isEmpty();
	}

	private PlanRow planned(RerunRow row) {
		this.lastNumber++;
		return PlanRow.of(this.lastNumber, cells(row), row.instruction());
	}

	/**
	 * The row as it came, but for what is no longer so: the card that another file put in
	 * place of the first, and the number that a retry repeats.
	 */
	private List<String> cells(RerunRow row) {
		KnownCharge charge = Objects.requireNonNull(row.charge());
		List<String> cells = new ArrayList<>(row.cells());
		put(cells, this.customerAt, charge.customerUid());
		put(cells, this.retryOfAt, Objects.requireNonNullElse(charge.lastNumber(), ""));
		return cells;
	}

	private static void put(List<String> cells, int position, String value) {
		while (cells.size() <= position) {
			cells.add("");
		}
		if (position >= 0 && !cells.get(position).strip().equals(value)) {
			cells.set(position, value);
		}
	}

}
