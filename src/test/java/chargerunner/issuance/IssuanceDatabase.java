package chargerunner.issuance;

import java.util.Locale;

import chargerunner.mysql.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * The tables on a fresh, real database.
 */
final class IssuanceDatabase implements AutoCloseable {

	private final HikariDataSource dataSource = new HikariDataSource();

	private final JdbcTemplate sql;

	private final Issuances issuances;

	IssuanceDatabase(TestDatabase database) {
		this.dataSource.setJdbcUrl(database.newUrl());
		this.dataSource.setUsername(database.username());
		this.dataSource.setPassword(database.password());
		this.dataSource.setMinimumIdle(0);
		Flyway.configure()
			.dataSource(this.dataSource)
			.locations("classpath:db/migration", "classpath:db/vendor/" + database.name().toLowerCase(Locale.ROOT))
			.load()
			.migrate();
		this.sql = new JdbcTemplate(this.dataSource);
		this.issuances = new Issuances(JdbcClient.create(this.dataSource), new JdbcTransactionManager(this.dataSource));
	}

	JdbcTemplate sql() {
		return this.sql;
	}

	Issuances issuances() {
		return this.issuances;
	}

	long count(String table) {
		Long count = this.sql.queryForObject("SELECT COUNT(*) FROM " + table, Long.class);
		return (count != null) ? count : 0;
	}

	@Override
	public void close() {
		this.dataSource.close();
	}

}
