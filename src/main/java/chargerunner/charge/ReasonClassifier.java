package chargerunner.charge;

import org.jspecify.annotations.Nullable;

/**
 * Tells what the Korean text of a decline or a refusal means. PortOne V1 passes the PG's
 * text through and has no table of codes.
 */
@FunctionalInterface
public interface ReasonClassifier {

	/**
	 * Classifies one text.
	 * @param text {@code fail_reason} of a failed payment or {@code message} of a refusal
	 * @return what the text means; {@link Reason#UNCLASSIFIED} for a text never seen, and
	 * for null
	 */
	Reason classify(@Nullable String text);

	/** What a decline's or refusal's text means. */
	enum Reason {

		/** It passes: try again later with a new number. */
		SOFT,
		/** It stays until the customer does something. */
		HARD,
		/** It stays, and the text says that the billing key is not registered. */
		KEY_UNREGISTERED,
		/** The number was used already: money may have moved, so look it up. */
		DUPLICATE,
		/** A text never seen. */
		UNCLASSIFIED;

		/**
		 * {@return the class in the files}
		 */
		public ReasonClass reasonClass() {
			return switch (this) {
				case SOFT -> ReasonClass.SOFT;
				case HARD, KEY_UNREGISTERED -> ReasonClass.HARD;
				case DUPLICATE, UNCLASSIFIED -> ReasonClass.UNCLASSIFIED;
			};
		}

	}

}
