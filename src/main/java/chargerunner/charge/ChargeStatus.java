package chargerunner.charge;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Where a charge stands. Computed from its attempts under its row lock, so that the order
 * in which answers and look-ups are recorded does not matter.
 */
public enum ChargeStatus {

	/** Its run has not claimed it. */
	PLANNED,
	/** An attempt was claimed and has no outcome yet: in doubt. */
	CLAIMED,
	/** Paid. */
	PAID,
	/** The last attempt was declined. */
	DECLINED,
	/** The last attempt was refused. */
	REFUSED,
	/** Found cancelled at PortOne without having been seen paid. */
	CANCELLED,
	/** An attempt is unknown: in doubt. */
	UNKNOWN,
	/** The last attempt was never sent. */
	NOT_SENT,
	/** Not charged because subscription or billing key were inactive at the claim. */
	WITHDRAWN;

	/**
	 * Computes the status from what is known.
	 * @param current the stored status
	 * @param runId the one run that may claim the charge now
	 * @param attempts every attempt of the charge
	 * @return the status
	 */
	public static ChargeStatus of(ChargeStatus current, long runId, List<AttemptState> attempts) {
		if (anyIs(attempts, Outcome.PAID)) {
			return PAID;
		}
		if (anyIs(attempts, Outcome.CANCELLED)) {
			return CANCELLED;
		}
		if (anyIs(attempts, Outcome.UNKNOWN)) {
			return UNKNOWN;
		}
		if (anyIs(attempts, null)) {
			return CLAIMED;
		}
		AttemptState last = (attempts.isEmpty()) ? null : attempts.get(attempts.size() - 1);
		if (last == null || last.runId() != runId || last.outcome() == null) {
			return (current == WITHDRAWN) ? WITHDRAWN : PLANNED;
		}
		return valueOf(last.outcome().name());
	}

	private static boolean anyIs(List<AttemptState> attempts, @Nullable Outcome outcome) {
		return attempts.stream().anyMatch((attempt) -> attempt.outcome() == outcome);
	}

	/**
	 * {@return whether money may have moved and nobody knows}
	 */
	public boolean isInDoubt() {
		return this == CLAIMED || this == UNKNOWN;
	}

	/**
	 * {@return whether a later run may take the charge over}
	 */
	public boolean isOpen() {
		return this == PLANNED || this == DECLINED || this == REFUSED || this == NOT_SENT || this == WITHDRAWN;
	}

	/**
	 * {@return the word for this status in the table}
	 */
	public String text() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * {@return the status of that word}
	 * @param text a word as {@link #text()} gives it
	 */
	public static ChargeStatus ofText(String text) {
		return valueOf(text.toUpperCase(Locale.ROOT));
	}

	/**
	 * What the status needs to know of one attempt.
	 *
	 * @param runId the run that made it last
	 * @param outcome its outcome; null while it has none
	 */
	public record AttemptState(long runId, @Nullable Outcome outcome) {
	}

}
