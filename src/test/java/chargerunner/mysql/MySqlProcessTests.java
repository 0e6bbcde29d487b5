package chargerunner.mysql;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MySqlProcessTests {

	@Test
	void keepsWhatWasCommittedWhenItIsKilled() throws SQLException {
		try (MySqlProcess mysql = MySqlProcess.start()) {
			execute(mysql, "CREATE DATABASE kept");
			execute(mysql, "CREATE TABLE kept.answer (id INT)");
			execute(mysql, "INSERT INTO kept.answer VALUES (42)");

			mysql.kill();

			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute(mysql, "SELECT 1"));
			mysql.restart();
			assertThat(number(mysql, "SELECT id FROM kept.answer")).isEqualTo(42);
		}
	}

	@Test
	void endsWithItsJvmHoweverThatEnds() throws Exception {
		Process jvm = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), Orphan.class.getName())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		BufferedReader output = jvm.inputReader();
		ProcessHandle server = ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
		Path directory = Path.of(output.readLine());
		assertThat(directory).isDirectory();

		jvm.destroyForcibly();

		server.onExit().get(30, TimeUnit.SECONDS);
		assertThat(server.isAlive()).isFalse();
	}

	private static void execute(MySqlProcess mysql, String sql) throws SQLException {
		try (Connection connection = connect(mysql); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static int number(MySqlProcess mysql, String question) throws SQLException {
		try (Connection connection = connect(mysql);
				Statement statement = connection.createStatement();
				ResultSet answer = statement.executeQuery(question)) {
			answer.next();
			return answer.getInt(1);
		}
	}

	private static Connection connect(MySqlProcess mysql) throws SQLException {
		return DriverManager.getConnection(mysql.url(), mysql.username(), mysql.password());
	}

	/** A JVM that starts a server and then waits to be killed. */
	static final class Orphan {

		private Orphan() {
		}

		public static void main(String[] args) throws IOException {
			MySqlProcess mysql = MySqlProcess.start();
			System.out.println(mysql.pid());
			System.out.println(mysql.directory());
			System.in.read();
			mysql.close();
		}

	}

}
