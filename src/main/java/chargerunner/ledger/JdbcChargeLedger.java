package chargerunner.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import chargerunner.charge.AttemptResult;
import chargerunner.charge.ChargeLedger;
import chargerunner.charge.ChargeRequest;
import chargerunner.charge.ClaimedAttempt;
import chargerunner.charge.Doubt;
import chargerunner.charge.Lease;
import chargerunner.charge.Look;
import chargerunner.charge.MerchantUid;
import chargerunner.charge.Outcome;
import chargerunner.charge.PlannedCharge;
import chargerunner.charge.ReasonClass;

import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/**
 * Claims, records and looks over JDBC. Whatever changes an attempt locks its charge's row
 * first, always in the order of charge ids.
 */
final class JdbcChargeLedger implements ChargeLedger {

	private static final String RUN_IS_SEALED = " AND EXISTS (SELECT 1 FROM charge_run u WHERE u.run_id = :run"
			+ " AND u.state IN ('sealed', 'finished'))";

	private static final String MAY_BE_SENT_AGAIN = "merchant_uid = :number AND outcome = 'unknown'"
			+ " AND in_flight = FALSE AND looks = :looks AND reason_class NOT IN ('mismatch', 'ready')";

	private static final String ROW_IS_WITHIN_LIMIT = " AND EXISTS (SELECT 1 FROM run_row r JOIN charge_run u"
			+ " ON u.run_id = r.run_id WHERE r.charge_id = charge.charge_id AND r.run_id = :run"
			+ " AND (u.row_limit IS NULL OR r.row_no <= u.row_limit))";

	private final Database database;

	private final RunLocks runs;

	private final AttemptBooks books;

	private final AttemptEvents events;

	private final LedgerSettings settings;

	JdbcChargeLedger(Database database, LedgerSettings settings) {
		this.database = database;
		this.runs = new RunLocks(database);
		this.books = new AttemptBooks(database);
		this.events = new AttemptEvents(database);
		this.settings = settings;
	}

	@Override
	public Instant now() {
		return this.database.now();
	}

	@Override
	public List<PlannedCharge> plannedCharges(long runId, long afterRow, long throughRow, int limit) {
		return this.database.jdbc()
			.query("SELECT /*+ JOIN_ORDER(r, c) INDEX(r PRIMARY) INDEX(c PRIMARY) */ r.row_no, c.charge_id, c.reference,"
					+ " c.customer_uid, c.amount, c.name, " + ChargeRows.DETAILS
					+ ", (SELECT /*+ INDEX(a charge_attempt_no) */ COALESCE(MAX(a.attempt_no), 0) FROM charge_attempt a WHERE a.charge_id = c.charge_id) AS attempts"
					+ " FROM run_row r JOIN charge c ON c.charge_id = r.charge_id"
					+ " WHERE r.run_id = :run AND r.row_no > :after AND r.row_no <= :through AND r.disposition = 'own'"
					+ " AND c.run_id = :run AND c.status IN ('planned', 'not_sent')" + RUN_IS_SEALED
					+ " ORDER BY r.run_id, r.row_no LIMIT :limit",
					Map.of("run", runId, "after", afterRow, "through", throughRow, "limit", limit),
					(row, number) -> new PlannedCharge(row.getLong("row_no"), row.getLong("charge_id"),
							row.getString("reference"), row.getString("customer_uid"), row.getLong("amount"),
							row.getString("name"), ChargeRows.details(row), row.getInt("attempts")));
	}

	@Override
	public long plannedCount(long runId, long throughRow) {
		Long count = this.database.jdbc()
			.queryForObject("SELECT COUNT(*) FROM run_row r JOIN charge c ON c.charge_id = r.charge_id"
					+ " WHERE r.run_id = :run AND r.row_no <= :through AND r.disposition = 'own' AND c.run_id = :run"
					+ " AND c.status IN ('planned', 'not_sent')" + RUN_IS_SEALED,
					Map.of("run", runId, "through", throughRow), Long.class);
		return Objects.requireNonNull(count);
	}

	@Override
	public List<ClaimedAttempt> claim(Lease lease, List<PlannedCharge> charges) {
		if (charges.isEmpty()) {
			return List.of();
		}
		return this.database.writePersistently((again) -> {
			this.runs.lock(lease);
			Set<Long> claimable = lockClaimable(lease.runId(), charges);
			List<PlannedCharge> active = charges.stream()
				.filter((charge) -> claimable.contains(charge.chargeId()))
				.toList();
			Map<Long, LastAttempt> last = lastAttempts(active);
			List<ClaimedAttempt> claimed = again ? claimedBefore(lease, charges) : new ArrayList<>();
			List<SqlParameterSource> fresh = new ArrayList<>();
			List<SqlParameterSource> reopened = new ArrayList<>();
			for (PlannedCharge charge : active) {
				LastAttempt previous = last.get(charge.chargeId());
				boolean reopens = previous != null && previous.outcome().equals(Outcome.NOT_SENT.text());
				int attemptNo = (previous == null) ? 1 : previous.attemptNo() + (reopens ? 0 : 1);
				ChargeRequest request = request(charge, attemptNo);
				(reopens ? reopened : fresh).add(claimParameters(lease, charge, request).addValue("no", attemptNo));
				claimed.add(new ClaimedAttempt(charge.chargeId(), lease.runId(), lease.token(), request, false));
			}
			insertAttempts(fresh);
			reopenAttempts(reopened);
			markClaimed(claimed);
			return claimed;
		});
	}

	/**
	 * What was claimed by a commit that nobody saw: it bears this lease's token, has no
	 * answer, and nothing of it was sent, since the claim has not returned.
	 */
	private List<ClaimedAttempt> claimedBefore(Lease lease, List<PlannedCharge> charges) {
		Map<Long, Integer> attempts = inFlight(lease, charges.stream().map(PlannedCharge::chargeId).toList());
		List<ClaimedAttempt> claimed = new ArrayList<>();
		for (PlannedCharge charge : charges) {
			Integer attemptNo = attempts.get(charge.chargeId());
			if (attemptNo != null) {
				claimed.add(new ClaimedAttempt(charge.chargeId(), lease.runId(), lease.token(),
						request(charge, attemptNo), false));
			}
		}
		return claimed;
	}

	private Map<Long, Integer> inFlight(Lease lease, List<Long> chargeIds) {
		Map<Long, Integer> attempts = new HashMap<>();
		this.database.jdbc()
			.query("SELECT /*+ INDEX(charge_attempt charge_attempt_no) */ charge_id, attempt_no FROM charge_attempt WHERE charge_id IN (:ids) AND run_id = :run"
					+ " AND token = :token AND in_flight = TRUE",
					Map.of("ids", chargeIds, "run", lease.runId(), "token", lease.token()), (ResultSet row) -> {
						attempts.put(row.getLong(1), row.getInt(2));
					});
		return attempts;
	}

	private ChargeRequest request(PlannedCharge charge, int attemptNo) {
		return new ChargeRequest(MerchantUid.of(this.settings.namespace(), charge.reference(), attemptNo),
				charge.customerUid(), charge.amount(), charge.name(), charge.details());
	}

	private static Values claimParameters(Lease lease, PlannedCharge charge, ChargeRequest request) {
		return new Values().addValue("number", request.merchantUid())
			.addValue("charge", charge.chargeId())
			.addValue("run", lease.runId())
			.addValue("token", lease.token())
			.addValue("customer", request.customerUid())
			.addValue("amount", request.amount())
			.addValue("currency", request.currency());
	}

	private void insertAttempts(List<SqlParameterSource> attempts) {
		if (!attempts.isEmpty()) {
			this.database.jdbc()
				.batchUpdate(
						"INSERT INTO charge_attempt (merchant_uid, charge_id, attempt_no, run_id, token, in_flight,"
								+ " customer_uid, amount, currency, claimed_at, times_sent, looks, none_looks) VALUES (:number,"
								+ " :charge, :no, :run, :token, TRUE, :customer, :amount, :currency, CURRENT_TIMESTAMP(6), 0, 0, 0)",
						attempts.toArray(SqlParameterSource[]::new));
		}
	}

	private void reopenAttempts(List<SqlParameterSource> attempts) {
		if (!attempts.isEmpty()) {
			this.events.keep("merchant_uid IN (:numbers) AND outcome = 'not_sent'",
					Map.of("numbers", attempts.stream().map((attempt) -> attempt.getValue("number")).toList()));
			this.database.jdbc()
				.batchUpdate(
						"UPDATE charge_attempt SET run_id = :run, token = :token, in_flight = TRUE,"
								+ " customer_uid = :customer, amount = :amount, currency = :currency, outcome = NULL,"
								+ " reason_class = NULL, reason = NULL, http_status = NULL, code = NULL,"
								+ " claimed_at = CURRENT_TIMESTAMP(6), recorded_at = NULL,"
								+ " answer_kept = FALSE WHERE merchant_uid = :number AND outcome = 'not_sent'",
						attempts.toArray(SqlParameterSource[]::new));
		}
	}

	private void markClaimed(List<ClaimedAttempt> claimed) {
		if (!claimed.isEmpty()) {
			this.database.jdbc()
				.update("UPDATE charge SET status = 'claimed' WHERE charge_id IN (:ids)",
						Map.of("ids", claimed.stream().map(ClaimedAttempt::chargeId).toList()));
		}
	}

	/** Locks the charges that the run may still claim, and withdraws the inactive. */
	private Set<Long> lockClaimable(long runId, List<PlannedCharge> charges) {
		Locked locked = lock("status IN ('planned', 'not_sent')" + RUN_IS_SEALED, runId,
				charges.stream().map(PlannedCharge::chargeId).toList());
		withdraw(runId, locked.inactive());
		return locked.active();
	}

	private void withdraw(long runId, Set<Long> inactive) {
		if (inactive.isEmpty()) {
			return;
		}
		Map<String, Object> parameters = Map.of("ids", inactive, "run", runId);
		this.database.jdbc().update("UPDATE charge SET status = 'withdrawn' WHERE charge_id IN (:ids)", parameters);
		this.database.jdbc()
			.update("UPDATE run_row SET disposition = 'skipped', reason_class = 'inactive', other_run = NULL,"
					+ " reason = 'the subscription or the billing key is not active'"
					+ " WHERE run_id = :run AND charge_id IN (:ids)", parameters);
	}

	/** Locks the charges of a run that meet a condition, and sees which are active. */
	private Locked lock(String condition, long runId, List<Long> chargeIds) {
		Map<Long, String> subscriptions = new HashMap<>();
		Map<Long, String> customers = new HashMap<>();
		this.database.jdbc()
			.query("SELECT charge_id, subscription_id, customer_uid FROM charge WHERE charge_id IN (:ids)"
					+ " AND run_id = :run AND " + condition + " ORDER BY charge_id FOR UPDATE",
					Map.of("ids", chargeIds, "run", runId), (ResultSet row) -> {
						customers.put(row.getLong(1), row.getString(3));
						if (row.getString(2) != null) {
							subscriptions.put(row.getLong(1), row.getString(2));
						}
					});
		Set<Long> inactive = inactive(subscriptions, customers);
		Set<Long> active = new HashSet<>(customers.keySet());
		active.removeAll(inactive);
		return new Locked(active, inactive);
	}

	/**
	 * The charges whose subscription is not active or whose billing key is dead: a
	 * locking read, so that a pause committed before the claim is seen.
	 */
	private Set<Long> inactive(Map<Long, String> subscriptions, Map<Long, String> customers) {
		Set<Long> inactive = new HashSet<>();
		if (customers.isEmpty()) {
			return inactive;
		}
		if (!subscriptions.isEmpty()) {
			Set<String> active = new HashSet<>(this.database.texts(
					"SELECT id FROM subscription WHERE id IN (:ids) AND status = 'active' ORDER BY id FOR UPDATE",
					Map.of("ids", new HashSet<>(subscriptions.values()))));
			subscriptions.forEach((charge, id) -> {
				if (!active.contains(id)) {
					inactive.add(charge);
				}
			});
		}
		Set<String> dead = new HashSet<>(this.database.texts(
				"SELECT customer_uid FROM billing_key WHERE customer_uid IN (:ids)"
						+ " AND status IN ('failed', 'revoked') ORDER BY customer_uid FOR UPDATE",
				Map.of("ids", new HashSet<>(customers.values()))));
		customers.forEach((charge, customer) -> {
			if (dead.contains(customer)) {
				inactive.add(charge);
			}
		});
		return inactive;
	}

	private Map<Long, LastAttempt> lastAttempts(List<PlannedCharge> charges) {
		Map<Long, LastAttempt> last = new HashMap<>();
		if (charges.isEmpty()) {
			return last;
		}
		this.database.jdbc()
			.query("SELECT /*+ INDEX(charge_attempt charge_attempt_no) */ charge_id, attempt_no, outcome FROM charge_attempt WHERE charge_id IN (:ids)"
					+ " ORDER BY charge_id, attempt_no",
					Map.of("ids", charges.stream().map(PlannedCharge::chargeId).toList()), (ResultSet row) -> {
						last.put(row.getLong(1),
								new LastAttempt(row.getInt(2), Objects.requireNonNullElse(row.getString(3), "")));
					});
		return last;
	}

	@Override
	public List<ClaimedAttempt> claimAgain(Lease lease, List<Doubt> doubts) {
		if (doubts.isEmpty()) {
			return List.of();
		}
		return this.database.writePersistently((again) -> {
			this.runs.lock(lease);
			List<Long> ids = doubts.stream().map(Doubt::chargeId).toList();
			Map<Long, Integer> before = again ? inFlight(lease, ids) : Map.of();
			Set<Long> active = lock("status = 'unknown'" + ROW_IS_WITHIN_LIMIT, lease.runId(), ids).active();
			List<ClaimedAttempt> claimed = new ArrayList<>();
			for (Doubt doubt : doubts) {
				if (isClaimed(before, doubt) || (active.contains(doubt.chargeId()) && reopenDoubt(lease, doubt))) {
					claimed
						.add(new ClaimedAttempt(doubt.chargeId(), lease.runId(), lease.token(), doubt.request(), true));
				}
			}
			return claimed;
		});
	}

	private static boolean isClaimed(Map<Long, Integer> before, Doubt doubt) {
		Integer attemptNo = before.get(doubt.chargeId());
		return attemptNo != null && MerchantUid.attemptOf(doubt.request().merchantUid()) == attemptNo;
	}

	private boolean reopenDoubt(Lease lease, Doubt doubt) {
		Map<String, Object> values = Map.of("token", lease.token(), "number", doubt.request().merchantUid(), "looks",
				doubt.looks(), "quarantine", micros(this.settings.quarantine()));
		this.events.keep(MAY_BE_SENT_AGAIN, values);
		return this.database.jdbc()
			.update("UPDATE charge_attempt SET token = :token, in_flight = TRUE, claimed_at = CURRENT_TIMESTAMP(6),"
					+ " none_looks = 0, none_since = NULL, answer_kept = TRUE,"
					+ " recheck_at = TIMESTAMPADD(MICROSECOND, :quarantine, CURRENT_TIMESTAMP(6)) WHERE "
					+ MAY_BE_SENT_AGAIN, values) == 1;
	}

	static long micros(Duration duration) {
		return duration.toNanos() / 1_000;
	}

	@Override
	public void record(List<AttemptResult> results) {
		this.database.writePersistently((again) -> {
			Map<Long, Book> books = this.books
				.open(results.stream().map((result) -> result.attempt().chargeId()).toList());
			for (AttemptResult result : results) {
				Objects.requireNonNull(books.get(result.attempt().chargeId()))
					.enter(result, this.settings.quarantine());
			}
			this.books.close(books.values());
			killUnregisteredKeys(results);
			return Boolean.TRUE;
		});
	}

	private void killUnregisteredKeys(List<AttemptResult> results) {
		Set<String> customers = new HashSet<>();
		for (AttemptResult result : results) {
			if (result.verdict().keyUnregistered()) {
				customers.add(result.attempt().request().customerUid());
			}
		}
		if (!customers.isEmpty()) {
			this.database.jdbc()
				.update("UPDATE billing_key SET status = 'failed' WHERE customer_uid IN (:ids) AND status = 'issued'",
						Map.of("ids", customers));
		}
	}

	@Override
	public void recordLooks(List<Look> looks, Instant askedAt) {
		if (looks.isEmpty()) {
			return;
		}
		this.database.writePersistently((again) -> {
			Map<Long, Book> books = this.books.open(looks.stream().map((look) -> look.doubt().chargeId()).toList());
			for (Look look : looks) {
				Objects.requireNonNull(books.get(look.doubt().chargeId()))
					.enter(look, askedAt, this.settings.quarantine(), again);
			}
			this.books.close(books.values());
			return Boolean.TRUE;
		});
	}

	@Override
	public void adopt(Lease lease, PlannedCharge charge, List<Look> looks) {
		this.database.writeNothingBack(() -> {
			this.runs.lock(lease);
			Map<Long, Book> books = this.books.open(List.of(charge.chargeId()));
			Book book = Objects.requireNonNull(books.get(charge.chargeId()));
			for (Look look : looks) {
				book.adopt(lease, look);
			}
			this.books.close(books.values());
		});
	}

	@Override
	public List<Doubt> doubts(long runId) {
		return doubts("charge_attempt_awaiting",
				"a.awaits_look = TRUE AND a.run_id = :run AND a.outcome IS NOT NULL AND a.in_flight = FALSE",
				Map.of("run", runId));
	}

	@Override
	public List<Doubt> paidTwice(long runId) {
		return doubts("charge_attempt_no",
				"a.outcome = 'paid' AND a.charge_id IN (SELECT /*+ INDEX(t charge_attempt_of_run) */ t.charge_id"
						+ " FROM charge_attempt t"
						+ " WHERE t.run_id = :run AND t.outcome = 'paid' AND t.reason_class = 'charged_twice_at_portone')",
				Map.of("run", runId));
	}

	@Override
	public List<Doubt> attemptsOf(Collection<Long> chargeIds) {
		return chargeIds.isEmpty() ? List.of()
				: doubts("charge_attempt_no", "a.charge_id IN (:ids)", Map.of("ids", chargeIds));
	}

	private List<Doubt> doubts(String index, String condition, Map<String, ?> parameters) {
		return this.database.jdbc()
			.query("SELECT /*+ INDEX(a " + index
					+ ") */ a.merchant_uid, a.charge_id, a.run_id, a.customer_uid, a.amount, a.outcome, a.reason_class,"
					+ " a.claimed_at, a.last_sent_at, a.last_look_at, a.looks, a.none_looks, a.none_since, a.recheck_at,"
					+ " c.name, " + ChargeRows.DETAILS
					+ " FROM charge_attempt a JOIN charge c ON c.charge_id = a.charge_id" + " WHERE " + condition
					+ " ORDER BY a.charge_id, a.attempt_no", parameters, (row, number) -> doubt(row));
	}

	private static Doubt doubt(ResultSet row) throws SQLException {
		ChargeRequest request = new ChargeRequest(row.getString("merchant_uid"), row.getString("customer_uid"),
				row.getLong("amount"), row.getString("name"), ChargeRows.details(row));
		String outcome = row.getString("outcome");
		String reasonClass = row.getString("reason_class");
		Instant lastSent = Database.instant(row, "last_sent_at");
		return new Doubt(row.getLong("charge_id"), row.getLong("run_id"), request,
				(outcome != null) ? Outcome.ofText(outcome) : Outcome.UNKNOWN,
				(reasonClass != null) ? ReasonClass.ofText(reasonClass) : null,
				(lastSent != null) ? lastSent : Objects.requireNonNull(Database.instant(row, "claimed_at")),
				Database.instant(row, "last_look_at"), row.getInt("looks"), row.getInt("none_looks"),
				Database.instant(row, "none_since"), Database.instant(row, "recheck_at"));
	}

	private record LastAttempt(int attemptNo, String outcome) {
	}

	/** Charges under lock, by whether they may be charged. */
	private record Locked(Set<Long> active, Set<Long> inactive) {
	}

}
