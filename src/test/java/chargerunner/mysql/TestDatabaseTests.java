package chargerunner.mysql;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

class TestDatabaseTests {

	@ParameterizedTest
	@EnumSource
	void isAnotherOneEachTimeAndStaysWhileNobodyIsConnected(TestDatabase database) {
		try (HikariDataSource one = database.newDataSource(); HikariDataSource other = database.newDataSource()) {
			create(one, 1);
			create(other, 2);
			one.getHikariPoolMXBean().softEvictConnections();

			assertThat(read(one)).isEqualTo(1);
			assertThat(read(other)).isEqualTo(2);
		}
	}

	private static void create(HikariDataSource dataSource, int value) {
		JdbcClient client = JdbcClient.create(dataSource);
		client.sql("CREATE TABLE only_here (id INT)").update();
		client.sql("INSERT INTO only_here VALUES (?)").param(value).update();
	}

	private static int read(HikariDataSource dataSource) {
		return JdbcClient.create(dataSource).sql("SELECT id FROM only_here").query(Integer.class).single();
	}

}
