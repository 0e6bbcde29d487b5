package chargerunner.report;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What a summary says beside the rows.
 *
 * @param kind what the command did
 * @param runId the run; 0 where there is none
 * @param exitCode what the process will exit with
 * @param finishedAt when the run was finished by an earlier command; null unless the kind
 * is {@link Kind#FINISHED_ALREADY}
 * @param sandboxAnswers how many answers said that they came from a test channel and that
 * no money moved; 0 where that was to be expected
 */
public record Facts(Kind kind, long runId, int exitCode, @Nullable Instant finishedAt, long sandboxAnswers) {

	/** What the command did. */
	public enum Kind {

		/** It worked on a run. */
		RUN,
		/** It looked up a run and sent nothing of it. */
		LOOKED_UP,
		/** It found the run finished and did nothing. */
		FINISHED_ALREADY,
		/** It planned, and stored and sent nothing. */
		DRY_RUN,
		/** It refused the input and sent nothing. */
		REFUSED

	}

	/**
	 * {@return the facts of a command that worked on a run}
	 * @param runId the run
	 * @param exitCode what the process will exit with
	 */
	public static Facts run(long runId, int exitCode) {
		return new Facts(Kind.RUN, runId, exitCode, null, 0);
	}

	/**
	 * {@return the facts of a command that found its run finished}
	 * @param runId the run
	 * @param exitCode what the process will exit with
	 * @param finishedAt when the run was finished
	 */
	public static Facts finishedAlready(long runId, int exitCode, Instant finishedAt) {
		return new Facts(Kind.FINISHED_ALREADY, runId, exitCode, finishedAt, 0);
	}

	/**
	 * {@return the facts of a dry run; its tally has the rows that would be sent as not
	 * sent}
	 * @param exitCode what the process will exit with
	 */
	public static Facts dryRun(int exitCode) {
		return new Facts(Kind.DRY_RUN, 0, exitCode, null, 0);
	}

	/**
	 * {@return the facts of a command that refused its input}
	 * @param exitCode what the process will exit with
	 */
	public static Facts refused(int exitCode) {
		return new Facts(Kind.REFUSED, 0, exitCode, null, 0);
	}

	/**
	 * {@return these facts, and that the live host gave sandbox answers}
	 * @param answers how many
	 */
	public Facts withSandboxAnswers(long answers) {
		return new Facts(this.kind, this.runId, this.exitCode, this.finishedAt, answers);
	}

}
