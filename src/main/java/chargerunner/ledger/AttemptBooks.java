package chargerunner.ledger;

import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import chargerunner.charge.AttemptEvent;
import chargerunner.charge.ChargeStatus;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/**
 * Opens the books of charges under their row locks and writes back what was entered, in
 * the caller's transaction.
 */
record AttemptBooks(Database database) {

	/** What may change of an attempt: column, parameter, type in MySQL. */
	private static final List<Field> FIELDS = List.of(new Field("in_flight", "inFlight", "BOOLEAN"),
			new Field("times_sent", "timesSent", "INT"), new Field("requested_at", "requestedAt", "DATETIME(6)"),
			new Field("last_sent_at", "lastSentAt", "DATETIME(6)"),
			new Field("recorded_at", "recordedAt", "DATETIME(6)"), new Field("looks", "looks", "INT"),
			new Field("none_looks", "noneLooks", "INT"), new Field("none_since", "noneSince", "DATETIME(6)"),
			new Field("last_look_at", "lastLookAt", "DATETIME(6)"), new Field("recheck_at", "recheckAt", "DATETIME(6)"),
			new Field("answer_kept", "answerKept", "BOOLEAN"), new Field("outcome", "outcome", "VARCHAR(10)"),
			new Field("reason_class", "reasonClass", "VARCHAR(30)"), new Field("reason", "reason", "VARCHAR(500)"),
			new Field("http_status", "httpStatus", "INT"), new Field("code", "code", "INT"),
			new Field("imp_uid", "impUid", "VARCHAR(64)"), new Field("pg_tid", "pgTid", "VARCHAR(200)"),
			new Field("paid_at", "paidAt", "DATETIME(6)"), new Field("amount_paid", "amountPaid", "BIGINT"),
			new Field("receipt_url", "receiptUrl", "TEXT"), new Field("sandbox", "sandbox", "BOOLEAN"),
			new Field("cancelled_at", "cancelledAt", "DATETIME(6)"));

	private static final String UPDATE = "UPDATE charge_attempt SET " + fields("%1$s = :%2$s")
			+ " WHERE merchant_uid = :number AND (outcome IS NULL OR outcome <> 'paid' OR :outcome = 'paid')";

	/**
	 * The same of many attempts in one statement, which costs MySQL a third of a batch of
	 * statements, and its driver much less. A value that does not fit is an error.
	 */
	private static final String UPDATE_ALL = "UPDATE JSON_TABLE(:rows, '$[*]' COLUMNS ("
			+ "number VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.number' ERROR ON EMPTY ERROR ON ERROR, "
			+ fields("%1$s %3$s PATH '$.%2$s' NULL ON EMPTY ERROR ON ERROR") + ")) v STRAIGHT_JOIN charge_attempt a"
			+ " ON a.merchant_uid = v.number SET " + fields("a.%1$s = v.%1$s")
			+ " WHERE a.outcome IS NULL OR a.outcome <> 'paid' OR v.outcome = 'paid'";

	private static final int LARGEST_UPDATE = 250;

	private static final String INSERT = "INSERT INTO charge_attempt (merchant_uid, charge_id, attempt_no, run_id, token,"
			+ " in_flight, customer_uid, amount, currency, claimed_at, times_sent, last_sent_at, recorded_at, looks,"
			+ " none_looks, last_look_at, outcome, reason_class, reason, http_status, code, imp_uid, pg_tid, paid_at,"
			+ " amount_paid, receipt_url, sandbox, cancelled_at, answer_kept) VALUES (:number, :charge, :no, :run, :token, FALSE,"
			+ " :customer, :amount, :currency, :lastSentAt, 0, :lastSentAt, :recordedAt, :looks, 0, :lastLookAt, :outcome,"
			+ " :reasonClass, :reason, :httpStatus, :code, :impUid, :pgTid, :paidAt, :amountPaid, :receiptUrl, :sandbox,"
			+ " :cancelledAt, :answerKept)";

	Map<Long, Book> open(Collection<Long> chargeIds) {
		Map<String, Object> ids = Map.of("ids", chargeIds);
		Map<Long, Book> books = new HashMap<>();
		this.database.jdbc()
			.query("SELECT charge_id, run_id, status, " + Database.NOW
					+ " FROM charge WHERE charge_id IN (:ids) ORDER BY charge_id FOR UPDATE", ids, (ResultSet row) -> {
						books.put(row.getLong(1),
								new Book(row.getLong(1), row.getLong(2), ChargeStatus.ofText(row.getString(3)),
										Objects.requireNonNull(Database.instant(row, 4))));
					});
		this.database.jdbc()
			.query("SELECT /*+ INDEX(charge_attempt charge_attempt_no) */ * FROM charge_attempt WHERE charge_id IN (:ids)",
					ids, (ResultSet row) -> {
						Objects.requireNonNull(books.get(row.getLong("charge_id"))).entries().add(Entry.of(row));
					});
		return books;
	}

	void close(Collection<Book> books) {
		List<Values> updates = new ArrayList<>();
		List<Values> inserts = new ArrayList<>();
		List<AttemptEvent> events = new ArrayList<>();
		Map<ChargeStatus, List<Long>> statuses = new EnumMap<>(ChargeStatus.class);
		for (Book book : books) {
			for (Entry entry : book.entries()) {
				if (entry.isChanged()) {
					(entry.isAdopted() ? inserts : updates).add(entry.parameters(book.chargeId()));
				}
				events.addAll(entry.events());
			}
			book.changedStatus()
				.ifPresent(
						(status) -> statuses.computeIfAbsent(status, (key) -> new ArrayList<>()).add(book.chargeId()));
		}
		update(updates);
		batch(INSERT, inserts);
		new AttemptEvents(this.database).add(events);
		statuses.forEach((status, ids) -> this.database.jdbc()
			.update("UPDATE charge SET status = :status WHERE charge_id IN (:ids)",
					Map.of("status", status.text(), "ids", ids)));
	}

	private void update(List<Values> rows) {
		if (this.database.isEmbedded()) {
			batch(UPDATE, rows);
			return;
		}
		for (int from = 0; from < rows.size(); from += LARGEST_UPDATE) {
			List<Map<String, Object>> values = rows.subList(from, Math.min(from + LARGEST_UPDATE, rows.size()))
				.stream()
				.map(Values::known)
				.toList();
			this.database.jdbc().update(UPDATE_ALL, Map.of("rows", JsonMapper.shared().writeValueAsString(values)));
		}
	}

	private void batch(String sql, List<Values> rows) {
		if (!rows.isEmpty()) {
			this.database.jdbc().batchUpdate(sql, rows.toArray(SqlParameterSource[]::new));
		}
	}

	private static String fields(String form) {
		return FIELDS.stream()
			.map((field) -> form.formatted(field.column(), field.parameter(), field.type()))
			.collect(Collectors.joining(", "));
	}

	private record Field(String column, String parameter, String type) {
	}

}
