package chargerunner.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * What happens to a charge: what keeps it from being charged at first, what it comes to,
 * how the answer is delivered, and what look-ups see of it.
 *
 * @param blockedBy the answer to the first POSTs of a number, which charge nothing
 * @param blockedPosts how many POSTs of a number are kept off
 * @param slow whether it takes the long time
 * @param effect what it comes to
 * @param declinedWith the PG's text where it is declined
 * @param delivery how the answer is delivered once the charge was made
 * @param looks what look-ups see
 */
record Course(Delivery blockedBy, int blockedPosts, boolean slow, Effect effect, @Nullable String declinedWith,
		Delivery delivery, Looks looks) {

	static final int ALWAYS = Integer.MAX_VALUE;

	/** Charged, and told so. */
	static final Course PLAIN = charging(Effect.PAID);

	static final Course SLOW = new Course(Delivery.WHOLE, 0, true, Effect.PAID, null, Delivery.WHOLE, Looks.CLEAR);

	static Course charging(Effect effect) {
		return new Course(Delivery.WHOLE, 0, false, effect, null, Delivery.WHOLE, Looks.CLEAR);
	}

	static Course declining(String text) {
		return new Course(Delivery.WHOLE, 0, false, Effect.DECLINED, text, Delivery.WHOLE, Looks.CLEAR);
	}

	static Course blocking(Delivery blockedBy, int posts) {
		return new Course(blockedBy, posts, false, Effect.PAID, null, Delivery.WHOLE, Looks.CLEAR);
	}

	static Course answering(Delivery delivery) {
		return losing(Effect.PAID, delivery, Looks.CLEAR);
	}

	static Course hiding(Looks looks) {
		return losing(Effect.PAID, Delivery.DROPPED, looks);
	}

	static Course dropping(Effect effect) {
		return losing(effect, Delivery.DROPPED, Looks.CLEAR);
	}

	private static Course losing(Effect effect, Delivery delivery, Looks looks) {
		return new Course(Delivery.WHOLE, 0, false, effect, null, delivery, looks);
	}

	/**
	 * {@return this course once the first POSTs were kept off}
	 */
	Course unblocked() {
		return new Course(Delivery.WHOLE, 0, this.slow, this.effect, this.declinedWith, this.delivery, this.looks);
	}

	boolean isBlocked() {
		return this.blockedPosts > 0;
	}

	/** What a charge comes to. */
	enum Effect {

		PAID, DECLINED, UNREGISTERED, READY, READY_FAILED, READY_ALWAYS, ONE_WON_MORE, DOLLARS, OTHER_CUSTOMER, LIVE,
		CANCELLED, TWICE

	}

	/** What look-ups see of a charge. */
	enum Looks {

		/** Everything, at once. */
		CLEAR,
		/** Nothing for a while. */
		LATE,
		/** An HTML 404 twice, then everything. */
		HTML_404,
		/** An HTML 500 twice, then everything. */
		HTML_500

	}

}
