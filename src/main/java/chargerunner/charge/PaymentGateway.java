package chargerunner.charge;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * PortOne V1, as far as charging needs it. Every method may be called from many threads.
 * None throws for anything that the network or the server does: that is an answer.
 */
public interface PaymentGateway {

	/** How many numbers PortOne looks up in one request. */
	int MOST_AT_ONCE = 100;

	/**
	 * Charges once ({@code POST /subscribe/payments/again}). Sends the charge at most
	 * once, but for a second time with a new token after HTTP 401.
	 * @param request what to charge
	 * @param permission asked for each time; when it says no, nothing is sent
	 * @return the answer, within the hard deadline of the exchange
	 */
	Answer charge(ChargeRequest request, Permission permission);

	/**
	 * Asks for all records of a number ({@code GET /payments/findAll/{merchant_uid}},
	 * every page).
	 * @param merchantUid the number
	 * @return what PortOne has
	 */
	LookUp lookUp(String merchantUid);

	/**
	 * Asks for many numbers at once ({@code GET /payments?merchant_uid[]=…}), which shows
	 * one record of a number. What is missing proves nothing, and neither does no answer.
	 * @param merchantUids at most {@value #MOST_AT_ONCE} numbers
	 * @return the records that were shown, of these numbers alone; empty without an
	 * answer
	 */
	List<Payment> lookUp(Collection<String> merchantUids);

	/**
	 * Gets an access token ({@code POST /users/getToken}) and compares clocks.
	 * @return whether the credentials work, and PortOne's time
	 */
	SignIn signIn();

	/**
	 * Breaks off every exchange that is under way and lets no new one begin: each ends at
	 * once, as not sent, reset or without an answer. For the end of a process's grace.
	 */
	void breakOff();

	/** Whether a charge may be sent, which changes from one moment to the next. */
	@FunctionalInterface
	interface Permission {

		/**
		 * {@return whether the charge may be sent now}; asked right before its first byte
		 * is written, on any thread.
		 */
		boolean maySend();

		/**
		 * Waits until the charge may be sent for a second time, which counts for the rate
		 * as any other.
		 * @return whether it may be sent
		 */
		default boolean awaitTurn() {
			return maySend();
		}

	}

	/**
	 * The answer to {@link #signIn()}.
	 *
	 * @param kind accepted, refused, or no answer
	 * @param serverTime PortOne's {@code now}; null when it has none
	 * @param message what happened, in a few words, without secrets
	 */
	record SignIn(Kind kind, @Nullable Instant serverTime, String message) {

		/** The three answers. */
		public enum Kind {

			/** There is a token. */
			ACCEPTED,
			/** The key or the secret is wrong. */
			REFUSED,
			/** The server did not answer, or not sensibly. */
			NO_ANSWER

		}

	}

}
