package chargerunner.job;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import chargerunner.charge.AttemptResult;
import chargerunner.charge.ChargeLedger;
import chargerunner.charge.Doubt;
import chargerunner.charge.Judge;
import chargerunner.charge.LookSchedule;
import chargerunner.charge.Outcome;
import chargerunner.charge.PaymentGateway;
import chargerunner.charge.PlanRow;
import chargerunner.charge.PlannedCharge;
import chargerunner.charge.ReasonClass;
import chargerunner.charge.Resolver;
import chargerunner.charge.SendingWindow;
import chargerunner.charge.SendingWindow.Stop;
import chargerunner.job.ChunkStep.Parts;
import chargerunner.job.Progress.Phase;
import org.jspecify.annotations.Nullable;

import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ItemReader;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;

/**
 * The job {@code chargeJob}: plan, look back, send, resolve, report. Built for one run;
 * every step may run again after a restart, because each finds in the ledger what is left
 * to do.
 */
final class ChargeJob {

	static final String NAME = "chargeJob";

	private static final Duration RETRY_DELAY = Duration.ofMillis(300);

	private final JobRepository jobRepository;

	private final ChargeLedger ledger;

	private final ChargeSettings settings;

	private final Executor executor;

	private final Clock clock;

	private final StopSignal signal;

	ChargeJob(JobRepository jobRepository, ChargeLedger ledger, ChargeSettings settings, Executor executor, Clock clock,
			StopSignal signal) {
		this.signal = signal;
		this.jobRepository = jobRepository;
		this.ledger = ledger;
		this.settings = settings;
		this.executor = executor;
		this.clock = clock;
	}

	/**
	 * Does a part of a run's work that ends early when the process is asked to stop.
	 * @param work the run
	 * @param online what it calls
	 * @param part the work
	 * @return what the work gives
	 */
	<T> T stoppable(RunWork work, Online online, Supplier<T> part) {
		Stopping stopping = new Stopping(this.signal, work, online.gateway(), this.settings.stopGrace());
		try {
			return part.get();
		}
		finally {
			stopping.close();
		}
	}

	/**
	 * Builds the job for one run.
	 * @param work the run
	 * @param plan the parts of the planning step
	 * @param online what it calls
	 * @param report writes the files and closes the run
	 */
	Job build(RunWork work, Parts<List<PlanRow>> plan, Online online, Runnable report) throws Exception {
		return new JobBuilder(NAME, this.jobRepository).start(step("planCharges", 1, untilAsked(plan)))
			.next(step("resolveLeftBehind", 1, lookBack(work, online)))
			.next(step("sendCharges", PlannedChargeReader.PAGE, send(work, online)))
			.next(step("resolveInDoubt", 1, resolve(work, online)))
			.next(reportStep(work, report))
			.build();
	}

	/** A plan that is not whole must not be sealed. */
	private Parts<List<PlanRow>> untilAsked(Parts<List<PlanRow>> plan) {
		return new Parts<>(() -> {
			this.signal.check();
			return plan.reader().read();
		}, plan.writer(), plan.end(), plan.close());
	}

	private <T> Step step(String name, int chunkSize, Parts<T> parts) throws Exception {
		return new ChunkStep<>(name, chunkSize, parts, this.jobRepository);
	}

	private Step reportStep(RunWork work, Runnable report) {
		return new StepBuilder("writeReports", this.jobRepository).tasklet((contribution, context) -> {
			work.progress().begin(Phase.WRITING, -1);
			report.run();
			return RepeatStatus.FINISHED;
		}, new ResourcelessTransactionManager()).allowStartIfComplete(true).build();
	}

	/** Each attempt that an earlier process left in doubt is looked up once. */
	private Parts<List<Doubt>> lookBack(RunWork work, Online online) {
		List<Doubt> left = new ArrayList<>();
		boolean[] read = new boolean[1];
		ItemReader<List<Doubt>> reader = () -> {
			if (!read[0]) {
				left.addAll(this.ledger.doubts(work.runId()).stream().filter(Doubt::isUnknown).toList());
				work.progress().begin(Phase.LOOKING_BACK, left.size());
				read[0] = true;
			}
			if (left.isEmpty() || work.stop() != null) {
				return null;
			}
			List<Doubt> head = left.subList(0, Math.min(DoubtReader.GROUP, left.size()));
			List<Doubt> group = List.copyOf(head);
			head.clear();
			return group;
		};
		return Parts.of(reader, lookWriter(work, online, null));
	}

	private Parts<PlannedCharge> send(RunWork work, Online online) {
		Windows windows = new Windows(work, online);
		ItemReader<PlannedCharge> charges = new PlannedChargeReader(this.ledger, work);
		ItemReader<PlannedCharge> reader = () -> {
			if (windows.open == null) {
				work.progress().begin(Phase.SENDING, this.ledger.plannedCount(work.runId(), work.throughRow()));
			}
			windows.get();
			return charges.read();
		};
		EarlierNumbers earlier = new EarlierNumbers(this.ledger, resolver(online), this.settings.namespace());
		return new Parts<>(reader, (chunk) -> new SendingWriter(this.ledger, earlier, windows.get(), work).write(chunk),
				windows::end, windows::close);
	}

	private Parts<List<Doubt>> resolve(RunWork work, Online online) {
		Windows windows = new Windows(work, online);
		DoubtReader doubts = new DoubtReader(this.ledger, schedule(), work);
		ItemReader<List<Doubt>> reader = () -> {
			if (work.resolveUntil() == null) {
				List<Doubt> left = this.ledger.doubts(work.runId());
				work.progress().begin(Phase.RESOLVING, left.stream().filter(Doubt::isUnknown).count());
				work.resolveUntil(this.ledger.now().plus(this.settings.resolveFor()));
			}
			return doubts.read();
		};
		return new Parts<>(reader, (chunk) -> lookWriter(work, online, windows.get()).write(chunk), windows::end,
				windows::close);
	}

	LookWriter lookWriter(RunWork work, Online online, @Nullable SendingWindow window) {
		return new LookWriter(new LookWriter.Ports(this.ledger, resolver(online), schedule()), work, window);
	}

	LookSchedule schedule() {
		return new LookSchedule(this.settings.quarantine());
	}

	Resolver resolver(Online online) {
		return new Resolver(online.gateway(), online.judge(), this.settings.concurrency(), this.executor);
	}

	/**
	 * What the job calls.
	 *
	 * @param gateway PortOne
	 * @param judge turns answers into verdicts
	 */
	record Online(PaymentGateway gateway, Judge judge) {
	}

	/** The step's sending window, opened when it is first needed. */
	private final class Windows {

		private final RunWork work;

		private final Online online;

		private volatile @Nullable SendingWindow open;

		private StopSignal.@Nullable Listening listening;

		Windows(RunWork work, Online online) {
			this.work = work;
			this.online = online;
		}

		SendingWindow get() {
			SendingWindow window = this.open;
			if (window == null) {
				window = new SendingWindow(
						limits(), new SendingWindow.Ports(this.online.gateway(), this.online.judge(),
								ChargeJob.this.ledger, this.work.lease(), ChargeJob.this.clock, this::report),
						ChargeJob.this.executor);
				this.open = window;
				this.listening = ChargeJob.this.signal.whenAsked(() -> stop(Stop.ASKED));
			}
			return window;
		}

		private SendingWindow.Limits limits() {
			ChargeSettings settings = ChargeJob.this.settings;
			return new SendingWindow.Limits(settings.concurrency(), settings.rate(), settings.tries(), RETRY_DELAY,
					settings.storm().limits());
		}

		private void stop(Stop cause) {
			if (this.open != null) {
				this.open.stop(cause);
			}
		}

		private void report(List<AttemptResult> results) {
			long won = results.stream()
				.filter((result) -> result.verdict().outcome() == Outcome.PAID)
				.mapToLong((result) -> result.attempt().request().amount())
				.sum();
			long done = results.stream()
				.filter((result) -> result.verdict().reasonClass() != ReasonClass.STOPPED)
				.count();
			this.work.progress().advance(done, won);
		}

		/** Waits for all answers; fails the step when one could not be recorded. */
		void end() {
			SendingWindow window = this.open;
			if (window == null) {
				return;
			}
			try {
				window.drain();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				window.stop(Stop.ASKED);
			}
			window.close();
			this.work.stopFor(window.stopped());
			RuntimeException failure = window.recordingFailure();
			if (failure != null) {
				throw failure;
			}
		}

		void close() {
			if (this.listening != null) {
				this.listening.close();
			}
			if (this.open != null) {
				this.open.close();
			}
		}

	}

}
