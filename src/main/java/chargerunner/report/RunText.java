package chargerunner.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import chargerunner.charge.Chronicle.Reason;
import chargerunner.charge.Chronicle.RunView;
import chargerunner.charge.PastDecision;
import chargerunner.charge.Plans.Totals;
import chargerunner.charge.ReasonClass;
import chargerunner.charge.RowOutcome;
import chargerunner.charge.Run;
import chargerunner.charge.Run.State;
import chargerunner.charge.RunRecord;
import chargerunner.charge.RunReports;
import chargerunner.charge.Tally;
import chargerunner.report.Places.Place;
import org.jspecify.annotations.Nullable;

import org.springframework.context.support.MessageSourceAccessor;

/**
 * One run in depth: what was asked for, how its rows ended and why, where its files are,
 * and what to do. Safe for use by several threads.
 */
public final class RunText {

	/** How many reasons are shown. */
	public static final int REASONS = 10;

	private final Wording wording;

	private final Places places;

	private final Summary summary;

	/**
	 * Makes texts in one language.
	 * @param messages has the texts of this package's bundle
	 * @param reports knows which run wrote which file
	 */
	public RunText(MessageSourceAccessor messages, RunReports reports) {
		this.wording = new Wording(messages);
		this.places = new Places(reports);
		this.summary = new Summary(messages);
	}

	/**
	 * {@return the text, without a line end after its last line}
	 * @param view the run
	 * @param reasons why its rows are not simply paid, most frequent first; one more than
	 * {@link #REASONS} where there are more
	 * @param decisions what people decided about its rows
	 */
	public String text(RunView view, List<Reason> reasons, List<PastDecision> decisions) {
		RunRecord asked = view.asked();
		List<String> lines = new ArrayList<>();
		lines.add(say("show.title", asked.run().id(), RunListText.what(this.wording, asked),
				RunListText.state(this.wording, asked.run())));
		lines.addAll(Wording.section(say("show.asked"), asked(asked)));
		lines.addAll(Wording.section(say("show.times"), times(asked)));
		if (asked.run().isSealed()) {
			lines.addAll(Wording.section(say("show.rows"), rows(view)));
			lines.addAll(Wording.section(say("show.reasons"), reasons(reasons)));
			lines.addAll(Wording.section(say("show.decisions"), decisions(decisions)));
			lines.addAll(Wording.section(say("show.files"), files(asked.run())));
		}
		lines.addAll(Wording.section(say("summary.next"), next(view)));
		return String.join("\n", lines);
	}

	/**
	 * {@return what was written again, without a line end after its last line}
	 * @param written the files
	 */
	public String text(Written written) {
		List<String> lines = new ArrayList<>(List.of(say("show.written", written.runId())));
		this.summary.addFiles(written, lines);
		this.summary.addBalance(written.balance(), lines);
		return String.join("\n", lines);
	}

	private List<String> asked(RunRecord asked) {
		Run run = asked.run();
		Map<String, String> pairs = new LinkedHashMap<>();
		pairs.put(say("show.command"), asked.caller().commandLine());
		pairs.put(say("show.by"),
				say("show.by.value", asked.caller().osUser(), asked.caller().host(), asked.caller().version()));
		pairs.put(say("show.file"), text(asked.fileName()));
		pairs.put(say("show.sha256"), text(asked.fileSha256()));
		pairs.put(say("show.due"), text(run.dueOn()));
		pairs.put(say("show.rerun-of"), (run.part() != null) ? say("show.rerun-of.value", run.part().runId()) : "");
		pairs.put(say("show.batch"), text(run.batch()));
		pairs.put(say("show.limit"), (run.rowLimit() != null) ? Wording.number(run.rowLimit()) : "");
		return Wording.pairs(pairs);
	}

	private List<String> times(RunRecord asked) {
		Run run = asked.run();
		Map<String, String> pairs = new LinkedHashMap<>();
		pairs.put(say("show.created"), Wording.second(run.createdAt()));
		pairs.put(say("show.sealed"), (asked.sealedAt() != null) ? Wording.second(asked.sealedAt()) : "");
		pairs.put(say("show.finished"), (run.finishedAt() != null) ? Wording.second(run.finishedAt()) : "");
		pairs.put(say("show.lease"), new Waiting(this.wording).holder(asked).orElseGet(() -> say("show.lease.free")));
		return Wording.pairs(pairs);
	}

	private List<String> rows(RunView view) {
		Tally tally = view.rows().tally();
		TextTable table = new TextTable();
		table.add("", say("summary.rows"), say("summary.won"));
		for (RowOutcome outcome : RowOutcome.values()) {
			table.add(this.wording.outcome(outcome), Wording.number(tally.rows(outcome)),
					Wording.number(tally.won(outcome)));
		}
		table.add(say("summary.total"), Wording.number(tally.rows()), Wording.number(tally.won()));
		List<String> lines = new ArrayList<>(table.lines(2));
		lines.add("  " + say("show.won-paid", Wording.number(view.rows().wonPaid())));
		Totals planned = Objects.requireNonNull(view.asked().run().planned());
		if (planned.rows() != tally.rows() || planned.won() != tally.won()) {
			lines.add("  " + say("show.unbalanced", Wording.number(planned.rows()), Wording.number(planned.won())));
		}
		return lines;
	}

	private List<String> reasons(List<Reason> reasons) {
		TextTable table = new TextTable();
		reasons.stream()
			.limit(REASONS)
			.forEach((reason) -> table.add(this.wording.outcome(reason.outcome(), reason.reasonClass()),
					Wording.number(reason.rows()), reason.text().replaceAll("\\s+", " ")));
		List<String> lines = new ArrayList<>(table.lines(1));
		if (reasons.size() > REASONS) {
			lines.add("  " + say("show.reasons.more"));
		}
		return lines;
	}

	private List<String> decisions(List<PastDecision> decisions) {
		return decisions.stream().map((decision) -> "  " + decision(this.wording, decision)).toList();
	}

	static String decision(Wording wording, PastDecision decision) {
		String imp = (decision.impUid() != null) ? ", " + decision.impUid() : "";
		return wording.say("show.decision", decision.at(), decision.reference(), decision.as() + imp, decision.osUser(),
				decision.host(), decision.note());
	}

	private List<String> files(Run run) {
		TextTable table = new TextTable();
		for (Place place : this.places.of(run)) {
			table.add(file(this.wording, place.kind()), path(this.wording, place));
		}
		return table.lines(0);
	}

	static String file(Wording wording, FileKind kind) {
		return wording.say("summary.file." + kind.name().toLowerCase(Locale.ROOT));
	}

	static String path(Wording wording, Place place) {
		return place.isThere() ? place.path() : wording.say("show.files.missing", place.path());
	}

	private List<String> next(RunView view) {
		Run run = view.asked().run();
		List<String> steps = new ArrayList<>(new Waiting(this.wording).lines(view));
		if (run.state() == State.REJECTED) {
			steps.add(say("show.next.rejected"));
		}
		if (view.asked().isHeld()) {
			steps.add(say("show.next.held"));
		}
		else if (run.state() == State.PLANNING || run.state() == State.SEALED) {
			steps.add(say("show.next.command", view.asked().caller().commandLine()));
		}
		addRetry(view, steps);
		if (run.isSealed() && this.places.of(run).stream().anyMatch((place) -> !place.isThere())) {
			steps.add(say("show.next.files", run.id()));
		}
		if (steps.isEmpty()) {
			steps.add(say("summary.next.nothing"));
		}
		return steps.stream().map((step) -> "  - " + step).toList();
	}

	private void addRetry(RunView view, List<String> steps) {
		long soft = view.rows()
			.rows((group) -> group.outcome() != RowOutcome.NOT_SENT
					&& FileKind.RETRY.holds(group.outcome(), group.reasonClass()));
		if (soft > 0) {
			String retry = this.places.of(view.asked().run(), FileKind.RETRY).path();
			steps.add(say("summary.next.retry", Wording.number(soft), retry, view.asked().run().id()));
		}
		for (ReasonClass reason : List.of(ReasonClass.IN_OTHER_RUN, ReasonClass.IN_DOUBT, ReasonClass.INACTIVE)) {
			long rows = view.rows().rows((group) -> group.is(RowOutcome.SKIPPED, reason));
			if (rows > 0) {
				steps.add(say("summary.next.skipped." + reason.text(), Wording.number(rows)));
			}
		}
	}

	private static String text(@Nullable Object value) {
		return (value != null) ? value.toString() : "";
	}

	private String say(String code, Object... arguments) {
		return this.wording.say(code, arguments);
	}

}
