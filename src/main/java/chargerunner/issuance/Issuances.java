package chargerunner.issuance;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import chargerunner.charge.Cadence;
import chargerunner.issuance.IssueAttempt.Outcome;
import org.jspecify.annotations.Nullable;

import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The tables {@code issuance} and {@code issuance_attempt}, and what an issue does to
 * {@code billing_key} and {@code subscription}: each call is one transaction, repeated
 * whole when the database undid it for another, so that a crash leaves all of it or
 * nothing. Whatever races, one issuance changes its subscription once. Safe for use by
 * many threads and processes.
 */
final class Issuances {

	private static final String ISSUANCE = "SELECT * FROM issuance WHERE issuance_id = :id";

	/** How the charge of a period stands that may be charged for still. */
	private static final Set<String> UNPAID = Set.of("declined", "refused", "not_sent", "withdrawn");

	private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");

	private final JdbcClient jdbc;

	private final TransactionTemplate transaction;

	private final RetryTemplate retry = new RetryTemplate(RetryPolicy.builder()
		.maxRetries(5)
		.includes(ConcurrencyFailureException.class, DuplicateKeyException.class)
		.build());

	Issuances(JdbcClient jdbc, PlatformTransactionManager transactionManager) {
		this.jdbc = jdbc;
		this.transaction = new TransactionTemplate(transactionManager);
		this.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
	}

	private <T> T write(Supplier<T> work) {
		try {
			return Objects.requireNonNull(
					this.retry.execute(() -> Objects.requireNonNull(this.transaction.execute((status) -> work.get()))));
		}
		catch (RetryException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : new IllegalStateException(ex);
		}
	}

	/**
	 * Stores a link.
	 * @param id its id, new
	 * @param agreement what it is for
	 * @param now when it is made
	 * @param expiresAt until when it is good
	 */
	void create(String id, Agreement agreement, Instant now, Instant expiresAt) {
		Buyer buyer = agreement.buyer();
		write(() -> this.jdbc
			.sql("INSERT INTO issuance (issuance_id, status, customer_uid, subscription_id, name, amount, cadence,"
					+ " first_due_on, first_charge, buyer_name, buyer_email, buyer_tel, buyer_addr, buyer_postcode,"
					+ " created_at, expires_at) VALUES (:id, 'open', :customer, :subscription, :name, :amount, :cadence,"
					+ " :firstDueOn, :firstCharge, :buyerName, :buyerEmail, :buyerTel, :buyerAddr, :buyerPostcode,"
					+ " :createdAt, :expiresAt)")
			.param("id", id)
			.param("customer", agreement.customerUid())
			.param("subscription", agreement.subscriptionId())
			.param("name", agreement.name())
			.param("amount", agreement.amount())
			.param("cadence", agreement.cadence().text())
			.param("firstDueOn", agreement.firstDueOn())
			.param("firstCharge", agreement.firstCharge().text())
			.param("buyerName", buyer.name())
			.param("buyerEmail", buyer.email())
			.param("buyerTel", buyer.tel())
			.param("buyerAddr", buyer.addr())
			.param("buyerPostcode", buyer.postcode())
			.param("createdAt", utc(now))
			.param("expiresAt", utc(expiresAt))
			.update());
	}

	Optional<Issuance> find(String id) {
		return this.jdbc.sql(ISSUANCE).param("id", id).query((row, number) -> issuance(row)).optional();
	}

	/**
	 * Stores the number of a window before it opens.
	 * @param attempt the window
	 * @return whether it may open: the issuance is open still
	 */
	boolean open(IssueAttempt attempt) {
		return write(() -> {
			boolean open = lock(attempt.issuanceId()).status() == Issuance.Status.OPEN;
			if (open) {
				this.jdbc
					.sql("INSERT INTO issuance_attempt (merchant_uid, issuance_id, pg, amount, opened_at)"
							+ " VALUES (:number, :id, :pg, :amount, :openedAt)")
					.param("number", attempt.merchantUid())
					.param("id", attempt.issuanceId())
					.param("pg", attempt.pg())
					.param("amount", attempt.amount())
					.param("openedAt", utc(attempt.openedAt()))
					.update();
			}
			return open;
		});
	}

	private Issuance lock(String id) {
		return this.jdbc.sql(ISSUANCE + " FOR UPDATE").param("id", id).query((row, number) -> issuance(row)).single();
	}

	Optional<IssueAttempt> attempt(String merchantUid) {
		return this.jdbc.sql("SELECT * FROM issuance_attempt WHERE merchant_uid = :number")
			.param("number", merchantUid)
			.query((row, number) -> attempt(row))
			.optional();
	}

	/**
	 * {@return windows of which nobody knows how they ended, the oldest first}
	 * @param after only those opened later than this one; null for all
	 * @param limit how many at most
	 */
	List<IssueAttempt> pending(@Nullable IssueAttempt after, int limit) {
		Instant since = (after != null) ? after.openedAt() : Instant.EPOCH;
		return this.jdbc
			.sql("SELECT * FROM issuance_attempt WHERE outcome IS NULL AND (opened_at > :since"
					+ " OR (opened_at = :since AND merchant_uid > :number)) ORDER BY opened_at, merchant_uid LIMIT "
					+ limit)
			.param("since", utc(since))
			.param("number", (after != null) ? after.merchantUid() : "")
			.query((row, number) -> attempt(row))
			.list();
	}

	/**
	 * Records how a window ended, upwards only: what was issued stays so. The first issue
	 * of an issuance also makes its key good and gives its subscription the terms.
	 * @param attempt the window
	 * @param finding what PortOne says; with an outcome
	 * @param now when that was learnt
	 * @return whether this call made the key good
	 */
	boolean record(IssueAttempt attempt, Finding finding, Instant now) {
		Outcome outcome = Objects.requireNonNull(finding.outcome());
		return write(() -> {
			Issuance issuance = lock(attempt.issuanceId());
			int changed = this.jdbc
				.sql("UPDATE issuance_attempt SET outcome = :outcome, reason = :reason, imp_uid = :impUid,"
						+ " recorded_at = :now WHERE merchant_uid = :number AND (outcome IS NULL OR outcome <> 'issued')")
				.param("outcome", outcome.text())
				.param("reason", finding.reason().isEmpty() ? null : cut(finding.reason()))
				.param("impUid", finding.impUid())
				.param("now", utc(now))
				.param("number", attempt.merchantUid())
				.update();
			boolean issued = changed == 1 && outcome == Outcome.ISSUED && issuance.status() == Issuance.Status.OPEN;
			if (issued) {
				storeKey(issuance.agreement(), attempt, finding);
				storeSubscription(issuance.agreement(), LocalDate.ofInstant(now, SEOUL));
				withdrawOlder(issuance);
				this.jdbc.sql("UPDATE issuance SET status = 'issued', issued_at = :now WHERE issuance_id = :id")
					.param("now", utc(now))
					.param("id", issuance.id())
					.update();
			}
			return issued;
		});
	}

	private void storeKey(Agreement agreement, IssueAttempt attempt, Finding finding) {
		Buyer buyer = agreement.buyer();
		String insert = "INSERT INTO billing_key (status, pg, issue_merchant_uid, imp_uid, buyer_name, buyer_email,"
				+ " buyer_tel, customer_uid) VALUES ('issued', :pg, :number, :impUid, :buyerName, :buyerEmail, :buyerTel,"
				+ " :customer)";
		String update = "UPDATE billing_key SET status = 'issued', pg = :pg, issue_merchant_uid = :number,"
				+ " imp_uid = :impUid, buyer_name = :buyerName, buyer_email = :buyerEmail, buyer_tel = :buyerTel"
				+ " WHERE customer_uid = :customer";
		boolean known = this.jdbc.sql("SELECT customer_uid FROM billing_key WHERE customer_uid = :customer FOR UPDATE")
			.param("customer", agreement.customerUid())
			.query(String.class)
			.optional()
			.isPresent();
		this.jdbc.sql(known ? update : insert)
			.param("pg", attempt.pg())
			.param("number", attempt.merchantUid())
			.param("impUid", finding.impUid())
			.param("buyerName", buyer.name())
			.param("buyerEmail", buyer.email())
			.param("buyerTel", buyer.tel())
			.param("customer", agreement.customerUid())
			.update();
	}

	/**
	 * {@return the first day that a subscription will be charged, were the key issued
	 * now} What was due before there was a key is not made up for; what the subscription
	 * paid ahead is not charged again.
	 * @param agreement the terms
	 * @param today the day (Asia/Seoul)
	 */
	LocalDate firstDueOn(Agreement agreement, LocalDate today) {
		LocalDate due = agreement.firstDueOn().isBefore(today) ? today : agreement.firstDueOn();
		return nextDueOn(agreement).filter((next) -> next.isAfter(due) && !isLastUnpaid(agreement)).orElse(due);
	}

	private Optional<LocalDate> nextDueOn(Agreement agreement) {
		return this.jdbc.sql("SELECT next_due_on FROM subscription WHERE id = :id AND customer_uid = :customer")
			.param("id", agreement.subscriptionId())
			.param("customer", agreement.customerUid())
			.query((row, number) -> row.getObject(1, LocalDate.class))
			.optional();
	}

	/** Its last period was planned, and nobody has paid for it or may have. */
	private boolean isLastUnpaid(Agreement agreement) {
		return this.jdbc
			.sql("SELECT status FROM charge WHERE customer_uid = :customer AND subscription_id = :id"
					+ " ORDER BY period DESC LIMIT 1")
			.param("customer", agreement.customerUid())
			.param("id", agreement.subscriptionId())
			.query((row, number) -> String.valueOf(row.getString(1)))
			.optional()
			.filter(UNPAID::contains)
			.isPresent();
	}

	/**
	 * {@return whether a subscription is charged to another key}
	 * @param agreement the terms
	 */
	boolean isOfAnother(Agreement agreement) {
		return this.jdbc.sql("SELECT COUNT(*) FROM subscription WHERE id = :id AND customer_uid <> :customer")
			.param("id", agreement.subscriptionId())
			.param("customer", agreement.customerUid())
			.query(Long.class)
			.single() > 0;
	}

	/** One that is charged to another key by now stays as it is. */
	private void storeSubscription(Agreement agreement, LocalDate today) {
		String insert = "INSERT INTO subscription (customer_uid, name, amount, cadence, anchor_date, next_due_on, status, id)"
				+ " VALUES (:customer, :name, :amount, :cadence, :due, :due, 'active', :id)";
		// Tax parts hold for the amount that they are parts of.
		String update = "UPDATE subscription SET tax_free = CASE WHEN amount = :amount THEN tax_free END,"
				+ " vat_amount = CASE WHEN amount = :amount THEN vat_amount END, name = :name, amount = :amount,"
				+ " cadence = :cadence, anchor_date = :due, next_due_on = :due, status = 'active'"
				+ " WHERE id = :id AND customer_uid = :customer";
		boolean known = this.jdbc.sql("SELECT id FROM subscription WHERE id = :id FOR UPDATE")
			.param("id", agreement.subscriptionId())
			.query(String.class)
			.optional()
			.isPresent();
		this.jdbc.sql(known ? update : insert)
			.param("customer", agreement.customerUid())
			.param("name", agreement.name())
			.param("amount", agreement.amount())
			.param("cadence", agreement.cadence().text())
			.param("due", firstDueOn(agreement, today))
			.param("id", agreement.subscriptionId())
			.update();
	}

	/** Links to the same subscription that were made before this one would undo it. */
	private void withdrawOlder(Issuance issuance) {
		this.jdbc
			.sql("UPDATE issuance SET status = 'withdrawn' WHERE subscription_id = :subscription AND status = 'open'"
					+ " AND issuance_id <> :id AND created_at < (SELECT c FROM (SELECT created_at AS c FROM issuance"
					+ " WHERE issuance_id = :id) own)")
			.param("subscription", issuance.agreement().subscriptionId())
			.param("id", issuance.id())
			.update();
	}

	private static String cut(String reason) {
		return reason.substring(0,
				reason.offsetByCodePoints(0, Math.min(500, reason.codePointCount(0, reason.length()))));
	}

	private static Issuance issuance(ResultSet row) throws SQLException {
		Buyer buyer = new Buyer(row.getString("buyer_name"), row.getString("buyer_email"), row.getString("buyer_tel"),
				row.getString("buyer_addr"), row.getString("buyer_postcode"));
		Agreement agreement = new Agreement(row.getString("customer_uid"), row.getString("subscription_id"),
				row.getString("name"), row.getLong("amount"), Cadence.ofText(row.getString("cadence")),
				row.getObject("first_due_on", LocalDate.class),
				FirstCharge.ofText(row.getString("first_charge")).orElseThrow(), buyer);
		return new Issuance(row.getString("issuance_id"), Issuance.Status.ofText(row.getString("status")), agreement,
				instant(row, "expires_at"));
	}

	private static IssueAttempt attempt(ResultSet row) throws SQLException {
		String outcome = row.getString("outcome");
		return new IssueAttempt(row.getString("merchant_uid"), row.getString("issuance_id"), row.getString("pg"),
				row.getLong("amount"), instant(row, "opened_at"), (outcome != null) ? Outcome.ofText(outcome) : null,
				row.getString("reason"));
	}

	private static LocalDateTime utc(Instant instant) {
		return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
	}

	private static Instant instant(ResultSet row, String column) throws SQLException {
		return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
	}

}
