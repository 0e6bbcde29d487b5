package chargerunner.job;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import chargerunner.charge.LeaseLostException;
import chargerunner.charge.PlanRow;
import chargerunner.charge.Plans;
import chargerunner.charge.Plans.Scope;
import chargerunner.charge.RerunRow;
import chargerunner.charge.Reruns;
import chargerunner.charge.Run;
import chargerunner.charge.Runs;
import chargerunner.charge.Runs.HeldLease;
import chargerunner.charge.Standing;
import chargerunner.job.ChunkStep.Parts;
import chargerunner.job.Progress.Phase;
import chargerunner.report.ReportFailedException;
import chargerunner.report.ReportFiles;

import org.springframework.context.MessageSourceResolvable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Charges a part of an earlier run again, as a run of its own. What is chosen by how
 * charges stand today is shown first; the plan has no row beyond that, and its seal takes
 * over only charges that still stand so. A re-run of the same part that is not finished
 * goes on; one that is finished is history, and a new one begins.
 */
final class RerunCharges {

	/** No finished run counts: what is left to charge again is a new run. */
	private static final Instant ONLY_UNFINISHED = Instant.MAX;

	private static final int NAMED = 5;

	private final Runs runs;

	private final Plans plans;

	private final Reruns reruns;

	private final RunLauncher launcher;

	RerunCharges(FileCharges.Ports ports, Reruns reruns) {
		this.runs = ports.runs();
		this.plans = ports.plans();
		this.launcher = ports.launcher();
		this.reruns = reruns;
	}

	/**
	 * Charges a part of an earlier run again.
	 * @param order which part, and how
	 * @param consent sees what will be sent, before anything is stored
	 * @param progress sees the work
	 * @return how it ended; empty when there was nothing to charge
	 * @throws CommandFailedException when there is no such run or reference, when a live
	 * process holds the run, or without consent
	 */
	Optional<RunResult> rerun(RerunOrder order, Consent consent, Progress progress) {
		Run earlier = earlier(order.runId(), progress);
		Optional<Run> begun = this.runs.find(order.selection().digest(earlier.id()), null, ONLY_UNFINISHED)
			.filter(Run::isSealed);
		Work work = new Work(earlier, order, consent, progress);
		return begun.isPresent() ? goOn(begun.get(), work) : begin(work);
	}

	/** The run that is re-run: sealed, and in nobody's hands. */
	private Run earlier(long runId, Progress progress) {
		if (this.runs.known(runId).isEmpty()) {
			throw new CommandFailedException(ExitCode.USAGE, "job.run-unknown", runId);
		}
		this.launcher.awaitFree(runId, progress);
		Run run = this.runs.run(runId);
		if (!run.isSealed()) {
			throw new CommandFailedException(ExitCode.USAGE, "job.rerun.not-sealed", runId);
		}
		return run;
	}

	private Optional<RunResult> begin(Work work) {
		work.progress().begin(Phase.CHECKING, plannedRows(work.earlier()));
		RerunSurvey survey = new RerunSurvey(this.reruns, work.earlier(), work.order(), work.progress());
		requireKnown(survey.unknownReferences(), work.earlier());
		List<MessageSourceResolvable> preview = new ArrayList<>();
		preview.add(Notes.of("job.rerun.part", work.earlier().id(), work.earlier().name(),
				work.order().selection().text()));
		preview.addAll(survey.preview().sentences());
		if (survey.preview().isEmpty()) {
			preview.forEach(work.progress()::notice);
			return Optional.empty();
		}
		this.launcher.requireWritable(directory(work, work.earlier()), name(work.earlier()));
		work.consent().ask(preview);
		ChargeJob.Online online = this.launcher.goOnline();
		Run run = this.runs.findOrCreate(newRun(work), true, ONLY_UNFINISHED);
		HeldLease lease = this.launcher.take(run.id(), work.progress());
		Run held = this.runs.run(run.id());
		if (held.state() != Run.State.PLANNING) {
			// Another process had it meanwhile: what was agreed to is out of date.
			lease.close();
			return rerun(work.order(), work.consent(), work.progress());
		}
		return Optional.of(plan(work, survey,
				new RunWork(held, lease, work.progress(), work.order().checkFirst(), work.order().limit()), online));
	}

	private static void requireKnown(Set<String> unknownReferences, Run run) {
		if (!unknownReferences.isEmpty()) {
			String named = String.join(", ", unknownReferences.stream().limit(NAMED).toList());
			throw new CommandFailedException(ExitCode.USAGE, "job.rerun.unknown-references", run.id(),
					unknownReferences.size(), named);
		}
	}

	private RunResult plan(Work work, RerunSurvey survey, RunWork run, ChargeJob.Online online) {
		this.plans.clear(run.lease());
		this.runs.prepare(run.lease(), directory(work, work.earlier()), name(work.earlier()) + run.runId(),
				work.order().limit());
		work.progress().begin(Phase.PLANNING, survey.preview().rows());
		List<MessageSourceResolvable> notes = new ArrayList<>();
		Scope scope = new Scope(run.runId(), run.run().digest(), run.run().batch(), Instant.EPOCH, Set.of());
		Parts<List<PlanRow>> parts = new PlanSteps(this.plans).ofChosen(survey.rows(), run, scope, (totals) -> {
			long changed = survey.preview().rows() - totals.rows();
			if (changed > 0) {
				notes.add(Notes.of("job.rerun.changed", changed));
			}
		});
		return launch(run, parts, online, notes, work);
	}

	private RunResult launch(RunWork run, Parts<List<PlanRow>> parts, ChargeJob.Online online,
			List<MessageSourceResolvable> notes, Work work) {
		RunResult result = this.launcher.launch(run, parts, online, notes);
		finish(work.earlier().id(), work.progress());
		return result;
	}

	private Optional<RunResult> goOn(Run run, Work work) {
		this.launcher.awaitFree(run.id(), work.progress());
		work.progress().begin(Phase.CHECKING, plannedRows(run));
		List<MessageSourceResolvable> preview = new ArrayList<>();
		preview.add(Notes.of("job.rerun.goes-on", run.id(), work.earlier().id(), work.earlier().name(),
				work.order().selection().text()));
		RerunPreview rest = rest(run, work);
		preview.addAll(rest.sentences());
		this.launcher.requireWritable(directory(work, run), run.name());
		if (rest.callsPortOne()) {
			work.consent().ask(preview);
		}
		ChargeJob.Online online = this.launcher.goOnline();
		HeldLease lease = this.launcher.take(run.id(), work.progress());
		if (this.runs.run(run.id()).state() == Run.State.FINISHED) {
			lease.close();
			return rerun(work.order(), work.consent(), work.progress());
		}
		this.runs.prepare(lease, directory(work, run), run.name(), work.order().limit());
		RunWork again = new RunWork(run, lease, work.progress(), work.order().checkFirst(), work.order().limit());
		return Optional.of(launch(again, PlanSteps.nothing(), online,
				List.of(Notes.of("job.resumed", run.id(), run.createdAt())), work));
	}

	/** What a re-run that was begun has not sent, and what it has in doubt. */
	private RerunPreview rest(Run run, Work work) {
		RerunPreview preview = new RerunPreview(work.order());
		RerunSurvey.forEachRow(this.reruns, run.id(), (page) -> {
			page.stream().filter((row) -> isOf(run, row)).forEach((row) -> {
				if (row.standing() == Standing.NOT_SENT) {
					preview.send(row, row.rowNumber());
				}
				else if (row.standing() == Standing.IN_DOUBT) {
					preview.lookUp();
				}
			});
			work.progress().advance(page.size(), 0);
		});
		return preview;
	}

	private static boolean isOf(Run run, RerunRow row) {
		return row.charge() != null && row.charge().runId() == run.id();
	}

	/**
	 * An earlier run whose last open rows were taken over has nothing left to do: its
	 * files and its state are to say so. That they do not is told, and hides nothing of
	 * how the re-run ended.
	 */
	private void finish(long runId, Progress progress) {
		try {
			Run run = this.runs.run(runId);
			if (run.state() == Run.State.SEALED) {
				this.runs.take(runId).ifPresent((lease) -> report(run, lease, progress));
			}
		}
		catch (ReportFailedException | DataAccessException | TransactionException | LeaseLostException ex) {
			progress.notice(Notes.of("job.files-not-written", runId));
		}
	}

	private void report(Run run, HeldLease taken, Progress progress) {
		try (HeldLease lease = taken) {
			this.launcher.report(new RunWork(run, lease, progress, false, null));
		}
	}

	private static long plannedRows(Run run) {
		return Objects.requireNonNull(run.planned()).rows();
	}

	private static Path directory(Work work, Run otherwise) {
		Path out = work.order().out();
		return (out != null) ? out.toAbsolutePath().normalize() : ReportFiles.directory(otherwise.directory());
	}

	/** The number of the re-run is to follow. */
	private static String name(Run earlier) {
		String name = (earlier.kind() == Run.Kind.RERUN) ? earlier.name().replaceFirst("\\.rerun\\d+$", "")
				: earlier.name();
		return name + ".rerun";
	}

	private static Runs.NewRun newRun(Work work) {
		Run earlier = work.earlier();
		RerunOrder order = work.order();
		Run.Part part = new Run.Part(earlier.id(), order.selection().text());
		return new Runs.NewRun(Run.Kind.RERUN, order.selection().digest(earlier.id()), earlier.batch(), null, part,
				null, null, directory(work, earlier), name(earlier), earlier.columns(), order.locale(), order.caller());
	}

	private record Work(Run earlier, RerunOrder order, Consent consent, Progress progress) {
	}

}
