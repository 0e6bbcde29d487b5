package chargerunner.sandbox;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Who passes the gate, and when. */
class GateTests {

	private final Gate gate = new Gate();

	@Test
	void letsThroughWhoWaitedWhenItIsShutAgainAtOnce() throws Exception {
		this.gate.shut();
		Thread waiting = new Thread(() -> {
			try {
				this.gate.pass();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		waiting.start();
		await().until(() -> waiting.getState() == Thread.State.WAITING);

		synchronized (this.gate) {
			this.gate.open();
			this.gate.shut();
		}

		waiting.join(Duration.ofSeconds(20).toMillis());
		assertThat(waiting.isAlive()).isFalse();
	}

}
