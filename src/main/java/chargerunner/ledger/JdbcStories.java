package chargerunner.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import chargerunner.charge.AttemptEvent;
import chargerunner.charge.ChargeLedger;
import chargerunner.charge.ChargeStatus;
import chargerunner.charge.ChargeStory;
import chargerunner.charge.ChargeStory.Attempt;
import chargerunner.charge.ChargeStory.Paid;
import chargerunner.charge.ChargeStory.Period;
import chargerunner.charge.ChargeStory.Row;
import chargerunner.charge.PastDecision;
import chargerunner.charge.Disposition;
import chargerunner.charge.LookSchedule;
import chargerunner.charge.Outcome;
import chargerunner.charge.ReasonClass;
import chargerunner.charge.RunRecord;
import chargerunner.charge.Waits;
import org.jspecify.annotations.Nullable;

/**
 * Tells the stories of charges over JDBC. What happened to a number is what the history
 * has of it, and the last claim and answer, which its own row has.
 */
final class JdbcStories {

	private static final int SHORTEST_PART = 3;

	private final Database database;

	private final ChargeLedger charges;

	private final LookSchedule schedule;

	private final AttemptEvents events;

	private final JdbcRunReports reports;

	JdbcStories(Database database, ChargeLedger charges, LookSchedule schedule) {
		this.database = database;
		this.charges = charges;
		this.schedule = schedule;
		this.events = new AttemptEvents(database);
		this.reports = new JdbcRunReports(database);
	}

	Optional<ChargeStory> story(String text) {
		Map<String, String> asked = Map.of("text", text);
		List<Long> ids = new ArrayList<>(
				this.database.longs("SELECT charge_id FROM charge WHERE reference = :text", asked));
		ids.addAll(this.database.longs("SELECT charge_id FROM charge_attempt WHERE merchant_uid = :text", asked));
		return ids.stream().findFirst().flatMap(this::ofCharge);
	}

	private Optional<ChargeStory> ofCharge(long chargeId) {
		Map<String, Long> charge = Map.of("charge", chargeId);
		return this.database.jdbc()
			.query("SELECT * FROM charge WHERE charge_id = :charge", charge, (row, number) -> story(chargeId, row))
			.stream()
			.findFirst();
	}

	private ChargeStory story(long chargeId, ResultSet row) throws SQLException {
		return new ChargeStory(row.getString("reference"), ChargeStatus.ofText(row.getString("status")),
				row.getLong("run_id"), row.getString("customer_uid"), row.getLong("amount"), row.getString("name"),
				period(row), rows(chargeId), attempts(chargeId), decisions(chargeId),
				Waits.of(this.charges.attemptsOf(List.of(chargeId)), this.schedule));
	}

	private static @Nullable Period period(ResultSet row) throws SQLException {
		String subscription = row.getString("subscription_id");
		LocalDate date = row.getObject("period", LocalDate.class);
		return (subscription != null && date != null) ? new Period(subscription, date) : null;
	}

	private List<Row> rows(long chargeId) {
		Instant now = this.database.now();
		return this.database.jdbc()
			.query("SELECT u.*, r.row_no, r.disposition, r.reason_class, r.other_run FROM run_row r"
					+ " JOIN charge_run u ON u.run_id = r.run_id WHERE r.charge_id = :charge ORDER BY r.run_id, r.row_no",
					Map.of("charge", chargeId), (row, number) -> row(row, now));
	}

	private Row row(ResultSet row, Instant now) throws SQLException {
		RunRecord asked = RunRows.record(row, now);
		long rowNumber = row.getLong("row_no");
		return new Row(asked, rowNumber,
				Disposition.Kind.valueOf(row.getString("disposition").toUpperCase(Locale.ROOT)),
				AttemptEvents.reasonClass(row), Database.wholeNumber(row, "other_run"),
				asked.run().isSealed() ? this.reports.line(asked.run().id(), rowNumber) : null);
	}

	private List<Attempt> attempts(long chargeId) {
		Map<String, Long> charge = Map.of("charge", chargeId);
		List<AttemptEvent> history = this.events
			.of(this.database.texts("SELECT merchant_uid FROM charge_attempt WHERE charge_id = :charge", charge));
		return this.database.jdbc()
			.query("SELECT * FROM charge_attempt WHERE charge_id = :charge ORDER BY attempt_no", charge,
					(row, number) -> attempt(row, history));
	}

	private static Attempt attempt(ResultSet row, List<AttemptEvent> history) throws SQLException {
		String number = row.getString("merchant_uid");
		List<AttemptEvent> own = history.stream().filter((event) -> event.merchantUid().equals(number)).toList();
		return new Attempt(number, row.getInt("attempt_no"), row.getLong("run_id"), row.getString("customer_uid"),
				row.getInt("times_sent"), row.getBoolean("in_flight"), AttemptEvents.outcome(row),
				AttemptEvents.reasonClass(row), Objects.requireNonNullElse(row.getString("reason"), ""), paid(row),
				all(row, own));
	}

	private static Paid paid(ResultSet row) throws SQLException {
		return new Paid(row.getString("imp_uid"), Database.instant(row, "paid_at"),
				Database.wholeNumber(row, "amount_paid"), row.getString("receipt_url"), row.getBoolean("sandbox"));
	}

	private static List<AttemptEvent> all(ResultSet row, List<AttemptEvent> history) throws SQLException {
		List<AttemptEvent> all = new ArrayList<>(history);
		String number = row.getString("merchant_uid");
		if (history.stream().noneMatch((event) -> event.kind() == AttemptEvent.Kind.ADOPTED)) {
			all.add(new AttemptEvent(number, Objects.requireNonNull(Database.instant(row, "claimed_at")),
					AttemptEvent.Kind.CLAIM, row.getLong("run_id"), null, null, null, "", null, null, null));
		}
		Instant recordedAt = Database.instant(row, "recorded_at");
		Outcome outcome = AttemptEvents.outcome(row);
		if (recordedAt != null && outcome != null && !row.getBoolean("answer_kept")) {
			all.add(answer(row, recordedAt, outcome));
		}
		all.sort(Comparator.comparing(AttemptEvent::at));
		return List.copyOf(all);
	}

	private static AttemptEvent answer(ResultSet row, Instant recordedAt, Outcome outcome) throws SQLException {
		ReasonClass reasonClass = AttemptEvents.reasonClass(row);
		return new AttemptEvent(row.getString("merchant_uid"), recordedAt, AttemptEvent.Kind.ANSWER,
				row.getLong("run_id"),
				Database.instant(row, (reasonClass == ReasonClass.INTERRUPTED) ? "last_sent_at" : "requested_at"),
				outcome, reasonClass, Objects.requireNonNullElse(row.getString("reason"), ""),
				Database.integer(row, "http_status"), Database.integer(row, "code"), row.getString("imp_uid"));
	}

	private List<PastDecision> decisions(long chargeId) {
		return this.database.jdbc()
			.query("SELECT d.*, c.reference FROM decision d JOIN charge c ON c.charge_id = d.charge_id"
					+ " WHERE d.charge_id = :charge ORDER BY d.decision_id", Map.of("charge", chargeId),
					(row, number) -> JdbcChronicle.decision(row));
	}

	List<String> similar(String text, int limit) {
		List<String> found = containing(text, limit);
		// Another period, another row of the same series.
		String series = text.replaceFirst("[^A-Za-z0-9가-힣][A-Za-z0-9가-힣]*$", "");
		return found.isEmpty() ? containing(series, limit) : found;
	}

	private List<String> containing(String text, int limit) {
		Set<String> references = new LinkedHashSet<>(this.database.texts(
				"SELECT reference FROM charge WHERE customer_uid = :text ORDER BY charge_id DESC LIMIT :limit",
				Map.of("text", text, "limit", limit)));
		if (text.length() >= SHORTEST_PART) {
			Map<String, Object> like = Map.of("part", "%" + escaped(text.toLowerCase(Locale.ROOT)) + "%", "start",
					escaped(text) + "%", "limit", limit);
			references.addAll(this.database.texts("SELECT reference FROM charge WHERE LOWER(reference) LIKE :part"
					+ " ESCAPE '|' ORDER BY reference LIMIT :limit", like));
			references.addAll(this.database.texts("SELECT c.reference FROM charge_attempt a JOIN charge c"
					+ " ON c.charge_id = a.charge_id WHERE a.merchant_uid LIKE :start ESCAPE '|'"
					+ " ORDER BY a.merchant_uid LIMIT :limit", like));
		}
		return references.stream().limit(limit).toList();
	}

	private static String escaped(String text) {
		return text.replace("|", "||").replace("%", "|%").replace("_", "|_");
	}

}
