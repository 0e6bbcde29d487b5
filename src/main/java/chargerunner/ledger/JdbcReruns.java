package chargerunner.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import chargerunner.charge.KnownCharge;
import chargerunner.charge.ReasonClass;
import chargerunner.charge.RerunRow;
import chargerunner.charge.Reruns;

/**
 * Reads earlier runs over JDBC, page by page, and locks nothing: what is selected is
 * looked at again when it is taken over.
 */
final class JdbcReruns implements Reruns {

	// What a claim would leave out: see JdbcChargeLedger.
	private static final String ACTIVE = "CASE WHEN c.subscription_id IS NOT NULL AND (s.status IS NULL"
			+ " OR s.status <> 'active') THEN 0 WHEN k.status IN ('failed', 'revoked') THEN 0 ELSE 1 END AS is_active";

	private static final String ANSWERED = "(SELECT /*+ INDEX(d charge_attempt_no) */ COUNT(*) FROM charge_attempt d WHERE d.charge_id = c.charge_id"
			+ " AND d.outcome IN ('paid', 'declined', 'refused', 'cancelled')) AS answered";

	private static final String ROWS = "SELECT /*+ INDEX(a charge_attempt_no) INDEX(c PRIMARY) INDEX(s PRIMARY) INDEX(k PRIMARY) */"
			+ " r.row_no, r.cells, c.name, a.reason_class, " + ACTIVE + ", " + ANSWERED + ", " + ChargeRows.KNOWN
			+ " FROM (SELECT row_no, cells, charge_id FROM run_row WHERE run_id = :run"
			+ " AND row_no > :after ORDER BY run_id, row_no LIMIT :limit) r LEFT JOIN charge c ON c.charge_id = r.charge_id"
			+ ChargeRows.KNOWN_JOINS + " LEFT JOIN subscription s ON s.id = c.subscription_id"
			+ " LEFT JOIN billing_key k ON k.customer_uid = c.customer_uid ORDER BY r.row_no";

	private final Database database;

	JdbcReruns(Database database) {
		this.database = database;
	}

	@Override
	public List<RerunRow> rows(long runId, long afterRow, int limit) {
		return this.database.jdbc()
			.query(ROWS, Map.of("run", runId, "after", afterRow, "limit", limit), (row, number) -> row(row));
	}

	private static RerunRow row(ResultSet row) throws SQLException {
		KnownCharge charge = (row.getString("reference") != null) ? ChargeRows.known(row) : null;
		String reason = row.getString("reason_class");
		return new RerunRow(row.getLong("row_no"), RunRows.cells(row.getString("cells")), charge, row.getString("name"),
				(reason != null) ? ReasonClass.ofText(reason) : null, row.getInt("answered"),
				row.getBoolean("is_active"));
	}

}
