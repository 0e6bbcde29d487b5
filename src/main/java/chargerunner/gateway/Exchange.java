package chargerunner.gateway;

import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.hc.core5.http.HttpException;
import org.jspecify.annotations.Nullable;

/**
 * One exchange as its guard sees it: whether a byte of the request may have left, and
 * whether it was cut off. Leaving and being cut are decided by one atomic step, so that
 * an exchange that was cut before it was sent is never sent. Safe for use by several
 * threads.
 */
final class Exchange {

	private enum Phase {

		CONNECTING, SENT, CUT_BEFORE_SENT, CUT_AFTER_SENT

	}

	private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.CONNECTING);

	private final long startedAt;

	private volatile @Nullable Integer status;

	Exchange(long startedAt) {
		this.startedAt = startedAt;
	}

	long nanosSinceStart(long now) {
		return now - this.startedAt;
	}

	/**
	 * {@return whether the request may be written now; from then on it counts as sent}
	 */
	boolean send() {
		return this.phase.compareAndSet(Phase.CONNECTING, Phase.SENT);
	}

	void cut() {
		if (!this.phase.compareAndSet(Phase.CONNECTING, Phase.CUT_BEFORE_SENT)) {
			this.phase.compareAndSet(Phase.SENT, Phase.CUT_AFTER_SENT);
		}
	}

	void answered(int answeredStatus) {
		this.status = answeredStatus;
	}

	ExchangeFailedException failed(Throwable cause) {
		return new ExchangeFailedException(Reply.failed(result(cause), this.status, message(cause)), cause);
	}

	ExchangeFailedException unreadable(String message, Throwable cause) {
		return new ExchangeFailedException(Reply.failed(Reply.Result.UNREADABLE, this.status, message), cause);
	}

	private Reply.Result result(Throwable cause) {
		return switch (this.phase.get()) {
			case CONNECTING, CUT_BEFORE_SENT -> Reply.Result.NOT_SENT;
			case CUT_AFTER_SENT -> Reply.Result.TIMEOUT;
			case SENT -> sentResult(cause);
		};
	}

	private static Reply.Result sentResult(Throwable cause) {
		if (cause instanceof SocketTimeoutException || cause instanceof InterruptedIOException) {
			return Reply.Result.TIMEOUT;
		}
		return (cause instanceof HttpException) ? Reply.Result.UNREADABLE : Reply.Result.RESET;
	}

	private String message(Throwable cause) {
		String detail = cause.getClass().getSimpleName() + ": " + cause.getMessage();
		return switch (result(cause)) {
			case NOT_SENT -> "nothing was sent: " + detail;
			case TIMEOUT -> "no whole answer in time: " + detail;
			case RESET -> "the connection broke: " + detail;
			default -> "the answer is not HTTP: " + detail;
		};
	}

}
