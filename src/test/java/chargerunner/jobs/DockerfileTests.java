package chargerunner.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class DockerfileTests {

	@TempDir
	private Path directory;

	private static Image image() {
		return Image.get();
	}

	@Test
	void copiesWhatIsThereAndNotIgnored() {
		List<String> kept = Image.lines("Dockerfile.dockerignore")
			.filter((line) -> line.startsWith("!"))
			.map((line) -> line.substring(1))
			.toList();
		List<String> copied = Image.instructions()
			.stream()
			.filter((line) -> line.startsWith("COPY ") && !line.contains("--from"))
			.flatMap((line) -> sources(line))
			.toList();

		assertThat(copied).isNotEmpty().allSatisfy((source) -> assertThat(Path.of(source)).exists());
		assertThat(kept).containsExactlyInAnyOrderElementsOf(copied);
		assertThat(Image.lines("Dockerfile.dockerignore")).startsWith("*");
	}

	private static Stream<String> sources(String copy) {
		List<String> words = new ArrayList<>(List.of(copy.split(" ")));
		return words.subList(1, words.size() - 1).stream();
	}

	@Test
	void copiesEveryLayer() throws IOException {
		List<String> copied = Image.lastStage()
			.stream()
			.filter((line) -> line.startsWith("COPY --from=build "))
			.map((line) -> line.replaceFirst(".*layers/([^/]*)/.*", "$1"))
			.toList();

		try (Stream<Path> layers = Files.list(image().root().resolveSibling("layers"))) {
			assertThat(copied)
				.containsExactlyInAnyOrderElementsOf(layers.map((layer) -> layer.getFileName().toString()).toList());
		}
		assertThat(image().inside("/app/charge-runner.jar")).isRegularFile();
		assertThat(image().inside("/app/lib")).isNotEmptyDirectory();
	}

	@Test
	void hasANumericUserWithoutRights() {
		PodSpec pod = Manifest.read("cronjob.yaml", CronJob.class)
			.getSpec()
			.getJobTemplate()
			.getSpec()
			.getTemplate()
			.getSpec();

		assertThat(Image.lastStage()).contains(
				"USER " + pod.getSecurityContext().getRunAsUser() + ":" + pod.getSecurityContext().getRunAsGroup());
		assertThat(Image.lastStage()).startsWith("FROM eclipse-temurin:25-jre");
	}

	@Test
	void startsTheProgramWithoutAShellBetween() {
		Call.Ended ended = image().call(this.directory, with("--version")).run();

		assertThat(ended.code()).as(ended.err()).isZero();
		assertThat(ended.out()).startsWith("charge-runner ");
		assertThat(image().environment()).containsOnlyKeys("JAVA_OPTS");
	}

	@Test
	void bringsAnArchiveOfItsClasses() throws IOException {
		try (Stream<Path> files = Files.list(image().inside("/app"))) {
			assertThat(files.map((file) -> file.getFileName().toString()).filter((name) -> name.endsWith(".jsa")))
				.hasSize(1);
		}
	}

	private static List<String> with(String... arguments) {
		return Stream.concat(image().entryPoint().stream(), Stream.of(arguments)).toList();
	}

}
