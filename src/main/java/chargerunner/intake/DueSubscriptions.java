package chargerunner.intake;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

import chargerunner.charge.Cadence;
import chargerunner.charge.DueSubscription;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The due subscriptions of the table {@code subscription}, read by keyset, a page at a
 * time. Dates are Asia/Seoul.
 */
public final class DueSubscriptions {

	private static final int PAGE = 250;

	private static final String SELECT = "SELECT /*+ INDEX(subscription subscription_due) */ id, customer_uid, name, amount, tax_free, vat_amount, cadence,"
			+ " anchor_date, next_due_on FROM subscription WHERE status = 'active' AND ";

	private final JdbcClient jdbc;

	/** The only one that is read; null for all. */
	private final @Nullable String only;

	/**
	 * Creates a reader.
	 * @param jdbc the database
	 */
	public DueSubscriptions(JdbcClient jdbc) {
		this(jdbc, null);
	}

	private DueSubscriptions(JdbcClient jdbc, @Nullable String only) {
		this.jdbc = jdbc;
		this.only = only;
	}

	/**
	 * {@return a reader of one subscription, due or not}
	 * @param id its id
	 */
	public DueSubscriptions only(String id) {
		return new DueSubscriptions(this.jdbc, id);
	}

	/**
	 * Gives every subscription that is due, with its oldest period, and changes nothing.
	 * @param date due on or before
	 * @param consumer takes each
	 */
	public void forEach(LocalDate date, Consumer<DueSubscription> consumer) {
		Optional<LocalDate> period = firstPeriod(LocalDate.MIN, date);
		while (period.isPresent()) {
			List<DueSubscription> page = page(period.get(), null);
			while (!page.isEmpty()) {
				page.forEach(consumer);
				page = page(period.get(), page.get(page.size() - 1).id());
			}
			period = firstPeriod(period.get(), date);
		}
	}

	/**
	 * {@return what is wrong with a row of the table; empty when it can be charged}
	 * @param subscription the row
	 */
	public static List<Problem> problems(DueSubscription subscription) {
		return SubscriptionRules.problems(subscription);
	}

	/**
	 * {@return pages of due subscriptions, by period and id, for a writer that moves the
	 * due date of each before the next page is read: so every missed period comes up, one
	 * after the other, the oldest first}
	 * @param date due on or before
	 */
	public Pages pages(LocalDate date) {
		return new Pages(date);
	}

	private Optional<LocalDate> firstPeriod(LocalDate after, LocalDate date) {
		String later = after.equals(LocalDate.MIN) ? "" : " AND next_due_on > :after";
		JdbcClient.StatementSpec statement = sql(
				"SELECT /*+ INDEX(subscription subscription_due) */ next_due_on FROM subscription WHERE status = 'active' AND next_due_on <= :date"
						+ later,
				" ORDER BY status, next_due_on LIMIT 1")
			.param("date", date);
		if (!later.isEmpty()) {
			statement = statement.param("after", after);
		}
		return statement.query((row, number) -> row.getObject(1, LocalDate.class)).optional();
	}

	private List<DueSubscription> page(LocalDate period, @Nullable String afterId) {
		// An empty id is an id, and comes first.
		String later = (afterId != null) ? "> :id" : ">= :id";
		return sql(SELECT + "next_due_on = :period AND id " + later, " ORDER BY status, next_due_on, id LIMIT " + PAGE)
			.param("period", period)
			.param("id", Objects.requireNonNullElse(afterId, ""))
			.query((row, number) -> subscription(row))
			.list();
	}

	private JdbcClient.StatementSpec sql(String where, String order) {
		return (this.only == null) ? this.jdbc.sql(where + order)
				: this.jdbc.sql(where + " AND id = :only" + order).param("only", this.only);
	}

	private static DueSubscription subscription(ResultSet row) throws SQLException {
		return new DueSubscription(row.getString("id"), CellText.value(row.getString("customer_uid")),
				CellText.value(row.getString("name")), row.getLong("amount"), won(row, "tax_free"),
				won(row, "vat_amount"), Cadence.ofText(CellText.value(row.getString("cadence"))),
				row.getObject("anchor_date", LocalDate.class), row.getObject("next_due_on", LocalDate.class));
	}

	private static @Nullable Long won(ResultSet row, String column) throws SQLException {
		long won = row.getLong(column);
		return row.wasNull() ? null : won;
	}

	/**
	 * The pages of one reading. Not safe for use by several threads.
	 */
	public final class Pages {

		private final LocalDate date;

		private Optional<LocalDate> period = Optional.empty();

		private @Nullable String lastId;

		private Pages(LocalDate date) {
			this.date = date;
		}

		/**
		 * {@return the next page, all of one period; empty after the last}
		 */
		public List<DueSubscription> next() {
			List<DueSubscription> page = this.period.map((current) -> page(current, this.lastId)).orElse(List.of());
			if (page.isEmpty()) {
				this.period = firstPeriod(this.period.orElse(LocalDate.MIN), this.date);
				page = this.period.map((current) -> page(current, null)).orElse(List.of());
			}
			if (!page.isEmpty()) {
				this.lastId = page.get(page.size() - 1).id();
			}
			return page;
		}

	}

}
