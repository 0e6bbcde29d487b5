package chargerunner.charge;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What a person says of a charge in doubt.
 *
 * @param reference the charge's reference
 * @param as what it is to count as
 * @param impUid PortOne's number of the payment; null exactly when it counts as not
 * charged
 * @param note why, in the person's words, at most {@value #LONGEST_NOTE} characters
 * @param caller who says so
 */
public record Decision(String reference, As as, @Nullable String impUid, String note, Runs.Caller caller) {

	/** How long a note can be. */
	public static final int LONGEST_NOTE = 500;

	/** What a charge can be decided to be. */
	public enum As {

		/** Paid: by a payment that PortOne has under one of its numbers. */
		PAID,
		/** Not charged: refused, and may be charged again with a new number. */
		NOT_CHARGED;

		/**
		 * {@return the word for this on the command line and in the table}
		 */
		public String text() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

		/**
		 * {@return the decision of that word}
		 * @param text a word as {@link #text()} gives it
		 */
		public static As ofText(String text) {
			return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
		}

	}

}
