package chargerunner.job;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The wish that this process stops: from then on nothing is claimed or sent. Made once
 * for a process, before anything is started, so that no wish is lost. Safe for many
 * threads.
 */
public final class StopSignal {

	private final CountDownLatch asked = new CountDownLatch(1);

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	/**
	 * Asks to stop; asking again changes nothing.
	 */
	public void ask() {
		this.asked.countDown();
		this.listeners.forEach((listener) -> {
			if (this.listeners.remove(listener)) {
				listener.run();
			}
		});
	}

	/**
	 * {@return whether somebody has asked}
	 */
	public boolean isAsked() {
		return this.asked.getCount() == 0;
	}

	/**
	 * Has something done when somebody asks, once and on the thread that asks; at once
	 * when somebody has asked.
	 * @param listener does it, quickly
	 * @return forgets the listener when it is closed
	 */
	public Listening whenAsked(Runnable listener) {
		this.listeners.add(listener);
		if (isAsked() && this.listeners.remove(listener)) {
			listener.run();
		}
		return () -> this.listeners.remove(listener);
	}

	/**
	 * Waits until somebody asks.
	 * @throws InterruptedException when the thread is interrupted
	 */
	public void await() throws InterruptedException {
		this.asked.await();
	}

	/**
	 * Waits, but no longer than until somebody asks.
	 * @param duration how long
	 * @return whether somebody has asked
	 * @throws InterruptedException when the thread is interrupted
	 */
	boolean await(Duration duration) throws InterruptedException {
		return this.asked.await(duration.toNanos(), TimeUnit.NANOSECONDS);
	}

	/**
	 * Ends the command when somebody has asked.
	 * @throws CommandFailedException to be run again
	 */
	public void check() {
		if (isAsked()) {
			throw new CommandFailedException(ExitCode.UNFINISHED, "job.interrupted");
		}
	}

	/** A listener that can be forgotten. */
	@FunctionalInterface
	public interface Listening extends AutoCloseable {

		@Override
		void close();

	}

}
