package chargerunner.job;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import chargerunner.charge.DueSubscription;
import chargerunner.charge.PlanRow;
import chargerunner.charge.Plans;
import chargerunner.charge.Plans.Scope;
import chargerunner.charge.Plans.Totals;
import chargerunner.charge.RowOutcome;
import chargerunner.charge.Run;
import chargerunner.charge.Runs;
import chargerunner.charge.Runs.HeldLease;
import chargerunner.charge.Tally;
import chargerunner.intake.DueSubscriptions;
import chargerunner.job.ChunkStep.Parts;
import chargerunner.job.Progress.Phase;
import chargerunner.job.RunResult.Kind;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSourceResolvable;

/**
 * Charges due subscriptions: first what earlier due runs left, then what is due now, each
 * missed period with a charge of its own.
 */
final class DueCharges {

	private static final String DIGEST = "due";

	private static final int SHOWN = 20;

	private final ChargeSettings settings;

	private final Runs runs;

	private final Plans plans;

	private final DueSubscriptions subscriptions;

	private final Refusals refusals;

	private final RunLauncher launcher;

	private final Resolutions resolutions;

	private final Clock clock;

	private final FileCharges.Ports ports;

	private final String filePrefix;

	DueCharges(ChargeSettings settings, FileCharges.Ports ports, Source source, Clock clock) {
		this(settings, ports, source, clock, "due-");
	}

	private DueCharges(ChargeSettings settings, FileCharges.Ports ports, Source source, Clock clock,
			String filePrefix) {
		this.settings = settings;
		this.ports = ports;
		this.filePrefix = filePrefix;
		this.runs = ports.runs();
		this.plans = ports.plans();
		this.launcher = ports.launcher();
		this.resolutions = ports.resolutions();
		this.subscriptions = source.subscriptions();
		this.refusals = source.refusals();
		this.clock = clock;
	}

	List<RunResult> charge(@Nullable LocalDate asked, ChargeOptions options, Progress progress) {
		LocalDate today = LocalDate.now(this.clock);
		LocalDate date = (asked != null) ? asked : today;
		if (date.isAfter(today) && !options.dryRun()) {
			throw new CommandFailedException(ExitCode.USAGE, "job.due-future", date.toString(), today.toString());
		}
		progress.begin(Phase.CHECKING, -1);
		Survey survey = survey(date);
		progress.advance(survey.tally.rows(), 0);
		List<Run> earlier = this.runs.unfinished().stream().filter((run) -> run.kind() == Run.Kind.DUE).toList();
		Optional<Run> same = survey.hasNothing() ? this.runs.newestDue(date) : Optional.empty();
		List<MessageSourceResolvable> against = againstPlanned(earlier, same, options);
		if (!against.isEmpty()) {
			return List.of(Refusals.refused(new Tally(), List.of(), 0, null, against));
		}
		if (options.dryRun()) {
			return List.of(dryRun(survey, earlier, same.isPresent(), options));
		}
		List<RunResult> results = new ArrayList<>();
		for (Run run : earlier) {
			if (this.launcher.isAskedToStop(!results.isEmpty())) {
				return results;
			}
			results.add((run.state() == Run.State.FINISHED)
					? finishedAlready(this.launcher.take(run.id(), progress), options, progress)
					: finish(run, options, progress));
		}
		if (this.launcher.isAskedToStop(!results.isEmpty())) {
			return results;
		}
		if (same.isEmpty()) {
			results.add(charge(date, survey, options, progress));
		}
		else if (results.stream().noneMatch((result) -> result.runId() == same.get().id())) {
			results.add(finishedAlready(this.launcher.take(same.get().id(), progress), options, progress));
		}
		return results;
	}

	/**
	 * Charges one subscription that is due today, in a run of its own, unless a due run
	 * is unfinished or being planned: then that one's command, or the next, charges it.
	 * @param subscriptionId the subscription
	 * @param options what is asked for
	 * @param progress sees the work
	 * @return how it ended; empty where it is left to another run
	 */
	Optional<RunResult> chargeFirst(String subscriptionId, ChargeOptions options, Progress progress) {
		boolean otherIsOpen = this.runs.planningDue().isPresent()
				|| this.runs.unfinished().stream().anyMatch((run) -> run.kind() == Run.Kind.DUE);
		if (otherIsOpen) {
			return Optional.empty();
		}
		Source one = new Source(this.subscriptions.only(subscriptionId), this.refusals);
		return new DueCharges(this.settings, this.ports, one, this.clock, "first-").chargeAlone(options, progress);
	}

	private Optional<RunResult> chargeAlone(ChargeOptions options, Progress progress) {
		LocalDate today = LocalDate.now(this.clock);
		Survey survey = survey(today);
		if (survey.tally.rows() == 0 || survey.planning != null) {
			return Optional.empty();
		}
		return Optional.of(charge(today, survey, options, progress));
	}

	/**
	 * What speaks against runs that are planned already: the ceiling is one for each run
	 * that would be finished, the totals are those of the night that is repeated.
	 */
	private static List<MessageSourceResolvable> againstPlanned(List<Run> earlier, Optional<Run> same,
			ChargeOptions options) {
		ControlTotals totals = new ControlTotals(options);
		List<MessageSourceResolvable> notes = new ArrayList<>();
		same.flatMap((run) -> totals.mismatch(planned(run).validRows(), planned(run).won())).ifPresent(notes::add);
		if (notes.isEmpty()) {
			earlier.stream()
				.filter((run) -> run.state() == Run.State.SEALED && totals.isAboveCeiling(planned(run).won()))
				.forEach((run) -> notes.add(Notes.of("job.totals.ceiling-of-run",
						Objects.requireNonNull(options.maxSum()), run.id(), run.createdAt(), planned(run).won())));
		}
		return notes;
	}

	private static Totals planned(Run run) {
		return Objects.requireNonNull(run.planned());
	}

	/**
	 * The runs are read before the subscriptions: whatever plans these from then on has a
	 * newer run.
	 */
	private Survey survey(LocalDate date) {
		long newest = this.runs.newestDueNumber();
		Survey survey = new Survey(date, this.settings, newest, this.runs.planningDue().orElse(null));
		this.subscriptions.forEach(date, survey::add);
		if (survey.planning != null) {
			Totals planned = this.plans.totals(survey.planning.id());
			survey.planned.add(RowOutcome.NOT_SENT, planned.validRows(), planned.won());
		}
		return survey;
	}

	private RunResult dryRun(Survey survey, List<Run> earlier, boolean repeated, ChargeOptions options) {
		List<MessageSourceResolvable> notes = repeated ? List.of() : refusal(survey, options);
		if (!notes.isEmpty()) {
			return refused(survey, notes);
		}
		List<MessageSourceResolvable> first = new ArrayList<>();
		earlier.stream()
			.filter((run) -> run.state() == Run.State.SEALED)
			.forEach((run) -> first.add(Notes.of("job.dry-run.earlier", run.id(), run.createdAt())));
		Notes.ofLimit(options.limit()).ifPresent(first::add);
		return new RunResult(Kind.DRY_RUN, 0, ExitCode.OK, null, survey.all(), null, 0, List.of(), 0, null, first);
	}

	private RunResult refused(Survey survey, List<MessageSourceResolvable> notes) {
		List<String> sentences = survey.unusable.first.stream()
			.flatMap((subscription) -> this.refusals.sentences(subscription).stream())
			.limit(SHOWN)
			.toList();
		return Refusals.refused(survey.all(), sentences, Math.max(survey.problems, sentences.size()), null, notes);
	}

	/** What is planned already by a run that was killed counts too. */
	private static List<MessageSourceResolvable> refusal(Survey survey, ChargeOptions options) {
		List<MessageSourceResolvable> notes = new ArrayList<>();
		if (survey.unusable.count > 0) {
			notes.add(Notes.of("job.unusable", survey.unusable.count));
		}
		if (survey.overdue.count > 0 && !options.catchUp()) {
			notes.add(Notes.of("job.overdue", survey.overdue.count, survey.oldest.toString()));
			survey.overdue.first
				.forEach((due) -> notes.add(Notes.of("job.overdue.one", due.id(), due.dueOn().toString())));
		}
		if (survey.tooDear.count > 0) {
			notes.add(Notes.of("job.over-max", survey.tooDear.count, survey.maxAmount));
			survey.tooDear.first.forEach((due) -> notes.add(Notes.of("job.over-max.one", due.id(), due.amount())));
		}
		Tally all = survey.all();
		new ControlTotals(options).mismatch(all.rows(), all.won()).ifPresent(notes::add);
		return notes;
	}

	/** An earlier run goes on from where it stopped, to its own files. */
	private RunResult finish(Run run, ChargeOptions options, Progress progress) {
		this.launcher.requireWritable(FileCharges.directory(options), run.name());
		ChargeJob.Online online = this.launcher.goOnline();
		HeldLease lease = this.launcher.take(run.id(), progress);
		if (this.runs.run(run.id()).state() == Run.State.FINISHED) {
			return finishedAlready(lease, options, progress);
		}
		this.runs.prepare(lease, FileCharges.directory(options), run.name(), options.limit());
		RunWork work = new RunWork(run, lease, progress, options.checkFirst(), options.limit());
		return this.launcher.launch(work, PlanSteps.nothing(), online,
				List.of(Notes.of("job.resumed", run.id(), run.createdAt())));
	}

	private RunResult charge(LocalDate date, Survey survey, ChargeOptions options, Progress progress) {
		List<MessageSourceResolvable> refusal = refusal(survey, options);
		if (!refusal.isEmpty()) {
			return refused(survey, refusal);
		}
		this.launcher.requireWritable(FileCharges.directory(options), this.filePrefix + date);
		ChargeJob.Online online = this.launcher.goOnline();
		Run run = (survey.planning != null) ? survey.planning
				: this.runs.createDue(newRun(date, options), survey.newestRun);
		HeldLease lease = this.launcher.take(run.id(), progress);
		Run.State state = this.runs.run(run.id()).state();
		if (state == Run.State.REJECTED) {
			lease.close();
			return charge(date, survey(date), options, progress);
		}
		if (state != Run.State.PLANNING) {
			lease.close();
			throw new CommandFailedException(ExitCode.HELD, "job.due-planned-by-other");
		}
		this.runs.dueOn(lease, date);
		this.runs.prepare(lease, FileCharges.directory(options), this.filePrefix + date, options.limit());
		RunWork work = new RunWork(run, lease, progress, options.checkFirst(), options.limit());
		progress.begin(Phase.PLANNING, survey.tally.rows());
		Scope scope = new Scope(run.id(), DIGEST, null, Instant.EPOCH, Set.of());
		Parts<List<PlanRow>> parts = new PlanSteps(this.plans).ofDue(
				new PlanSteps.DueInput(this.subscriptions, date, this.refusals::ledgerProblem), work, scope,
				(totals) -> checkSeal(work, options, totals));
		return this.launcher.launch(work, parts, online, List.of());
	}

	private void checkSeal(RunWork work, ChargeOptions options, Totals totals) {
		Optional<MessageSourceResolvable> mismatch = new ControlTotals(options).mismatch(totals.validRows(),
				totals.won());
		if (mismatch.isPresent()) {
			this.plans.clear(work.lease());
			this.runs.reject(work.lease());
			throw new CommandFailedException(ExitCode.REFUSED, "job.ledger-changed", work.runId());
		}
	}

	private RunResult finishedAlready(HeldLease taken, ChargeOptions options, Progress progress) {
		try (HeldLease lease = taken) {
			Run run = this.runs.run(lease.runId());
			this.runs.prepare(lease, FileCharges.directory(options), run.name(), run.rowLimit());
			RunWork work = new RunWork(run, lease, progress, false, null);
			return this.resolutions.finishedAlready(work, List.of());
		}
	}

	private Runs.NewRun newRun(LocalDate date, ChargeOptions options) {
		return new Runs.NewRun(Run.Kind.DUE, DIGEST, null, date, null, null, FileCharges.directory(options),
				this.filePrefix + date, PlanSteps.DUE_COLUMNS, options.locale(), options.caller());
	}

	/** What is due, and which runs there were before: every missed period counts. */
	private static final class Survey {

		private final LocalDate date;

		private final LocalDate oldest;

		private final long newestRun;

		/** The run that is being planned, or was when its process died. */
		private final @Nullable Run planning;

		private final Tally tally = new Tally();

		/** What that run has planned so far. */
		private final Tally planned = new Tally();

		private final Offenders overdue = new Offenders();

		private final Offenders tooDear = new Offenders();

		private final Offenders unusable = new Offenders();

		private long problems;

		private final long maxAmount;

		Survey(LocalDate date, ChargeSettings settings, long newestRun, @Nullable Run planning) {
			this.date = date;
			this.oldest = date.minusDays(settings.maxOverdue().toDays());
			this.maxAmount = Objects.requireNonNullElse(settings.maxAmount(), Long.MAX_VALUE);
			this.newestRun = newestRun;
			this.planning = planning;
		}

		/** Whether nothing is left to be planned. */
		boolean hasNothing() {
			return this.tally.rows() == 0 && this.planning == null;
		}

		/** What the run would be, with what is planned of it already. */
		Tally all() {
			Tally all = new Tally();
			List.of(this.tally, this.planned).forEach((part) -> all.add(RowOutcome.NOT_SENT, part.rows(), part.won()));
			return all;
		}

		void add(DueSubscription subscription) {
			int wrong = DueSubscriptions.problems(subscription).size();
			if (wrong > 0) {
				this.unusable.add(subscription);
				this.problems += wrong;
			}
			if (subscription.dueOn().isBefore(this.oldest)) {
				this.overdue.add(subscription);
			}
			if (subscription.amount() > this.maxAmount) {
				this.tooDear.add(subscription);
			}
			for (LocalDate period = subscription.dueOn(); !period.isAfter(this.date); period = subscription.cadence()
				.next(subscription.anchor(), period)) {
				this.tally.add(RowOutcome.NOT_SENT, subscription.amount());
			}
		}

	}

	/**
	 * Where subscriptions come from.
	 *
	 * @param subscriptions the table
	 * @param refusals says what is wrong with one
	 */
	record Source(DueSubscriptions subscriptions, Refusals refusals) {
	}

	/** Subscriptions that speak against a run: how many, and the first of them. */
	private static final class Offenders {

		private final List<DueSubscription> first = new ArrayList<>();

		private long count;

		void add(DueSubscription subscription) {
			this.count++;
			if (this.first.size() < SHOWN) {
				this.first.add(subscription);
			}
		}

	}

}
