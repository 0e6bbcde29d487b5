package chargerunner.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import chargerunner.charge.Chronicle.Reason;
import chargerunner.charge.ReasonClass;
import chargerunner.charge.RowOutcome;
import chargerunner.charge.RowGroups;
import chargerunner.charge.RowGroups.Group;
import org.jspecify.annotations.Nullable;

/**
 * The rows of runs added up by the database, as {@link JdbcRunReports} gives them one by
 * one: what it makes of a row stands here once more in SQL, and a test holds the two
 * together.
 */
record RowSums(Database database) {

	/** H2 looks through the list of runs for every row. */
	private static final int RUNS_AT_ONCE = 50;

	/** Whether the charge is over, so that a row without a used number ends as it did. */
	private static final String OVER = "c.status IN ('paid', 'cancelled')";

	private static final String ROWS = "SELECT /*+ INDEX(r PRIMARY) INDEX(c PRIMARY) INDEX(a charge_attempt_no) */"
			+ " r.run_id, r.amount, CASE WHEN r.disposition = 'invalid' THEN 'invalid'"
			+ " WHEN a.merchant_uid IS NOT NULL THEN COALESCE(a.outcome, 'unknown')"
			+ " WHEN c.status = 'cancelled' THEN 'cancelled'"
			+ " WHEN r.disposition = 'own' AND c.run_id = r.run_id AND NOT " + OVER + " THEN 'not_sent'"
			+ " ELSE 'skipped' END AS outcome, CASE WHEN r.disposition = 'invalid' THEN 'invalid'"
			+ " WHEN a.merchant_uid IS NOT NULL AND a.outcome IS NULL THEN 'interrupted'"
			+ " WHEN a.merchant_uid IS NOT NULL THEN a.reason_class WHEN c.status = 'paid' THEN 'already_paid'"
			+ " WHEN c.status = 'cancelled' THEN NULL"
			+ " WHEN r.disposition <> 'own' THEN r.reason_class WHEN c.run_id <> r.run_id THEN 'in_other_run'"
			+ " WHEN r.row_no > u.row_limit THEN 'limit' ELSE 'stopped' END AS reason_class,"
			+ " CASE WHEN a.merchant_uid IS NOT NULL THEN a.reason WHEN r.disposition = 'own' OR " + OVER
			+ " THEN '' ELSE r.reason END AS reason,"
			+ " CASE WHEN a.outcome = 'paid' THEN a.amount_paid END AS amount_paid"
			+ " FROM run_row r JOIN charge_run u ON u.run_id = r.run_id LEFT JOIN charge c ON c.charge_id = r.charge_id"
			// MySQL is told the index: while its statistics are old, it reads every
			// attempt instead.
			+ " LEFT JOIN charge_attempt a ON a.charge_id = r.charge_id AND a.attempt_no = (SELECT"
			+ " /*+ INDEX(o charge_attempt_no) */ MAX(o.attempt_no)"
			+ " FROM charge_attempt o WHERE o.charge_id = r.charge_id AND o.run_id = r.run_id AND r.disposition = 'own'"
			+ " AND (NOT " + OVER + " OR o.outcome IS NULL OR o.outcome <> 'not_sent')) WHERE r.run_id IN (:runs)";

	/**
	 * {@return the rows of runs}
	 * @param runIds sealed runs
	 */
	Map<Long, RowGroups> of(List<Long> runIds) {
		Map<Long, List<Group>> groups = new HashMap<>();
		for (int from = 0; from < runIds.size(); from += RUNS_AT_ONCE) {
			add(runIds.subList(from, Math.min(from + RUNS_AT_ONCE, runIds.size())), groups);
		}
		Map<Long, RowGroups> rows = new HashMap<>();
		groups.forEach((run, list) -> rows.put(run, new RowGroups(List.copyOf(list))));
		return rows;
	}

	private void add(List<Long> runIds, Map<Long, List<Group>> groups) {
		this.database.jdbc()
			.query("SELECT run_id, outcome, reason_class, COUNT(*) AS row_count, COALESCE(SUM(amount), 0) AS won,"
					+ " COALESCE(SUM(amount_paid), 0) AS won_paid FROM (" + ROWS
					+ ") t GROUP BY run_id, outcome, reason_class ORDER BY run_id, outcome, reason_class",
					Map.of("runs", runIds), (ResultSet row) -> {
						groups.computeIfAbsent(row.getLong("run_id"), (run) -> new ArrayList<>()).add(group(row));
					});
	}

	private static Group group(ResultSet row) throws SQLException {
		return new Group(outcome(row), AttemptEvents.reasonClass(row), row.getLong("row_count"), row.getLong("won"),
				row.getLong("won_paid"));
	}

	/**
	 * {@return why rows of a run are not simply paid, most frequent first}
	 * @param runId a sealed run
	 * @param limit how many reasons at most
	 */
	List<Reason> reasons(long runId, int limit) {
		return this.database.jdbc()
			.query("SELECT outcome, reason_class, reason, COUNT(*) AS row_count FROM (" + ROWS
					+ ") t WHERE outcome <> 'paid' OR reason_class IS NOT NULL GROUP BY outcome, reason_class, reason"
					+ " ORDER BY row_count DESC, outcome, reason_class, reason LIMIT :limit",
					Map.of("runs", List.of(runId), "limit", limit), (row, number) -> reason(row));
	}

	private static Reason reason(ResultSet row) throws SQLException {
		@Nullable ReasonClass reasonClass = AttemptEvents.reasonClass(row);
		return new Reason(outcome(row), reasonClass, Objects.requireNonNullElse(row.getString("reason"), ""),
				row.getLong("row_count"));
	}

	private static RowOutcome outcome(ResultSet row) throws SQLException {
		return RowOutcome.ofText(row.getString("outcome"));
	}

}
