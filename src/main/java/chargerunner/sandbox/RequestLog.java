package chargerunner.sandbox;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The requests that came in: all are counted, the last ones are kept. Safe for many
 * threads.
 */
final class RequestLog {

	private static final int MOST_KEPT = 200_000;

	private final Deque<RecordedRequest> kept = new ArrayDeque<>();

	private final Deque<ChargeTime> chargeTimes = new ArrayDeque<>();

	private long requests;

	private long posts;

	private long followed;

	synchronized void add(Request request) {
		if (this.kept.size() == MOST_KEPT) {
			this.kept.removeFirst();
		}
		this.kept.addLast(request.recorded());
		this.requests++;
		if (AgainCall.isFor(request)) {
			this.posts++;
			this.followed += request.query().values().containsKey(Wire.REDIRECTED) ? 1 : 0;
		}
		notifyAll();
	}

	synchronized void answered(ChargeTime time) {
		if (this.chargeTimes.size() == MOST_KEPT) {
			this.chargeTimes.removeFirst();
		}
		this.chargeTimes.addLast(time);
	}

	synchronized List<ChargeTime> chargeTimes() {
		return List.copyOf(this.chargeTimes);
	}

	synchronized boolean awaitPosts(long atLeast, Duration patience) throws InterruptedException {
		long end = System.nanoTime() + patience.toNanos();
		long left = patience.toMillis();
		while (this.posts < atLeast && left > 0) {
			wait(left);
			left = Duration.ofNanos(end - System.nanoTime()).toMillis();
		}
		return this.posts >= atLeast;
	}

	synchronized long requests() {
		return this.requests;
	}

	synchronized long posts() {
		return this.posts;
	}

	synchronized long followed() {
		return this.followed;
	}

	synchronized List<RecordedRequest> kept() {
		return List.copyOf(this.kept);
	}

}
