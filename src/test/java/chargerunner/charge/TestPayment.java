package chargerunner.charge;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Builds PortOne's record of a payment; agrees with the request in all that is not said
 * otherwise.
 */
final class TestPayment {

	private static final Instant PAID_AT = Instant.parse("2026-11-22T17:00:05Z");

	private final String status;

	private String impUid = "imp_1";

	private String merchantUid;

	private @Nullable String customerUid;

	private @Nullable Long amount;

	private @Nullable String currency;

	private @Nullable String failReason;

	private @Nullable Instant at = PAID_AT;

	private TestPayment(ChargeRequest request, String status) {
		this.status = status;
		this.merchantUid = request.merchantUid();
		this.customerUid = request.customerUid();
		this.amount = request.amount();
		this.currency = request.currency();
	}

	static TestPayment of(ChargeRequest request, String status) {
		return new TestPayment(request, status);
	}

	static Payment paid(ChargeRequest request) {
		return of(request, "paid").build();
	}

	static Payment failed(ChargeRequest request, @Nullable String reason) {
		return of(request, "failed").reason(reason).build();
	}

	TestPayment impUid(String value) {
		this.impUid = value;
		return this;
	}

	TestPayment merchantUid(String value) {
		this.merchantUid = value;
		return this;
	}

	TestPayment customerUid(@Nullable String value) {
		this.customerUid = value;
		return this;
	}

	TestPayment amount(@Nullable Long value) {
		this.amount = value;
		return this;
	}

	TestPayment currency(@Nullable String value) {
		this.currency = value;
		return this;
	}

	TestPayment reason(@Nullable String value) {
		this.failReason = value;
		return this;
	}

	/** When it was paid, failed or cancelled, whichever it was. */
	TestPayment at(@Nullable Instant value) {
		this.at = value;
		return this;
	}

	Payment build() {
		return new Payment(this.impUid, this.merchantUid, this.customerUid, this.status, this.amount, this.currency,
				this.failReason, at("paid"), at("failed"), at("cancelled"), "pg_1", "https://receipt.example/1", null,
				null);
	}

	private @Nullable Instant at(String event) {
		return this.status.equals(event) ? this.at : null;
	}

}
