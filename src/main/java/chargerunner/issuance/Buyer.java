package chargerunner.issuance;

import org.jspecify.annotations.Nullable;

/**
 * What the window shows of the customer, as the merchant gave it. Personal data: in no
 * log.
 *
 * @param name at most 16 characters
 * @param email at most 64
 * @param tel at most 16
 * @param addr at most 128
 * @param postcode at most 8
 */
public record Buyer(@Nullable String name, @Nullable String email, @Nullable String tel, @Nullable String addr,
		@Nullable String postcode) {

	/** Nothing is known. */
	public static final Buyer UNKNOWN = new Buyer(null, null, null, null, null);

	@Override
	public String toString() {
		return "Buyer[...]";
	}

}
