package chargerunner.proof;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import chargerunner.proof.Gateway.Counters;
import chargerunner.proof.Sabotage.Point;

/**
 * All that is done to the program.
 */
final class Scenarios {

	/**
	 * How many rows a process gets done between its first charge and its death, at most.
	 */
	private static final int ROWS_PER_KILL = 60;

	private static final int MOST_ROWS = 2000;

	private final Laboratory laboratory;

	Scenarios(Laboratory laboratory) {
		this.laboratory = laboratory;
	}

	/**
	 * SIGKILL, 20 to 400 ms after a charge of that very process has reached the gateway.
	 */
	Verdict kills(boolean mySql, int kills, Supplier<Rows> rows, String scenario) {
		List<Verdict> parts = new ArrayList<>();
		int left = kills;
		while (left > 0) {
			Trial trial = this.laboratory.trial(mySql, rows.get());
			int killed = killUntilThrough(trial, left);
			trial.finish();
			parts.add(trial.verdict(scenario));
			left -= Math.max(killed, 1);
		}
		return sum(parts);
	}

	Verdict kills(boolean mySql, int kills) {
		int rows = Math.min(MOST_ROWS, kills * ROWS_PER_KILL);
		return kills(mySql, kills, () -> mixed(rows), "SIGKILL at random");
	}

	/** Half of the charges are made a second later, when their process may be dead. */
	Verdict lateCommits(boolean mySql, int kills) {
		return kills(mySql, kills, () -> Rows.with("slow-", this.laboratory.nextName(), kills * ROWS_PER_KILL / 2, 2),
				"late commits outlive a kill");
	}

	private int killUntilThrough(Trial trial, int most) {
		int killed = 0;
		while (killed < most) {
			Counters before = trial.gateway().counters();
			Process process = trial.start();
			trial.awaitPost(process, before);
			if (Trial.ends(process, 20 + this.laboratory.random().nextInt(381))) {
				return killed;
			}
			trial.kill(process);
			killed++;
		}
		return killed;
	}

	/** The machine loses its power at one point. */
	Verdict halt(boolean mySql, Point point, int times) {
		Trial trial = this.laboratory.trial(mySql, mixed(120));
		for (int time = 0; time < times && trial.kills() <= time; time++) {
			Process process = trial.startSabotaged(Sabotage.halt(point, occurrence(point)));
			if (trial.exitCode(process) == 137) {
				trial.died();
			}
		}
		trial.finish();
		return trial.verdict("halted " + point.text());
	}

	/** What is done once in a process's life has to be caught the first time. */
	private int occurrence(Point point) {
		return switch (point) {
			case IN_SEAL, IN_REPORT, BETWEEN_LOOK_AND_RECORD -> 1;
			case AFTER_SEND, AFTER_ANSWER -> 1 + this.laboratory.random().nextInt(20);
			default -> 1 + this.laboratory.random().nextInt(2);
		};
	}

	Verdict terminated(boolean mySql) {
		Trial trial = this.laboratory.trial(mySql, mixed(300));
		for (int time = 0; time < 3; time++) {
			Counters before = trial.gateway().counters();
			Process process = trial.start();
			trial.awaitPost(process, before);
			Trial.ends(process, 100);
			process.destroy();
			trial.exitCode(process);
		}
		trial.finish();
		return trial.verdict("SIGTERM");
	}

	/** Two processes within 50 ms; both may be embedded, where the second is shut out. */
	Verdict pairs(boolean mySql, int pairs) {
		List<Verdict> parts = new ArrayList<>();
		for (int pair = 0; pair < pairs; pair++) {
			Trial trial = this.laboratory.trial(mySql, Rows.plain(this.laboratory.nextName(), 100));
			Process first = trial.start();
			Trial.ends(first, this.laboratory.random().nextInt(50));
			Process second = trial.start();
			trial.exitCode(first);
			trial.exitCode(second);
			trial.finish();
			parts.add(trial.verdict("two at once"));
		}
		return sum(parts);
	}

	Verdict fault(boolean mySql, String fault) {
		Trial trial = this.laboratory.trial(mySql, Rows.with(fault, this.laboratory.nextName(), 100, 5));
		trial.finish();
		return trial.verdict("20 % " + fault.substring(0, fault.length() - 1));
	}

	/** Stopped past its lease while another takes over; then it wakes. */
	Verdict paused(int times) {
		List<Verdict> parts = new ArrayList<>();
		for (int time = 0; time < times; time++) {
			Trial trial = this.laboratory.trial(true, Rows.with("lost-before-", this.laboratory.nextName(), 300, 10));
			Counters before = trial.gateway().counters();
			Process sleeper = trial.start();
			trial.awaitPost(sleeper, before);
			Trial.ends(sleeper, 20 + this.laboratory.random().nextInt(200));
			signal(sleeper, "STOP");
			trial.finish();
			signal(sleeper, "CONT");
			trial.exitCode(sleeper);
			trial.finish();
			parts.add(trial.verdict("paused past its lease"));
		}
		return sum(parts);
	}

	private static void signal(Process process, String signal) {
		try {
			Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
			Trial.ends(kill, TimeUnit.SECONDS.toMillis(10));
		}
		catch (java.io.IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

	/**
	 * The database server crashes in mid-run and is started again: at once, and the
	 * second time only when the command has given up.
	 */
	Verdict serverKilled(int times) {
		Trial trial = this.laboratory.trial(true, mixed(300));
		for (int time = 0; time < times; time++) {
			Counters before = trial.gateway().counters();
			Process process = trial.start();
			trial.awaitPost(process, before);
			Trial.ends(process, 150);
			this.laboratory.server().kill();
			if (time == 0) {
				this.laboratory.server().restart();
			}
			trial.exitCode(process);
			this.laboratory.server().restart();
		}
		trial.finish();
		return trial.verdict("MySQL killed, restarted");
	}

	Verdict readOnly() {
		Trial trial = this.laboratory.trial(true, mixed(300));
		Counters before = trial.gateway().counters();
		Process process = trial.start();
		trial.awaitPost(process, before);
		Trial.ends(process, 150);
		trial.store().sql().execute("SET GLOBAL super_read_only = ON");
		trial.exitCode(process);
		trial.store().sql().execute("SET GLOBAL super_read_only = OFF");
		trial.store().sql().execute("SET GLOBAL read_only = OFF");
		trial.finish();
		return trial.verdict("super_read_only");
	}

	/** A backup comes back over a newer state. */
	Verdict restored(boolean mySql) {
		Trial trial = this.laboratory.trial(mySql, mixed(200));
		killUntilThrough(trial, 1);
		trial.store().backUp();
		killUntilThrough(trial, 1);
		trial.finish();
		trial.store().restore();
		trial.finish("--check-first");
		return trial.verdict("backup restored");
	}

	private Rows mixed(int count) {
		return Rows.mixed(this.laboratory.nextName(), count, this.laboratory.random());
	}

	static Verdict sum(List<Verdict> parts) {
		List<Integer> underWay = new ArrayList<>();
		Set<String> remarks = new LinkedHashSet<>();
		Verdict first = parts.get(0);
		Verdict.Found found = Verdict.Found.NOTHING;
		int kills = 0;
		int rows = 0;
		int twice = 0;
		int lost = 0;
		int unaccounted = 0;
		long seconds = 0;
		for (Verdict part : parts) {
			underWay.addAll(part.underWay());
			remarks.addAll(part.remarks());
			found = found.plus(part.found());
			kills += part.kills();
			rows += part.rows();
			twice += part.twice();
			lost += part.lost();
			unaccounted += part.unaccounted();
			seconds += part.seconds();
		}
		return new Verdict(first.scenario(), first.database(), kills, rows, underWay, found, twice, lost, unaccounted,
				seconds, List.copyOf(remarks));
	}

}
