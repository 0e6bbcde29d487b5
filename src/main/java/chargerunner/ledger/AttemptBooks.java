package chargerunner.ledger;

import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import chargerunner.charge.AttemptEvent;
import chargerunner.charge.ChargeStatus;

import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/**
 * Opens the books of charges under their row locks and writes back what was entered, in
 * the caller's transaction.
 */
record AttemptBooks(Database database) {

	private static final String OUTCOME = "outcome = :outcome, reason_class = :reasonClass, reason = :reason,"
			+ " http_status = :httpStatus, code = :code, imp_uid = :impUid, pg_tid = :pgTid, paid_at = :paidAt,"
			+ " amount_paid = :amountPaid, receipt_url = :receiptUrl, sandbox = :sandbox, cancelled_at = :cancelledAt";

	private static final String UPDATE = "UPDATE charge_attempt SET in_flight = :inFlight, times_sent = :timesSent,"
			+ " requested_at = :requestedAt, last_sent_at = :lastSentAt, recorded_at = :recordedAt, looks = :looks,"
			+ " none_looks = :noneLooks, none_since = :noneSince, last_look_at = :lastLookAt, recheck_at = :recheckAt,"
			+ " answer_kept = :answerKept, " + OUTCOME
			+ " WHERE merchant_uid = :number AND (outcome IS NULL OR outcome <> 'paid' OR :outcome = 'paid')";

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
			.query("SELECT charge_id, run_id, status FROM charge WHERE charge_id IN (:ids) ORDER BY charge_id FOR UPDATE",
					ids, (ResultSet row) -> {
						books.put(row.getLong(1), new Book(row.getLong(1), row.getLong(2),
								ChargeStatus.ofText(row.getString(3)), new ArrayList<>()));
					});
		this.database.jdbc().query("SELECT * FROM charge_attempt WHERE charge_id IN (:ids)", ids, (ResultSet row) -> {
			Objects.requireNonNull(books.get(row.getLong("charge_id"))).entries().add(Entry.of(row));
		});
		return books;
	}

	void close(Collection<Book> books) {
		List<SqlParameterSource> updates = new ArrayList<>();
		List<SqlParameterSource> inserts = new ArrayList<>();
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
		batch(UPDATE, updates);
		batch(INSERT, inserts);
		new AttemptEvents(this.database).add(events);
		statuses.forEach((status, ids) -> this.database.jdbc()
			.update("UPDATE charge SET status = :status WHERE charge_id IN (:ids)",
					Map.of("status", status.text(), "ids", ids)));
	}

	private void batch(String sql, List<SqlParameterSource> rows) {
		if (!rows.isEmpty()) {
			this.database.jdbc().batchUpdate(sql, rows.toArray(SqlParameterSource[]::new));
		}
	}

}
