package chargerunner.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import chargerunner.charge.ReasonClass;
import chargerunner.charge.RowOutcome;
import chargerunner.charge.Tally;
import chargerunner.report.Facts.Kind;
import chargerunner.report.RowCounts.PaidEarlier;
import org.jspecify.annotations.Nullable;

import org.springframework.context.support.MessageSourceAccessor;

/**
 * The text on standard output at the end of a command, in the language of the given
 * messages: rows and won by outcome, the files, what to do next, and what must not be
 * overlooked. Times are Asia/Seoul. Its last line is made for scripts and is the same in
 * every language. Safe for use by several threads.
 */
public final class Summary {

	private static final int RUNS_NAMED = 5;

	private final MessageSourceAccessor messages;

	/**
	 * Makes summaries in one language.
	 * @param messages has the texts of this package's bundle
	 */
	public Summary(MessageSourceAccessor messages) {
		this.messages = messages;
	}

	/**
	 * {@return the summary of a run whose files were written, without a line end after
	 * its last line}
	 * @param written the files and what they add up to
	 * @param facts what else is to be said
	 */
	public String text(Written written, Facts facts) {
		List<String> lines = opening(written.tally(), facts);
		addFiles(written, lines);
		addWarnings(written, facts, lines);
		addSection("report.summary.next", nextSteps(written, facts), lines);
		lines.add("");
		lines.add(lastLine(facts.runId(), facts.exitCode(), written.tally(), written.wonPaid()));
		return String.join("\n", lines);
	}

	/**
	 * {@return the summary of a command that wrote no files, without a line end after its
	 * last line}
	 * @param tally rows and won by outcome
	 * @param facts what else is to be said
	 */
	public String text(Tally tally, Facts facts) {
		List<String> lines = opening(tally, facts);
		addSandbox(facts, lines);
		addSection("report.summary.next", nextSteps(tally, 0, facts), lines);
		lines.add("");
		lines.add(lastLine(facts.runId(), facts.exitCode(), tally, tally.won(RowOutcome.PAID)));
		return String.join("\n", lines);
	}

	/**
	 * {@return the last line of a summary, which scripts read}
	 * @param runId the run; 0 where there is none
	 * @param exitCode what the process will exit with
	 * @param tally rows by outcome
	 * @param wonPaid what PortOne took for the paid rows, in won
	 */
	public static String lastLine(long runId, int exitCode, Tally tally, long wonPaid) {
		StringBuilder line = new StringBuilder("run=").append(runId).append(" exit=").append(exitCode);
		line.append(" rows=").append(tally.rows());
		for (RowOutcome outcome : RowOutcome.values()) {
			line.append(' ').append(outcome.text()).append('=').append(tally.rows(outcome));
		}
		return line.append(" won_paid=").append(wonPaid).toString();
	}

	private List<String> opening(Tally tally, Facts facts) {
		List<String> lines = new ArrayList<>();
		lines.add(title(tally, facts));
		lines.add("");
		TextTable table = new TextTable();
		table.add("", say("report.summary.rows"), say("report.summary.won"));
		for (RowOutcome outcome : RowOutcome.values()) {
			table.add(label(outcome, facts), number(tally.rows(outcome)), number(tally.won(outcome)));
		}
		table.add(say("report.summary.total"), number(tally.rows()), number(tally.won()));
		lines.addAll(table.lines(2));
		return lines;
	}

	private String title(Tally tally, Facts facts) {
		String run = Long.toString(facts.runId());
		return switch (facts.kind()) {
			case RUN, LOOKED_UP -> runTitle(tally, run, facts.exitCode());
			case FINISHED_ALREADY -> say("report.summary.finished-already", run, time(facts.finishedAt()));
			case DRY_RUN -> say("report.summary.dry-run");
			case REFUSED -> say("report.summary.refused");
		};
	}

	private String runTitle(Tally tally, String run, int exitCode) {
		if (tally.rows(RowOutcome.UNKNOWN) + tally.rows(RowOutcome.NOT_SENT) > 0) {
			return say("report.summary.unfinished", run);
		}
		return say((exitCode == 0) ? "report.summary.finished" : "report.summary.attention", run,
				Integer.toString(exitCode));
	}

	private String label(RowOutcome outcome, Facts facts) {
		if (outcome == RowOutcome.NOT_SENT && facts.kind() == Kind.DRY_RUN) {
			return say("report.summary.outcome.would-be-sent");
		}
		return say("report.summary.outcome." + outcome.text());
	}

	void addFiles(Written written, List<String> lines) {
		TextTable table = new TextTable();
		table.add(say("report.summary.file.result"), number(written.tally().rows()), written.result().toString());
		table.add(say("report.summary.file.retry"), number(written.retryRows()), written.retry().toString());
		table.add(say("report.summary.file.review"), number(written.reviewRows()), written.review().toString());
		lines.add("");
		lines.add(say("report.summary.files"));
		lines.addAll(table.lines(1));
	}

	private void addWarnings(Written written, Facts facts, List<String> lines) {
		addSandbox(facts, lines);
		long twice = written.counts().rows(RowOutcome.PAID, ReasonClass.CHARGED_TWICE_AT_PORTONE);
		if (twice > 0) {
			lines.add("");
			lines.add(say("report.summary.charged-twice", number(twice)));
		}
		addBalance(written.balance(), lines);
		addPaidEarlier(written.counts(), lines);
	}

	private void addSandbox(Facts facts, List<String> lines) {
		if (facts.sandboxAnswers() > 0) {
			lines.add("");
			lines.add(say("report.summary.sandbox", number(facts.sandboxAnswers())));
		}
	}

	void addBalance(Balance balance, List<String> lines) {
		if (balance.holds()) {
			return;
		}
		lines.add("");
		lines.add(say("report.balance.broken"));
		if (!balance.rowsHold()) {
			lines.add("  " + say("report.balance.rows", number(balance.plannedRows()), number(balance.rows())));
		}
		if (!balance.wonHolds()) {
			lines.add("  " + say("report.balance.won", number(balance.plannedWon()), number(balance.won())));
		}
		if (!balance.paidHolds()) {
			lines.add("  " + say("report.balance.paid", number(balance.wonAskedOfPaid()), number(balance.wonPaid()),
					number(balance.paidRowsThatDiffer())));
		}
	}

	private void addPaidEarlier(RowCounts counts, List<String> lines) {
		if (counts.paidEarlier().isEmpty()) {
			return;
		}
		lines.add("");
		lines
			.add(say("report.summary.already-paid", number(counts.rows(RowOutcome.SKIPPED, ReasonClass.ALREADY_PAID))));
		counts.paidEarlier()
			.entrySet()
			.stream()
			.limit(RUNS_NAMED)
			.forEach((entry) -> lines.add("  " + paidEarlier(entry)));
		int more = counts.paidEarlier().size() - RUNS_NAMED;
		if (more > 0) {
			lines.add("  " + say("report.summary.already-paid.more", number(more)));
		}
		lines.add("  " + say("report.summary.already-paid.remedy"));
		String reruns = counts.paidEarlier()
			.keySet()
			.stream()
			.filter((run) -> run > 0)
			.limit(RUNS_NAMED)
			.map((run) -> "rerun " + run)
			.collect(Collectors.joining(", "));
		if (!reruns.isEmpty()) {
			lines.add("  " + say("report.summary.already-paid.rerun", reruns));
		}
	}

	private String paidEarlier(Map.Entry<Long, PaidEarlier> entry) {
		PaidEarlier paid = entry.getValue();
		return (entry.getKey() > 0)
				? say("report.summary.already-paid.run", entry.getKey().toString(), time(paid.lastPaidAt()),
						number(paid.rows()), number(paid.won()))
				: say("report.summary.already-paid.elsewhere", time(paid.lastPaidAt()), number(paid.rows()),
						number(paid.won()));
	}

	private List<String> nextSteps(Written written, Facts facts) {
		long mismatched = written.counts().rows(RowOutcome.UNKNOWN, ReasonClass.MISMATCH);
		List<String> steps = nextSteps(written.tally(), mismatched, facts);
		addIfAny("report.summary.next.mismatch", mismatched, steps);
		long notSent = written.tally().rows(RowOutcome.NOT_SENT);
		if (written.retryRows() > notSent) {
			steps.add(say("report.summary.next.retry", number(written.retryRows() - notSent),
					written.retry().toString(), Long.toString(facts.runId())));
		}
		if (written.reviewRows() > 0) {
			steps.add(say("report.summary.next.review", number(written.reviewRows()), written.review().toString()));
		}
		for (ReasonClass reason : List.of(ReasonClass.IN_OTHER_RUN, ReasonClass.IN_DOUBT, ReasonClass.INACTIVE)) {
			long rows = written.counts().rows(RowOutcome.SKIPPED, reason);
			if (rows > 0) {
				steps.add(say("report.summary.next.skipped." + reason.text(), number(rows)));
			}
		}
		return steps;
	}

	private List<String> nextSteps(Tally tally, long mismatched, Facts facts) {
		long askedAgain = tally.rows(RowOutcome.UNKNOWN) - mismatched;
		List<String> steps = new ArrayList<>();
		switch (facts.kind()) {
			case DRY_RUN -> steps.add(say("report.summary.next.dry-run"));
			case REFUSED -> steps.add(say("report.summary.next.refused"));
			case FINISHED_ALREADY ->
				steps.add(say("report.summary.next.finished-already", Long.toString(facts.runId())));
			case RUN -> {
				addIfAny("report.summary.next.unknown", askedAgain, steps);
				addIfAny("report.summary.next.not-sent", tally.rows(RowOutcome.NOT_SENT), steps);
			}
			case LOOKED_UP -> {
				addIfAny("report.summary.next.still-unknown", askedAgain, steps);
				addIfAny("report.summary.next.still-not-sent", tally.rows(RowOutcome.NOT_SENT), steps);
			}
		}
		if (facts.kind() != Kind.REFUSED) {
			addIfAny("report.summary.next.invalid", tally.rows(RowOutcome.INVALID), steps);
		}
		return steps;
	}

	private void addIfAny(String code, long rows, List<String> lines) {
		if (rows > 0) {
			lines.add(say(code, number(rows)));
		}
	}

	private void addSection(String headline, List<String> items, List<String> lines) {
		lines.add("");
		lines.add(say(headline));
		if (items.isEmpty()) {
			lines.add("  " + say("report.summary.next.nothing"));
		}
		items.forEach((item) -> lines.add("  - " + item));
	}

	private String time(@Nullable Instant instant) {
		return (instant != null) ? SeoulTime.minute(instant) : say("report.summary.time-unknown");
	}

	// Text, because numbers would follow the language's own grouping and run numbers have
	// none
	private static String number(long number) {
		return String.format(Locale.ROOT, "%,d", number);
	}

	private String say(String code, String... arguments) {
		return this.messages.getMessage(code, arguments);
	}

}
