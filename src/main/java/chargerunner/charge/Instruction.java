package chargerunner.charge;

import java.time.LocalDate;

import org.jspecify.annotations.Nullable;

/**
 * What a row of a run asks for.
 *
 * @param reference the obligation
 * @param derived whether the reference was derived from the row, which has none of its
 * own
 * @param customerUid whose billing key is charged
 * @param amount whole won
 * @param name the product name
 * @param details the optional fields
 * @param retryOf the number that the row repeats; null when it repeats none
 * @param due the subscription's period; null for a row of a file
 * @param last the last attempt of the charge when the row was selected for a re-run; null
 * for all other rows
 */
public record Instruction(String reference, boolean derived, String customerUid, long amount, String name,
		ChargeDetails details, @Nullable String retryOf, @Nullable Due due, @Nullable LastAttempt last) {

	/** A row that is not selected from an earlier run. */
	public Instruction(String reference, boolean derived, String customerUid, long amount, String name,
			ChargeDetails details, @Nullable String retryOf, @Nullable Due due) {
		this(reference, derived, customerUid, amount, name, details, retryOf, due, null);
	}

	/**
	 * A subscription's period.
	 *
	 * @param subscriptionId the subscription
	 * @param period the date of the period
	 * @param nextPeriod the date of the period after it
	 */
	public record Due(String subscriptionId, LocalDate period, LocalDate nextPeriod) {
	}

	/**
	 * {@return one period of a subscription as an instruction}
	 * @param subscription the subscription, due
	 */
	public static Instruction of(DueSubscription subscription) {
		Due due = new Due(subscription.id(), subscription.dueOn(), subscription.nextDueOn());
		return new Instruction(Reference.ofSubscription(subscription.id(), subscription.dueOn()), false,
				subscription.customerUid(), subscription.amount(), subscription.name(),
				ChargeDetails.ofTax(subscription.taxFree(), subscription.vatAmount()), null, due);
	}

}
