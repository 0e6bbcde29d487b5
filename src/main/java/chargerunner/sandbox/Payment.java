package chargerunner.sandbox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import chargerunner.sandbox.Course.Effect;
import chargerunner.sandbox.SandboxCharge.Status;
import org.jspecify.annotations.Nullable;

/**
 * One payment of the sandbox, at one moment. Times are unix seconds of the server's
 * clock.
 *
 * @param charge what really happened
 * @param form what was asked for
 * @param effect what the charge comes to
 * @param startedAt when it was begun
 * @param changedAt when it got its status
 */
record Payment(SandboxCharge charge, ChargeForm form, Effect effect, long startedAt, long changedAt) {

	private static final List<String> ALWAYS_NULL = List.of("bank_code", "bank_name", "cancel_reason", "card_type",
			"emb_pg_provider", "promotion", "user_agent", "vbank_code", "vbank_holder", "vbank_name", "vbank_num",
			"buyer_name", "buyer_email", "buyer_tel", "buyer_addr", "buyer_postcode", "custom_data");

	private static final Map<String, Object> ALWAYS_SAME = Map.ofEntries(Map.entry("card_code", "366"),
			Map.entry("card_issuer_code", "366"), Map.entry("card_issuer_name", "신한카드"), Map.entry("card_name", "신한카드"),
			Map.entry("card_number", "40001234****123*"), Map.entry("card_publisher_code", "366"),
			Map.entry("card_publisher_name", "신한카드"), Map.entry("card_quota", 0),
			Map.entry("cash_receipt_issued", false), Map.entry("channel", "api"),
			Map.entry("customer_uid_usage", "payment"), Map.entry("escrow", false), Map.entry("pay_method", "card"),
			Map.entry("pg_id", "sandbox"), Map.entry("pg_provider", "nice"), Map.entry("vbank_date", 0),
			Map.entry("vbank_issued_at", 0), Map.entry("cancel_receipt_urls", List.of()),
			Map.entry("deposit_history", List.of()),
			// Not in any document: clients must not stumble over such fields.
			Map.entry("risk_grade", "B"), Map.entry("routing", Map.of("attempts", 1, "zone", "서울")));

	Status status() {
		return this.charge.status();
	}

	boolean isIn(String statusText) {
		return "all".equals(statusText) || status().text().equals(statusText);
	}

	/**
	 * {@return this payment with another status}
	 * @param status the status
	 * @param failReason the PG's text where it failed
	 * @param now unix seconds
	 */
	Payment become(Status status, @Nullable String failReason, long now) {
		SandboxCharge changed = new SandboxCharge(this.charge.impUid(), this.charge.merchantUid(),
				this.charge.customerUid(), this.charge.amount(), this.charge.currency(), status, failReason);
		return new Payment(changed, this.form, this.effect, this.startedAt, now);
	}

	boolean isSandbox(SandboxOptions options) {
		return this.effect != Effect.LIVE && options.sandboxFlag();
	}

	/**
	 * {@return the record as PortOne shows it (PaymentAnnotation)}
	 * @param options what the server says of itself
	 */
	Map<String, @Nullable Object> annotation(SandboxOptions options) {
		Map<String, @Nullable Object> fields = new HashMap<>();
		ALWAYS_NULL.forEach((name) -> fields.put(name, null));
		fields.putAll(ALWAYS_SAME);
		fields.putAll(this.form.echoed());
		fields.put("imp_uid", this.charge.impUid());
		fields.put("merchant_uid", this.charge.merchantUid());
		fields.put("customer_uid", shownCustomer());
		fields.put("name", this.form.name());
		fields.put("amount", this.charge.amount());
		fields.put("currency", this.charge.currency());
		fields.put("sandbox", isSandbox(options));
		putStatus(fields);
		putCancellation(fields);
		return fields;
	}

	private String shownCustomer() {
		return ((this.effect == Effect.OTHER_CUSTOMER) ? "not-" : "") + this.charge.customerUid();
	}

	private void putStatus(Map<String, @Nullable Object> fields) {
		boolean charged = status() == Status.PAID || status() == Status.CANCELLED;
		fields.put("status", status().text());
		fields.put("fail_reason", this.charge.failReason());
		fields.put("started_at", this.startedAt);
		fields.put("paid_at", paidAt());
		fields.put("failed_at", (status() == Status.FAILED) ? this.changedAt : 0L);
		fields.put("pg_tid", charged ? pgTid() : null);
		fields.put("apply_num", charged ? approval() : null);
		fields.put("receipt_url", charged ? "https://receipt.example/" + this.charge.impUid() : null);
	}

	private long paidAt() {
		return switch (status()) {
			case PAID -> this.changedAt;
			case CANCELLED -> this.startedAt;
			case READY, FAILED -> 0;
		};
	}

	private String approval() {
		return "%08d".formatted(Math.floorMod(this.charge.impUid().hashCode(), 100_000_000));
	}

	private String pgTid() {
		return "sandbox" + this.charge.impUid();
	}

	private void putCancellation(Map<String, @Nullable Object> fields) {
		boolean cancelled = status() == Status.CANCELLED;
		fields.put("cancel_amount", cancelled ? this.charge.amount() : 0L);
		fields.put("cancelled_at", cancelled ? this.changedAt : 0L);
		fields.put("cancel_history",
				cancelled ? List.of(Map.of("pg_tid", pgTid(), "amount", this.charge.amount(), "cancelled_at",
						this.changedAt, "reason", "테스트 결제 자동취소", "cancellation_id", "cancel_" + this.charge.impUid(),
						"receipt_url", "https://receipt.example/cancel/" + this.charge.impUid())) : List.of());
	}

}
