package chargerunner.charge;

import org.jspecify.annotations.Nullable;

/**
 * The optional fields of {@code POST /subscribe/payments/again}. What is null is not
 * sent; empty is not zero.
 *
 * @param taxFree the tax-free part of the amount, in won
 * @param vatAmount the VAT part of the amount, in won
 * @param currency the currency; null lets PortOne take KRW
 * @param buyerName at most 16 characters
 * @param buyerEmail at most 64 characters
 * @param buyerTel at most 16 characters
 * @param buyerAddr at most 128 characters
 * @param buyerPostcode at most 8 characters
 * @param cardQuota instalment months, 0 for a lump sum
 * @param productType {@code real} or {@code digital}
 * @param customData any text, echoed by PortOne
 * @param noticeUrl where PortOne sends the webhook of a paid charge
 */
public record ChargeDetails(@Nullable Long taxFree, @Nullable Long vatAmount, @Nullable String currency,
		@Nullable String buyerName, @Nullable String buyerEmail, @Nullable String buyerTel, @Nullable String buyerAddr,
		@Nullable String buyerPostcode, @Nullable Integer cardQuota, @Nullable String productType,
		@Nullable String customData, @Nullable String noticeUrl) {

	/** No optional field at all. */
	public static final ChargeDetails NONE = new ChargeDetails(null, null, null, null, null, null, null, null, null,
			null, null, null);

	/**
	 * {@return details that say only how the amount is taxed}
	 * @param taxFree the tax-free part of the amount, in won
	 * @param vatAmount the VAT part of the amount, in won
	 */
	public static ChargeDetails ofTax(@Nullable Long taxFree, @Nullable Long vatAmount) {
		return new ChargeDetails(taxFree, vatAmount, null, null, null, null, null, null, null, null, null, null);
	}

}
