package chargerunner.cli;

import java.io.PrintStream;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.support.MessageSourceAccessor;

/**
 * Progress where nobody watches, such as in a log: a plain line every five seconds and
 * one at the end of each part. Safe for many threads.
 */
final class ProgressLines implements ShownProgress {

	private static final int MILLIS_BETWEEN = 5_000;

	private final PrintStream err;

	private final Texts texts;

	private final MessageSourceAccessor messages;

	private final LongSupplier nanoTime;

	private final Timer timer = new Timer("progress", true);

	private @Nullable PartDone part;

	ProgressLines(Invocation invocation, MessageSourceAccessor messages, LongSupplier nanoTime) {
		this.err = invocation.surroundings().err();
		this.texts = invocation.texts();
		this.messages = messages;
		this.nanoTime = nanoTime;
	}

	ProgressLines ticking() {
		this.timer.schedule(new TimerTask() {

			@Override
			public void run() {
				tick();
			}

		}, MILLIS_BETWEEN, MILLIS_BETWEEN);
		return this;
	}

	@Override
	public synchronized void begin(Phase phase, long total) {
		end();
		this.part = new PartDone(phase, total, this.nanoTime.getAsLong());
	}

	@Override
	public synchronized void advance(long rows, long wonPaid) {
		if (this.part != null) {
			this.part.add(rows, wonPaid);
		}
	}

	@Override
	public synchronized void notice(MessageSourceResolvable message) {
		this.err.println(this.messages.getMessage(message));
	}

	synchronized void tick() {
		if (this.part != null) {
			this.err.println(this.part.underWay(this.texts, this.nanoTime.getAsLong()));
		}
	}

	private void end() {
		long now = this.nanoTime.getAsLong();
		if (this.part != null && !this.part.isNothing(now)) {
			this.err.println(this.part.over(this.texts, now));
		}
		this.part = null;
	}

	@Override
	public synchronized void pause() {
		end();
	}

	@Override
	public void close() {
		this.timer.cancel();
		pause();
	}

}
