package chargerunner.mysql;

import java.util.UUID;

import com.zaxxer.hikari.HikariDataSource;

/**
 * The databases that a contract test runs on; each call gives an empty one of its own.
 */
public enum TestDatabase {

	MYSQL {

		@Override
		public String newUrl() {
			return MySqlServer.shared().newDatabase();
		}

		@Override
		public String username() {
			return MySqlServer.shared().username();
		}

		@Override
		public String password() {
			return MySqlServer.shared().password();
		}

	},

	H2 {

		@Override
		public String newUrl() {
			return "jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=MySQL;DB_CLOSE_DELAY=-1";
		}

		@Override
		public String username() {
			return "sa";
		}

		@Override
		public String password() {
			return "";
		}

	};

	/**
	 * Creates an empty database.
	 * @return its JDBC URL
	 */
	public abstract String newUrl();

	public abstract String username();

	public abstract String password();

	/**
	 * Creates an empty database and a pool for it, which keeps no idle connections for
	 * long; closing it is kind but not needed.
	 * @return the pool
	 */
	public HikariDataSource newDataSource() {
		HikariDataSource dataSource = new HikariDataSource();
		dataSource.setJdbcUrl(newUrl());
		dataSource.setUsername(username());
		dataSource.setPassword(password());
		dataSource.setMinimumIdle(0);
		dataSource.setIdleTimeout(10_000);
		return dataSource;
	}

}
