package chargerunner.charge;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A run as the ledger has it.
 *
 * @param id its number
 * @param kind what it charges
 * @param state how far it is
 * @param digest what it was recognised by
 * @param batch what its derived references begin with; null for due runs
 * @param dueOn its date; null for other runs
 * @param part what it re-runs; null for other runs
 * @param directory where its files go; text, because another process may have known
 * letters that this one's locale has not
 * @param name its files' name
 * @param columns its input columns
 * @param rowLimit the last row that it may send; null for no limit
 * @param planned its totals; null before the seal
 * @param createdAt when it was created
 * @param finishedAt when it was finished; null while rows are left
 * @param heldBy who holds it, or held it last
 * @param heldUntil when that lease ends or ended
 */
public record Run(long id, Kind kind, State state, String digest, @Nullable String batch, @Nullable LocalDate dueOn,
		@Nullable Part part, String directory, String name, List<String> columns, @Nullable Long rowLimit,
		Plans.@Nullable Totals planned, Instant createdAt, @Nullable Instant finishedAt, @Nullable String heldBy,
		@Nullable Instant heldUntil) {

	/**
	 * {@return who holds it or held it last, without the part that is for the program
	 * alone}
	 */
	public String holder() {
		return (this.heldBy != null) ? this.heldBy.replaceFirst(" [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", "")
				: "-";
	}

	/** What a run charges. */
	public enum Kind {

		/** The rows of a file. */
		CSV,
		/** Due subscriptions. */
		DUE,
		/** Part of an earlier run. */
		RERUN;

		/**
		 * {@return the word in the table}
		 */
		public String text() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/** How far a run is. */
	public enum State {

		/** Its rows are being written; nothing of it can be claimed. */
		PLANNING,
		/** Its rows count; it may be claimed. */
		SEALED,
		/** No row is left. */
		FINISHED,
		/** Its input was refused; it counts for nothing. */
		REJECTED;

		/**
		 * {@return the word in the table}
		 */
		public String text() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * {@return whether the run's rows count}
	 */
	public boolean isSealed() {
		return this.state == State.SEALED || this.state == State.FINISHED;
	}

	/**
	 * A part of an earlier run.
	 *
	 * @param runId the earlier run
	 * @param selection which part, as options of the command
	 */
	public record Part(long runId, String selection) {
	}

}
