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

import org.springframework.boot.flyway.autoconfigure.FlywayDataSource;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The ledger's beans: the database with its settings enforced, and the ports.
 */
@Configuration(proxyBeanMethods = false)
public class LedgerConfiguration {

	private static final int CONNECTIONS = 8;

	@Bean
	@Primary
	HikariDataSource dataSource(DataSourceProperties properties, LedgerSettings settings) {
		return pool(properties, settings, "ledger", CONNECTIONS);
	}

	/** Leases are renewed on a connection that nothing else can take. */
	@Bean(defaultCandidate = false)
	HikariDataSource leaseDataSource(DataSourceProperties properties, LedgerSettings settings) {
		return pool(properties, settings, "lease", 1);
	}

	/**
	 * Tables are changed on connections that may be silent: one has to keep a lock while
	 * another works for as long as that takes.
	 */
	@Bean(defaultCandidate = false, destroyMethod = "")
	@FlywayDataSource
	DataSource migrationDataSource(DataSourceProperties properties, HikariDataSource dataSource) {
		JdbcUrl url = JdbcUrl.enforcedOn(properties.determineUrl());
		return url.isEmbedded() ? dataSource
				: properties.initializeDataSourceBuilder().type(SimpleDriverDataSource.class).url(url.url()).build();
	}

	/**
	 * Connections that the server closes once they have said nothing for as long as a
	 * lease lasts. So whatever a paused process or a lost machine had locked is free when
	 * its run is.
	 */
	static HikariDataSource pool(DataSourceProperties properties, LedgerSettings settings, String name,
			int connections) {
		JdbcUrl url = JdbcUrl.enforcedOn(properties.determineUrl());
		HikariDataSource pool = properties.initializeDataSourceBuilder().type(HikariDataSource.class).build();
		pool.setJdbcUrl(url.url());
		if (!url.isEmbedded()) {
			pool.setConnectionInitSql("SET SESSION wait_timeout = " + Math.max(1, settings.lease().toSeconds()));
		}
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
	Database ledgerDatabase(HikariDataSource dataSource, PlatformTransactionManager transactionManager) {
		return new Database(dataSource, transactionManager);
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
		if (!database.isEmbedded()) {
			Durability.check(database);
		}
		return new JdbcRuns(database, new NamedParameterJdbcTemplate(leaseDataSource), leaseRenewer, settings);
	}

}
