package chargerunner.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import chargerunner.ChargeRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SandboxCommandTests {

	@TempDir
	private Path directory;

	@Test
	void answersUntilToldToStopAndThenSaysWhatItCharged() throws IOException, InterruptedException {
		Path portFile = this.directory.resolve("port");
		Process sandbox = start("sandbox", "--port", "0", "--port-file", portFile.toString());
		try (BufferedReader output = new BufferedReader(
				new InputStreamReader(sandbox.getInputStream(), StandardCharsets.UTF_8))) {
			assertThat(output.readLine()).startsWith("The sandbox answers at http://127.0.0.1:");
			String url = "http://127.0.0.1:" + Files.readString(portFile).strip();
			assertThat(output.readLine()).isEqualTo("export PORTONE_API_BASE_URL=" + url);
			assertThat(output.readLine()).isEqualTo("export PORTONE_API_KEY=sandbox PORTONE_API_SECRET=sandbox");
			assertThat(status(url + "/_ledger")).isEqualTo(200);

			sandbox.toHandle().destroy();

			assertThat(output.readLine()).isEqualTo("ledger paid=0 won=0 posts=0");
			assertThat(sandbox.waitFor()).isZero();
		}
		finally {
			sandbox.destroyForcibly();
		}
	}

	@Test
	void takenPortIsASetting() throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			Ran ran = Ran.with(Map.of(), this.directory, "sandbox", "--port", Integer.toString(taken.getLocalPort()));

			assertThat(ran.code()).isEqualTo(78);
			assertThat(ran.err()).contains("The port " + taken.getLocalPort() + " is taken");
		}
	}

	@Test
	void portFileThatCannotBeWrittenIsSaid() {
		Ran ran = Ran.with(Map.of(), this.directory, "sandbox", "--port-file",
				this.directory.resolve("none/port").toString());

		assertThat(ran.code()).isEqualTo(75);
		assertThat(ran.err()).contains("none/port cannot be written").doesNotContain("\tat ");
	}

	private Process start(String... arguments) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-cp", System.getProperty("java.class.path"), ChargeRunner.class.getName());
		builder.command().addAll(List.of(arguments));
		builder.environment().put("CHARGE_LANG", "en");
		return builder.directory(this.directory.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
	}

	private static int status(String url) throws IOException, InterruptedException {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.discarding())
			.statusCode();
	}

}
