package chargerunner.job;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;

import com.zaxxer.hikari.HikariDataSource;

/**
 * A pool of MySQL connections on which {@code CURRENT_TIMESTAMP} is the time of the
 * test's clock, set anew whenever a connection is taken. So the database agrees with the
 * machine about a date that is not today's.
 */
final class TravellingDataSource extends HikariDataSource {

	/** The property that turns it on. */
	static final String SWITCH = "test.time-travel";

	private final HikariDataSource pool;

	private final Clock clock;

	TravellingDataSource(HikariDataSource pool, Clock clock) {
		this.pool = pool;
		this.clock = clock;
	}

	@Override
	public Connection getConnection() throws SQLException {
		Connection connection = this.pool.getConnection();
		Instant now = this.clock.instant();
		BigDecimal seconds = BigDecimal.valueOf(now.getEpochSecond()).add(BigDecimal.valueOf(now.getNano() / 1000, 6));
		try (Statement statement = connection.createStatement()) {
			statement.execute("SET timestamp = " + seconds);
		}
		return connection;
	}

	@Override
	public void close() {
		this.pool.close();
	}

}
