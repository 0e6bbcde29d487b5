package chargerunner.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;

import chargerunner.charge.ChargeDetails;

import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

/**
 * The optional fields of a charge, between record and columns.
 */
final class ChargeRows {

	/** The columns of the optional fields, for a SELECT with the charge as {@code c}. */
	static final String DETAILS = "c.tax_free, c.vat_amount, c.currency, c.buyer_name, c.buyer_email, c.buyer_tel, "
			+ "c.buyer_addr, c.buyer_postcode, c.card_quota, c.product_type, c.custom_data, c.notice_url";

	private ChargeRows() {
	}

	static ChargeDetails details(ResultSet row) throws SQLException {
		Long quota = Database.wholeNumber(row, "card_quota");
		return new ChargeDetails(Database.wholeNumber(row, "tax_free"), Database.wholeNumber(row, "vat_amount"),
				row.getString("currency"), row.getString("buyer_name"), row.getString("buyer_email"),
				row.getString("buyer_tel"), row.getString("buyer_addr"), row.getString("buyer_postcode"),
				(quota != null) ? quota.intValue() : null, row.getString("product_type"), row.getString("custom_data"),
				row.getString("notice_url"));
	}

	static MapSqlParameterSource parameters(ChargeDetails details) {
		return new MapSqlParameterSource().addValue("taxFree", details.taxFree())
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
