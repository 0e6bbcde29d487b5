package chargerunner.mysql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MySqlServerTests {

	private final MySqlServer server = MySqlServer.shared();

	@Test
	void isAGenuineServerThatFlushesEveryCommit() throws SQLException {
		assertThat(ask(this.server.newDatabase(), "SELECT @@version")).matches("[89]\\..*");
		assertThat(ask(this.server.newDatabase(), "SELECT @@innodb_flush_log_at_trx_commit")).isEqualTo("1");
	}

	@Test
	void givesEveryoneASchemaOfTheirOwn() throws SQLException {
		String one = this.server.newDatabase();
		String other = this.server.newDatabase();

		ask(one, "SELECT 1", "CREATE TABLE mine (id INT)");

		assertThat(ask(one, "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()"))
			.isEqualTo("1");
		assertThat(ask(other, "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()"))
			.isEqualTo("0");
		assertThat(ask(other, "SELECT @@character_set_database")).isEqualTo("utf8mb4");
	}

	@Test
	void isTheSameForTheWholeJvm() {
		assertThat(MySqlServer.shared()).isSameAs(this.server);
	}

	private String ask(String url, String question, String... before) throws SQLException {
		try (Connection connection = DriverManager.getConnection(url, this.server.username(), this.server.password());
				Statement statement = connection.createStatement()) {
			for (String sql : before) {
				statement.execute(sql);
			}
			try (ResultSet answer = statement.executeQuery(question)) {
				answer.next();
				return answer.getString(1);
			}
		}
	}

}
