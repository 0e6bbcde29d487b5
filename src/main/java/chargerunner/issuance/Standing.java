package chargerunner.issuance;

/**
 * How a window stands, as far as PortOne has said.
 *
 * @param kind how it stands
 * @param reason the PG's text where it failed; empty otherwise
 */
record Standing(Kind kind, String reason) {

	static final Standing UNKNOWN = new Standing(Kind.UNKNOWN, "");

	static final Standing ISSUED = new Standing(Kind.ISSUED, "");

	static final Standing WITHDRAWN = new Standing(Kind.WITHDRAWN, "");

	static final Standing UNANSWERED = new Standing(Kind.UNANSWERED, "");

	static final Standing PENDING = new Standing(Kind.PENDING, "");

	/** How a window stands. */
	enum Kind {

		/** We never opened one of that number. */
		UNKNOWN,
		/** The key is issued. */
		ISSUED,
		/** The merchant withdrew the link: a key that was issued counts for nothing. */
		WITHDRAWN,
		/** PortOne did not answer; says nothing about the window. */
		UNANSWERED,
		/** PortOne has no final word yet. */
		PENDING,
		/** No key was issued. */
		FAILED,
		/** PortOne's record is not what was asked for: a person has to look. */
		MISMATCH

	}

}
