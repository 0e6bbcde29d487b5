package chargerunner.gateway;

import java.util.List;

import chargerunner.charge.Payment;
import org.jspecify.annotations.Nullable;

/**
 * One page of {@code findAll}.
 *
 * @param total all records of the number; null when the server does not say
 * @param next the number of the next page; null or 0 when there is none
 * @param payments the records of this page
 */
record PaymentPage(@Nullable Long total, @Nullable Long next, List<Payment> payments) {

	/**
	 * {@return whether no record is beyond this page}
	 * @param seen how many records this page and all before it had
	 */
	boolean isLast(int seen) {
		return (this.total != null) ? seen >= this.total : this.next == null || this.next == 0;
	}

}
