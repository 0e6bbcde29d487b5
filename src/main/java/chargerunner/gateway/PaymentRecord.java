package chargerunner.gateway;

import chargerunner.charge.Payment;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

record PaymentRecord(@Nullable String impUid, @Nullable String merchantUid, @Nullable String customerUid,
		@Nullable String status, @JsonDeserialize(using = WholeNumberDeserializer.class) @Nullable Long amount,
		@Nullable String currency, @Nullable String failReason,
		@JsonDeserialize(using = WholeNumberDeserializer.class) @Nullable Long paidAt,
		@JsonDeserialize(using = WholeNumberDeserializer.class) @Nullable Long failedAt,
		@JsonDeserialize(using = WholeNumberDeserializer.class) @Nullable Long cancelledAt, @Nullable String pgTid,
		@Nullable String receiptUrl, @Nullable Boolean sandbox, @Nullable String customerUidUsage) {

	/**
	 * {@return the payment, null when what names it or says how it ended is missing}
	 */
	@Nullable Payment toPayment() {
		if (this.impUid == null || this.merchantUid == null || this.status == null) {
			return null;
		}
		return new Payment(this.impUid, this.merchantUid, this.customerUid, this.status, this.amount, this.currency,
				this.failReason, PortOneJson.instant(this.paidAt), PortOneJson.instant(this.failedAt),
				PortOneJson.instant(this.cancelledAt), this.pgTid, this.receiptUrl, this.sandbox,
				this.customerUidUsage);
	}

}
