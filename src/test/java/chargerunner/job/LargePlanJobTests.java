package chargerunner.job;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import chargerunner.charge.RowOutcome;
import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.SandboxOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Meant for a heap of 256 MB. */
@Tag("large")
class LargePlanJobTests {

	private static final int ROWS = Integer.getInteger("charge.test.rows", 1_000_000);

	@TempDir
	Path directory;

	@Test
	void plansMillionRowsOnMySql() throws Exception {
		plan(TestDatabase.MYSQL, Map.of());
	}

	@Test
	void plansMillionRowsInTheEmbeddedDatabase() throws Exception {
		plan(TestDatabase.H2,
				Map.of("spring.datasource.url", "jdbc:h2:file:" + this.directory.resolve("ledger") + ";MODE=MySQL"));
	}

	private void plan(TestDatabase database, Map<String, String> settings) throws Exception {
		try (Stage stage = new Stage(database, this.directory, SandboxOptions.defaults())) {
			settings.forEach(stage.installation::set);
			Path file = write();
			stage.installation.process();
			Stopwatch time = new Stopwatch();

			RunResult run = stage.installation.commands()
				.chargeFile(file, new Ask(stage.installation.options()).limit(0).options(), time);

			System.out.printf("%s, %,d rows, heap %d MB: %s%n", database, ROWS, Runtime.getRuntime().maxMemory() >> 20,
					time.stop());
			assertThat(run.exitCode()).isEqualTo(ExitCode.UNFINISHED);
			assertThat(run.tally().rows(RowOutcome.NOT_SENT)).isEqualTo(ROWS);
			assertThat(stage.rows("charge")).isEqualTo(ROWS);
			assertThat(stage.posts()).isZero();
			try (Stream<String> lines = Files.lines(run.written().retry())) {
				assertThat(lines.count()).isEqualTo(ROWS + 1L);
			}
		}
	}

	private Path write() throws IOException {
		Path path = this.directory.resolve("large.csv");
		try (BufferedWriter writer = Files.newBufferedWriter(path)) {
			writer.write("customer_uid,amount,name,buyer_name,tax_free,부서\r\n");
			for (int i = 0; i < ROWS; i++) {
				writer.write("gildong_%07d_1234,\"%d,000\",\"11월 정기결제, %d회차\",홍길동,,영업 %d팀\r\n".formatted(i, 1 + i % 90,
						i % 12, i % 7));
			}
		}
		return path;
	}

}
