package chargerunner.job;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import chargerunner.charge.ReasonClass;
import chargerunner.charge.RowOutcome;
import chargerunner.charge.Run;
import chargerunner.charge.Runs.HeldLease;
import chargerunner.charge.SendingWindow.Stop;
import chargerunner.report.Written;
import org.jspecify.annotations.Nullable;

/**
 * One run on its way through the job: what its steps share.
 */
final class RunWork {

	private final Run run;

	private final HeldLease lease;

	private final Progress progress;

	private final boolean checkFirst;

	private final long throughRow;

	private final CountDownLatch stopped = new CountDownLatch(1);

	private volatile @Nullable Stop stop;

	private volatile @Nullable Written written;

	private volatile @Nullable Instant resolveUntil;

	RunWork(Run run, HeldLease lease, Progress progress, boolean checkFirst, @Nullable Long limit) {
		this.run = run;
		this.lease = lease;
		this.progress = progress;
		this.checkFirst = checkFirst;
		this.throughRow = (limit != null) ? limit : Long.MAX_VALUE;
	}

	Run run() {
		return this.run;
	}

	long runId() {
		return this.run.id();
	}

	HeldLease lease() {
		return this.lease;
	}

	Progress progress() {
		return this.progress;
	}

	boolean checkFirst() {
		return this.checkFirst;
	}

	long throughRow() {
		return this.throughRow;
	}

	/**
	 * {@return why nothing more is sent; null while all is well}
	 */
	@Nullable Stop stop() {
		return this.stop;
	}

	synchronized void stopFor(@Nullable Stop cause) {
		if (this.stop == null && cause != null) {
			this.stop = cause;
			this.stopped.countDown();
		}
	}

	/** Waits, but no longer than until nothing more is sent. */
	void awaitStop(Duration duration) throws InterruptedException {
		this.stopped.await(duration.toNanos(), TimeUnit.NANOSECONDS);
	}

	@Nullable Written written() {
		return this.written;
	}

	/**
	 * {@return whether the files that were written show a charge that PortOne has paid
	 * more than once}
	 */
	boolean hasPaidTwice() {
		Written files = this.written;
		return files != null && files.counts().rows(RowOutcome.PAID, ReasonClass.CHARGED_TWICE_AT_PORTONE) > 0;
	}

	void written(Written files) {
		this.written = files;
	}

	/**
	 * {@return until when doubts are looked up, by the database's time; null before the
	 * first look}
	 */
	@Nullable Instant resolveUntil() {
		return this.resolveUntil;
	}

	void resolveUntil(Instant until) {
		this.resolveUntil = until;
	}

}
