package chargerunner.issuance;

import java.time.Instant;
import java.util.Locale;

/**
 * A link and what came of it.
 *
 * @param id what the link names
 * @param status where it stands
 * @param agreement what it is for
 * @param expiresAt until when a window can be opened
 */
record Issuance(String id, Status status, Agreement agreement, Instant expiresAt) {

	/** Where an issuance stands. */
	enum Status {

		/** No key has come of it yet. */
		OPEN,
		/** A key was issued; the link is used up. */
		ISSUED,
		/** The merchant withdrew it. */
		WITHDRAWN;

		String text() {
			return name().toLowerCase(Locale.ROOT);
		}

		static Status ofText(String text) {
			return valueOf(text.toUpperCase(Locale.ROOT));
		}

	}

}
