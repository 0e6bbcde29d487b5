package chargerunner.issuance;

import java.time.LocalDate;

import chargerunner.charge.Cadence;

/**
 * What a customer agrees to with a billing key.
 *
 * @param customerUid the billing key's name at PortOne
 * @param subscriptionId the id of the subscription that it comes to; one that exists gets
 * these terms, so that a key that is issued anew does not charge twice
 * @param name the product
 * @param amount whole won, each time
 * @param cadence how often
 * @param firstDueOn the first day of charging (Asia/Seoul)
 * @param firstCharge when it is charged if that day is the day of the issue
 * @param buyer what the window shows of the customer
 */
public record Agreement(String customerUid, String subscriptionId, String name, long amount, Cadence cadence,
		LocalDate firstDueOn, FirstCharge firstCharge, Buyer buyer) {
}
