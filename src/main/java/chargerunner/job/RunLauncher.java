package chargerunner.job;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import chargerunner.charge.ChargeLedger;
import chargerunner.charge.Judge;
import chargerunner.charge.LeaseLostException;
import chargerunner.charge.PaymentGateway;
import chargerunner.charge.PaymentGateway.SignIn;
import chargerunner.charge.PlanRow;
import chargerunner.charge.ReasonClass;
import chargerunner.charge.ReasonClassifier;
import chargerunner.charge.RowOutcome;
import chargerunner.charge.Run;
import chargerunner.charge.RunReports;
import chargerunner.charge.Runs;
import chargerunner.charge.Runs.HeldLease;
import chargerunner.charge.SendingWindow.Stop;
import chargerunner.charge.Tally;
import chargerunner.intake.ChangedFileException;
import chargerunner.job.ChunkStep.Parts;
import chargerunner.job.RunResult.Kind;
import chargerunner.report.ReportFailedException;
import chargerunner.report.ReportFiles;
import chargerunner.report.Written;
import org.jspecify.annotations.Nullable;

import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.AbstractJob;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.listener.JobExecutionListener;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.transaction.TransactionException;

/**
 * Takes a run, launches the job for it, and says how it ended. The ledger alone decides
 * what is left to do and how the run stands; Spring Batch's own records follow it.
 */
final class RunLauncher {

	private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

	private static final String LEASE_LOST = "job.failed.lease-lost";

	private static final Duration LEASE_POLL = Duration.ofMillis(100);

	/**
	 * Two starts at once may lock each other out of Spring Batch's tables; nothing ran
	 * then.
	 */
	private static final RetryTemplate LAUNCH_RETRY = new RetryTemplate(RetryPolicy.builder()
		.maxRetries(5)
		.delay(Duration.ofMillis(100))
		.jitter(Duration.ofMillis(50))
		.includes(ConcurrencyFailureException.class)
		.build());

	private final Batch batch;

	private final ChargeJob chargeJob;

	private final Runs runs;

	private final RunReports reports;

	private final ReportFiles reportFiles;

	private final ObjectProvider<PaymentGateway> gateway;

	private final ObjectProvider<ReasonClassifier> reasons;

	private final Clock clock;

	private final StopSignal signal;

	RunLauncher(Batch batch, ChargeJob chargeJob, Stores stores, Remote remote, Clocks clocks) {
		this.batch = batch;
		this.chargeJob = chargeJob;
		this.runs = stores.runs();
		this.reports = stores.reports();
		this.reportFiles = stores.reportFiles();
		this.gateway = remote.gateway();
		this.reasons = remote.reasons();
		this.clock = clocks.clock();
		this.signal = clocks.signal();
	}

	/**
	 * {@return whether the process was asked to stop, so that no further run is begun}
	 * @param hasResults whether there is something to tell of the runs before
	 * @throws CommandFailedException when it was asked and there is nothing to tell
	 */
	boolean isAskedToStop(boolean hasResults) {
		if (!hasResults) {
			this.signal.check();
		}
		return this.signal.isAsked();
	}

	/**
	 * Signs in at PortOne and compares the three clocks.
	 * @return what the job calls
	 * @throws CommandFailedException when the credentials are refused or the clocks are
	 * more than five minutes apart; nothing was planned or sent
	 */
	ChargeJob.Online goOnline() {
		this.signal.check();
		PaymentGateway portOne = this.gateway.getObject();
		Instant here = this.clock.instant();
		requireSameTime("job.clock.database", here, this.runs.now());
		SignIn signIn = portOne.signIn();
		if (signIn.kind() == SignIn.Kind.REFUSED) {
			throw new CommandFailedException(ExitCode.SETTINGS, "job.credentials-refused", signIn.message());
		}
		if (signIn.serverTime() != null) {
			requireSameTime("job.clock.portone", this.clock.instant(), signIn.serverTime());
		}
		return new ChargeJob.Online(portOne, new Judge(this.reasons.getObject()));
	}

	private static void requireSameTime(String code, Instant here, Instant there) {
		Duration apart = Duration.between(here, there).abs();
		if (apart.compareTo(CLOCKS_APART) > 0) {
			throw new CommandFailedException(ExitCode.SETTINGS, code, here, there, apart.toMinutes());
		}
	}

	/**
	 * Takes a run. A lease that nobody renews is waited for; one that is renewed belongs
	 * to a live process.
	 * @param runId the run
	 * @param progress is told of the waiting
	 * @return the lease
	 * @throws CommandFailedException when a live process holds the run
	 */
	HeldLease take(long runId, Progress progress) {
		Optional<HeldLease> lease = this.runs.take(runId);
		Run first = this.runs.run(runId);
		if (lease.isEmpty() && first.heldUntil() != null) {
			progress.notice(waiting(first));
		}
		while (lease.isEmpty()) {
			Run now = this.runs.run(runId);
			if (isHeld(now) && !Objects.equals(now.heldUntil(), first.heldUntil())) {
				throw held(now);
			}
			await();
			lease = this.runs.take(runId);
		}
		return lease.get();
	}

	/**
	 * Waits until nobody holds a run, and takes nothing.
	 * @param runId the run
	 * @param progress is told of the waiting
	 * @throws CommandFailedException when a live process holds the run
	 */
	void awaitFree(long runId, Progress progress) {
		Run first = this.runs.run(runId);
		if (isHeld(first)) {
			progress.notice(waiting(first));
		}
		Run now = first;
		while (isHeld(now)) {
			if (!Objects.equals(now.heldUntil(), first.heldUntil())) {
				throw held(now);
			}
			await();
			now = this.runs.run(runId);
		}
	}

	private boolean isHeld(Run run) {
		return run.heldUntil() != null && run.heldUntil().isAfter(this.runs.now());
	}

	private static MessageSourceResolvable waiting(Run run) {
		return Notes.of("job.lease.waiting", run.id(), run.holder(), Objects.requireNonNull(run.heldUntil()));
	}

	private static CommandFailedException held(Run run) {
		return new CommandFailedException(ExitCode.HELD, "job.lease.held", run.id(), run.holder(),
				Objects.requireNonNull(run.heldUntil()));
	}

	private void await() {
		try {
			this.signal.await(LEASE_POLL);
			this.signal.check();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CommandFailedException(ExitCode.UNFINISHED, "job.interrupted");
		}
	}

	/**
	 * Runs the job for a run and gives the run's lease back.
	 * @param work the run, held
	 * @param plan the parts of its planning step
	 * @param online what it calls
	 * @param notes what else is to be said
	 * @return how it ended
	 */
	RunResult launch(RunWork work, Parts<List<PlanRow>> plan, ChargeJob.Online online,
			List<MessageSourceResolvable> notes) {
		try (HeldLease lease = work.lease()) {
			Throwable failure = run(work, plan, online);
			return (failure == null) ? result(work, Kind.RUN, notes)
					: broken(work, lease, notes, failed(failure, work));
		}
	}

	/** Gives why the job failed; null when it did not. */
	private @Nullable Throwable run(RunWork work, Parts<List<PlanRow>> plan, ChargeJob.Online online) {
		try {
			JobExecution execution = this.chargeJob.stoppable(work, online, () -> execute(work, plan, online));
			return execution.getAllFailureExceptions().stream().findFirst().orElse(null);
		}
		catch (RuntimeException ex) {
			return ex;
		}
	}

	private JobExecution execute(RunWork work, Parts<List<PlanRow>> plan, ChargeJob.Online online) {
		JobParameters parameters = new JobParametersBuilder().addLong("run", work.runId()).toJobParameters();
		recoverLeftBehind(parameters);
		try {
			Job job = this.chargeJob.build(work, plan, online, () -> report(work));
			AtomicBoolean begun = new AtomicBoolean();
			((AbstractJob) job).registerJobExecutionListener(statusOf(work, begun));
			return LAUNCH_RETRY.execute(() -> start(job, parameters, begun));
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			Throwable cause = (ex instanceof RetryException retry) ? retry.getCause() : ex;
			throw failed(cause, work);
		}
	}

	/** What has begun is not begun again: its steps may have done their work. */
	private JobExecution start(Job job, JobParameters parameters, AtomicBoolean begun) throws Exception {
		try {
			return this.batch.operator().start(job, parameters);
		}
		catch (ConcurrencyFailureException ex) {
			if (begun.get()) {
				throw new NonTransientDataAccessResourceException("the end of the job was not stored", ex);
			}
			throw ex;
		}
	}

	/**
	 * This process holds the run, so whatever Spring Batch still believes running is
	 * dead. A process that died between the two rows of its launch left an instance
	 * without an execution, which Spring Batch cannot start.
	 */
	private void recoverLeftBehind(JobParameters parameters) {
		JobInstance instance = this.batch.repository().getJobInstance(ChargeJob.NAME, parameters);
		if (instance == null) {
			return;
		}
		List<JobExecution> executions = this.batch.repository().getJobExecutions(instance);
		if (executions.isEmpty()) {
			this.batch.repository().deleteJobInstance(instance);
		}
		List<JobExecution> running = executions.stream().filter(JobExecution::isRunning).toList();
		running.forEach(this.batch.operator()::recover);
	}

	private JobExecutionListener statusOf(RunWork work, AtomicBoolean begun) {
		return new JobExecutionListener() {

			@Override
			public void beforeJob(JobExecution execution) {
				begun.set(true);
			}

			@Override
			public void afterJob(JobExecution execution) {
				if (execution.getStatus() == BatchStatus.COMPLETED && exitCode(work) != ExitCode.OK) {
					execution.setStatus(BatchStatus.FAILED);
					execution.setExitStatus(ExitStatus.FAILED.addExitDescription("exit " + exitCode(work).code()));
				}
			}

		};
	}

	/**
	 * {@return how a run's rows stand, without writing anything}
	 * @param runId the run, sealed
	 */
	Tally tally(long runId) {
		Tally tally = new Tally();
		this.reports.forEachLine(runId,
				(line) -> tally.add(line.outcome(), (line.amount() != null) ? line.amount() : 0));
		return tally;
	}

	/**
	 * Writes a run's files and stores whether it is finished.
	 * @param work the run, held
	 */
	void report(RunWork work) {
		Written written = this.reportFiles.write(work.runId());
		work.written(written);
		this.runs.finish(work.lease(), written.isFinished());
	}

	/**
	 * Writes a run's files, stores whether it is finished, and says how it ended.
	 * @param work the run, held
	 * @param kind looked up or finished already
	 * @param notes what else is to be said
	 */
	RunResult reported(RunWork work, Kind kind, List<MessageSourceResolvable> notes) {
		try {
			report(work);
		}
		catch (ReportFailedException ex) {
			return withoutEnd(work, kind, notes, ex);
		}
		return result(work, kind, notes);
	}

	/** What the ledger has is told whatever went wrong, where it can be read. */
	private RunResult broken(RunWork work, HeldLease lease, List<MessageSourceResolvable> notes,
			RuntimeException failure) {
		try {
			if (!this.runs.run(work.runId()).isSealed()) {
				throw failure;
			}
			if (!(failure instanceof ReportFailedException) && !isLeaseLost(failure)) {
				reportIfFresh(work, lease);
			}
			if (failure instanceof MessageSourceResolvable sentence) {
				return withoutEnd(work, Kind.RUN, notes, sentence);
			}
		}
		catch (DataAccessException | TransactionException ex) {
			failure.addSuppressed(ex);
		}
		throw failure;
	}

	/** Money may have moved, so where the rows stand is told with or without files. */
	RunResult withoutEnd(RunWork work, Kind kind, List<MessageSourceResolvable> notes,
			MessageSourceResolvable failure) {
		List<MessageSourceResolvable> all = new ArrayList<>(notes);
		all.add(failure);
		ExitCode code = (failure instanceof CommandFailedException failed) ? failed.exitCode() : ExitCode.UNFINISHED;
		Written written = work.written();
		return new RunResult(kind, work.runId(), code.worse(exitCode(work)), written,
				(written != null) ? written.tally() : tally(work.runId()), work.run().finishedAt(),
				this.reports.sandboxAnswers(work.runId()), List.of(), 0, null, all);
	}

	/**
	 * Finds out, before anything is sent, whether a run's files can be written.
	 * @param directory where they go; made when it is missing
	 * @param name what they are called
	 * @throws ReportFailedException when they cannot
	 */
	void requireWritable(Path directory, String name) {
		this.reportFiles.requireWritable(directory, name);
	}

	private void reportIfFresh(RunWork work, HeldLease lease) {
		try {
			if (lease.isFresh()) {
				report(work);
			}
		}
		catch (RuntimeException ex) {
			work.progress().notice(Notes.of("job.files-not-written", work.runId()));
		}
	}

	/**
	 * {@return how a run ended whose files are written}
	 * @param work the run
	 * @param kind run or finished already
	 * @param notes what else is to be said
	 */
	RunResult result(RunWork work, Kind kind, List<MessageSourceResolvable> notes) {
		Written written = Objects.requireNonNull(work.written());
		List<MessageSourceResolvable> all = new ArrayList<>(notes);
		if (work.stop() != null && (work.stop() != Stop.ASKED || !written.isFinished())) {
			all.add(Notes.of("job.stopped." + work.stop().name().toLowerCase(Locale.ROOT).replace('_', '-')));
		}
		if (written.isFinished()) {
			this.runs.nextRecheck(work.runId()).ifPresent((from) -> all.add(Notes.of("job.recheck", from)));
		}
		Instant finishedAt = (kind == Kind.FINISHED_ALREADY) ? work.run().finishedAt() : null;
		return new RunResult(kind, work.runId(), exitCode(work), written, written.tally(), finishedAt,
				this.reports.sandboxAnswers(work.runId()), List.of(), 0, null, all);
	}

	private static ExitCode exitCode(RunWork work) {
		Written written = work.written();
		ExitCode code = (written != null && written.isFinished()) ? ExitCode.OK : ExitCode.UNFINISHED;
		if (work.stop() == Stop.UNAUTHORIZED) {
			code = code.worse(ExitCode.SETTINGS);
		}
		return (work.hasPaidTwice() || (written != null && !written.balance().holds())) ? ExitCode.BROKEN : code;
	}

	static CommandFailedException leaseLost(long runId) {
		return new CommandFailedException(ExitCode.UNFINISHED, LEASE_LOST, runId);
	}

	/** The files are the other process's matter then. */
	private static boolean isLeaseLost(RuntimeException failure) {
		return failure instanceof CommandFailedException ended && LEASE_LOST.equals(ended.getCodes()[0]);
	}

	private static RuntimeException failed(Throwable failure, RunWork work) {
		for (@Nullable
		Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof CommandFailedException known) {
				return known;
			}
			if (cause instanceof LeaseLostException) {
				return leaseLost(work.runId());
			}
			if (cause instanceof ReportFailedException report) {
				return report;
			}
			if (cause instanceof ChangedFileException) {
				return new CommandFailedException(ExitCode.REFUSED, "job.failed.file-changed");
			}
			if (cause instanceof DataAccessException || cause instanceof TransactionException) {
				return new CommandFailedException(ExitCode.UNFINISHED, "job.failed.database", work.runId());
			}
		}
		return new IllegalStateException("run " + work.runId() + " failed", failure);
	}

	/**
	 * Spring Batch.
	 *
	 * @param operator launches
	 * @param repository has the executions
	 */
	record Batch(JobOperator operator, JobRepository repository) {
	}

	/**
	 * What a run is stored in.
	 *
	 * @param runs the runs
	 * @param reports the ledger, read
	 * @param reportFiles the files
	 */
	record Stores(Runs runs, RunReports reports, ReportFiles reportFiles) {
	}

	/**
	 * Time, and when it is over.
	 *
	 * @param clock the time
	 * @param signal the wish to stop
	 */
	record Clocks(Clock clock, StopSignal signal) {
	}

	/**
	 * What needs settings that a dry run does not; made when first asked for.
	 *
	 * @param gateway PortOne
	 * @param reasons the decline reasons
	 */
	record Remote(ObjectProvider<PaymentGateway> gateway, ObjectProvider<ReasonClassifier> reasons) {
	}

}
