package chargerunner.job;

import java.nio.file.Path;
import java.util.Objects;

import chargerunner.charge.Chronicle;
import chargerunner.charge.Run;
import chargerunner.charge.Runs;
import chargerunner.charge.Runs.HeldLease;
import chargerunner.report.ReportFiles;
import chargerunner.report.Written;
import org.jspecify.annotations.Nullable;

/**
 * Writes a run's files again under the run's lease, so that nobody writes them, or
 * records anything of the run, at the same time.
 *
 * @param chronicle knows which runs there are
 * @param runs the runs
 * @param files writes
 */
record WritingAgain(Chronicle chronicle, Runs runs, ReportFiles files) implements ReportCommands {

	@Override
	public Written writeFiles(long runId, @Nullable Path directory) {
		Run run = this.chronicle.run(runId)
			.orElseThrow(() -> new CommandFailedException(ExitCode.USAGE, "job.run-unknown", runId))
			.asked()
			.run();
		requireSealed(run);
		try (HeldLease lease = this.runs.take(runId).orElseThrow(() -> held(runId))) {
			Written written = (directory != null) ? this.files.write(runId, directory) : this.files.write(runId);
			this.runs.finish(lease, written.isFinished());
			return written;
		}
	}

	private static void requireSealed(Run run) {
		switch (run.state()) {
			case PLANNING -> throw new CommandFailedException(ExitCode.UNFINISHED, "job.files.planning", run.id());
			case REJECTED -> throw new CommandFailedException(ExitCode.REFUSED, "job.files.rejected", run.id());
			case SEALED, FINISHED -> {
			}
		}
	}

	private CommandFailedException held(long runId) {
		Run run = this.runs.run(runId);
		return new CommandFailedException(ExitCode.HELD, "job.files.held", runId, run.holder(),
				Objects.requireNonNullElseGet(run.heldUntil(), this.runs::now));
	}

}
