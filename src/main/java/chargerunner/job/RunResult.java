package chargerunner.job;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import chargerunner.charge.Tally;
import chargerunner.report.Written;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSourceResolvable;

/**
 * How a run, a dry run or a refused input ended.
 *
 * @param kind which of these
 * @param runId the run; 0 without one
 * @param exitCode the exit code of this run alone
 * @param written its files; null when none were written
 * @param tally rows and won by outcome
 * @param finishedAt when it was finished earlier; null unless finished already
 * @param sandboxAnswers how many of its charges were answered by a test channel
 * @param problems the first problems of the input as sentences, for people
 * @param problemCount how many problems there are in all
 * @param problemsFile the file that lists them all; null when there are none
 * @param notes what else a person should know, in sentences
 */
public record RunResult(Kind kind, long runId, ExitCode exitCode, @Nullable Written written, Tally tally,
		@Nullable Instant finishedAt, long sandboxAnswers, List<String> problems, long problemCount,
		@Nullable Path problemsFile, List<MessageSourceResolvable> notes) {

	RunResult withExitCode(ExitCode other) {
		return new RunResult(this.kind, this.runId, other, this.written, this.tally, this.finishedAt,
				this.sandboxAnswers, this.problems, this.problemCount, this.problemsFile, this.notes);
	}

	/** What ended. */
	public enum Kind {

		/** A run. */
		RUN,
		/** A run that was looked up, and of which nothing was sent. */
		LOOKED_UP,
		/** A run that had finished before. */
		FINISHED_ALREADY,
		/** A dry run. */
		DRY_RUN,
		/** An input that was refused; nothing was charged. */
		REFUSED

	}

}
