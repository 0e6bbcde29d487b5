package chargerunner.issuance;

import java.time.Instant;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * One opened window.
 *
 * @param merchantUid its number
 * @param issuanceId what it was opened for
 * @param pg the PG as the window was told it
 * @param amount the won that the window was told
 * @param openedAt when
 * @param outcome how it ended; null while nobody knows
 * @param reason why, where it did not end well
 */
record IssueAttempt(String merchantUid, String issuanceId, String pg, long amount, Instant openedAt,
		@Nullable Outcome outcome, @Nullable String reason) {

	/** How a window ended. */
	enum Outcome {

		/** The key was issued. Never replaced. */
		ISSUED,
		/** PortOne has a record, and it says that none was. */
		FAILED,
		/** PortOne's record is not what was asked for, so it counts for nothing. */
		MISMATCH,
		/** PortOne never heard of it. */
		ABANDONED;

		String text() {
			return name().toLowerCase(Locale.ROOT);
		}

		static Outcome ofText(String text) {
			return valueOf(text.toUpperCase(Locale.ROOT));
		}

	}

}
