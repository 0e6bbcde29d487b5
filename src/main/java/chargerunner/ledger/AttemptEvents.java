package chargerunner.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import chargerunner.charge.AttemptEvent;
import chargerunner.charge.Outcome;
import chargerunner.charge.ReasonClass;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/**
 * What happened to numbers beyond what their own rows tell: added to, never changed. A
 * number that is claimed and answered once has no event, so that an ordinary charge costs
 * nothing here.
 */
record AttemptEvents(Database database) {

	private static final String INSERT = "INSERT INTO attempt_event (merchant_uid, happened_at, kind, run_id, sent_at,"
			+ " outcome, reason_class, reason, http_status, code, imp_uid)";

	/** Writes events, in the caller's transaction. */
	void add(List<AttemptEvent> events) {
		if (!events.isEmpty()) {
			this.database.jdbc()
				.batchUpdate(
						INSERT + " VALUES (:number, :at, :kind, :run, :sentAt, :outcome, :reasonClass, :reason,"
								+ " :httpStatus, :code, :impUid)",
						events.stream().map(AttemptEvents::parameters).toArray(SqlParameterSource[]::new));
		}
	}

	/**
	 * Keeps claims and answers before numbers are claimed again, in the caller's
	 * transaction.
	 * @param condition which rows of charge_attempt
	 * @param parameters the condition's
	 */
	void keep(String condition, Map<String, ?> parameters) {
		this.database.jdbc()
			.update("INSERT INTO attempt_event (merchant_uid, happened_at, kind, run_id)"
					+ " SELECT merchant_uid, claimed_at, 'claim', run_id FROM charge_attempt WHERE " + condition,
					parameters);
		this.database.jdbc()
			.update(INSERT + " SELECT merchant_uid, recorded_at, 'answer', run_id,"
					+ " CASE WHEN reason_class = 'interrupted' THEN last_sent_at ELSE requested_at END,"
					+ " outcome, reason_class, reason, http_status, code, imp_uid FROM charge_attempt"
					+ " WHERE recorded_at IS NOT NULL AND outcome IS NOT NULL AND answer_kept = FALSE AND " + condition,
					parameters);
	}

	/**
	 * {@return the events of numbers, in the order in which they were written}
	 * @param merchantUids the numbers
	 */
	List<AttemptEvent> of(Collection<String> merchantUids) {
		return merchantUids.isEmpty() ? List.of()
				: this.database.jdbc()
					.query("SELECT * FROM attempt_event WHERE merchant_uid IN (:numbers) ORDER BY event_id",
							Map.of("numbers", merchantUids), (row, number) -> event(row));
	}

	private static Values parameters(AttemptEvent event) {
		return new Values().addValue("number", event.merchantUid())
			.addValue("at", Database.utc(event.at()))
			.addValue("kind", event.kind().text())
			.addValue("run", event.runId())
			.addValue("sentAt", Database.utc(event.sentAt()))
			.addValue("outcome", (event.outcome() != null) ? event.outcome().text() : null)
			.addValue("reasonClass", (event.reasonClass() != null) ? event.reasonClass().text() : null)
			.addValue("reason", Entry.reason(event.reason()))
			.addValue("httpStatus", event.httpStatus())
			.addValue("code", event.code())
			.addValue("impUid", Entry.impUid(event.impUid()));
	}

	private static AttemptEvent event(ResultSet row) throws SQLException {
		return new AttemptEvent(row.getString("merchant_uid"),
				Objects.requireNonNull(Database.instant(row, "happened_at")),
				AttemptEvent.Kind.ofText(row.getString("kind")), Database.wholeNumber(row, "run_id"),
				Database.instant(row, "sent_at"), outcome(row), reasonClass(row),
				Objects.requireNonNullElse(row.getString("reason"), ""), Database.integer(row, "http_status"),
				Database.integer(row, "code"), row.getString("imp_uid"));
	}

	static @Nullable Outcome outcome(ResultSet row) throws SQLException {
		String text = row.getString("outcome");
		return (text != null) ? Outcome.ofText(text) : null;
	}

	static @Nullable ReasonClass reasonClass(ResultSet row) throws SQLException {
		String text = row.getString("reason_class");
		return (text != null) ? ReasonClass.ofText(text) : null;
	}

}
