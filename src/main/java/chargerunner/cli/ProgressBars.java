package chargerunner.cli;

import java.io.PrintStream;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.support.MessageSourceAccessor;

/**
 * Progress for a person at a terminal: one bar a part, with rate, time left and won so
 * far. Safe for many threads.
 */
final class ProgressBars implements ShownProgress {

	private static final int WIDTH = 79;

	private static final int MILLIS_BETWEEN = 250;

	private static final String ERASE = "\r" + " ".repeat(WIDTH) + "\r";

	private final PrintStream err;

	private final Invocation invocation;

	private final MessageSourceAccessor messages;

	private @Nullable ProgressBar bar;

	private boolean pays;

	private long won;

	ProgressBars(Invocation invocation, MessageSourceAccessor messages) {
		this.err = invocation.surroundings().err();
		this.invocation = invocation;
		this.messages = messages;
	}

	@Override
	public synchronized void begin(Phase phase, long total) {
		end();
		if (total == 0) {
			return;
		}
		this.won = 0;
		this.pays = PartDone.paysIn(phase);
		this.bar = new ProgressBarBuilder().setTaskName(PartDone.name(phase, this.invocation.texts()))
			.setInitialMax(total)
			.setStyle(ProgressBarStyle.ASCII)
			.setUpdateIntervalMillis(MILLIS_BETWEEN)
			.setConsumer(new ConsoleProgressBarConsumer(this.err, width()))
			.showSpeed()
			.build();
		showWon();
	}

	// The library would ask the terminal through native code, of which newer JDKs warn.
	private int width() {
		String columns = this.invocation.surroundings().environment().getOrDefault("COLUMNS", "");
		return columns.matches("\\d{2,3}") ? Integer.parseInt(columns) - 1 : WIDTH;
	}

	@Override
	public synchronized void advance(long rows, long wonPaid) {
		if (this.bar != null) {
			this.bar.stepBy(rows);
			this.won += wonPaid;
			showWon();
		}
	}

	private void showWon() {
		if (this.bar != null && this.pays) {
			this.bar.setExtraMessage(" " + PartDone.won(this.invocation.texts(), this.won));
		}
	}

	@Override
	public synchronized void notice(MessageSourceResolvable message) {
		// At once: the bar is drawn by a thread of its own.
		this.err.println(ERASE + this.messages.getMessage(message));
	}

	private void end() {
		if (this.bar != null) {
			this.bar.close();
			this.bar = null;
		}
	}

	@Override
	public synchronized void pause() {
		end();
	}

	@Override
	public void close() {
		pause();
	}

}
