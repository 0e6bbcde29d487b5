package chargerunner.job;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import chargerunner.charge.PaymentGateway;
import chargerunner.charge.SendingWindow.Stop;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a run's work when the process is asked to stop: at once nothing more is
 * claimed or sent; when the grace is over, what PortOne has not answered yet is broken
 * off and stays in doubt.
 */
final class Stopping {

	private final RunWork work;

	private final PaymentGateway gateway;

	private final Duration grace;

	private final StopSignal.Listening listening;

	private volatile @Nullable CompletableFuture<Void> breakingOff;

	Stopping(StopSignal signal, RunWork work, PaymentGateway gateway, Duration grace) {
		this.work = work;
		this.gateway = gateway;
		this.grace = grace;
		this.listening = signal.whenAsked(this::begin);
	}

	private void begin() {
		this.breakingOff = CompletableFuture.runAsync(this.gateway::breakOff,
				CompletableFuture.delayedExecutor(this.grace.toNanos(), TimeUnit.NANOSECONDS));
		this.work.stopFor(Stop.ASKED);
	}

	void close() {
		this.listening.close();
		CompletableFuture<Void> pending = this.breakingOff;
		if (pending != null) {
			pending.cancel(false);
		}
	}

}
