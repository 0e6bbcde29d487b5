package chargerunner.sandbox;

/**
 * A gate before every charge, open at first: a test shuts it to catch charges in flight.
 * Safe for many threads.
 */
final class Gate {

	private boolean shut;

	private long openings;

	synchronized void shut() {
		this.shut = true;
	}

	synchronized void open() {
		this.shut = false;
		this.openings++;
		notifyAll();
	}

	/** Waits for the next opening, even one that is over before this thread wakes. */
	synchronized void pass() throws InterruptedException {
		long before = this.openings;
		while (this.shut && this.openings == before) {
			wait();
		}
	}

}
