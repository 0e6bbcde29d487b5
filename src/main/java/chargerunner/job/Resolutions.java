package chargerunner.job;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import chargerunner.charge.ChargeLedger;
import chargerunner.charge.Doubt;
import chargerunner.charge.LeaseLostException;
import chargerunner.charge.RowOutcome;
import chargerunner.charge.Run;
import chargerunner.charge.Runs;
import chargerunner.charge.Runs.HeldLease;
import chargerunner.job.Progress.Phase;
import chargerunner.job.RunResult.Kind;

import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.context.MessageSourceResolvable;

/**
 * Looks up what is in doubt, and sends nothing: what could only be sent again stays
 * unknown.
 */
final class Resolutions {

	private final Runs runs;

	private final ChargeLedger ledger;

	private final ChargeJob chargeJob;

	private final RunLauncher launcher;

	private final Duration resolveFor;

	Resolutions(Runs runs, ChargeLedger ledger, ChargeJob chargeJob, RunLauncher launcher, Duration resolveFor) {
		this.runs = runs;
		this.ledger = ledger;
		this.chargeJob = chargeJob;
		this.launcher = launcher;
		this.resolveFor = resolveFor;
	}

	List<RunResult> resolve(Progress progress) {
		List<Run> open = this.runs.unfinished();
		List<RunResult> results = new ArrayList<>();
		if (open.isEmpty()) {
			return results;
		}
		ChargeJob.Online online = this.launcher.goOnline();
		Instant end = this.runs.now().plus(this.resolveFor);
		for (int i = 0; i < open.size() && !endedEarly(results); i++) {
			// Each run gets its share of what is left of the time.
			Duration share = Duration.between(this.runs.now(), end).dividedBy(open.size() - i);
			resolve(open.get(i), this.runs.now().plus(share), online, progress).ifPresent(results::add);
		}
		return results;
	}

	/** What was looked at before a stop is told; without anything the command failed. */
	private boolean endedEarly(List<RunResult> results) {
		return this.launcher.isAskedToStop(!results.isEmpty());
	}

	private Optional<RunResult> resolve(Run run, Instant until, ChargeJob.Online online, Progress progress) {
		Optional<HeldLease> taken = this.runs.take(run.id());
		if (taken.isEmpty()) {
			progress.notice(Notes.of("job.resolve.held", run.id(), this.runs.run(run.id()).holder()));
			return Optional.empty();
		}
		try (HeldLease lease = taken.get()) {
			RunWork work = new RunWork(run, lease, progress, false, null);
			look(work, online, until);
			return Optional.of(withResolveExit(this.launcher.reported(work, Kind.LOOKED_UP, List.of())));
		}
		catch (LeaseLostException ex) {
			throw RunLauncher.leaseLost(run.id());
		}
	}

	/**
	 * Looks once more at what a finished run sent again, where that look is due, and at
	 * what PortOne has paid twice: whoever cancels the surplus runs the command again.
	 * @param work the run, held, its files written
	 * @return whether anything was looked at, so that the files are to be written again
	 */
	private boolean lookOnceMore(RunWork work) {
		boolean due = this.runs.nextRecheck(work.runId()).filter((from) -> !from.isAfter(this.runs.now())).isPresent();
		List<Doubt> twice = work.hasPaidTwice() ? this.ledger.paidTwice(work.runId()) : List.of();
		if (!due && twice.isEmpty()) {
			return false;
		}
		ChargeJob.Online online = this.launcher.goOnline();
		this.chargeJob.stoppable(work, online, () -> lookWhileDue(work, online, this.runs.now(), twice));
		return true;
	}

	/**
	 * Says how a run stands that had finished before, and writes its files again.
	 * @param work the run, held
	 * @param notes what else is to be said
	 */
	RunResult finishedAlready(RunWork work, List<MessageSourceResolvable> notes) {
		RunResult result = this.launcher.reported(work, Kind.FINISHED_ALREADY, notes);
		try {
			return lookOnceMore(work) ? this.launcher.reported(work, Kind.FINISHED_ALREADY, notes) : result;
		}
		catch (CommandFailedException ex) {
			if (!work.hasPaidTwice()) {
				throw ex;
			}
			// That both payments stand weighs more than that nobody could look again.
			return this.launcher.withoutEnd(work, Kind.FINISHED_ALREADY, notes, ex);
		}
	}

	/**
	 * Looks up a run's doubts and what waits for one more look, each once, and then again
	 * as their looks come due.
	 * @param work the run, held
	 * @param online what is asked
	 * @param until when looking ends, by the database's time
	 */
	void look(RunWork work, ChargeJob.Online online, Instant until) {
		this.chargeJob.stoppable(work, online, () -> lookWhileDue(work, online, until, List.of()));
	}

	/** Gives how many attempts there were to look up. */
	private int lookWhileDue(RunWork work, ChargeJob.Online online, Instant until, List<Doubt> others) {
		Instant now = this.runs.now();
		List<Doubt> doubts = new ArrayList<>(others);
		this.ledger.doubts(work.runId())
			.stream()
			.filter((doubt) -> doubt.isUnknown() || (doubt.recheckAt() != null && !doubt.recheckAt().isAfter(now)))
			.filter((doubt) -> others.stream().noneMatch((other) -> isSameNumber(other, doubt)))
			.forEach(doubts::add);
		work.progress().begin(Phase.RESOLVING, doubts.size());
		work.resolveUntil(until);
		LookWriter writer = this.chargeJob.lookWriter(work, online, null);
		try {
			for (int from = 0; from < doubts.size() && work.stop() == null; from += DoubtReader.GROUP) {
				List<Doubt> group = doubts.subList(from, Math.min(from + DoubtReader.GROUP, doubts.size()));
				writer.write(Chunk.of(group));
			}
			DoubtReader reader = new DoubtReader(this.ledger, this.chargeJob.schedule(), work);
			for (List<Doubt> due = reader.read(); due != null; due = reader.read()) {
				writer.write(Chunk.of(due));
			}
			return doubts.size();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CommandFailedException(ExitCode.UNFINISHED, "job.interrupted");
		}
	}

	private static boolean isSameNumber(Doubt one, Doubt other) {
		return one.request().merchantUid().equals(other.request().merchantUid());
	}

	/** Rows that wait to be sent do not count: this command sends nothing. */
	private static RunResult withResolveExit(RunResult result) {
		boolean doubts = result.tally().rows(RowOutcome.UNKNOWN) > 0;
		return (result.exitCode() == ExitCode.UNFINISHED && !doubts && result.written() != null)
				? result.withExitCode(ExitCode.OK) : result;
	}

}
