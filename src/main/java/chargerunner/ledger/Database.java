package chargerunner.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.core.retry.Retryable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Short READ_COMMITTED transactions, each in a connection of its own, repeated whole when
 * the database undid them for a deadlock, a lock time-out or a row that another start
 * created in between. Safe for many threads.
 */
final class Database {

	/** The database's time, which {@link #instant(ResultSet, int)} reads. */
	static final String NOW = "CAST(CURRENT_TIMESTAMP(6) AS DATETIME(6))";

	/** A server that is started again answers within this time. */
	private static final Duration RESTART = Duration.ofSeconds(20);

	private final NamedParameterJdbcTemplate jdbc;

	private final boolean embedded;

	private final TransactionTemplate transaction;

	private final RetryTemplate retry = new RetryTemplate(RetryPolicy.builder()
		.maxRetries(6)
		.delay(Duration.ofMillis(20))
		.multiplier(2)
		.jitter(Duration.ofMillis(10))
		.includes(ConcurrencyFailureException.class, DuplicateKeyException.class)
		.build());

	private final RetryTemplate patience = new RetryTemplate(RetryPolicy.builder()
		.maxRetries(1_000)
		.delay(Duration.ofMillis(200))
		.multiplier(2)
		.maxDelay(Duration.ofSeconds(1))
		.jitter(Duration.ofMillis(50))
		.predicate((failure) -> isConnectionLost(failure) && !isLostForLong())
		.build());

	/** When the connection was lost, by the monotonic clock; 0 while it is not. */
	private final AtomicLong lostNanos = new AtomicLong();

	Database(HikariDataSource dataSource, PlatformTransactionManager transactionManager) {
		this.jdbc = new NamedParameterJdbcTemplate(dataSource);
		this.embedded = !dataSource.getJdbcUrl().startsWith("jdbc:mysql:");
		this.transaction = new TransactionTemplate(transactionManager);
		this.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
		this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
	}

	NamedParameterJdbcTemplate jdbc() {
		return this.jdbc;
	}

	boolean isEmbedded() {
		return this.embedded;
	}

	/** The first column of every row, never null. */
	List<Long> longs(String sql, Map<String, ?> parameters) {
		return this.jdbc.query(sql, parameters, (row, number) -> row.getLong(1));
	}

	/** The first column of every row, never null. */
	List<String> texts(String sql, Map<String, ?> parameters) {
		return this.jdbc.query(sql, parameters, (row, number) -> row.getString(1));
	}

	/**
	 * Runs a transaction that may run again although it was committed: while the
	 * connection is lost, since nobody knows then whether the commit arrived. Once it is
	 * lost for as long as a server takes to start again, all fail.
	 * @param work what is done; told whether it may have been done already
	 * @return what the work gives
	 */
	<T> T writePersistently(Function<Boolean, T> work) {
		AtomicBoolean again = new AtomicBoolean();
		return retried(this.patience, () -> {
			try {
				T result = write(() -> work.apply(again.get()));
				this.lostNanos.set(0);
				return result;
			}
			catch (RuntimeException ex) {
				if (isConnectionLost(ex)) {
					again.set(true);
					this.lostNanos.compareAndSet(0, System.nanoTime());
				}
				throw ex;
			}
		});
	}

	private boolean isLostForLong() {
		long since = this.lostNanos.get();
		return since != 0 && System.nanoTime() - since > RESTART.toNanos();
	}

	private static boolean isConnectionLost(Throwable failure) {
		return failure instanceof DataAccessResourceFailureException
				|| failure instanceof TransientDataAccessResourceException
				|| failure instanceof RecoverableDataAccessException
				|| failure instanceof CannotCreateTransactionException || failure instanceof TransactionSystemException;
	}

	<T> T write(Supplier<T> work) {
		return retried(this.retry, () -> Objects.requireNonNull(this.transaction.execute((status) -> work.get())));
	}

	private static <T> T retried(RetryTemplate repeats, Retryable<T> work) {
		try {
			return Objects.requireNonNull(repeats.execute(work));
		}
		catch (RetryException ex) {
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw new IllegalStateException(ex);
		}
	}

	void writeNothingBack(Runnable work) {
		write(() -> {
			work.run();
			return Boolean.TRUE;
		});
	}

	Instant now() {
		return Objects.requireNonNull(this.jdbc.getJdbcTemplate()
			.queryForObject("SELECT " + NOW, (row, number) -> Objects.requireNonNull(instant(row, 1))));
	}

	static @Nullable LocalDateTime utc(@Nullable Instant instant) {
		return (instant != null) ? LocalDateTime.ofInstant(instant.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC)
				: null;
	}

	static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
		return instant(row.getObject(column, LocalDateTime.class));
	}

	static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
		return instant(row.getObject(column, LocalDateTime.class));
	}

	private static @Nullable Instant instant(@Nullable LocalDateTime time) {
		return (time != null) ? time.toInstant(ZoneOffset.UTC) : null;
	}

	static @Nullable Long wholeNumber(ResultSet row, String column) throws SQLException {
		long value = row.getLong(column);
		return row.wasNull() ? null : value;
	}

	static @Nullable Integer integer(ResultSet row, String column) throws SQLException {
		Long value = wholeNumber(row, column);
		return (value != null) ? Math.toIntExact(value) : null;
	}

}
