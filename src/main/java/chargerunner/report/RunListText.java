package chargerunner.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import chargerunner.charge.Chronicle.RunView;
import chargerunner.charge.Plans.Totals;
import chargerunner.charge.RowOutcome;
import chargerunner.charge.Run;
import chargerunner.charge.RunRecord;
import chargerunner.charge.Tally;

import org.springframework.context.support.MessageSourceAccessor;

/**
 * Runs below each other: one line each, and below it who asked, how its rows ended, who
 * holds it and what it waits for. Safe for use by several threads.
 */
public final class RunListText {

	private static final String INDENT = "         ";

	private final Wording wording;

	/**
	 * Makes texts in one language.
	 * @param messages has the texts of this package's bundle
	 */
	public RunListText(MessageSourceAccessor messages) {
		this.wording = new Wording(messages);
	}

	/**
	 * {@return the list, without a line end after its last line}
	 * @param runs the runs, newest first
	 * @param all how many runs there are
	 */
	public String text(List<RunView> runs, long all) {
		if (runs.isEmpty()) {
			return say("runs.none");
		}
		TextTable table = new TextTable();
		table.add(Stream.of("run", "rows", "won", "since", "state", "what")
			.map((column) -> say("runs.column." + column))
			.toArray(String[]::new));
		runs.forEach((view) -> table.add(cells(view)));
		List<String> rows = table.lines(2);
		List<String> lines = new ArrayList<>(List.of(rows.get(0)));
		for (int i = 0; i < runs.size(); i++) {
			lines.add(rows.get(i + 1));
			details(runs.get(i)).forEach((line) -> lines.add(INDENT + line));
		}
		if (runs.size() < all) {
			lines.add("");
			lines.add(say("runs.cut", Wording.number(runs.size()), Wording.number(all)));
		}
		return String.join("\n", lines);
	}

	private String[] cells(RunView view) {
		Run run = view.asked().run();
		Totals planned = run.planned();
		return new String[] { Long.toString(run.id()),
				(planned != null) ? Wording.number(view.rows().done()) + "/" + Wording.number(planned.rows()) : "-",
				(planned != null) ? Wording.number(view.rows().wonPaid()) : "-", Wording.minute(run.createdAt()),
				state(this.wording, run), what(this.wording, view.asked()) };
	}

	/** What is charged: a file, a date, or what the run's files are called after. */
	static String what(Wording wording, RunRecord asked) {
		Run run = asked.run();
		String name = (run.dueOn() != null) ? run.dueOn().toString() : run.name();
		String what = run.kind().text() + " " + ((asked.fileName() != null) ? asked.fileName() : name);
		return (run.part() != null) ? what + " (" + wording.say("show.rerun-of.value", run.part().runId()) + ")" : what;
	}

	static String state(Wording wording, Run run) {
		return wording.say("runs.state." + run.state().text());
	}

	private List<String> details(RunView view) {
		List<String> lines = new ArrayList<>();
		lines.add(say("runs.by", view.asked().caller().osUser(), view.asked().caller().host(), outcomes(view)));
		new Waiting(this.wording).holder(view.asked()).ifPresent(lines::add);
		lines.addAll(new Waiting(this.wording).lines(view));
		return lines;
	}

	private String outcomes(RunView view) {
		Tally tally = view.rows().tally();
		String outcomes = Stream.of(RowOutcome.values())
			.filter((outcome) -> tally.rows(outcome) > 0)
			.map((outcome) -> say("runs.outcome." + outcome.text()) + " " + Wording.number(tally.rows(outcome)))
			.collect(Collectors.joining(", "));
		return outcomes.isEmpty() ? say("runs.no-rows") : outcomes;
	}

	private String say(String code, Object... arguments) {
		return this.wording.say(code, arguments);
	}

}
