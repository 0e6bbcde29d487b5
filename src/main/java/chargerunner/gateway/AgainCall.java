package chargerunner.gateway;

import chargerunner.charge.ChargeDetails;
import chargerunner.charge.ChargeRequest;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

@JsonInclude(JsonInclude.Include.NON_NULL)
record AgainCall(String customerUid, String merchantUid, long amount, String name, @Nullable Long taxFree,
		@Nullable Long vatAmount, @Nullable String currency, @Nullable String buyerName, @Nullable String buyerEmail,
		@Nullable String buyerTel, @Nullable String buyerAddr, @Nullable String buyerPostcode,
		@Nullable Integer cardQuota, @Nullable String productType, @Nullable String customData,
		@Nullable String noticeUrl) {

	static AgainCall of(ChargeRequest request) {
		ChargeDetails details = request.details();
		return new AgainCall(request.customerUid(), request.merchantUid(), request.amount(), request.name(),
				details.taxFree(), details.vatAmount(), details.currency(), details.buyerName(), details.buyerEmail(),
				details.buyerTel(), details.buyerAddr(), details.buyerPostcode(), details.cardQuota(),
				details.productType(), details.customData(), details.noticeUrl());
	}

}
