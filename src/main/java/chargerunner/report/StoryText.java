package chargerunner.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import chargerunner.charge.AttemptEvent;
import chargerunner.charge.ChargeStory;
import chargerunner.charge.ChargeStory.Attempt;
import chargerunner.charge.ChargeStory.Row;
import chargerunner.charge.PastDecision;
import chargerunner.charge.Disposition;
import chargerunner.charge.ReasonClass;
import chargerunner.charge.ReportLine;
import chargerunner.charge.RowOutcome;
import chargerunner.charge.RunReports;
import chargerunner.report.Places.Place;
import chargerunner.report.Timeline.Told;

import org.springframework.context.support.MessageSourceAccessor;

/**
 * The whole story of one charge: why it was planned, what happened to each of its
 * numbers, in which files it stands and what happens next. Of a customer_uid only the
 * beginning is shown. Safe for use by several threads.
 */
public final class StoryText {

	private static final int OK = 200;

	private final Wording wording;

	private final Places places;

	private final NextOfCharge next;

	/**
	 * Makes texts in one language.
	 * @param messages has the texts of this package's bundle
	 * @param reports knows which run wrote which file
	 */
	public StoryText(MessageSourceAccessor messages, RunReports reports) {
		this.wording = new Wording(messages);
		this.places = new Places(reports);
		this.next = new NextOfCharge(this.wording, this.places);
	}

	/**
	 * {@return the story, without a line end after its last line}
	 * @param story what the ledger knows
	 */
	public String text(ChargeStory story) {
		List<String> lines = new ArrayList<>();
		lines.add(say("story.title", story.reference(), say("story.status." + story.status().text())));
		lines.add("  " + say("story.terms", Wording.number(story.amount()), story.name(),
				Masked.customerUid(story.customerUid())));
		if (story.due() != null) {
			lines.add("  " + say("story.due", story.due().subscriptionId(), story.due().date()));
		}
		lines.addAll(Wording.section(say("story.happened"), happened(story)));
		lines.addAll(Wording.section(say("story.numbers"), numbers(story)));
		lines.addAll(Wording.section(say("story.files"), files(story)));
		lines.addAll(Wording.section(say("story.next"),
				this.next.steps(story).stream().map((step) -> "  - " + step).toList()));
		return String.join("\n", lines);
	}

	private List<String> happened(ChargeStory story) {
		List<Told> told = new ArrayList<>();
		boolean planned = false;
		for (Row row : story.rows()) {
			planned = tell(row, story, planned, told);
		}
		for (Attempt attempt : story.attempts()) {
			boolean again = false;
			for (AttemptEvent event : attempt.events()) {
				told.add(new Told(event.at(), sentence(attempt, event, again)));
				again = again || event.kind() == AttemptEvent.Kind.CLAIM;
			}
		}
		for (PastDecision decision : story.decisions()) {
			told.add(new Told(decision.at(), decision(decision)));
		}
		told.sort(Comparator.comparing(Told::at));
		return new Timeline(this.wording).lines(told);
	}

	private boolean tell(Row row, ChargeStory story, boolean planned, List<Told> told) {
		Instant at = Objects.requireNonNullElse(row.asked().sealedAt(), row.asked().run().createdAt());
		String run = Long.toString(row.asked().run().id());
		if (wasOwn(row, story)) {
			told.add(new Told(at, asked((planned) ? "story.taken-over" : planned(row), row)));
			if (row.reasonClass() == ReasonClass.INACTIVE) {
				told.add(new Told(at, say("story.inactive", run)));
			}
			return true;
		}
		String why = (row.reasonClass() != null) ? row.reasonClass().text() : "";
		told.add(new Told(at, say("story.skipped", run, row.rowNumber(), what(row), why,
				(row.otherRun() != null) ? row.otherRun() : "-")));
		return planned;
	}

	private static String planned(Row row) {
		return row.asked().run().isSealed() ? "story.planned" : "story.unsealed";
	}

	/**
	 * A row that is skipped now was the run's own when another run took the charge over
	 * later, or when it was left out as its turn came.
	 */
	private static boolean wasOwn(Row row, ChargeStory story) {
		if (row.kind() == Disposition.Kind.OWN || row.reasonClass() == ReasonClass.INACTIVE) {
			return true;
		}
		Instant sealed = row.asked().sealedAt();
		return row.reasonClass() == ReasonClass.IN_OTHER_RUN && sealed != null
				&& story.rows()
					.stream()
					.filter((other) -> Objects.equals(other.asked().run().id(), row.otherRun()))
					.map((other) -> other.asked().sealedAt())
					.anyMatch((otherSealed) -> otherSealed != null && otherSealed.isAfter(sealed));
	}

	private String asked(String code, Row row) {
		return say(code, row.asked().run().id(), row.rowNumber(), what(row), row.asked().caller().osUser(),
				row.asked().caller().host(), row.asked().caller().commandLine());
	}

	private static String what(Row row) {
		String file = row.asked().fileName();
		return (file != null) ? file : row.asked().run().name();
	}

	private String sentence(Attempt attempt, AttemptEvent event, boolean again) {
		String no = Integer.toString(attempt.attemptNo());
		return switch (event.kind()) {
			case CLAIM -> say(again ? "story.claimed-again" : "story.claimed", Objects.requireNonNull(event.runId()),
					no, attempt.merchantUid());
			case ANSWER -> answer(no, event);
			case LATE_ANSWER -> say("story.late-answer", no, said(event));
			case FOUND -> say("story.found", no, said(event));
			case NONE -> say("story.none", no);
			case NO_ANSWER -> say("story.no-answer", no, event.reason());
			case ADOPTED -> say("story.adopted", no, attempt.merchantUid(), said(event));
		};
	}

	private String answer(String no, AttemptEvent event) {
		String sent = (event.sentAt() != null) ? Wording.second(event.sentAt()) : "-";
		if (event.reasonClass() == ReasonClass.INTERRUPTED) {
			return say("story.interrupted", no, sent);
		}
		return switch (Objects.requireNonNull(event.outcome())) {
			case NOT_SENT -> say("story.not-sent", no, why(event));
			case UNKNOWN -> say("story.no-clear-answer", no, sent, why(event));
			case PAID, DECLINED, REFUSED, CANCELLED -> say("story.answer", no, sent, said(event));
		};
	}

	private String said(AttemptEvent event) {
		String outcome = this.wording.outcome(RowOutcome.of(Objects.requireNonNull(event.outcome())));
		String why = why(event);
		return why.isEmpty() ? outcome : outcome + ", " + why;
	}

	private static String why(AttemptEvent event) {
		List<String> words = new ArrayList<>();
		if (event.reasonClass() != null) {
			words.add(event.reasonClass().text());
		}
		addQuoted(event.reason(), words);
		if (event.impUid() != null) {
			words.add(event.impUid());
		}
		String status = "HTTP " + event.httpStatus();
		if (event.httpStatus() != null && event.httpStatus() != OK && !event.reason().contains(status)) {
			words.add(status);
		}
		return String.join(", ", words);
	}

	private static void addQuoted(String reason, List<String> words) {
		if (!reason.isBlank()) {
			words.add('"' + reason.replaceAll("\\s+", " ").strip() + '"');
		}
	}

	private String decision(PastDecision decision) {
		String imp = (decision.impUid() != null) ? ", " + decision.impUid() : "";
		return say("story.decided", decision.osUser(), decision.host(), decision.as() + imp, decision.note());
	}

	private List<String> numbers(ChargeStory story) {
		if (story.attempts().isEmpty()) {
			return List.of();
		}
		TextTable table = new TextTable();
		table.add(say("story.number.attempt"), say("story.number.run"), say("story.number.sent"),
				say("story.number.number"), say("story.number.outcome"));
		story.attempts().forEach((attempt) -> table.add(cells(attempt)));
		List<String> rows = table.lines(2);
		List<String> lines = new ArrayList<>(List.of(rows.get(0)));
		for (int i = 0; i < story.attempts().size(); i++) {
			lines.add(rows.get(i + 1));
			lines.addAll(details(story.attempts().get(i), story));
		}
		return lines;
	}

	private String[] cells(Attempt attempt) {
		return new String[] { Integer.toString(attempt.attemptNo()),
				(attempt.runId() != 0) ? Long.toString(attempt.runId()) : "-", Integer.toString(attempt.timesSent()),
				attempt.merchantUid(),
				(attempt.outcome() != null)
						? this.wording.outcome(RowOutcome.of(attempt.outcome()), attempt.reasonClass())
						: say("story.number.no-answer") };
	}

	private List<String> details(Attempt attempt, ChargeStory story) {
		List<String> words = new ArrayList<>();
		addQuoted(attempt.reason(), words);
		if (attempt.payment().amount() != null && attempt.payment().paidAt() != null) {
			words.add(say("story.number.paid", Wording.number(attempt.payment().amount()), attempt.payment().paidAt()));
		}
		Optional.ofNullable(attempt.payment().impUid()).ifPresent(words::add);
		if (attempt.payment().sandbox()) {
			words.add(say("story.number.sandbox"));
		}
		if (!attempt.customerUid().equals(story.customerUid())) {
			words.add(say("story.number.other-key", Masked.customerUid(attempt.customerUid())));
		}
		Optional.ofNullable(attempt.payment().receiptUrl()).ifPresent(words::add);
		return words.isEmpty() ? List.of() : List.of("           " + String.join(", ", words));
	}

	private List<String> files(ChargeStory story) {
		List<String> lines = new ArrayList<>();
		for (Row row : story.rows()) {
			ReportLine line = row.line();
			if (line != null) {
				lines.add("  " + say("story.file", row.asked().run().id(), row.rowNumber(),
						this.wording.outcome(line.outcome(), line.reasonClass())));
				lines.addAll(files(row, line));
			}
		}
		return lines;
	}

	private List<String> files(Row row, ReportLine line) {
		TextTable table = new TextTable();
		for (Place place : this.places.of(row.asked().run())) {
			if (place.kind().holds(line)) {
				table.add(RunText.file(this.wording, place.kind()), RunText.path(this.wording, place));
			}
		}
		return table.lines(0).stream().map((text) -> "  " + text).toList();
	}

	private String say(String code, Object... arguments) {
		return this.wording.say(code, arguments);
	}

}
