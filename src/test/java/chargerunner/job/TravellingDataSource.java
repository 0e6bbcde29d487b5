package chargerunner.job;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

/**
 * A pool of MySQL connections on which {@code CURRENT_TIMESTAMP} is the time of the
 * test's clock, set anew for every statement. So the database agrees with the machine
 * about a date that is not today's.
 */
final class TravellingDataSource extends HikariDataSource {

	/** The property that turns it on. */
	static final String SWITCH = "test.time-travel";

	private final HikariDataSource pool;

	private final Clock clock;

	TravellingDataSource(HikariDataSource pool, Clock clock) {
		setJdbcUrl(pool.getJdbcUrl());
		this.pool = pool;
		this.clock = clock;
	}

	@Override
	public Connection getConnection() throws SQLException {
		Connection connection = this.pool.getConnection();
		return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> call(connection, method, arguments));
	}

	private @Nullable Object call(Connection connection, Method method, Object @Nullable [] arguments)
			throws Throwable {
		if (method.getName().equals("prepareStatement") || method.getName().equals("createStatement")) {
			setTime(connection);
		}
		try {
			return method.invoke(connection, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

	private void setTime(Connection connection) throws SQLException {
		Instant now = this.clock.instant();
		BigDecimal seconds = BigDecimal.valueOf(now.getEpochSecond()).add(BigDecimal.valueOf(now.getNano() / 1000, 6));
		try (Statement statement = connection.createStatement()) {
			statement.execute("SET timestamp = " + seconds);
		}
	}

	@Override
	public void close() {
		this.pool.close();
	}

}
