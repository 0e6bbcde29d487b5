package chargerunner.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import chargerunner.mysql.MySqlProcess;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.FileSystemUtils;

/**
 * Where the program keeps its ledger. Looked into only while no process of the program
 * runs on an embedded one.
 */
interface Store {

	String name();

	/** What the program is told of it. */
	Map<String, String> environment();

	JdbcTemplate sql();

	/** Keeps what is there now, as a backup does. */
	void backUp();

	/** Brings the backup back over whatever came later. */
	void restore();

	/**
	 * The embedded database in the program's own directory.
	 *
	 * @param directory the directory
	 */
	record Embedded(Path directory) implements Store {

		@Override
		public String name() {
			return "embedded";
		}

		@Override
		public Map<String, String> environment() {
			return Map.of();
		}

		@Override
		public JdbcTemplate sql() {
			return new JdbcTemplate(new DriverManagerDataSource(
					"jdbc:h2:file:" + this.directory.resolve("data/charge-runner") + ";MODE=MySQL;IFEXISTS=TRUE", "sa",
					""));
		}

		@Override
		public void backUp() {
			replace(this.directory.resolve("backup"), this.directory.resolve("data"));
		}

		@Override
		public void restore() {
			replace(this.directory.resolve("data"), this.directory.resolve("backup"));
		}

		private static void replace(Path target, Path source) {
			try {
				FileSystemUtils.deleteRecursively(target);
				FileSystemUtils.copyRecursively(source, target);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

	/**
	 * A schema of its own on a MySQL server that can be killed.
	 *
	 * @param server the server
	 * @param schema the schema
	 */
	record MySql(MySqlProcess server, String schema) implements Store {

		public MySql {
			template(server.url()).execute("CREATE DATABASE " + schema + " CHARACTER SET utf8mb4");
		}

		private static JdbcTemplate template(String url) {
			return new JdbcTemplate(new DriverManagerDataSource(url, MySqlProcess.USERNAME, MySqlProcess.PASSWORD));
		}

		@Override
		public String name() {
			return "MySQL";
		}

		@Override
		public Map<String, String> environment() {
			return Map.of("SPRING_DATASOURCE_URL", this.server.url() + this.schema, "SPRING_DATASOURCE_USERNAME",
					MySqlProcess.USERNAME, "SPRING_DATASOURCE_PASSWORD", MySqlProcess.PASSWORD);
		}

		@Override
		public JdbcTemplate sql() {
			return template(this.server.url() + this.schema);
		}

		@Override
		public void backUp() {
			JdbcTemplate server = template(this.server.url());
			server.execute("CREATE DATABASE " + this.schema + "_backup");
			tables().forEach((table) -> server.execute("CREATE TABLE " + this.schema + "_backup." + table
					+ " AS SELECT * FROM " + this.schema + "." + table));
		}

		@Override
		public void restore() {
			JdbcTemplate server = template(this.server.url() + "?sessionVariables=foreign_key_checks=0");
			for (String table : tables()) {
				server.execute("DELETE FROM " + this.schema + "." + table);
				String columns = columns(table);
				server.execute("INSERT INTO " + this.schema + "." + table + " (" + columns + ") SELECT " + columns
						+ " FROM " + this.schema + "_backup." + table);
			}
		}

		/** Those that hold what was written, not what MySQL makes of it. */
		private String columns(String table) {
			return String.join(", ",
					template(this.server.url()).queryForList(
							"SELECT column_name FROM information_schema.columns WHERE table_schema = ?"
									+ " AND table_name = ? AND generation_expression = ''",
							String.class, this.schema, table));
		}

		private List<String> tables() {
			return template(this.server.url()).queryForList(
					"SELECT table_name FROM information_schema.tables WHERE table_schema = ?", String.class,
					this.schema);
		}

	}

}
