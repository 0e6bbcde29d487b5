package chargerunner.job;

import org.springframework.context.MessageSourceResolvable;

/**
 * Sees what a command is doing. Called from several threads; must return at once.
 */
public interface Progress {

	/**
	 * A part of the work begins.
	 * @param phase the part
	 * @param total how many rows it has; -1 when that is not known
	 */
	void begin(Phase phase, long total);

	/**
	 * Rows of the current part are done.
	 * @param rows how many more
	 * @param wonPaid what was paid by them, in won
	 */
	void advance(long rows, long wonPaid);

	/**
	 * Something that a person should know now.
	 * @param message the sentence, of the job's bundle
	 */
	void notice(MessageSourceResolvable message);

	/** The parts of the work. */
	enum Phase {

		/** Reading and checking the input. */
		CHECKING,
		/** Writing the plan to the ledger. */
		PLANNING,
		/** Asking PortOne about what an earlier process left behind. */
		LOOKING_BACK,
		/** Charging. */
		SENDING,
		/** Asking PortOne about what is in doubt. */
		RESOLVING,
		/** Writing the files. */
		WRITING

	}

}
