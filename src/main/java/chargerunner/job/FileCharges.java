package chargerunner.job;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import chargerunner.charge.ChargeStatus;
import chargerunner.charge.PlanRow;
import chargerunner.charge.Plans;
import chargerunner.charge.Plans.Scope;
import chargerunner.charge.Plans.Totals;
import chargerunner.charge.Run;
import chargerunner.charge.Runs;
import chargerunner.charge.Runs.HeldLease;
import chargerunner.charge.Tally;
import chargerunner.intake.ChargeFile;
import chargerunner.intake.Limits;
import chargerunner.intake.RefusedFileException;
import chargerunner.job.ChunkStep.Parts;
import chargerunner.job.Progress.Phase;
import chargerunner.job.RunResult.Kind;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSourceResolvable;

/**
 * Charges the rows of files. A file is read and checked wholly before a run is made for
 * it; a run that exists already is resumed, or said to be finished.
 */
final class FileCharges {

	private final ChargeSettings settings;

	private final Runs runs;

	private final Plans plans;

	private final RunLauncher launcher;

	private final Resolutions resolutions;

	private final Refusals refusals;

	private final Clock clock;

	FileCharges(ChargeSettings settings, Ports ports, Refusals refusals, Clock clock) {
		this.settings = settings;
		this.runs = ports.runs();
		this.plans = ports.plans();
		this.launcher = ports.launcher();
		this.resolutions = ports.resolutions();
		this.refusals = refusals;
		this.clock = clock;
	}

	RunResult charge(Path path, ChargeOptions options, Progress progress) {
		progress.begin(Phase.CHECKING, -1);
		ChargeFile file;
		try {
			file = ChargeFile.open(path, new Limits(this.settings.maxAmount()));
		}
		catch (RefusedFileException ex) {
			return refused(path, options, ex);
		}
		return charge(new Order(file, options, progress));
	}

	private RunResult refused(Path path, ChargeOptions options, RefusedFileException refusal) {
		List<String> sentences = this.refusals.sentences(path, refusal.problems());
		if (refusal.isMissingFile()) {
			throw new CommandFailedException(ExitCode.USAGE, "job.file-missing", path);
		}
		Path problemsFile = this.refusals.write(path, options.out(), (sink) -> refusal.problems().forEach(sink));
		return Refusals.refused(new Tally(), sentences, refusal.problems().size(), problemsFile, List.of());
	}

	private RunResult charge(Order order) {
		List<MessageSourceResolvable> notes = new ArrayList<>();
		ChargeOptions options = order.options();
		boolean ownReferences = order.file().everyRowHasReference();
		if (options.batch() != null && ownReferences) {
			notes.add(Notes.of("job.batch-ignored", options.batch()));
		}
		String asked = ownReferences ? null : options.batch();
		Instant since = this.runs.now().minus(this.settings.duplicateWindow());
		Optional<Run> known = this.runs.find(order.file().digest(), asked, since);
		if (known.isPresent() && known.get().isSealed()) {
			return ofKnown(order, known.get(), notes);
		}
		String batch = known.map(Run::batch).orElse((asked != null) ? asked : YearMonth.now(this.clock).toString());
		Scope scope = scope(known.map(Run::id).orElse(0L), order, batch, asked != null, since);
		FileSurvey survey = new FileSurvey(order.file(), this.plans, scope, order.progress());
		@Nullable Path problemsFile = (survey.problemCount() > 0)
				? this.refusals.write(order.file().path(), options.out(), survey::forEachProblem) : null;
		Optional<MessageSourceResolvable> mismatch = new ControlTotals(options).mismatch(survey.validRows(),
				survey.won());
		mismatch.ifPresent(notes::add);
		if (mismatch.isPresent() || refuses(survey, options)) {
			return Refusals.refused(survey.tally(), sentences(order, survey), survey.problemCount(), problemsFile,
					notes);
		}
		if (options.dryRun()) {
			Notes.ofLimit(options.limit()).ifPresent(notes::add);
			return new RunResult(Kind.DRY_RUN, 0, ExitCode.OK, null, survey.tally(), null, 0, sentences(order, survey),
					survey.problemCount(), problemsFile, notes);
		}
		return plan(order, new Planned(batch, asked == null, since, survey, problemsFile), notes);
	}

	private RunResult ofKnown(Order order, Run run, List<MessageSourceResolvable> notes) {
		Totals totals = Objects.requireNonNull(run.planned());
		Optional<MessageSourceResolvable> mismatch = new ControlTotals(order.options()).mismatch(totals.validRows(),
				totals.won());
		if (mismatch.isPresent()) {
			notes.add(mismatch.get());
			return Refusals.refused(new Tally(), List.of(), 0, null, notes);
		}
		return order.options().dryRun() ? dryRunOfKnown(run, notes) : resume(order, run, notes);
	}

	private RunResult dryRunOfKnown(Run run, List<MessageSourceResolvable> notes) {
		notes.add(Notes.of((run.state() == Run.State.FINISHED) ? "job.dry-run.finished" : "job.dry-run.unfinished",
				run.id()));
		return new RunResult(Kind.DRY_RUN, 0, ExitCode.OK, null, this.launcher.tally(run.id()), null, 0, List.of(), 0,
				null, notes);
	}

	private static boolean refuses(FileSurvey survey, ChargeOptions options) {
		return survey.hasLikelyDuplicates() || (survey.problemCount() > 0 && !options.skipInvalid());
	}

	private List<String> sentences(Order order, FileSurvey survey) {
		return this.refusals.sentences(order.file().path(), survey.firstProblems());
	}

	/**
	 * With a batch of its own a file may repeat what is paid, but never what is in doubt.
	 */
	private static Scope scope(long runId, Order order, String batch, boolean explicitBatch, Instant since) {
		Set<ChargeStatus> harmless = explicitBatch ? EnumSet.of(ChargeStatus.PAID) : EnumSet.noneOf(ChargeStatus.class);
		return new Scope(runId, order.file().digest(), batch, since, harmless);
	}

	private RunResult plan(Order order, Planned planned, List<MessageSourceResolvable> notes) {
		ChargeOptions options = order.options();
		this.launcher.requireWritable(directory(options), name(order));
		ChargeJob.Online online = this.launcher.goOnline();
		Run run = this.runs.findOrCreate(newRun(order, planned.batch()), planned.anyBatch(), planned.since());
		HeldLease lease = this.launcher.take(run.id(), order.progress());
		Run held = this.runs.run(run.id());
		if (held.state() != Run.State.PLANNING || !planned.batch().equals(held.batch())) {
			// Another process had it meanwhile: what was checked before is out of date.
			lease.close();
			return charge(order);
		}
		RunWork work = work(order, held, lease);
		this.plans.clear(lease);
		this.runs.prepare(lease, directory(options), name(order), options.limit());
		order.progress().begin(Phase.PLANNING, order.file().rows());
		Scope scope = scope(run.id(), order, planned.batch(), !planned.anyBatch(), planned.since());
		Parts<List<PlanRow>> parts = new PlanSteps(this.plans).ofFile(
				new PlanSteps.FileInput(order.file(), this.refusals::firstProblem, this.refusals::ledgerProblem), work,
				scope,
				new PlanSteps.Checks(() -> reject(work), (totals) -> checkSeal(order, work, planned.survey(), totals)));
		RunResult result = this.launcher.launch(work, parts, online, notes);
		FileSurvey survey = planned.survey();
		return withProblems(result, sentences(order, survey), survey.problemCount(), planned.problemsFile());
	}

	private static RunResult withProblems(RunResult result, List<String> problems, long count,
			@Nullable Path problemsFile) {
		return new RunResult(result.kind(), result.runId(), result.exitCode(), result.written(), result.tally(),
				result.finishedAt(), result.sandboxAnswers(), problems, count, problemsFile, result.notes());
	}

	/** What was checked before must still hold when the plan is whole. */
	private void checkSeal(Order order, RunWork work, FileSurvey survey, Totals totals) {
		Optional<MessageSourceResolvable> mismatch = new ControlTotals(order.options()).mismatch(totals.validRows(),
				totals.won());
		if (totals.validRows() == survey.validRows() && mismatch.isEmpty()) {
			return;
		}
		reject(work);
	}

	private void reject(RunWork work) {
		this.plans.clear(work.lease());
		this.runs.reject(work.lease());
		throw new CommandFailedException(ExitCode.REFUSED, "job.ledger-changed", work.runId());
	}

	private RunResult resume(Order order, Run run, List<MessageSourceResolvable> notes) {
		ChargeOptions options = order.options();
		if (run.state() == Run.State.FINISHED) {
			return finishedAlready(order, this.launcher.take(run.id(), order.progress()), notes);
		}
		this.launcher.requireWritable(directory(options), name(order));
		ChargeJob.Online online = this.launcher.goOnline();
		HeldLease lease = this.launcher.take(run.id(), order.progress());
		if (this.runs.run(run.id()).state() == Run.State.FINISHED) {
			return finishedAlready(order, lease, notes);
		}
		this.runs.prepare(lease, directory(options), name(order), options.limit());
		notes.add(Notes.of("job.resumed", run.id(), run.createdAt()));
		return this.launcher.launch(work(order, run, lease), PlanSteps.nothing(), online, notes);
	}

	/** Nothing is sent; the files are written again where this command wants them. */
	private RunResult finishedAlready(Order order, HeldLease taken, List<MessageSourceResolvable> notes) {
		try (HeldLease lease = taken) {
			Run run = this.runs.run(lease.runId());
			this.runs.prepare(lease, directory(order.options()), name(order), run.rowLimit());
			RunWork work = work(order, run, lease);
			return this.resolutions.finishedAlready(work, notes);
		}
	}

	private static RunWork work(Order order, Run run, HeldLease lease) {
		return new RunWork(run, lease, order.progress(), order.options().checkFirst(), order.options().limit());
	}

	private static Runs.NewRun newRun(Order order, String batch) {
		ChargeFile file = order.file();
		return new Runs.NewRun(Run.Kind.CSV, file.digest(), batch, null, String.valueOf(file.path().getFileName()),
				file.sha256(), directory(order.options()), name(order), file.columns(), order.options().locale(),
				order.options().caller());
	}

	static Path directory(ChargeOptions options) {
		return options.out().toAbsolutePath().normalize();
	}

	private static String name(Order order) {
		return ChargeFile.nameOf(order.file().path());
	}

	/**
	 * What charges are made with.
	 *
	 * @param runs the runs
	 * @param plans the plans
	 * @param launcher runs the job
	 * @param resolutions looks up
	 */
	record Ports(Runs runs, Plans plans, RunLauncher launcher, Resolutions resolutions) {
	}

	private record Order(ChargeFile file, ChargeOptions options, Progress progress) {
	}

	private record Planned(String batch, boolean anyBatch, Instant since, FileSurvey survey,
			@Nullable Path problemsFile) {
	}

}
