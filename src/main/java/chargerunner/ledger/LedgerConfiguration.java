package chargerunner.ledger;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import javax.sql.DataSource;

import chargerunner.charge.ChargeLedger;
import chargerunner.charge.Chronicle;
import chargerunner.charge.Decisions;
import chargerunner.charge.Plans;
import chargerunner.charge.Reruns;
import chargerunner.charge.RunReports;
import chargerunner.charge.Runs;
import com.zaxxer.hikari.HikariDataSource;

import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The ledger's beans: the database with its settings enforced, and the ports.
 */
@Configuration(proxyBeanMethods = false)
public class LedgerConfiguration {

	private static final int CONNECTIONS = 8;

	@Bean
	@Primary
	HikariDataSource dataSource(DataSourceProperties properties) {
		return pool(properties, "ledger", CONNECTIONS);
	}

	/** Leases are renewed on a connection that nothing else can take. */
	@Bean(defaultCandidate = false)
	HikariDataSource leaseDataSource(DataSourceProperties properties) {
		return pool(properties, "lease", 1);
	}

	private static HikariDataSource pool(DataSourceProperties properties, String name, int connections) {
		HikariDataSource pool = properties.initializeDataSourceBuilder().type(HikariDataSource.class).build();
		pool.setJdbcUrl(JdbcUrl.enforcedOn(properties.determineUrl()).url());
		pool.setPoolName(name);
		pool.setMaximumPoolSize(connections);
		pool.setMinimumIdle(1);
		pool.setConnectionTimeout(5_000);
		pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
		pool.setAutoCommit(true);
		return pool;
	}

	@Bean
	FlywayMigrationStrategy migrationStrategy() {
		return (flyway) -> {
			SchemaVersion.refuseNewer(flyway);
			flyway.migrate();
		};
	}

	@Bean
	Database ledgerDatabase(DataSource dataSource, PlatformTransactionManager transactionManager) {
		return new Database(new NamedParameterJdbcTemplate(dataSource), transactionManager);
	}

	@Bean
	ChargeLedger chargeLedger(Database database, LedgerSettings settings) {
		return new JdbcChargeLedger(database, settings);
	}

	@Bean
	Decisions decisions(Database database) {
		return new JdbcDecisions(database);
	}

	@Bean
	Plans plans(Database database) {
		return new JdbcPlans(database);
	}

	@Bean
	Reruns reruns(Database database) {
		return new JdbcReruns(database);
	}

	@Bean
	RunReports runReports(Database database) {
		return new JdbcRunReports(database);
	}

	@Bean
	Chronicle chronicle(Database database, ChargeLedger charges, LedgerSettings settings) {
		return new JdbcChronicle(database, charges, settings);
	}

	@Bean(destroyMethod = "shutdownNow")
	ScheduledExecutorService leaseRenewer() {
		return Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "lease");
			thread.setDaemon(true);
			return thread;
		});
	}

	@Bean
	Runs runs(Database database, HikariDataSource leaseDataSource, ScheduledExecutorService leaseRenewer,
			LedgerSettings settings) {
		if (leaseDataSource.getJdbcUrl().startsWith("jdbc:mysql:")) {
			Durability.check(database);
		}
		return new JdbcRuns(database, new NamedParameterJdbcTemplate(leaseDataSource), leaseRenewer, settings);
	}

}
