package chargerunner.charge;

import java.util.Locale;

/**
 * Why a row ended as it did, in one word of the result file's column
 * {@code reason_class}.
 */
public enum ReasonClass {

	/** Declined or refused for a reason that passes: the row goes to the retry file. */
	SOFT,
	/** Declined or refused for a reason that stays. */
	HARD,
	/** Declined or refused with a text that the reason table does not know. */
	UNCLASSIFIED,

	/** Unknown: no answer in time. */
	TIMEOUT,
	/** Unknown: the connection broke after something was sent. */
	RESET,
	/** Unknown: an HTTP status or a refusal that says nothing about the money. */
	HTTP,
	/** Unknown: a body that is not PortOne's JSON, or too large. */
	UNREADABLE,
	/** Unknown: PortOne has the payment and has not finished it. */
	READY,
	/** Unknown: PortOne has a payment that differs from what was asked. */
	MISMATCH,
	/** Unknown: sent or claimed by a process that died or was stopped. */
	INTERRUPTED,

	/** Not sent: no connection. */
	CONNECT,
	/** Not sent: PortOne answered 429 to the last try. */
	THROTTLED,
	/** Not sent: the run stopped first. */
	STOPPED,
	/** Not sent: beyond {@code --limit}. */
	LIMIT,

	/** Skipped: the charge is paid already. */
	ALREADY_PAID,
	/** Skipped: another run has the charge. */
	IN_OTHER_RUN,
	/** Skipped: an earlier attempt of the charge is in doubt. */
	IN_DOUBT,
	/** Skipped: the subscription is not active or the billing key is dead. */
	INACTIVE,

	/** Paid: PortOne has more than one paid record for this charge. */
	CHARGED_TWICE_AT_PORTONE,
	/** Paid, and cancelled at PortOne afterwards. */
	CANCELLED_LATER,

	/** The row itself is wrong. */
	INVALID,
	/** A person closed it. */
	DECIDED_BY_HAND;

	/**
	 * {@return the word for this class in tables and files}
	 */
	public String text() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * {@return the class of that word}
	 * @param text a word as {@link #text()} gives it
	 */
	public static ReasonClass ofText(String text) {
		return valueOf(text.toUpperCase(Locale.ROOT));
	}

}
