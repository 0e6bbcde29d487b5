package chargerunner.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import chargerunner.charge.Chronicle.RunView;
import chargerunner.charge.ReasonClass;
import chargerunner.charge.RowOutcome;
import chargerunner.charge.Run.State;
import chargerunner.charge.RunRecord;
import chargerunner.charge.Waits;

/**
 * Tells who holds a run and what it waits for, a short line each.
 */
record Waiting(Wording wording) {

	/**
	 * {@return who holds the run; empty when nobody does}
	 * @param asked the run
	 */
	Optional<String> holder(RunRecord asked) {
		return asked.isHeld() ? Optional
			.of(this.wording.say("runs.held", asked.run().holder(), Wording.number(asked.leaseLeft().toSeconds())))
				: Optional.empty();
	}

	/**
	 * {@return what the run waits for}
	 * @param view the run
	 */
	List<String> lines(RunView view) {
		List<String> lines = new ArrayList<>();
		boolean held = view.asked().isHeld();
		if (!held && view.asked().run().state() == State.PLANNING) {
			lines.add(this.wording.say("runs.planning-ended"));
		}
		addDoubts(view, lines);
		if (!held) {
			addUnsent(view, lines);
		}
		addPeople(view, lines);
		return lines;
	}

	private void addDoubts(RunView view, List<String> lines) {
		Waits waits = view.waits();
		long unknown = view.rows().tally().rows(RowOutcome.UNKNOWN) - waits.decisions();
		Instant now = view.asked().seenAt();
		if (view.asked().isHeld()) {
			Instant next = waits.nextLook();
			if (waits.lookUps() > 0 && next != null) {
				lines.add(next.isAfter(now) ? this.wording.say("runs.looks-next", Wording.number(waits.lookUps()), next)
						: this.wording.say("runs.looks-soon", Wording.number(waits.lookUps())));
			}
		}
		else if (unknown > 0) {
			lines.add(this.wording.say("runs.looks", Wording.number(unknown)));
			if (waits.sentAgainFrom() != null && waits.sentAgainFrom().isAfter(now)) {
				lines.add(this.wording.say("runs.sent-again", waits.sentAgainFrom()));
			}
		}
		if (waits.recheckFrom() != null) {
			lines.add(this.wording.say("runs.recheck", Wording.number(waits.rechecks()), waits.recheckFrom()));
		}
	}

	private void addUnsent(RunView view, List<String> lines) {
		long beyond = view.rows().rows((group) -> group.is(RowOutcome.NOT_SENT, ReasonClass.LIMIT));
		long unsent = view.rows().tally().rows(RowOutcome.NOT_SENT) - beyond;
		if (unsent > 0) {
			lines.add(this.wording.say("runs.not-sent", Wording.number(unsent)));
		}
		if (beyond > 0) {
			lines.add(this.wording.say("runs.limit", Wording.number(beyond)));
		}
	}

	/** Rows of the review file whose answer PortOne will not give. */
	private void addPeople(RunView view, List<String> lines) {
		long people = view.rows()
			.rows((group) -> group.outcome() != RowOutcome.UNKNOWN
					&& FileKind.REVIEW.holds(group.outcome(), group.reasonClass()))
				+ view.waits().decisions();
		if (people > 0) {
			lines.add(this.wording.say("runs.review", Wording.number(people)));
		}
	}

}
