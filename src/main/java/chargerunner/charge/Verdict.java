package chargerunner.charge;

import org.jspecify.annotations.Nullable;

/**
 * What an answer or a look-up means for an attempt: all that is recorded of it.
 *
 * @param outcome the outcome
 * @param reasonClass why, in a word; null when paid and nothing is to be said
 * @param reason why, in the gateway's words or ours
 * @param payment PortOne's record, where there is one
 * @param httpStatus the HTTP status, where there was one
 * @param code the envelope's code, where there was one
 * @param keyUnregistered whether the text says that the billing key is not registered
 */
public record Verdict(Outcome outcome, @Nullable ReasonClass reasonClass, String reason, @Nullable Payment payment,
		@Nullable Integer httpStatus, @Nullable Integer code, boolean keyUnregistered) {

	/**
	 * {@return a verdict without a record of PortOne's}
	 * @param outcome the outcome
	 * @param reasonClass why, in a word
	 * @param reason why, in a few words
	 */
	public static Verdict of(Outcome outcome, ReasonClass reasonClass, String reason) {
		return new Verdict(outcome, reasonClass, reason, null, null, null, false);
	}

	static Verdict of(Outcome outcome, ReasonClass reasonClass, Answer answer) {
		String reason = (answer.message() != null) ? answer.message() : "";
		return new Verdict(outcome, reasonClass, reason, null, answer.httpStatus(), answer.code(), false);
	}

}
