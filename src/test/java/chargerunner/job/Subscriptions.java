package chargerunner.job;

import java.time.LocalDate;
import java.util.Objects;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The table {@code subscription}, filled and changed as merchants do it: by SQL.
 *
 * @param sql the database
 * @param mark stands at the end of every id
 */
record Subscriptions(JdbcTemplate sql, String mark) {

	/** A subscription of the customer of the same name, anchored on its due date. */
	Subscriptions add(String id, long amount, String cadence, LocalDate dueOn) {
		return add(id, id, amount, cadence, dueOn, dueOn);
	}

	Subscriptions add(String id, String customerUid, long amount, String cadence, LocalDate anchor, LocalDate dueOn) {
		this.sql.update(
				"INSERT INTO subscription (id, customer_uid, name, amount, cadence, anchor_date, next_due_on)"
						+ " VALUES (?, ?, 'Plan', ?, ?, ?, ?)",
				id + this.mark, customerUid, amount, cadence, anchor, dueOn);
		return this;
	}

	void become(String id, String status) {
		this.sql.update("UPDATE subscription SET status = ? WHERE id = ?", status, id + this.mark);
	}

	LocalDate dueOn(String id) {
		return Objects.requireNonNull(this.sql.queryForObject("SELECT next_due_on FROM subscription WHERE id = ?",
				(row, number) -> row.getObject(1, LocalDate.class), id + this.mark));
	}

	void key(String customerUid, String status) {
		this.sql.update("INSERT INTO billing_key (customer_uid, status) VALUES (?, ?)", customerUid, status);
	}

	String keyStatus(String customerUid) {
		return Objects.requireNonNull(this.sql.queryForObject("SELECT status FROM billing_key WHERE customer_uid = ?",
				String.class, customerUid));
	}

}
