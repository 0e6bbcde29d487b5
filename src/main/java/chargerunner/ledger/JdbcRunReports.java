package chargerunner.ledger;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

import chargerunner.charge.ChargeStatus;
import chargerunner.charge.MerchantUid;
import chargerunner.charge.Outcome;
import chargerunner.charge.Plans.Totals;
import chargerunner.charge.ReasonClass;
import chargerunner.charge.ReportLine;
import chargerunner.charge.RowOutcome;
import chargerunner.charge.Run;
import chargerunner.charge.RunReports;
import org.jspecify.annotations.Nullable;

/**
 * Reads runs for reports, page by page in the order of rows. A row shows the last attempt
 * that its own run made; without one it shows where its charge stands.
 */
final class JdbcRunReports implements RunReports {

	private static final int PAGE = 1_000;

	// The page is cut out first: joined whole, MySQL may sort all rows for every page.
	private static final String LINES = "SELECT /*+ INDEX(a charge_attempt_no) INDEX(c PRIMARY) INDEX(u PRIMARY) */ r.row_no, r.cells, r.amount, r.disposition, r.reason_class AS row_class,"
			+ " r.reason AS row_reason, r.other_run, c.reference, c.status, c.run_id AS charge_run, u.row_limit,"
			+ " a.merchant_uid, a.run_id AS attempt_run, a.attempt_no, a.outcome, a.reason_class, a.reason, a.imp_uid,"
			+ " a.paid_at, a.amount_paid, a.receipt_url, CASE WHEN a.outcome = 'paid' AND COALESCE(a.amount_paid, -1) <> r.amount"
			+ " THEN (SELECT /*+ INDEX(d decision_charge) */ COUNT(*) FROM decision d WHERE d.charge_id = a.charge_id AND d.merchant_uid = a.merchant_uid"
			+ " AND d.decided_as = 'paid') ELSE 0 END AS accepted, CASE WHEN c.status = 'planned' OR c.run_id <> r.run_id OR r.disposition <> 'own'"
			+ " THEN (SELECT /*+ INDEX(n charge_attempt_no) */ MAX(n.merchant_uid) FROM charge_attempt n WHERE n.charge_id = r.charge_id) END AS last_number"
			+ " FROM (SELECT * FROM run_row WHERE run_id = :run AND row_no > :after ORDER BY run_id, row_no LIMIT :limit"
			+ ") r JOIN charge_run u ON u.run_id = r.run_id" + " LEFT JOIN charge c ON c.charge_id = r.charge_id"
			+ " LEFT JOIN charge_attempt a ON a.charge_id = r.charge_id AND a.attempt_no = COALESCE("
			+ "(SELECT /*+ INDEX(o charge_attempt_no) */ MAX(o.attempt_no) FROM charge_attempt o WHERE o.charge_id = r.charge_id AND o.run_id = r.run_id"
			+ " AND r.disposition = 'own' AND (c.status NOT IN ('paid', 'cancelled') OR o.outcome IS NULL"
			+ " OR o.outcome <> 'not_sent')),"
			+ " (SELECT /*+ INDEX(p charge_attempt_no) */ MIN(p.attempt_no) FROM charge_attempt p WHERE p.charge_id = r.charge_id"
			+ " AND p.outcome IN ('paid', 'cancelled')))" + " ORDER BY r.row_no";

	private final Database database;

	JdbcRunReports(Database database) {
		this.database = database;
	}

	@Override
	public Heading heading(long runId) {
		return Objects.requireNonNull(this.database.jdbc()
			.queryForObject("SELECT * FROM charge_run WHERE run_id = :run", Map.of("run", runId), (row, number) -> {
				Run run = RunRows.run(row);
				Totals totals = Objects.requireNonNull(run.planned(), "run " + runId + " is not sealed");
				return new Heading(runId, run.columns(), run.directory(), run.name(),
						Locale.forLanguageTag(row.getString("language")), totals.rows(), totals.won(),
						run.finishedAt());
			}));
	}

	@Override
	public void forEachLine(long runId, Consumer<ReportLine> consumer) {
		long after = 0;
		List<ReportLine> page = page(runId, after, PAGE);
		while (!page.isEmpty()) {
			page.forEach(consumer);
			after = page.get(page.size() - 1).rowNumber();
			page = page(runId, after, PAGE);
		}
	}

	private List<ReportLine> page(long runId, long after, int limit) {
		return this.database.jdbc()
			.query(LINES, Map.of("run", runId, "after", after, "limit", limit), (row, number) -> line(runId, row));
	}

	/**
	 * {@return a row of a run as its files have it}
	 * @param runId a run that was sealed
	 * @param rowNumber a row of it
	 */
	ReportLine line(long runId, long rowNumber) {
		return page(runId, rowNumber - 1, 1).get(0);
	}

	private static ReportLine line(long runId, ResultSet row) throws SQLException {
		String disposition = row.getString("disposition");
		if (disposition.equals("invalid")) {
			return plain(row, RowOutcome.INVALID, ReasonClass.INVALID, null);
		}
		String status = row.getString("status");
		boolean taken = status != null && isOver(ChargeStatus.ofText(status));
		boolean hasOwnAttempt = row.getString("merchant_uid") != null && row.getLong("attempt_run") == runId;
		if (disposition.equals("own") && hasOwnAttempt) {
			return attempted(row);
		}
		if (taken) {
			return chargedByOther(row);
		}
		if (disposition.equals("own")) {
			return waiting(row, runId);
		}
		return skipped(row);
	}

	private static ReportLine skipped(ResultSet row) throws SQLException {
		String rowClass = row.getString("row_class");
		Long otherRun = Database.wholeNumber(row, "other_run");
		ReportLine line = plain(row, RowOutcome.SKIPPED, (rowClass != null) ? ReasonClass.ofText(rowClass) : null,
				otherRun);
		return (otherRun != null) ? withReason(line, ("in run " + otherRun + " " + line.reason()).strip()) : line;
	}

	private static ReportLine withReason(ReportLine line, String reason) {
		return new ReportLine(line.rowNumber(), line.cells(), line.amount(), line.reference(), line.outcome(),
				line.merchantUid(), line.impUid(), line.paidAt(), line.amountPaid(), line.attempts(),
				line.reasonClass(), reason, line.receiptUrl(), line.otherRun(), line.acceptedByHand(), line.repeats());
	}

	private static boolean isOver(ChargeStatus status) {
		return status == ChargeStatus.PAID || status == ChargeStatus.CANCELLED;
	}

	private static ReportLine attempted(ResultSet row) throws SQLException {
		String outcomeText = row.getString("outcome");
		if (outcomeText == null) {
			return line(row, RowOutcome.UNKNOWN, ReasonClass.INTERRUPTED, "claimed, no answer recorded", null);
		}
		RowOutcome outcome = RowOutcome.of(Outcome.ofText(outcomeText));
		String classText = row.getString("reason_class");
		return line(row, outcome, (classText != null) ? ReasonClass.ofText(classText) : null,
				Objects.requireNonNullElse(row.getString("reason"), ""), null);
	}

	/** What another run's number ended: for good, whether money was taken or not. */
	private static ReportLine chargedByOther(ResultSet row) throws SQLException {
		long other = row.getLong("attempt_run");
		String where = (other != 0) ? "in run " + other : "by a run that this database does not know";
		Long known = (other != 0) ? other : null;
		return Outcome.ofText(row.getString("outcome")) == Outcome.CANCELLED
				? line(row, RowOutcome.CANCELLED, null, "cancelled at PortOne, charged " + where, known)
				: line(row, RowOutcome.SKIPPED, ReasonClass.ALREADY_PAID, "paid " + where + otherAmount(row), known);
	}

	/** A subscription may ask for another amount today than when the period was paid. */
	private static String otherAmount(ResultSet row) throws SQLException {
		Long paid = Database.wholeNumber(row, "amount_paid");
		Long asked = Database.wholeNumber(row, "amount");
		return (paid == null || paid.equals(asked)) ? "" : ", with another amount: " + paid + " won";
	}

	/** A row of its own run that was not claimed. */
	private static ReportLine waiting(ResultSet row, long runId) throws SQLException {
		long limit = row.getLong("row_limit");
		boolean beyond = !row.wasNull() && row.getLong("row_no") > limit;
		if (row.getLong("charge_run") != runId) {
			long otherRun = row.getLong("charge_run");
			return withReason(plain(row, RowOutcome.SKIPPED, ReasonClass.IN_OTHER_RUN, otherRun), "in run " + otherRun);
		}
		return plain(row, RowOutcome.NOT_SENT, beyond ? ReasonClass.LIMIT : ReasonClass.STOPPED, null);
	}

	/** A line without an attempt made by this run. */
	private static ReportLine plain(ResultSet row, RowOutcome outcome, @Nullable ReasonClass reasonClass,
			@Nullable Long otherRun) throws SQLException {
		String lastNumber = row.getString("last_number");
		return new ReportLine(row.getLong("row_no"), RunRows.cells(row.getString("cells")),
				Database.wholeNumber(row, "amount"), row.getString("reference"), outcome, null, null, null, null,
				(lastNumber != null) ? MerchantUid.attemptOf(lastNumber) : 0, reasonClass,
				Objects.requireNonNullElse(row.getString("row_reason"), ""), null, otherRun, false, lastNumber);
	}

	private static ReportLine line(ResultSet row, RowOutcome outcome, @Nullable ReasonClass reasonClass, String reason,
			@Nullable Long otherRun) throws SQLException {
		boolean paid = outcome == RowOutcome.PAID;
		Instant paidAt = Database.instant(row, "paid_at");
		return new ReportLine(row.getLong("row_no"), RunRows.cells(row.getString("cells")),
				Database.wholeNumber(row, "amount"), row.getString("reference"), outcome, row.getString("merchant_uid"),
				row.getString("imp_uid"), (paid || outcome == RowOutcome.SKIPPED) ? paidAt : null,
				paid ? Database.wholeNumber(row, "amount_paid") : null, row.getInt("attempt_no"), reasonClass, reason,
				row.getString("receipt_url"), otherRun, row.getInt("accepted") > 0, row.getString("merchant_uid"));
	}

	@Override
	public long sandboxAnswers(long runId) {
		Long count = this.database.jdbc()
			.queryForObject(
					"SELECT COUNT(*) FROM charge_attempt WHERE run_id = :run AND outcome = 'paid' AND sandbox = TRUE",
					Map.of("run", runId), Long.class);
		return Objects.requireNonNull(count);
	}

	@Override
	public Optional<Long> writerOf(Path file) {
		return this.database.longs("SELECT run_id FROM report_file WHERE path_sha256 = :key", Map.of("key", key(file)))
			.stream()
			.findFirst();
	}

	@Override
	public void markWritten(Path file, long runId) {
		Map<String, Object> values = Map.of("key", key(file), "path", file.toString(), "run", runId);
		this.database.writeNothingBack(() -> {
			if (this.database.jdbc()
				.update("UPDATE report_file SET run_id = :run WHERE path_sha256 = :key", values) == 0) {
				this.database.jdbc()
					.update("INSERT INTO report_file (path_sha256, path, run_id) VALUES (:key, :path, :run)", values);
			}
		});
	}

	private static String key(Path file) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256")
				.digest(file.toString().getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
