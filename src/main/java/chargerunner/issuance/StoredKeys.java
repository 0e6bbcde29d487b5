package chargerunner.issuance;

import java.util.List;
import java.util.Objects;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What the database knows of billing keys: those of the table {@code billing_key}, and
 * those that only a subscription names. Safe for use by many threads.
 */
final class StoredKeys {

	private static final String KEYS = "SELECT u.customer_uid, k.status, k.pg,"
			+ " (SELECT COUNT(*) FROM subscription s WHERE s.customer_uid = u.customer_uid AND s.status = 'active') AS active"
			+ " FROM (SELECT customer_uid FROM billing_key UNION SELECT customer_uid FROM subscription) u"
			+ " LEFT JOIN billing_key k ON k.customer_uid = u.customer_uid";

	private final JdbcClient jdbc;

	private final TransactionTemplate transaction;

	StoredKeys(JdbcClient jdbc, PlatformTransactionManager transactionManager) {
		this.jdbc = jdbc;
		this.transaction = new TransactionTemplate(transactionManager);
	}

	/** Gives the keys behind one, in the order of their names. */
	List<KeyRing.Key> page(String after, int limit) {
		return this.jdbc.sql(KEYS + " WHERE u.customer_uid > :after ORDER BY u.customer_uid LIMIT " + limit)
			.param("after", after)
			.query((row, number) -> new KeyRing.Key(row.getString("customer_uid"),
					Objects.requireNonNullElse(row.getString("status"), ""),
					Objects.requireNonNullElse(row.getString("pg"), ""), row.getLong("active")))
			.list();
	}

	List<String> subscriptions(String customerUid, int limit) {
		return this.jdbc
			.sql("SELECT id FROM subscription WHERE customer_uid = :uid AND status = 'active' ORDER BY id LIMIT "
					+ limit)
			.param("uid", customerUid)
			.query((row, number) -> Objects.requireNonNull(row.getString("id")))
			.list();
	}

	/**
	 * Makes sure that nothing more is charged to a key: it is revoked, its subscriptions
	 * are ended and its links withdrawn, all or nothing.
	 * @return how many subscriptions were ended; -1 where nobody knows such a key
	 */
	int revoke(String customerUid) {
		return Objects.requireNonNull(this.transaction.execute((status) -> {
			int links = update("UPDATE issuance SET status = 'withdrawn' WHERE customer_uid = :uid AND status = 'open'",
					customerUid);
			int keys = update("UPDATE billing_key SET status = 'revoked' WHERE customer_uid = :uid", customerUid);
			int ended = update(
					"UPDATE subscription SET status = 'ended' WHERE customer_uid = :uid AND status <> 'ended'",
					customerUid);
			boolean isKnown = links + keys + ended > 0 || exists(customerUid);
			return isKnown ? ended : -1;
		}));
	}

	private int update(String sql, String customerUid) {
		return this.jdbc.sql(sql).param("uid", customerUid).update();
	}

	private boolean exists(String customerUid) {
		return this.jdbc
			.sql("SELECT (SELECT COUNT(*) FROM billing_key WHERE customer_uid = :uid)"
					+ " + (SELECT COUNT(*) FROM subscription WHERE customer_uid = :uid)"
					+ " + (SELECT COUNT(*) FROM issuance WHERE customer_uid = :uid)")
			.param("uid", customerUid)
			.query(Long.class)
			.single() > 0;
	}

}
