package chargerunner.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import chargerunner.ChargeRunner;

/**
 * The real program, in a process of its own that can be killed, on the database and the
 * sandbox of an installation.
 *
 * @param installation gives the settings
 * @param directory where it runs
 */
record RealProgram(Installation installation, Path directory) {

	private static final List<String> SETTINGS = List.of("spring.datasource.url", "spring.datasource.username",
			"spring.datasource.password", "portone.api.base-url", "portone.api.key", "portone.api.secret",
			"portone.api.read-timeout", "charge.lease", "charge.quarantine", "charge.resolve-for");

	Process start(String... arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-cp", System.getProperty("java.class.path"), ChargeRunner.class.getName()));
		command.addAll(List.of(arguments));
		ProcessBuilder program = new ProcessBuilder(command).directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("output.txt").toFile());
		Map<String, String> environment = program.environment();
		for (String name : SETTINGS) {
			environment.put(name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'),
					this.installation.property(name).toString());
		}
		return program.start();
	}

	/** What it has said so far. */
	static String output(Path directory) {
		try {
			return Files.readString(directory.resolve("output.txt"));
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

}
