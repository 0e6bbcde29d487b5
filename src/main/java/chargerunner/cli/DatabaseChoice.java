package chargerunner.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Decides on the database: the one that is set, else the embedded one in {@code ./data}
 * (created with mode 0700), and says so. A dry run, or a question, that finds nothing
 * there takes one in memory, so that nothing is stored. Also warns where real money would
 * rest on an embedded database. Used for one start.
 */
final class DatabaseChoice implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private static final String URL = "spring.datasource.url";

	private final Invocation invocation;

	private final Start start;

	private @Nullable String url;

	DatabaseChoice(Invocation invocation, Start start) {
		this.invocation = invocation;
		this.start = start;
	}

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		ConfigurableEnvironment environment = context.getEnvironment();
		String given = environment.getProperty(URL);
		if (given == null) {
			this.url = embedded();
			environment.getPropertySources()
				.addFirst(new MapPropertySource("embeddedDatabase",
						Map.of(URL, this.url, "spring.datasource.username", "sa", "spring.datasource.password", "")));
		}
		else {
			this.url = given;
			checkKnown(given);
		}
		String gateway = environment.getProperty("portone.api.base-url", "https://api.iamport.kr");
		if (this.start.movesMoney() && this.url.startsWith("jdbc:h2:") && !isLoopback(gateway)) {
			this.invocation.complain("cli.database.live-on-embedded", name());
		}
	}

	/**
	 * {@return the database as people may see it: without user, password and settings}
	 */
	String name() {
		return (this.url != null) ? this.url.replaceFirst("[?;].*", "").replaceFirst("//[^/@]*@", "//") : "-";
	}

	private String embedded() {
		Path directory = this.invocation.surroundings().directory().resolve("data");
		Path base = directory.resolve("charge-runner");
		boolean storesNothing = this.start.dryRun() || this.start.reads();
		if (storesNothing && !Files.exists(base.resolveSibling("charge-runner.mv.db"))) {
			this.invocation.complain(this.start.reads() ? "cli.database.none-yet" : "cli.database.memory",
					directory.toAbsolutePath().toString());
			return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
		}
		create(directory);
		String file = base.isAbsolute() ? base.toString() : "./" + base;
		this.invocation.complain("cli.database.embedded", file + ".mv.db");
		return "jdbc:h2:file:" + file;
	}

	private static void create(Path directory) {
		boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
		FileAttribute<?>[] ownerOnly = posix
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")) }
				: new FileAttribute<?>[0];
		try {
			Files.createDirectories(directory, ownerOnly);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void checkKnown(String given) {
		if (!given.startsWith("jdbc:mysql:") && !given.startsWith("jdbc:h2:")) {
			throw new SettingsException(List.of(new Setting.Problem("cli.settings.database-url", name())));
		}
	}

	private static boolean isLoopback(String gateway) {
		try {
			String host = URI.create(gateway.strip()).getHost();
			return host != null
					&& host.toLowerCase(Locale.ROOT).matches("(.+\\.)?localhost|127(\\.\\d+){3}|\\[(0*:)*0*1]");
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

}
