package chargerunner.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.util.FileSystemUtils;

/**
 * The program installed as the documents say: {@code jobs} beside the jar.
 *
 * @param directory the installation
 */
record Opt(Path directory) {

	/** With something in the place of the jar that only a fake Java can run. */
	static Opt in(Path directory) {
		Opt opt = new Opt(directory);
		opt.copyJobs();
		opt.jar("a jar");
		return opt;
	}

	/** With the real program. */
	static Opt withProgram(Path directory) {
		Opt opt = in(directory);
		try {
			Files.copy(ProgramJar.get(), opt.jar(), StandardCopyOption.REPLACE_EXISTING);
			return opt;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void copyJobs() {
		try {
			FileSystemUtils.copyRecursively(Path.of("jobs"), this.directory.resolve("jobs"));
			for (String script : List.of("charge-runner", "cron/charge-due")) {
				this.directory.resolve("jobs").resolve(script).toFile().setExecutable(true);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Path launcher() {
		return this.directory.resolve("jobs/charge-runner");
	}

	Path jar() {
		return this.directory.resolve("charge-runner.jar");
	}

	void jar(String content) {
		try {
			Files.writeString(jar(), content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Where the jar is unpacked. */
	Path cache() {
		return this.directory.resolve("charge-runner");
	}

	/** The unpacked programs, whole or not. */
	List<Path> homes() {
		try (Stream<Path> homes = Files.list(cache())) {
			return homes.sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** A call of the launcher. */
	Call call(Path java, Object... arguments) {
		Object[] command = Stream.concat(Stream.of(launcher()), Stream.of(arguments)).toArray();
		return Call.of(this.directory, command).with("JAVA_HOME", java);
	}

}
