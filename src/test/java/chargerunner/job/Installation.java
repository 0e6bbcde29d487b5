package chargerunner.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import chargerunner.charge.Runs;
import chargerunner.gateway.GatewayConfiguration;
import chargerunner.ledger.LedgerConfiguration;
import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.Sandbox;
import org.jspecify.annotations.Nullable;

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
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A whole installation: a database, a directory, and a process that can be started and
 * killed again and again.
 */
final class Installation implements AutoCloseable {

	private final Map<String, Object> properties = new HashMap<>();

	private final AtomicReference<Clock> clock = new AtomicReference<>(Clock.systemUTC());

	final Path directory;

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
		set("spring.batch.job.enabled", "false");
		set("spring.batch.jdbc.initialize-schema", "never");
		set("spring.batch.jdbc.isolation-level-for-create", "read-committed");
		set("spring.flyway.locations", "classpath:db/migration,classpath:db/vendor/{vendor}");
		set("spring.main.banner-mode", "off");
		set("logging.level.root", "ERROR");
		set("logging.level.org.springframework.batch", "OFF");
	}

	Installation set(String property, String value) {
		this.properties.put(property, value);
		return this;
	}

	Installation at(Clock time) {
		this.clock.set(time);
		return this;
	}

	/** The process that commands run in; started when there is none. */
	ConfigurableApplicationContext process() {
		ConfigurableApplicationContext running = this.process;
		if (running == null) {
			running = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
				.properties(this.properties)
				.initializers((context) -> context.getBeanFactory()
					.registerSingleton("testClock", new MovableClock(this.clock)))
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

	List<RunResult> resolve() {
		return commands().resolve(new Silence());
	}

	ChargeOptions options() {
		return new ChargeOptions(this.directory.resolve("out"), false, null, false, false, null, null, null, null,
				false, Locale.ENGLISH, new Runs.Caller("tester", "host", "0", "charge"));
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
		MessageSourceAccessor messageSourceAccessor(ResourceBundleMessageSource messageSource) {
			return new MessageSourceAccessor(messageSource, Locale.ENGLISH);
		}

	}

}
