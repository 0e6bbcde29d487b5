package chargerunner.charge;

import java.util.Locale;

/**
 * How a row of a run ended: the words of the result file's column {@code outcome}. Every
 * row of a run has exactly one.
 */
public enum RowOutcome {

	/** The charge is paid. */
	PAID,
	/** The PG said no. */
	DECLINED,
	/** PortOne refused the request. */
	REFUSED,
	/** Found cancelled without having been seen paid. */
	CANCELLED,
	/** In doubt: money may have moved. */
	UNKNOWN,
	/** Nothing was sent. */
	NOT_SENT,
	/** Nothing had to be sent by this run. */
	SKIPPED,
	/** The row itself is wrong. */
	INVALID;

	/**
	 * {@return the row's outcome that an attempt's outcome makes}
	 * @param outcome the outcome of the last attempt that the row's run made
	 */
	public static RowOutcome of(Outcome outcome) {
		return valueOf(outcome.name());
	}

	/**
	 * {@return whether nothing is left to do for the row in its run}
	 */
	public boolean isFinal() {
		return this != UNKNOWN && this != NOT_SENT;
	}

	/**
	 * {@return the word for this outcome in files and in the last line of the summary}
	 */
	public String text() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * {@return the outcome of that word}
	 * @param text a word as {@link #text()} gives it
	 */
	public static RowOutcome ofText(String text) {
		return valueOf(text.toUpperCase(Locale.ROOT));
	}

}
