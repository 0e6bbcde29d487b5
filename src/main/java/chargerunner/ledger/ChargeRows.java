package chargerunner.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;

import chargerunner.charge.ChargeDetails;
import chargerunner.charge.ChargeStatus;
import chargerunner.charge.KnownCharge;
import chargerunner.charge.Outcome;

/**
 * Charges, between records and columns.
 */
final class ChargeRows {

	/** The columns of the optional fields, for a SELECT with the charge as {@code c}. */
	static final String DETAILS = "c.tax_free, c.vat_amount, c.currency, c.buyer_name, c.buyer_email, c.buyer_tel, "
			+ "c.buyer_addr, c.buyer_postcode, c.card_quota, c.product_type, c.custom_data, c.notice_url";

	/** The columns of a charge that is known, for a SELECT with {@link #KNOWN_JOINS}. */
	static final String KNOWN = "c.charge_id, c.reference, c.status, c.customer_uid, c.amount, c.run_id, u.state,"
			+ " (u.lease_until IS NOT NULL AND u.lease_until > CURRENT_TIMESTAMP(6)) AS live, a.merchant_uid, a.outcome,"
			+ " a.attempt_no, " + DETAILS;

	/** The charge's run as {@code u} and its last attempt as {@code a}. */
	static final String KNOWN_JOINS = " LEFT JOIN charge_run u ON u.run_id = c.run_id"
			+ " LEFT JOIN charge_attempt a ON a.charge_id = c.charge_id AND a.attempt_no ="
			+ " (SELECT /*+ INDEX(l charge_attempt_no) */ MAX(l.attempt_no) FROM charge_attempt l WHERE l.charge_id = c.charge_id)";

	private ChargeRows() {
	}

	static KnownCharge known(ResultSet row) throws SQLException {
		String state = row.getString("state");
		String outcome = row.getString("outcome");
		return new KnownCharge(row.getLong("charge_id"), row.getString("reference"),
				ChargeStatus.ofText(row.getString("status")), row.getString("customer_uid"), row.getLong("amount"),
				details(row), row.getLong("run_id"), "sealed".equals(state) || "finished".equals(state),
				row.getBoolean("live"), row.getString("merchant_uid"),
				(outcome != null) ? Outcome.ofText(outcome) : null, row.getInt("attempt_no"));
	}

	static ChargeDetails details(ResultSet row) throws SQLException {
		Long quota = Database.wholeNumber(row, "card_quota");
		return new ChargeDetails(Database.wholeNumber(row, "tax_free"), Database.wholeNumber(row, "vat_amount"),
				row.getString("currency"), row.getString("buyer_name"), row.getString("buyer_email"),
				row.getString("buyer_tel"), row.getString("buyer_addr"), row.getString("buyer_postcode"),
				(quota != null) ? quota.intValue() : null, row.getString("product_type"), row.getString("custom_data"),
				row.getString("notice_url"));
	}

	static Values parameters(ChargeDetails details) {
		return new Values().addValue("taxFree", details.taxFree())
			.addValue("vatAmount", details.vatAmount())
			.addValue("currency", details.currency())
			.addValue("buyerName", details.buyerName())
			.addValue("buyerEmail", details.buyerEmail())
			.addValue("buyerTel", details.buyerTel())
			.addValue("buyerAddr", details.buyerAddr())
			.addValue("buyerPostcode", details.buyerPostcode())
			.addValue("cardQuota", details.cardQuota())
			.addValue("productType", details.productType())
			.addValue("customData", details.customData())
			.addValue("noticeUrl", details.noticeUrl());
	}

}
