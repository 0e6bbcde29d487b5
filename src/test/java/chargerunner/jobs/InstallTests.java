package chargerunner.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import chargerunner.jobs.Call.Ended;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The commands of {@code jobs/README.md}, as they stand there, but that the root of the
 * file system is a directory of the test, and that no user is made.
 */
class InstallTests {

	@TempDir
	private Path root;

	private FakeJava java;

	@BeforeEach
	void java() {
		this.java = FakeJava.in(this.root.resolve("java"));
	}

	@Test
	void makesAnInstallationThatCronCanUse() throws IOException {
		Ended installed = run(commands("## Install"));
		assertThat(installed.code()).as(installed.err()).isZero();
		Path environment = this.root.resolve("etc/charge-runner/environment");
		Files.writeString(environment, Files.readString(environment) + "JAVA_HOME=" + this.java.home() + "\n");
		Ended copied = run(commands("## cron"));
		assertThat(copied.code()).as(copied.err()).isZero();

		String line = Files.readAllLines(this.root.resolve("etc/cron.d/charge-runner"))
			.stream()
			.filter((command) -> command.contains("/charge-due "))
			.findFirst()
			.orElseThrow()
			.split("\\s+", 7)[6];
		Ended charged = run(List.of(moved(line)));

		assertThat(charged).isEqualTo(new Ended(0, "", ""));
		assertThat(this.java.lastCall()).contains("-XX:SharedArchiveFile=")
			.endsWith("|charge|--due|--out|" + this.root.resolve("var/lib/charge-runner") + "|");
	}

	private List<String> commands(String heading) throws IOException {
		String block = Files.readString(Path.of("jobs/README.md")).split(heading + "\n")[1].split("```sh\n")[1]
			.split("```")[0];
		return block.lines()
			.filter((line) -> !line.startsWith("./mvnw") && !line.contains("useradd"))
			.map((line) -> moved(line.replace("-g charge ", "")))
			.toList();
	}

	private String moved(String command) {
		return command.replaceAll("^sudo ", "")
			.replaceAll("(?<= |^)(/opt|/etc|/var)/", this.root + "$1/")
			.replace("target/charge-runner.jar", this.root + "/charge-runner.jar");
	}

	private Ended run(List<String> commands) throws IOException {
		Files.writeString(this.root.resolve("charge-runner.jar"), "a jar");
		Files.createDirectories(this.root.resolve("etc/cron.d"));
		return Call.of(Path.of("").toAbsolutePath(), "sh", "-ec", String.join("\n", commands))
			.with(Map.of("JAVA_HOME", this.java.home().toString()))
			.run();
	}

}
