package chargerunner.charge;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends claimed attempts, a fixed number at a time, and records each answer as soon as it
 * is there. Never two requests at once for one customer; never more than the rate;
 * nothing once the lease is not fresh. What was handed over and is not sent when the
 * window stops is given back as not_sent with its number. Kept open across chunks, so
 * that a slow answer holds up nobody.
 * <p>
 * One thread hands attempts over ({@link #awaitRoom()}, {@link #submit(List)},
 * {@link #drain()}); the sending is done by the executor's threads. After a kill, what
 * was claimed and not recorded is in doubt in the ledger.
 */
public final class SendingWindow implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(SendingWindow.class);

	private static final Verdict STOPPED_FIRST = Verdict.of(Outcome.NOT_SENT, ReasonClass.STOPPED,
			"the run stopped first");

	private static final long MAX_RETRY_DELAY_NANOS = TimeUnit.SECONDS.toNanos(10);

	private final Limits limits;

	private final PaymentGateway gateway;

	private final Judge judge;

	private final Lease lease;

	private final Clock clock;

	private final Pace pace;

	private final Storm storm;

	private final Random jitter;

	private final Consumer<List<AttemptResult>> progress;

	private final Recorder recorder;

	private final PaymentGateway.Permission permission = new PaymentGateway.Permission() {

		@Override
		public boolean maySend() {
			return SendingWindow.this.maySend();
		}

		@Override
		public boolean awaitTurn() {
			return SendingWindow.this.awaitTurn();
		}

	};

	private final ReentrantLock lock = new ReentrantLock();

	/** There is something to send, or there will never be. */
	private final Condition work = this.lock.newCondition();

	/** There is room for more, or there will never be. */
	private final Condition room = this.lock.newCondition();

	private final Condition allRecorded = this.lock.newCondition();

	private final Condition stopping = this.lock.newCondition();

	/** Held by the one that sends next. */
	private final ReentrantLock turn = new ReentrantLock();

	private final Deque<ClaimedAttempt> waiting = new ArrayDeque<>();

	private final Set<String> busyCustomers = new HashSet<>();

	private int unrecorded;

	private int unsent;

	private boolean closed;

	private volatile @Nullable Stop stop;

	/**
	 * Opens a window.
	 * @param limits how much at a time
	 * @param ports what the window sends through and writes to
	 * @param executor runs as many long-lived tasks as there are requests in flight
	 */
	public SendingWindow(Limits limits, Ports ports, Executor executor) {
		this.limits = limits;
		this.gateway = ports.gateway();
		this.judge = ports.judge();
		this.lease = ports.lease();
		this.clock = ports.clock();
		this.pace = new Pace(limits.perSecond());
		this.storm = new Storm(limits.storm());
		this.jitter = new Random(31 * ports.lease().runId() + ports.lease().token());
		this.progress = ports.progress();
		this.recorder = new Recorder(ports.ledger()::record, this::recorded);
		for (int i = 0; i < limits.inFlight(); i++) {
			executor.execute(this::work);
		}
	}

	/**
	 * Waits until no more attempts are unsent than may be in flight, so that what is
	 * handed over then makes at most twice as many.
	 * @return how many attempts may be handed over now; 0 when the window has stopped
	 * @throws InterruptedException when the waiting thread is interrupted
	 */
	public int awaitRoom() throws InterruptedException {
		this.lock.lock();
		try {
			while (this.stop == null && this.unsent > this.limits.inFlight()) {
				this.room.await();
			}
			return (this.stop == null) ? 2 * this.limits.inFlight() - this.unsent : 0;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Hands claimed attempts over.
	 * @param attempts the attempts, each handed over once
	 */
	public void submit(List<ClaimedAttempt> attempts) {
		this.lock.lock();
		try {
			this.unrecorded += attempts.size();
			this.unsent += attempts.size();
			this.waiting.addAll(attempts);
			if (this.stop != null) {
				giveBackWaiting();
			}
			this.waiting.forEach((attempt) -> this.work.signal());
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits until everything that was handed over is recorded or given up.
	 * @throws InterruptedException when the waiting thread is interrupted
	 */
	public void drain() throws InterruptedException {
		this.lock.lock();
		try {
			while (this.unrecorded > 0) {
				this.allRecorded.await();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Sends nothing more; what is in flight is awaited, what waits is given back.
	 * @param cause why
	 */
	public void stop(Stop cause) {
		this.lock.lock();
		try {
			if (this.stop == null) {
				this.stop = cause;
			}
			giveBackWaiting();
			this.room.signalAll();
			this.stopping.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * {@return why the window sends nothing more; null while it does}
	 */
	public @Nullable Stop stopped() {
		return this.stop;
	}

	/**
	 * {@return what kept results from being recorded; null when all were}
	 */
	public @Nullable RuntimeException recordingFailure() {
		return this.recorder.failure();
	}

	/**
	 * Ends the workers after what is in flight, gives back what waits, and records the
	 * rest. Call {@link #drain()} first to have everything sent.
	 */
	@Override
	public void close() {
		this.lock.lock();
		try {
			this.closed = true;
			giveBackWaiting();
			this.work.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		awaitRecorded();
		this.recorder.close();
	}

	private void awaitRecorded() {
		this.lock.lock();
		try {
			while (this.unrecorded > 0) {
				this.allRecorded.awaitUninterruptibly();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void giveBackWaiting() {
		while (!this.waiting.isEmpty()) {
			this.unsent--;
			this.recorder.add(unsent(this.waiting.removeFirst()));
		}
	}

	private void work() {
		ClaimedAttempt attempt = next(null);
		while (attempt != null) {
			AttemptResult result = send(attempt);
			this.recorder.add(result);
			if (this.storm.add(result.verdict())) {
				stop(Stop.STORM);
			}
			attempt = next(attempt);
		}
	}

	/**
	 * {@return the next attempt, waited for; null when there is none any more}
	 * @param finished the one whose customer is free again
	 */
	private @Nullable ClaimedAttempt next(@Nullable ClaimedAttempt finished) {
		this.lock.lock();
		try {
			if (finished != null) {
				this.busyCustomers.remove(finished.request().customerUid());
			}
			while (true) {
				ClaimedAttempt attempt = takeFirstOfFreeCustomer();
				if (attempt != null || this.closed) {
					return attempt;
				}
				this.work.awaitUninterruptibly();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable ClaimedAttempt takeFirstOfFreeCustomer() {
		for (Iterator<ClaimedAttempt> all = this.waiting.iterator(); all.hasNext();) {
			ClaimedAttempt attempt = all.next();
			if (this.busyCustomers.add(attempt.request().customerUid())) {
				all.remove();
				return attempt;
			}
		}
		return null;
	}

	private AttemptResult send(ClaimedAttempt attempt) {
		boolean maySend = awaitTurn();
		begun();
		AttemptResult result = unsent(attempt);
		for (int tries = 1; maySend; tries++) {
			Instant requestedAt = this.clock.instant();
			Verdict verdict = charge(attempt.request());
			result = new AttemptResult(attempt, verdict, tries, requestedAt, this.clock.instant());
			if (verdict.outcome() != Outcome.NOT_SENT || tries >= this.limits.tries()) {
				return result;
			}
			backOff(tries, verdict);
			maySend = awaitTurn();
		}
		return result;
	}

	private void begun() {
		this.lock.lock();
		try {
			this.unsent--;
			if (this.unsent <= this.limits.inFlight()) {
				this.room.signal();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits for ever longer times, none of them a common multiple, before the same number
	 * is sent again. PortOne's "too many requests" holds the whole window up.
	 */
	private void backOff(int tries, Verdict verdict) {
		long doubled = this.limits.retryDelay().multipliedBy(1L << Math.min(tries - 1, 10)).toNanos();
		long longest = Math.min(MAX_RETRY_DELAY_NANOS, doubled);
		long delay = longest - (long) (longest * this.jitter.nextDouble() / 2);
		if (verdict.reasonClass() == ReasonClass.THROTTLED) {
			this.pace.hold(System.nanoTime(), delay);
		}
		else {
			pauseNanos(delay);
		}
	}

	/** Waits for a turn, which nobody has before it comes: a pause hoards none. */
	private boolean awaitTurn() {
		this.turn.lock();
		try {
			long left = this.pace.nanosLeft(System.nanoTime());
			while (left > 0 && stopped() == null) {
				pauseNanos(left);
				left = this.pace.nanosLeft(System.nanoTime());
			}
			this.pace.made(System.nanoTime());
		}
		finally {
			this.turn.unlock();
		}
		return maySend();
	}

	/** Asked once more when the connection stands and nothing is written yet. */
	private boolean maySend() {
		if (!this.lease.isFresh()) {
			stop(Stop.LEASE_LOST);
		}
		return stopped() == null;
	}

	private Verdict charge(ChargeRequest request) {
		try {
			Answer answer = this.gateway.charge(request, this.permission);
			if (answer.kind() == Answer.Kind.UNAUTHORIZED) {
				stop(Stop.UNAUTHORIZED);
			}
			if (answer.kind() == Answer.Kind.REFUSED) {
				return this.judge.refusal(request, answer, this.gateway.lookUp(request.merchantUid()));
			}
			if (answer.kind() == Answer.Kind.NOT_SENT && stopped() != null) {
				return STOPPED_FIRST;
			}
			return this.judge.answer(request, answer);
		}
		catch (RuntimeException | Error ex) {
			// The request may have left: only a look-up can tell.
			return Verdict.of(Outcome.UNKNOWN, ReasonClass.UNREADABLE, "internal error " + ex.getClass().getName());
		}
	}

	private AttemptResult unsent(ClaimedAttempt attempt) {
		Instant now = this.clock.instant();
		return new AttemptResult(attempt, STOPPED_FIRST, 0, now, now);
	}

	private void recorded(List<AttemptResult> results) {
		this.lock.lock();
		try {
			this.unrecorded -= results.size();
			if (this.unrecorded == 0) {
				this.allRecorded.signalAll();
			}
			if (this.recorder.failure() != null && this.stop == null) {
				stop(Stop.NOT_RECORDED);
			}
		}
		finally {
			this.lock.unlock();
		}
		show(results);
	}

	private void show(List<AttemptResult> results) {
		try {
			this.progress.accept(results);
		}
		catch (RuntimeException ex) {
			// What cannot be shown must still be recorded.
			logger.warn("progress could not be shown: {}", ex.toString());
		}
	}

	/** Waits, but no longer than until the window stops. */
	private void pauseNanos(long nanos) {
		if (nanos <= 0) {
			return;
		}
		long left = nanos;
		this.lock.lock();
		try {
			while (left > 0 && this.stop == null) {
				left = this.stopping.awaitNanos(left);
			}
		}
		catch (InterruptedException ex) {
			// This thread can no longer keep to pace and delays.
			stop(Stop.ASKED);
			Thread.currentThread().interrupt();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Why a window sends nothing more. */
	public enum Stop {

		/** The credentials are refused. */
		UNAUTHORIZED,
		/** The lease was not renewed in time, or is another's. */
		LEASE_LOST,
		/** A result could not be recorded. */
		NOT_RECORDED,
		/** The run was asked to stop. */
		ASKED,
		/** Too many charges failed, or all were refused for one reason. */
		STORM

	}

	/**
	 * How much a window does at a time.
	 *
	 * @param inFlight requests at once
	 * @param perSecond charges a second; 0 for no limit
	 * @param tries how often a request that was not let in is made
	 * @param retryDelay how long before the second try; twice as long before each
	 * further, up to 10 s, and by chance up to half less
	 * @param storm when so much fails that nothing more is sent
	 */
	public record Limits(int inFlight, int perSecond, int tries, Duration retryDelay, StormLimits storm) {

		/**
		 * Limits under which nothing is a storm.
		 * @param inFlight requests at once
		 * @param perSecond charges a second; 0 for no limit
		 * @param tries how often a request that was not let in is made
		 * @param retryDelay how long before the second try
		 */
		public Limits(int inFlight, int perSecond, int tries, Duration retryDelay) {
			this(inFlight, perSecond, tries, retryDelay, StormLimits.NONE);
		}

	}

	/**
	 * What a window works with.
	 *
	 * @param gateway sends
	 * @param judge turns answers into verdicts
	 * @param ledger records
	 * @param lease says whether sending is still allowed
	 * @param clock gives the times of requests
	 * @param progress takes each group of results after it was recorded
	 */
	public record Ports(PaymentGateway gateway, Judge judge, ChargeLedger ledger, Lease lease, Clock clock,
			Consumer<List<AttemptResult>> progress) {
	}

}
