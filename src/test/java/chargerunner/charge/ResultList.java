package chargerunner.charge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * A ledger that only takes results, and may fail at that.
 */
final class ResultList implements ChargeLedger {

	private static final long PATIENCE_SECONDS = 20;

	private final List<AttemptResult> results = new ArrayList<>();

	private int failedCalls;

	private int room = Integer.MAX_VALUE;

	private @Nullable Throwable failure;

	/** Takes so many results, and fails at the next. */
	synchronized void failAfter(int count, Throwable with) {
		this.room = count;
		this.failure = with;
	}

	@Override
	public synchronized void record(List<AttemptResult> group) {
		if (this.results.size() + group.size() > this.room) {
			this.failedCalls++;
			notifyAll();
			if (this.failure instanceof Error error) {
				throw error;
			}
			throw (RuntimeException) this.failure;
		}
		this.results.addAll(group);
		notifyAll();
	}

	/** Waits until so many results are recorded. */
	void awaitRecorded(int count) throws InterruptedException {
		await(() -> this.results.size() >= count, count + " results");
	}

	/** Waits until recording has failed. */
	void awaitFailure() throws InterruptedException {
		await(() -> this.failedCalls > 0, "a failure");
	}

	private synchronized void await(BooleanSupplier condition, String what) throws InterruptedException {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
		while (!condition.getAsBoolean()) {
			long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
			if (left <= 0) {
				throw new AssertionError("waited for " + what + " in vain; there are " + this.results);
			}
			wait(left);
		}
	}

	synchronized List<AttemptResult> results() {
		return List.copyOf(this.results);
	}

	synchronized List<String> numbers() {
		return this.results.stream().map((result) -> result.attempt().request().merchantUid()).toList();
	}

	synchronized int failedCalls() {
		return this.failedCalls;
	}

	@Override
	public List<PlannedCharge> plannedCharges(long runId, long afterRow, long throughRow, int limit) {
		throw new UnsupportedOperationException();
	}

	@Override
	public long plannedCount(long runId, long throughRow) {
		throw new UnsupportedOperationException();
	}

	@Override
	public List<ClaimedAttempt> claim(Lease lease, List<PlannedCharge> charges) {
		throw new UnsupportedOperationException();
	}

	@Override
	public List<ClaimedAttempt> claimAgain(Lease lease, List<Doubt> doubts) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void recordLooks(List<Look> looks, Instant askedAt) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void adopt(Lease lease, PlannedCharge charge, List<Look> looks) {
		throw new UnsupportedOperationException();
	}

	@Override
	public List<Doubt> doubts(long runId) {
		throw new UnsupportedOperationException();
	}

	@Override
	public List<Doubt> paidTwice(long runId) {
		throw new UnsupportedOperationException();
	}

	@Override
	public List<Doubt> attemptsOf(Collection<Long> chargeIds) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Instant now() {
		throw new UnsupportedOperationException();
	}

}
