package chargerunner.charge;

import java.time.LocalDate;

import org.jspecify.annotations.Nullable;

/**
 * A subscription that is due, as it was read.
 *
 * @param id the merchant's own stable id
 * @param customerUid whose billing key is charged
 * @param name the product name
 * @param amount whole won
 * @param taxFree the tax-free part, in won
 * @param vatAmount the VAT part, in won
 * @param cadence how often it is due
 * @param anchor the date that all due dates are counted from
 * @param dueOn the date of the period to be charged (Asia/Seoul)
 */
public record DueSubscription(String id, String customerUid, String name, long amount, @Nullable Long taxFree,
		@Nullable Long vatAmount, Cadence cadence, LocalDate anchor, LocalDate dueOn) {

	/**
	 * {@return the date of the period after this one}
	 */
	public LocalDate nextDueOn() {
		return this.cadence.next(this.anchor, this.dueOn);
	}

}
