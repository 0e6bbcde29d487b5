package chargerunner.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

import chargerunner.charge.PaymentGateway;
import chargerunner.gateway.GatewayConfiguration;
import chargerunner.gateway.PortOneGateway;
import chargerunner.gateway.PortOneSettings;
import chargerunner.ledger.LedgerConfiguration;
import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.Sandbox;
import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.MessageSourceAccessor;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A whole installation: a database, a directory, and a process that can be started and
 * killed again and again.
 */
final class Installation implements AutoCloseable {

	private static final Map<TestDatabase, Installation> SHARED = new EnumMap<>(TestDatabase.class);

	/** Everything that commands write; the namespace and Spring Batch's records stay. */
	private static final List<String> LEDGER = List.of("attempt_event", "decision", "charge_attempt", "run_row",
			"charge", "charge_run", "run_digest", "report_file", "subscription", "billing_key");

	private static final int CONNECTIONS = 24;

	private final Map<String, Object> properties = new HashMap<>();

	private final AtomicReference<Clock> clock = new AtomicReference<>(Clock.systemUTC());

	private final AtomicReference<Locale> language = new AtomicReference<>(Locale.ENGLISH);

	Path directory;

	private @Nullable ConfigurableApplicationContext process;

	Installation(TestDatabase database, Path directory, Sandbox sandbox) {
		this.directory = directory;
		set("spring.datasource.url", database.newUrl());
		set("spring.datasource.username", database.username());
		set("spring.datasource.password", database.password());
		set("portone.api.base-url", sandbox.baseUrl().toString());
		set("portone.api.key", "key");
		set("portone.api.secret", "secret");
		set("portone.api.read-timeout", "1s");
		set("charge.lease", "2s");
		set("charge.quarantine", "1s");
		set("charge.resolve-for", "8s");
		set("charge.rate", "0");
		set("charge.tries", "3");
		set("spring.batch.job.enabled", "false");
		set("spring.batch.jdbc.initialize-schema", "never");
		set("spring.batch.jdbc.isolation-level-for-create", "read-committed");
		set("spring.flyway.locations", "classpath:db/migration,classpath:db/vendor/{vendor}");
		set("spring.main.banner-mode", "off");
		set("logging.level.root", "ERROR");
		set("logging.level.org.springframework.batch", "OFF");
	}

	/**
	 * {@return an installation with an empty ledger, in a process that stays for the
	 * tests after this one; not to be stopped or closed}
	 * @param database the kind of database
	 * @param directory where files are
	 * @param sandbox what is called
	 */
	static synchronized Installation shared(TestDatabase database, Path directory, Sandbox sandbox) {
		Installation shared = SHARED.computeIfAbsent(database, (key) -> new Installation(key, directory, sandbox));
		shared.renew(directory, sandbox);
		return shared;
	}

	void renew(Path newDirectory, Sandbox sandbox) {
		this.directory = newDirectory;
		this.language.set(Locale.ENGLISH);
		this.clock.set(Clock.systemUTC());
		LEDGER.forEach((table) -> sql().update("DELETE FROM " + table));
		call(sandbox);
	}

	/** Lets the running process call another sandbox from now on. */
	void call(Sandbox sandbox) {
		set("portone.api.base-url", sandbox.baseUrl().toString());
		PortOneSettings old = process().getBean(PortOneSettings.class);
		PortOneSettings settings = new PortOneSettings(sandbox.baseUrl().toString(), old.key(), old.secret(),
				old.connectTimeout(), old.readTimeout(), old.allowHttp());
		((MovableGateway) process().getBean(PaymentGateway.class)).moveTo(new PortOneGateway(settings, CONNECTIONS));
	}

	Installation set(String property, Object value) {
		this.properties.put(property, value);
		return this;
	}

	Installation at(Clock time) {
		this.clock.set(time);
		return this;
	}

	/** Lets texts be in another language from now on. */
	void speak(Locale locale) {
		this.language.set(locale);
	}

	/** The database's time is that of {@link #at(Clock)} too; for MySQL. */
	Installation withTimeTravel() {
		return set(TravellingDataSource.SWITCH, "true");
	}

	Object property(String name) {
		return Objects.requireNonNull(this.properties.get(name));
	}

	/** The process that commands run in; started when there is none. */
	ConfigurableApplicationContext process() {
		ConfigurableApplicationContext running = this.process;
		if (running == null) {
			running = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
				.properties(this.properties)
				.initializers((context) -> {
					context.getBeanFactory().registerSingleton("testClock", new MovableClock(this.clock));
					context.getBeanFactory().registerSingleton("testLanguage", new Language(this.language));
				})
				.run();
			this.process = running;
		}
		return running;
	}

	ChargeCommands commands() {
		return process().getBean(ChargeCommands.class);
	}

	JdbcTemplate sql() {
		return process().getBean(JdbcTemplate.class);
	}

	/** Ends the process, in good order. */
	void stop() {
		if (this.process != null) {
			this.process.close();
			this.process = null;
		}
	}

	Path file(String name, String... lines) {
		return write(name, String.join("\n", lines) + "\n");
	}

	Path write(String name, String content) {
		try {
			return Files.write(this.directory.resolve(name), content.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	RunResult charge(Path file) {
		return charge(file, options());
	}

	RunResult charge(Path file, ChargeOptions options) {
		return commands().chargeFile(file, options, new Silence());
	}

	List<RunResult> chargeDue(LocalDate date) {
		return commands().chargeDue(date, options(), new Silence());
	}

	/** Re-runs a part of a run, to which everybody agrees. */
	Optional<RunResult> rerun(RerunWishes wishes) {
		return commands().rerun(wishes.build(), (preview) -> {
		}, new Silence());
	}

	List<RunResult> resolve() {
		return commands().resolve(new Silence());
	}

	ChargeOptions options() {
		return wishes().build();
	}

	Wishes wishes() {
		return new Wishes(this.directory.resolve("out"));
	}

	/**
	 * {@return how many rows each table of the database has}
	 */
	Map<String, Long> tableSizes() {
		List<String> names = Objects.requireNonNull(sql().execute((Connection connection) -> {
			List<String> tables = new ArrayList<>();
			ResultSet found = connection.getMetaData()
				.getTables(connection.getCatalog(), connection.getSchema(), "%",
						new String[] { "TABLE", "BASE TABLE" });
			while (found.next()) {
				tables.add(found.getString("TABLE_NAME"));
			}
			return tables;
		}));
		Map<String, Long> sizes = new TreeMap<>();
		for (String name : names) {
			sizes.put(name.toLowerCase(Locale.ROOT),
					sql().queryForObject("SELECT COUNT(*) FROM " + quoted(name), Long.class));
		}
		return sizes;
	}

	private String quoted(String table) {
		return property("spring.datasource.url").toString().startsWith("jdbc:h2:") ? '"' + table + '"' : table;
	}

	String text(MessageSourceResolvable message) {
		return process().getBean(MessageSourceAccessor.class).getMessage(message);
	}

	@Override
	public void close() {
		stop();
	}

	/** Sees nothing and says nothing. */
	static final class Silence implements Progress {

		@Override
		public void begin(Phase phase, long total) {
			// Nobody looks.
		}

		@Override
		public void advance(long rows, long wonPaid) {
			// Nobody looks.
		}

		@Override
		public void notice(MessageSourceResolvable message) {
			// Nobody reads.
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ LedgerConfiguration.class, GatewayConfiguration.class, JobConfiguration.class })
	static class Application {

		@Bean
		ResourceBundleMessageSource messageSource() {
			ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
			messages.setBasenames("chargerunner.intake.messages", "chargerunner.report.messages",
					"chargerunner.gateway.messages", "chargerunner.job.messages");
			messages.setDefaultEncoding("UTF-8");
			messages.setFallbackToSystemLocale(false);
			return messages;
		}

		@Bean
		MessageSourceAccessor messageSourceAccessor(ResourceBundleMessageSource messageSource, Language language) {
			return new MessageSourceAccessor(messageSource) {

				@Override
				protected Locale getDefaultLocale() {
					return language.now().get();
				}

			};
		}

		@Bean
		static BeanPostProcessor replacements(Environment environment, ConfigurableListableBeanFactory beans) {
			boolean timeTravel = environment.getProperty(TravellingDataSource.SWITCH, Boolean.class, false);
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					if (timeTravel && bean instanceof HikariDataSource pool) {
						return new TravellingDataSource(pool, beans.getBean(MovableClock.class));
					}
					return (bean instanceof PortOneGateway client) ? new MovableGateway(client) : bean;
				}

			};
		}

	}

	/** The language of texts, changed by the test. */
	record Language(AtomicReference<Locale> now) {
	}

}
