package chargerunner.sandbox;

/**
 * A gate before every charge, open at first: a test shuts it to catch charges in flight.
 * Safe for many threads.
 */
final class Gate {

	private boolean shut;

	synchronized void shut() {
		this.shut = true;
	}

	synchronized void open() {
		this.shut = false;
		notifyAll();
	}

	synchronized void pass() throws InterruptedException {
		while (this.shut) {
			wait();
		}
	}

}
