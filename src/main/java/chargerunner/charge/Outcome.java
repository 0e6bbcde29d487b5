package chargerunner.charge;

import java.util.Locale;

/**
 * What is known of an attempt to charge. Recorded upwards only: nothing to any; unknown
 * to any definite one; declined, refused and not_sent to paid or cancelled only; paid is
 * never replaced.
 */
public enum Outcome {

	/** PortOne says {@code paid} and number, customer, amount and currency agree. */
	PAID,

	/** PortOne asked the PG and the PG said no. */
	DECLINED,

	/** PortOne itself refused the request and has no record of the number. */
	REFUSED,

	/** Found cancelled without having been seen paid. */
	CANCELLED,

	/** In doubt: money may have moved. Only a look-up or a person can end it. */
	UNKNOWN,

	/** Nothing left this machine, or PortOne did not let it in. */
	NOT_SENT;

	/**
	 * {@return whether this outcome is an answer about the money, neither in doubt nor
	 * unsent}
	 */
	public boolean isDefinite() {
		return this != UNKNOWN && this != NOT_SENT;
	}

	/**
	 * {@return whether an attempt with this outcome may be recorded with another one}:
	 * only upwards. That an unknown may be unknown for another reason is not said here.
	 * @param next the other outcome
	 */
	public boolean mayBecome(Outcome next) {
		return switch (this) {
			case UNKNOWN -> next.isDefinite();
			case DECLINED, REFUSED, NOT_SENT -> next == PAID || next == CANCELLED;
			case PAID, CANCELLED -> false;
		};
	}

	/**
	 * {@return the word for this outcome in tables and files}
	 */
	public String text() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * {@return the outcome of that word}
	 * @param text a word as {@link #text()} gives it
	 */
	public static Outcome ofText(String text) {
		return valueOf(text.toUpperCase(Locale.ROOT));
	}

}
