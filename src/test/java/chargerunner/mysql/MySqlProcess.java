package chargerunner.mysql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * A MySQL 8.0.33 server of our own: a process on a free loopback port with a data
 * directory in the system's temporary folder, as durable as MySQL is by default. Tests
 * that stop, kill or restart their server start one for themselves; everybody else uses
 * {@link MySqlServer}. The server ends and its directory goes with {@link #close()}, and
 * also when the JVM ends or is killed. Not for use by several threads.
 */
public final class MySqlProcess implements AutoCloseable {

	public static final String USERNAME = "charge";

	public static final String PASSWORD = "charge";

	private static final int START_ATTEMPTS = 3;

	private static final Duration START_LIMIT = Duration.ofSeconds(90);

	/*
	 * Reads the server's process id from a pipe that only this JVM holds: its end is the
	 * end of the JVM, however that came about.
	 */
	private static final String GUARD = """
			trap '' HUP INT TERM
			pid=
			while read -r line; do pid=$line; done
			[ -z "$pid" ] || kill -9 "$pid"
			rm -rf "$1"
			""";

	private final MySqlDistribution distribution;

	private final Path directory;

	private final int port;

	private final Process guard;

	private final Writer guarded;

	private Process server;

	private MySqlProcess(MySqlDistribution distribution, Path directory) throws IOException {
		this.distribution = distribution;
		this.directory = directory;
		this.port = freePort();
		this.guard = new ProcessBuilder("sh", "-c", GUARD, "sh", directory.toString())
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		this.guarded = this.guard.outputWriter();
		FileSystemUtils.copyRecursively(distribution.template(), directory.resolve("data"));
		this.server = launch(distribution, directory, this.port);
		guard(this.server);
	}

	/**
	 * Starts a server without any schema; fetches MySQL first where this machine has none
	 * yet.
	 * @return the server, which answers
	 * @throws IllegalStateException if MySQL cannot be fetched or does not start
	 */
	public static MySqlProcess start() {
		MySqlDistribution distribution = MySqlDistribution.prepare();
		for (int attempt = 1;; attempt++) {
			try {
				MySqlProcess process = new MySqlProcess(distribution, Files.createTempDirectory("charge-mysql-"));
				process.awaitAnswer(attempt == START_ATTEMPTS);
				if (process.isAlive()) {
					return process;
				}
				// Somebody else may have taken the free port in the meantime.
				process.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	/**
	 * Returns the JDBC URL of the server, without a schema.
	 * @return the URL, the same for the life of this object
	 */
	public String url() {
		return "jdbc:mysql://127.0.0.1:" + this.port + "/";
	}

	public String username() {
		return USERNAME;
	}

	public String password() {
		return PASSWORD;
	}

	public boolean isAlive() {
		return this.server.isAlive();
	}

	/**
	 * Kills the server as a crash would: nothing is flushed, nobody is told.
	 */
	public void kill() {
		this.server.destroyForcibly();
		awaitEnd(this.server);
		guard(null);
	}

	/**
	 * Stops the server in order, as its service manager would.
	 */
	public void stop() {
		this.server.destroy();
		awaitEnd(this.server);
		guard(null);
	}

	/**
	 * Starts the server again, on the same port and data, and waits until it answers;
	 * kills it first if it is still alive.
	 */
	public void restart() {
		kill();
		this.server = launch(this.distribution, this.directory, this.port);
		guard(this.server);
		awaitAnswer(true);
	}

	@Override
	public void close() {
		try {
			this.guarded.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		awaitEnd(this.guard);
	}

	long pid() {
		return this.server.pid();
	}

	Path directory() {
		return this.directory;
	}

	Path home() {
		return this.distribution.home();
	}

	private static Process launch(MySqlDistribution distribution, Path directory, int port) {
		try {
			return distribution
				.mysqld(directory, "--datadir=" + directory.resolve("data"), "--port=" + port,
						"--bind-address=127.0.0.1", "--mysqlx=OFF", "--socket=" + directory.resolve("mysql.sock"),
						"--pid-file=" + directory.resolve("mysqld.pid"), "--max-connections=500")
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void guard(@Nullable Process process) {
		try {
			this.guarded.write(((process != null) ? Long.toString(process.pid()) : "") + "\n");
			this.guarded.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void awaitAnswer(boolean required) {
		long start = System.nanoTime();
		while (!answers()) {
			boolean late = System.nanoTime() - start > START_LIMIT.toNanos();
			if (required && (late || !isAlive())) {
				throw new IllegalStateException(
						"mysqld does not start; it says:\n" + this.distribution.log(this.directory));
			}
			if (late || !isAlive()) {
				return;
			}
		}
	}

	private boolean answers() {
		try {
			DriverManager.getConnection(url(), USERNAME, PASSWORD).close();
			return isAlive();
		}
		catch (SQLException ex) {
			return pause();
		}
	}

	private boolean pause() {
		awaitExit(this.server, Duration.ofMillis(50));
		return false;
	}

	private static void awaitEnd(Process process) {
		if (!awaitExit(process, Duration.ofSeconds(60))) {
			throw new IllegalStateException("Process " + process.pid() + " does not end");
		}
	}

	private static boolean awaitExit(Process process, Duration limit) {
		try {
			return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for MySQL", ex);
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
