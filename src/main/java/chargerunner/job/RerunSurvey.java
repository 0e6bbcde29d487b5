package chargerunner.job;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

import chargerunner.charge.RerunRow;
import chargerunner.charge.Reruns;
import chargerunner.charge.Run;
import chargerunner.charge.Selection;
import chargerunner.charge.Standing;

/**
 * Reads an earlier run without writing: which rows a re-run of it would send, and what
 * speaks against each of the others. Holds a page of rows and a bit a row.
 */
final class RerunSurvey {

	static final int PAGE = 500;

	private final Reruns reruns;

	private final Run run;

	private final Selection selection;

	private final RerunPreview preview;

	private final BitSet chosen = new BitSet();

	private final Set<String> unknownReferences;

	/**
	 * Surveys a run.
	 * @param reruns the ledger
	 * @param run the earlier run, sealed
	 * @param order which part of it, and how it is sent
	 * @param progress sees the reading
	 */
	RerunSurvey(Reruns reruns, Run run, RerunOrder order, Progress progress) {
		this.reruns = reruns;
		this.run = run;
		this.selection = order.selection();
		this.preview = new RerunPreview(order);
		this.unknownReferences = new TreeSet<>(order.selection().references());
		forEachRow(reruns, run.id(), (page) -> {
			page.forEach(this::add);
			progress.advance(page.size(), 0);
		});
	}

	/**
	 * Gives all rows of a run, page by page.
	 * @param reruns the ledger
	 * @param runId the run
	 * @param pages takes each page
	 */
	static void forEachRow(Reruns reruns, long runId, Consumer<List<RerunRow>> pages) {
		List<RerunRow> page = reruns.rows(runId, 0, PAGE);
		while (!page.isEmpty()) {
			pages.accept(page);
			page = reruns.rows(runId, page.get(page.size() - 1).rowNumber(), PAGE);
		}
	}

	private void add(RerunRow row) {
		if (row.reference() != null) {
			this.unknownReferences.remove(row.reference());
		}
		if (!this.selection.includes(row)) {
			this.preview.leaveUnasked(1);
			return;
		}
		Optional<Standing> against = this.selection.against(row);
		if (against.isPresent()) {
			this.preview.leave(row, against.get());
			return;
		}
		this.chosen.set(Math.toIntExact(row.rowNumber()));
		this.preview.send(row, this.preview.rows() + 1);
	}

	RerunPreview preview() {
		return this.preview;
	}

	/**
	 * {@return the references asked for that the run does not have}
	 */
	Set<String> unknownReferences() {
		return this.unknownReferences;
	}

	/**
	 * {@return the chosen rows, read anew: without those that are no longer to be
	 * charged}
	 */
	ChosenRows rows() {
		return new ChosenRows(this.reruns, this.run, this.selection, this.chosen);
	}

}
