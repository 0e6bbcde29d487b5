package chargerunner.charge;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What PortOne's records make of a person's decision.
 *
 * @param kind accepted, or why not
 * @param merchantUid the number that an accepted decision is about; empty otherwise
 * @param verdicts what an accepted decision makes of each number, by number
 * @param facts what the sentence about it names: numbers of payments, a status, or why
 * there was no answer
 * @param from the moment from which it can be decided; null unless it is too early
 */
public record Ruling(Kind kind, String merchantUid, Map<String, Verdict> verdicts, List<String> facts,
		@Nullable Instant from) {

	/** What became of a decision. */
	public enum Kind {

		/** Nothing that PortOne has speaks against it. */
		ACCEPTED,
		/** PortOne was asked and did not answer for every number. */
		NO_ANSWER,
		/** PortOne refused the credentials. */
		UNAUTHORIZED,
		/** PortOne has no record, and what was sent could still be on its way. */
		TOO_EARLY,
		/** Not charged, but PortOne has a payment that was paid. */
		PAYMENT_EXISTS,
		/** PortOne has a payment that it has not finished. */
		PAYMENT_UNFINISHED,
		/** Paid, but PortOne has no such payment under the charge's numbers. */
		NO_SUCH_PAYMENT,
		/** Paid, but PortOne says that this payment failed or was cancelled. */
		PAYMENT_NOT_PAID,
		/** Paid, but PortOne has further payments that were paid. */
		SEVERAL_PAYMENTS

	}

	static Ruling of(Kind kind, String... facts) {
		return new Ruling(kind, "", Map.of(), List.of(facts), null);
	}

	static Ruling tooEarly(Instant from) {
		return new Ruling(Kind.TOO_EARLY, "", Map.of(), List.of(), from);
	}

	static Ruling accepted(String merchantUid, Map<String, Verdict> verdicts) {
		return new Ruling(Kind.ACCEPTED, merchantUid, Map.copyOf(verdicts), List.of(), null);
	}

}
