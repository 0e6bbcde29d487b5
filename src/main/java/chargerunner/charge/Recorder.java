package chargerunner.charge;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Records results in groups, on a thread of its own, in the order in which they come: one
 * commit serves all results of some milliseconds. A result that could not be recorded
 * stays in doubt in the ledger; the failure is kept and nothing more is recorded.
 */
final class Recorder implements AutoCloseable {

	private static final int MAX_GROUP = 250;

	/** Makes a commit serve many, and adds little to what a kill leaves in doubt. */
	private static final long GATHERING_NANOS = TimeUnit.MILLISECONDS.toNanos(16);

	private final BlockingQueue<AttemptResult> queue = new LinkedBlockingQueue<>();

	private final Consumer<List<AttemptResult>> ledger;

	private final Consumer<List<AttemptResult>> whenDone;

	private final Thread thread;

	private volatile boolean closing;

	private volatile @Nullable RuntimeException failure;

	/**
	 * Starts the recorder.
	 * @param ledger records a group
	 * @param whenDone takes each group after that, recorded or not; must not throw
	 */
	Recorder(Consumer<List<AttemptResult>> ledger, Consumer<List<AttemptResult>> whenDone) {
		this.ledger = ledger;
		this.whenDone = whenDone;
		this.thread = new Thread(this::run, "recorder");
		this.thread.setDaemon(true);
		this.thread.start();
	}

	void add(AttemptResult result) {
		this.queue.add(result);
	}

	/**
	 * {@return why nothing more is recorded; null while all is well}
	 */
	@Nullable RuntimeException failure() {
		return this.failure;
	}

	private void run() {
		try {
			while (!this.closing || !this.queue.isEmpty()) {
				AttemptResult first = this.queue.poll(50, TimeUnit.MILLISECONDS);
				if (first != null) {
					gather();
					recordGroup(first);
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Waits for more to record, unless nothing comes any more. */
	private void gather() {
		if (!this.closing && this.queue.size() < MAX_GROUP) {
			LockSupport.parkNanos(GATHERING_NANOS);
		}
	}

	private void recordGroup(AttemptResult first) {
		List<AttemptResult> group = new ArrayList<>(List.of(first));
		this.queue.drainTo(group, MAX_GROUP - 1);
		try {
			if (this.failure == null) {
				this.ledger.accept(group);
			}
		}
		catch (RuntimeException ex) {
			this.failure = ex;
		}
		catch (Error ex) {
			this.failure = new IllegalStateException("results could not be recorded", ex);
		}
		this.whenDone.accept(group);
	}

	/**
	 * Records what is left and ends the thread.
	 */
	@Override
	public void close() {
		this.closing = true;
		boolean interrupted = false;
		while (this.thread.isAlive()) {
			try {
				this.thread.join();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
