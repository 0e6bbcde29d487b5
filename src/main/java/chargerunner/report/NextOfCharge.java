package chargerunner.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import chargerunner.charge.ChargeStory;
import chargerunner.charge.ChargeStory.Attempt;
import chargerunner.charge.ChargeStory.Row;
import chargerunner.charge.ReasonClass;
import chargerunner.charge.RowOutcome;
import chargerunner.charge.RunRecord;
import chargerunner.charge.Waits;
import org.jspecify.annotations.Nullable;

/**
 * Tells what happens next with a charge, and what a person has to do.
 */
record NextOfCharge(Wording wording, Places places) {

	List<String> steps(ChargeStory story) {
		List<String> steps = new ArrayList<>();
		story.current().ifPresent((row) -> addSteps(story, row, steps));
		if (story.waits().recheckFrom() != null) {
			steps.add(say("story.next.recheck", story.waits().recheckFrom()));
		}
		if (steps.isEmpty()) {
			steps.add(say("summary.next.nothing"));
		}
		return steps;
	}

	private void addSteps(ChargeStory story, Row row, List<String> steps) {
		switch (story.status()) {
			case PLANNED, NOT_SENT -> steps.add(waiting(row));
			case CLAIMED, UNKNOWN -> addDoubt(story, row, steps);
			case PAID, CANCELLED, DECLINED, REFUSED -> story.telling().ifPresent((told) -> {
				steps.add(over(story, row, told));
			});
			case WITHDRAWN -> steps.add(say("story.next.withdrawn"));
		}
	}

	private String waiting(Row row) {
		RunRecord asked = row.asked();
		if (asked.isHeld()) {
			return say("story.next.held", asked.run().id(), asked.run().holder());
		}
		if (!asked.run().isSealed()) {
			return say("story.next.unsealed", asked.run().id(), asked.caller().commandLine());
		}
		boolean beyond = row.line() != null && row.line().reasonClass() == ReasonClass.LIMIT;
		return say(beyond ? "story.next.limit" : "story.next.waiting", asked.run().id(), asked.caller().commandLine());
	}

	private void addDoubt(ChargeStory story, Row row, List<String> steps) {
		RunRecord asked = row.asked();
		Waits waits = story.waits();
		Instant next = waits.nextLook();
		if (waits.decisions() > 0) {
			steps.add(advice(row, RowOutcome.UNKNOWN, ReasonClass.MISMATCH, story));
		}
		else if (asked.isHeld()) {
			steps.add(say("story.next.held", asked.run().id(), asked.run().holder()));
			if (next != null && next.isAfter(asked.seenAt())) {
				steps.add(say("story.next.look", next));
			}
		}
		else {
			steps.add(say("story.next.doubt", asked.run().id(), asked.caller().commandLine()));
			if (waits.sentAgainFrom() != null) {
				steps.add(say("story.next.again", waits.sentAgainFrom()));
			}
		}
	}

	private String over(ChargeStory story, Row row, Attempt told) {
		RowOutcome outcome = RowOutcome.valueOf(story.status().name());
		if (FileKind.REVIEW.holds(outcome, told.reasonClass())) {
			return advice(row, outcome, told.reasonClass(), story);
		}
		if (FileKind.RETRY.holds(outcome, told.reasonClass())) {
			String retry = this.places.of(row.asked().run(), FileKind.RETRY).path();
			return say("story.next.retry", retry, row.asked().run().id());
		}
		return say("story.next.paid");
	}

	private String advice(Row row, RowOutcome outcome, @Nullable ReasonClass reasonClass, ChargeStory story) {
		return new Advice(this.wording.messages(), row.asked().run().id()).on(outcome, reasonClass, story.reference(),
				(row.line() != null) ? row.line().impUid() : null);
	}

	private String say(String code, Object... arguments) {
		return this.wording.say(code, arguments);
	}

}
