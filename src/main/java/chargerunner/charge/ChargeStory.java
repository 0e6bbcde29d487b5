package chargerunner.charge;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * All that the ledger knows of one charge.
 *
 * @param reference its reference
 * @param status where it stands
 * @param runId the one run that may claim it now
 * @param customerUid whose billing key is charged now
 * @param amount whole won
 * @param name what is charged for
 * @param due its subscription and period; null for a row of a file
 * @param rows the rows of runs that ask for it, oldest run first
 * @param attempts its numbers, oldest first
 * @param decisions what people decided, oldest first
 * @param waits what its numbers in doubt wait for
 */
public record ChargeStory(String reference, ChargeStatus status, long runId, String customerUid, long amount,
		String name, @Nullable Period due, List<Row> rows, List<Attempt> attempts, List<PastDecision> decisions,
		Waits waits) {

	/**
	 * {@return the row of the run that may claim the charge now}
	 */
	public Optional<Row> current() {
		return this.rows.stream().filter((row) -> row.asked().run().id() == this.runId).findFirst();
	}

	/**
	 * {@return the number that tells how the charge stands: the paid or cancelled one,
	 * else the one in doubt, else the last}
	 */
	public Optional<Attempt> telling() {
		return attempt(Outcome.PAID).or(() -> attempt(Outcome.CANCELLED))
			.or(() -> attempt(Outcome.UNKNOWN))
			.or(() -> attempt(null))
			.or(() -> this.attempts.stream().reduce((first, second) -> second));
	}

	private Optional<Attempt> attempt(@Nullable Outcome outcome) {
		return this.attempts.stream().filter((attempt) -> attempt.outcome() == outcome).findFirst();
	}

	/**
	 * The period of a subscription that a charge is for.
	 *
	 * @param subscriptionId the merchant's id of the subscription
	 * @param date the day on which the charge was due
	 */
	public record Period(String subscriptionId, LocalDate date) {
	}

	/**
	 * A row of a run that asks for the charge.
	 *
	 * @param asked the run
	 * @param rowNumber the row's number in its input
	 * @param kind what the run makes of it
	 * @param reasonClass why it is skipped; null for others
	 * @param otherRun the run that has or had the charge; null for others
	 * @param line what the run's files say of it; null when the run has none, because it
	 * was not sealed
	 */
	public record Row(RunRecord asked, long rowNumber, Disposition.Kind kind, @Nullable ReasonClass reasonClass,
			@Nullable Long otherRun, @Nullable ReportLine line) {
	}

	/**
	 * One number.
	 *
	 * @param merchantUid the number
	 * @param attemptNo its place, from 1
	 * @param runId the run that used it last; 0 when no run of this ledger did
	 * @param customerUid the billing key that it was sent for
	 * @param timesSent how many requests are known to have been made for it
	 * @param inFlight whether a process has claimed it and recorded no answer
	 * @param outcome its outcome; null while it has none
	 * @param reasonClass why, in a word
	 * @param reason why, in the gateway's words or ours
	 * @param payment what PortOne says of it
	 * @param events what happened to it, oldest first
	 */
	public record Attempt(String merchantUid, int attemptNo, long runId, String customerUid, int timesSent,
			boolean inFlight, @Nullable Outcome outcome, @Nullable ReasonClass reasonClass, String reason, Paid payment,
			List<AttemptEvent> events) {
	}

	/**
	 * What PortOne says of a number, where it was seen.
	 *
	 * @param impUid PortOne's number
	 * @param paidAt when it was paid
	 * @param amount what was paid, whole won
	 * @param receiptUrl the receipt
	 * @param sandbox whether it went through a test channel and no money moved
	 */
	public record Paid(@Nullable String impUid, @Nullable Instant paidAt, @Nullable Long amount,
			@Nullable String receiptUrl, boolean sandbox) {
	}

}
