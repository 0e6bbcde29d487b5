package chargerunner.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import chargerunner.jobs.Call.Ended;
import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.Sandbox;
import chargerunner.sandbox.SandboxOptions;
import com.zaxxer.hikari.HikariDataSource;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The CronJob's container as a cluster starts it: the image's entry point with the
 * manifest's arguments, variables, directories and secrets, each directory of the
 * container moved to one of the test. Only PortOne is another.
 */
class CronJobRunTests {

	private final PodSpec pod = Manifest.read("cronjob.yaml", CronJob.class)
		.getSpec()
		.getJobTemplate()
		.getSpec()
		.getTemplate()
		.getSpec();

	private final Container container = this.pod.getContainers().get(0);

	private final Image image = Image.get();

	@TempDir
	private Path directory;

	private Sandbox sandbox;

	private HikariDataSource database;

	@BeforeEach
	void start() throws IOException {
		this.sandbox = Sandbox.start(SandboxOptions.defaults());
		this.database = TestDatabase.MYSQL.newDataSource();
		for (VolumeMount mount : this.container.getVolumeMounts()) {
			Files.createDirectories(moved(mount.getMountPath()));
		}
		writeSecrets(Map.of("PORTONE_API_KEY", "key", "PORTONE_API_SECRET", "geheim", "SPRING_DATASOURCE_URL",
				this.database.getJdbcUrl(), "SPRING_DATASOURCE_USERNAME", this.database.getUsername(),
				"SPRING_DATASOURCE_PASSWORD", this.database.getPassword()));
	}

	@AfterEach
	void stop() {
		this.database.close();
		this.sandbox.close();
	}

	private void writeSecrets(Map<String, String> secrets) throws IOException {
		List<KeyToPath> items = this.pod.getVolumes()
			.stream()
			.filter((volume) -> volume.getSecret() != null)
			.flatMap((volume) -> volume.getSecret().getItems().stream())
			.toList();
		String mount = this.container.getVolumeMounts()
			.stream()
			.filter((volume) -> volume.getName().equals("secrets"))
			.map(VolumeMount::getMountPath)
			.findFirst()
			.orElseThrow();
		for (KeyToPath item : items) {
			Files.writeString(moved(mount).resolve(item.getPath()), secrets.get(item.getKey()) + "\n");
		}
	}

	private Ended run(List<String> arguments) {
		Map<String, String> variables = new LinkedHashMap<>();
		this.container.getEnv().forEach((variable) -> variables.put(variable.getName(), here(variable.getValue())));
		variables.put("PORTONE_API_BASE_URL", this.sandbox.baseUrl().toString());
		List<String> command = Stream.concat(this.image.entryPoint().stream(), arguments.stream().map(this::here))
			.toList();
		return this.image.call(this.image.inside(this.container.getWorkingDir()), command).with(variables).run();
	}

	private String here(String word) {
		boolean moved = this.container.getVolumeMounts()
			.stream()
			.anyMatch((mount) -> word.startsWith(mount.getMountPath()));
		return moved ? moved(word).toString() : word;
	}

	private Path moved(String path) {
		return this.directory.resolve(path.substring(1));
	}

	@Test
	void chargesWhatIsDue() throws IOException {
		assertThat(this.container.getCommand()).as("the image's entry point").isEmpty();
		assertThat(run(List.of("migrate")).code()).isZero();
		LocalDate today = LocalDate.now(ZoneId.of("Asia/Seoul"));
		JdbcTemplate sql = new JdbcTemplate(this.database);
		sql.update("INSERT INTO subscription (id, customer_uid, name, amount, cadence, anchor_date, next_due_on)"
				+ " VALUES ('S-1', 'gildong', '프리미엄', 19900, 'month', ?, ?)", today, today);

		Ended first = run(this.container.getArgs());
		Ended again = run(this.container.getArgs());

		assertThat(first.code()).as(first.err()).isZero();
		assertThat(first.out()).contains("결제 완료").contains("rows=1 paid=1").endsWith("won_paid=19900\n");
		assertThat(first.err()).doesNotContain("CHARGE_", "geheim", "data/charge-runner");
		assertThat(again.code()).as(again.err()).isZero();
		assertThat(this.sandbox.paidWon()).isEqualTo(19_900);
		assertThat(this.sandbox.postsOfAgain()).isOne();
		assertThat(moved("/files/due-" + today + ".result.csv")).content().contains("S-1", "paid");
		assertThat(sql.queryForMap("SELECT host, version, command_line FROM charge_run").values()).doesNotContain("-");
		assertThat(this.image.inside("/app/data")).doesNotExist();
	}

}
