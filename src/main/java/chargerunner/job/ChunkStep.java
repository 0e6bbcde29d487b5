package chargerunner.job;

import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.item.ChunkOrientedStep;
import org.springframework.batch.infrastructure.item.ItemReader;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;

/**
 * A chunk-oriented step with an end of its own: what has to be done after the last chunk,
 * and what has to be closed however the step ends. Listeners cannot do that: Spring Batch
 * swallows what they throw. No retry, no skip, no transaction around a chunk: the
 * ledger's own transactions are the only ones.
 *
 * @param <T> the items
 */
final class ChunkStep<T> extends ChunkOrientedStep<T, T> {

	private final Runnable end;

	private final Runnable close;

	ChunkStep(String name, int chunkSize, Parts<T> parts, JobRepository jobRepository) throws Exception {
		super(name, chunkSize, parts.reader(), parts.writer(), jobRepository);
		this.end = parts.end();
		this.close = parts.close();
		setAllowStartIfComplete(true);
		setTransactionManager(withoutConnections());
		afterPropertiesSet();
	}

	/**
	 * Spring would else keep the connection of the first read for the whole chunk, also
	 * while the chunk waits.
	 */
	private static ResourcelessTransactionManager withoutConnections() {
		ResourcelessTransactionManager manager = new ResourcelessTransactionManager();
		manager.setTransactionSynchronization(AbstractPlatformTransactionManager.SYNCHRONIZATION_NEVER);
		return manager;
	}

	@Override
	protected void doExecute(StepExecution stepExecution) throws Exception {
		try {
			super.doExecute(stepExecution);
			this.end.run();
		}
		finally {
			this.close.run();
		}
	}

	/**
	 * What a step is made of.
	 *
	 * @param reader gives the items
	 * @param writer takes them
	 * @param end runs after the last chunk; what it throws fails the step
	 * @param close runs however the step ends
	 * @param <T> the items
	 */
	record Parts<T>(ItemReader<T> reader, ItemWriter<T> writer, Runnable end, Runnable close) {

		static <T> Parts<T> of(ItemReader<T> reader, ItemWriter<T> writer) {
			return new Parts<>(reader, writer, () -> {
			}, () -> {
			});
		}

	}

}
