package chargerunner.jobs;

import java.io.File;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import chargerunner.ChargeRunner;
import chargerunner.jobs.Call.Ended;
import chargerunner.sandbox.Sandbox;
import chargerunner.sandbox.SandboxOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the ledger keeps of who ran what, of the real program in a process of its own. */
class AuditTests {

	@TempDir
	private Path directory;

	@Test
	void everyRunKeepsWhoRanWhatAndWhenAndNoSecret() throws Exception {
		Path file = Files.writeString(this.directory.resolve("11월 청구.csv"),
				"customer_uid,amount,name\ngildong,1000,프리미엄\n");
		Instant before = Instant.now();
		Ended ended;
		try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults())) {
			ended = charge(sandbox, "--csv", "11월 청구.csv", "--batch", "2026-11");
		}
		Instant after = Instant.now();

		assertThat(ended.code()).as(ended.err()).isZero();
		Map<String, Object> run = run();
		assertThat(run).containsEntry("os_user", System.getProperty("user.name"))
			.containsEntry("host", InetAddress.getLocalHost().getHostName())
			.containsEntry("command_line", "charge --csv '11월 청구.csv' --batch 2026-11")
			.containsEntry("file_sha256", sha256(file));
		assertThat(run.values()).noneMatch((value) -> String.valueOf(value).contains("geheim"));
		assertThat(run.get("file_name").toString()).endsWith("11월 청구.csv");
		assertThat(run.get("version").toString()).matches("\\d.*|development");
		assertThat(List.of(time(run, "created_at"), time(run, "sealed_at"), time(run, "finished_at"))).isSorted()
			.allSatisfy((time) -> assertThat(time).isBetween(before.minusSeconds(1), after.plusSeconds(1)));
	}

	private Ended charge(Sandbox sandbox, String... options) {
		Call call = Call.of(this.directory, Path.of(System.getProperty("java.home"), "bin", "java"), "-cp", classPath(),
				ChargeRunner.class.getName(), "charge");
		call.command().addAll(List.of(options));
		return call
			.with(Map.of("PORTONE_API_BASE_URL", sandbox.baseUrl().toString(), "PORTONE_API_KEY", "key",
					"PORTONE_API_SECRET", "geheim", "LANG", "C.UTF-8"))
			.run();
	}

	private static String classPath() {
		return String.join(File.pathSeparator,
				List.of(System.getProperty("java.class.path").split(File.pathSeparator))
					.stream()
					.map((entry) -> Path.of(entry).toAbsolutePath().toString())
					.toList());
	}

	private Map<String, Object> run() throws SQLException {
		String url = "jdbc:h2:file:" + this.directory.resolve("data/charge-runner") + ";MODE=MySQL";
		try (Connection connection = DriverManager.getConnection(url, "sa", "")) {
			return new JdbcTemplate(new SingleConnectionDataSource(connection, true))
				.queryForMap("SELECT * FROM charge_run");
		}
	}

	private static Instant time(Map<String, Object> run, String column) {
		return ((Timestamp) run.get(column)).toLocalDateTime().toInstant(ZoneOffset.UTC);
	}

	private static String sha256(Path file) throws Exception {
		return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
	}

}
