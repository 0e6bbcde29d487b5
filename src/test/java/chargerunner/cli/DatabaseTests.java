package chargerunner.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

import chargerunner.mysql.MySqlServer;
import chargerunner.mysql.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class DatabaseTests {

	@TempDir
	private Path directory;

	@Test
	void embeddedOneIsTheDefaultOnlyForItsOwnerAndSaid() throws IOException {
		Ran ran = Ran.with(Map.of(), this.directory, "migrate");

		assertThat(ran.code()).as(ran.err()).isZero();
		assertThat(ran.err()).contains("the embedded database " + this.directory.resolve("data/charge-runner.mv.db"));
		assertThat(this.directory.resolve("data/charge-runner.mv.db")).exists();
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.directory.resolve("data"))))
			.isEqualTo("rwx------");
	}

	@Test
	void dryRunStoresNothingWhereNothingIsYet() {
		Ran ran = Ran.with(Map.of(), this.directory, "charge", "--due", "--dry-run");

		assertThat(ran.err()).contains("works in memory").doesNotContain("WARNING");
		assertThat(this.directory.resolve("data")).doesNotExist();
	}

	@ParameterizedTest
	@CsvSource({ ",true", "https://api.iamport.kr,true", "https://proxy.example/portone,true",
			"http://127.0.0.1:8080,false", "http://localhost:1/x,false", "http://[::1]:1,false",
			"http://localhost.example,true" })
	void embeddedOneIsWarnedAboutWhereMoneyMayMove(String gateway, boolean warned) {
		Map<String, String> environment = (gateway != null) ? Map.of("PORTONE_API_BASE_URL", gateway) : Map.of();

		Ran ran = Ran.with(environment, this.directory, "resolve");

		assertThat(ran.code()).as(ran.err()).isZero();
		assertThat(ran.err().contains("WARNING: real charges on the embedded database")).isEqualTo(warned);
	}

	@ParameterizedTest
	@EnumSource
	void canBeMigratedAgainAndAgain(TestDatabase database) {
		Map<String, String> environment = environment(database.newUrl(), database.username(), database.password());

		assertThat(Ran.with(environment, this.directory, "migrate").code()).isZero();
		Ran again = Ran.with(environment, this.directory, "migrate");

		assertThat(again.out()).isEqualTo("The tables are up to date." + System.lineSeparator());
	}

	@Test
	void inUseByAnotherProcessIsNamed() throws IOException, InterruptedException {
		String url = "jdbc:h2:file:" + this.directory.resolve("shared");
		Process holder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), Holder.class.getName(), url)
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		try (BufferedReader output = new BufferedReader(
				new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8))) {
			assertThat(output.readLine()).isEqualTo("open true");

			expect(environment(url, "sa", ""), 69, "Another process has the embedded database " + url);
		}
		finally {
			holder.destroy();
			holder.waitFor();
		}
	}

	@Test
	void embeddedOneWithAnotherPasswordIsASetting() throws SQLException {
		String url = "jdbc:h2:file:" + this.directory.resolve("locked");
		try (Connection connection = DriverManager.getConnection(url, "sa", "right")) {
			assertThat(connection.isValid(1)).isTrue();
		}

		expect(environment(url, "sa", "geheim"), 78, "refuses user or password");
	}

	@Test
	void directoryThatCannotBeWrittenIsTriedAgain() throws IOException {
		Files.createFile(this.directory.resolve("data"));

		Ran ran = Ran.with(Map.of(), this.directory, "migrate");

		assertThat(ran.code()).isEqualTo(75);
		assertThat(ran.err()).contains("cannot be written").doesNotContain("\tat ", "bug");
	}

	@Test
	void unreachableOneIsTriedAgain() throws IOException {
		int port;
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = free.getLocalPort();
		}

		expect(environment("jdbc:mysql://127.0.0.1:" + port + "/charges?password=geheim", "u", "geheim"), 75,
				"jdbc:mysql://127.0.0.1:" + port + "/charges cannot be reached");
		expect(environment("jdbc:mysql://nowhere.invalid/charges", "u", "geheim"), 75, "cannot be reached");
	}

	@Test
	void wrongPasswordOrSchemaOfMySqlIsASetting() {
		MySqlServer server = MySqlServer.shared();
		String url = server.newDatabase();

		expect(environment(url, "nobody-here", "geheim"), 78, "refuses user or password");
		expect(environment(url.replace("charge_test_", "charge_none_"), server.username(), server.password()), 78,
				"the schema or a table cannot be used");
	}

	@Test
	void tablesOfANewerProgramAreLeftAlone() throws SQLException {
		String url = TestDatabase.H2.newUrl();
		Map<String, String> environment = environment(url, "sa", "");
		assertThat(Ran.with(environment, this.directory, "migrate").code()).isZero();
		try (Connection connection = DriverManager.getConnection(url, "sa", "");
				Statement statement = connection.createStatement()) {
			statement.execute(
					"""
							INSERT INTO "flyway_schema_history" ("installed_rank", "version", "description", "type", "script",
							"installed_by", "execution_time", "success") VALUES (99, '99', 'later', 'SQL', 'V99.sql', 'sa', 1, 1)""");
		}

		expect(environment, 78, "have version 99");
	}

	private void expect(Map<String, String> environment, int code, String sentence) {
		Ran ran = Ran.with(environment, this.directory, "migrate");

		assertThat(ran.code()).as(ran.err()).isEqualTo(code);
		assertThat(ran.err()).contains(sentence).doesNotContain("\tat ", "bug", "geheim");
		assertThat(ran.out()).isEmpty();
	}

	private static Map<String, String> environment(String url, String username, String password) {
		Map<String, String> environment = new HashMap<>();
		environment.put("SPRING_DATASOURCE_URL", url);
		environment.put("SPRING_DATASOURCE_USERNAME", username);
		environment.put("SPRING_DATASOURCE_PASSWORD", password);
		return environment;
	}

}
