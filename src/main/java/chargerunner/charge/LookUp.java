package chargerunner.charge;

import java.util.List;

/**
 * What PortOne says about one number ({@code merchant_uid}).
 *
 * @param kind found, none, or no answer
 * @param payments every record of that number, all pages; empty unless found
 * @param message why there was no answer, in a few words
 */
public record LookUp(Kind kind, List<Payment> payments, String message) {

	/** The three answers to a look-up. */
	public enum Kind {

		/** PortOne has at least one record. */
		FOUND,
		/**
		 * PortOne has none now: HTTP 404 with the JSON envelope, or an empty list, from
		 * {@code findAll}.
		 */
		NONE,
		/** Anything else; says nothing about the number. */
		NO_ANSWER,
		/** The credentials are refused; says nothing about the number. */
		UNAUTHORIZED

	}

	/**
	 * {@return the records that were found}
	 * @param payments at least one
	 */
	public static LookUp found(List<Payment> payments) {
		return new LookUp(Kind.FOUND, List.copyOf(payments), "");
	}

	/**
	 * {@return that PortOne has no record now}
	 */
	public static LookUp none() {
		return new LookUp(Kind.NONE, List.of(), "");
	}

	/**
	 * {@return that there was no answer}
	 * @param message why, in a few words
	 */
	public static LookUp noAnswer(String message) {
		return new LookUp(Kind.NO_ANSWER, List.of(), message);
	}

	/**
	 * {@return that the credentials were refused}
	 * @param message why, in a few words
	 */
	public static LookUp unauthorized(String message) {
		return new LookUp(Kind.UNAUTHORIZED, List.of(), message);
	}

}
