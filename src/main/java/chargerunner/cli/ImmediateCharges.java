package chargerunner.cli;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import chargerunner.issuance.FirstCharges;
import chargerunner.job.ChargeCommands;
import chargerunner.job.ChargeOptions;
import chargerunner.job.CommandFailedException;
import chargerunner.job.Progress;
import chargerunner.job.RunResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.support.MessageSourceAccessor;

/**
 * Charges what is to be paid at once, one after the other. What is not charged for any
 * reason, a kill too, stays due: the next due run charges it. Safe for many threads.
 */
final class ImmediateCharges implements FirstCharges, AutoCloseable {

	private static final Logger LOGGER = LoggerFactory.getLogger(ImmediateCharges.class);

	private static final int LONGEST_STOP_SECONDS = 60;

	private final ExecutorService executor = Executors.newSingleThreadExecutor((task) -> {
		Thread thread = new Thread(task, "first-charge");
		thread.setDaemon(true);
		return thread;
	});

	private final Supplier<ChargeCommands> commands;

	private final ChargeOptions options;

	private final MessageSourceAccessor messages;

	ImmediateCharges(Supplier<ChargeCommands> commands, ChargeOptions options, MessageSourceAccessor messages) {
		this.messages = messages;
		this.commands = commands;
		this.options = options;
	}

	@Override
	public void charge(String subscriptionId) {
		try {
			this.executor.execute(() -> chargeNow(subscriptionId));
		}
		catch (RejectedExecutionException ex) {
			LOGGER.info("A first charge came while the program stops: the next due run charges it");
		}
	}

	private void chargeNow(String subscriptionId) {
		try {
			Optional<RunResult> result = this.commands.get().chargeFirst(subscriptionId, this.options, new Silent());
			if (result.isEmpty()) {
				LOGGER.info("A first charge is left to the due runs: one is unfinished, or nothing is due");
				return;
			}
			LOGGER.info("A first charge ended in run {} with exit code {}", result.get().runId(),
					result.get().exitCode().code());
			// The problems themselves quote what is stored of a customer.
			if (!result.get().problems().isEmpty()) {
				LOGGER.warn("A first charge is not possible; what is wrong is said by: charge --due --dry-run");
			}
		}
		catch (CommandFailedException ex) {
			LOGGER.warn("A first charge is not finished; the next due run finishes it. {}",
					this.messages.getMessage(ex));
		}
		catch (RuntimeException ex) {
			LOGGER.error("A first charge broke off; the next due run finishes it ({})", ex.getClass().getSimpleName(),
					ex);
		}
	}

	@Override
	public void close() {
		this.executor.shutdown();
		try {
			this.executor.awaitTermination(LONGEST_STOP_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Nobody watches. */
	private static final class Silent implements Progress {

		@Override
		public void begin(Phase phase, long total) {
		}

		@Override
		public void advance(long rows, long wonPaid) {
		}

		@Override
		public void notice(MessageSourceResolvable message) {
		}

	}

}
