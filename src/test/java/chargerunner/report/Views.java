package chargerunner.report;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

import chargerunner.charge.Chronicle.RunView;
import chargerunner.charge.Plans.Totals;
import chargerunner.charge.RowGroups;
import chargerunner.charge.RowGroups.Group;
import chargerunner.charge.Run;
import chargerunner.charge.Run.Part;
import chargerunner.charge.RunRecord;
import chargerunner.charge.Runs.Caller;
import chargerunner.charge.Waits;

import org.springframework.context.support.MessageSourceAccessor;

/** Runs of 3,000 won a row, seen at 02:10 on 2026-11-23 in Seoul. */
final class Views {

	static final Instant NOW = seoul("02:10:00");

	private Views() {
	}

	static MessageSourceAccessor messages(Locale locale) {
		return new MessageSourceAccessor(Reports.messages(), locale);
	}

	/** A time on 2026-11-23 in Seoul. */
	static Instant seoul(String time) {
		return Instant.parse("2026-11-23T" + time + "Z").minusSeconds(9 * 3600);
	}

	static RunRecord csv(long id, Run.State state, Path directory, String heldUntil) {
		return record(id, state, directory, heldUntil, null);
	}

	static RunRecord due(long id, Run.State state, Path directory) {
		return record(id, state, directory, null, LocalDate.of(2026, 11, 23));
	}

	/** Re-runs run 13. */
	static RunRecord rerun(long id, Path directory) {
		Run run = new Run(id, Run.Kind.RERUN, Run.State.FINISHED, "digest", "2026-11", null, new Part(13, "{}"),
				directory.toString(), "charges.rerun13", Lines.COLUMNS, null, new Totals(24, 24, 72_000, 24),
				seoul("02:06:00"), seoul("02:07:00"), null, null);
		return new RunRecord(run, new Caller("cron", "batch-1", "1.0.0", "rerun 13 --yes"), null, null,
				seoul("02:06:01"), NOW);
	}

	private static RunRecord record(long id, Run.State state, Path directory, String heldUntil, LocalDate dueOn) {
		boolean sealed = state == Run.State.SEALED || state == Run.State.FINISHED;
		String name = (dueOn != null) ? "due-" + dueOn : "charges";
		Run run = new Run(id, (dueOn != null) ? Run.Kind.DUE : Run.Kind.CSV, state, "digest",
				(dueOn != null) ? null : "2026-11", dueOn, null, directory.toString(), name, Lines.COLUMNS, null,
				sealed ? new Totals(24, 24, 72_000, 24) : null, seoul("02:00:00"),
				(state == Run.State.FINISHED) ? seoul("02:05:00") : null,
				"batch-1 pid 4711 0a1b2c3d-0000-4000-8000-00000000000a", (heldUntil != null) ? seoul(heldUntil) : null);
		String command = (dueOn != null) ? "charge --due" : "charge --csv charges.csv";
		return new RunRecord(run, new Caller("cron", "batch-1", "1.0.0", command),
				(dueOn != null) ? null : "charges.csv", (dueOn != null) ? null : "ab12",
				sealed ? seoul("02:00:01") : null, NOW);
	}

	static RunView view(RunRecord asked, Waits waits, Group... groups) {
		return new RunView(asked, new RowGroups(List.of(groups)), waits);
	}

}
