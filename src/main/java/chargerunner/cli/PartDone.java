package chargerunner.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import chargerunner.job.Progress.Phase;

/**
 * How far a part of the work is. For one thread at a time.
 */
final class PartDone {

	private static final double NANOS_A_SECOND = 1e9;

	private final Phase phase;

	private long total;

	private final long startedNanos;

	private long rows;

	private long won;

	PartDone(Phase phase, long total, long startedNanos) {
		this.phase = phase;
		this.total = total;
		this.startedNanos = startedNanos;
	}

	void add(long rows, long won) {
		this.rows += rows;
		this.won += won;
		// What is sent again counts again.
		if (this.total > 0) {
			this.total = Math.max(this.total, this.rows);
		}
	}

	static String name(Phase phase, Texts texts) {
		return texts.say("cli.progress." + phase.name().toLowerCase(Locale.ROOT).replace('_', '-'));
	}

	/**
	 * {@return rows, share, rate, won so far and time left}
	 * @param texts the language
	 * @param nanos the time
	 */
	String underWay(Texts texts, long nanos) {
		double seconds = (nanos - this.startedNanos) / NANOS_A_SECOND;
		double rate = (seconds > 0) ? this.rows / seconds : 0;
		List<String> parts = new ArrayList<>();
		parts.add((this.total > 0)
				? texts.say("cli.progress.rows-of", this.rows, this.total, Math.min(100, 100 * this.rows / this.total))
				: texts.say("cli.progress.rows", this.rows));
		parts.add(texts.say("cli.progress.rate", rate));
		addWon(texts, parts);
		if (this.total > this.rows && rate > 0) {
			parts.add(texts.say("cli.progress.left", clock((this.total - this.rows) / rate)));
		}
		return name(this.phase, texts) + ": " + String.join(", ", parts);
	}

	/**
	 * {@return whether there is nothing to say of it: no rows, and no time to notice}
	 * @param nanos the time
	 */
	boolean isNothing(long nanos) {
		return this.rows == 0 && nanos - this.startedNanos < NANOS_A_SECOND;
	}

	/**
	 * {@return rows, won and the time that it took}
	 * @param texts the language
	 * @param nanos the time
	 */
	String over(Texts texts, long nanos) {
		List<String> parts = new ArrayList<>();
		parts.add(texts.say("cli.progress.rows", this.rows));
		addWon(texts, parts);
		parts.add(texts.say("cli.progress.took", clock((nanos - this.startedNanos) / NANOS_A_SECOND)));
		return name(this.phase, texts) + ": " + String.join(", ", parts);
	}

	private void addWon(Texts texts, List<String> parts) {
		if (paysIn(this.phase)) {
			parts.add(won(texts, this.won));
		}
	}

	static boolean paysIn(Phase phase) {
		return phase == Phase.LOOKING_BACK || phase == Phase.SENDING || phase == Phase.RESOLVING;
	}

	static String won(Texts texts, long won) {
		return texts.say("cli.progress.won", won);
	}

	private static String clock(double seconds) {
		Duration time = Duration.ofSeconds(Math.round(seconds));
		return String.format(Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart());
	}

}
