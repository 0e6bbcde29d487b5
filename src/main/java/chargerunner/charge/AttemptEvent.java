package chargerunner.charge;

import java.time.Instant;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to a number ({@code merchant_uid}).
 *
 * @param merchantUid the number
 * @param at when, by the database's time
 * @param kind what
 * @param runId the run that claimed the number; null for looks
 * @param sentAt when the request that was answered was begun, by the host's clock; of an
 * interrupted one the last moment at which it could have been sent; null for others
 * @param outcome what the answer or look said; null when it said nothing
 * @param reasonClass why, in a word
 * @param reason why, in the gateway's words or ours
 * @param httpStatus the HTTP status, where there was one
 * @param code the envelope's code, where there was one
 * @param impUid PortOne's number, where there was one
 */
public record AttemptEvent(String merchantUid, Instant at, Kind kind, @Nullable Long runId, @Nullable Instant sentAt,
		@Nullable Outcome outcome, @Nullable ReasonClass reasonClass, String reason, @Nullable Integer httpStatus,
		@Nullable Integer code, @Nullable String impUid) {

	/**
	 * {@return an event that says what a verdict says}
	 * @param merchantUid the number
	 * @param at when
	 * @param kind what
	 * @param verdict what was said; null when nothing was
	 */
	public static AttemptEvent of(String merchantUid, Instant at, Kind kind, @Nullable Verdict verdict) {
		if (verdict == null) {
			return new AttemptEvent(merchantUid, at, kind, null, null, null, null, "", null, null, null);
		}
		Payment payment = verdict.payment();
		return new AttemptEvent(merchantUid, at, kind, null, null, verdict.outcome(), verdict.reasonClass(),
				verdict.reason(), verdict.httpStatus(), verdict.code(), (payment != null) ? payment.impUid() : null);
	}

	/**
	 * {@return the same event with another reason}
	 * @param text the reason
	 */
	public AttemptEvent because(String text) {
		return new AttemptEvent(this.merchantUid, this.at, this.kind, this.runId, this.sentAt, this.outcome,
				this.reasonClass, text, this.httpStatus, this.code, this.impUid);
	}

	/** What happens to numbers. */
	public enum Kind {

		/** A run claimed it, to send it. */
		CLAIM,
		/** The answer to a request, or why there is none. */
		ANSWER,
		/** An answer for a process that did not hold the number any more. */
		LATE_ANSWER,
		/** A look found what PortOne has. */
		FOUND,
		/** A look found that PortOne has nothing now. */
		NONE,
		/** A look had no answer. */
		NO_ANSWER,
		/** PortOne has a number that the ledger did not know. */
		ADOPTED;

		/**
		 * {@return the word in the table}
		 */
		public String text() {
			return name().toLowerCase(Locale.ROOT);
		}

		/**
		 * {@return the kind of that word}
		 * @param text a word as {@link #text()} gives it
		 */
		public static Kind ofText(String text) {
			return valueOf(text.toUpperCase(Locale.ROOT));
		}

	}

}
