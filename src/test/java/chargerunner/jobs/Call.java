package chargerunner.jobs;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command that is to be run as a process of its own. It has the path of this process
 * and nothing else of its environment.
 *
 * @param directory where it runs
 * @param environment its variables
 * @param command the command and its arguments
 */
record Call(Path directory, Map<String, String> environment, List<String> command) {

	private static final long LONGEST = TimeUnit.MINUTES.toSeconds(3);

	static Call of(Path directory, Object... command) {
		Map<String, String> environment = Map.of("PATH", System.getenv("PATH"), "CHARGE_LANG", "en");
		return new Call(directory, environment, strings(command));
	}

	private static List<String> strings(Object... words) {
		List<String> strings = new ArrayList<>();
		for (Object word : words) {
			strings.add(word.toString());
		}
		return strings;
	}

	Call with(String name, Object value) {
		return with(Map.of(name, value.toString()));
	}

	Call with(Map<String, String> variables) {
		Map<String, String> all = new LinkedHashMap<>(this.environment);
		all.putAll(variables);
		return new Call(this.directory, all, this.command);
	}

	/** Runs it to its end. */
	Ended run() {
		return start().end();
	}

	Running start() {
		try {
			File out = Files.createTempFile("out", null).toFile();
			File err = Files.createTempFile("err", null).toFile();
			ProcessBuilder builder = new ProcessBuilder(this.command).directory(this.directory.toFile())
				.redirectInput(new File("/dev/null"))
				.redirectOutput(out)
				.redirectError(err);
			builder.environment().clear();
			builder.environment().putAll(this.environment);
			return new Running(builder.start(), out.toPath(), err.toPath());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * One that runs.
	 *
	 * @param process the process
	 * @param out its standard output
	 * @param err its standard error
	 */
	record Running(Process process, Path out, Path err) {

		Ended end() {
			try {
				if (!this.process.waitFor(LONGEST, TimeUnit.SECONDS)) {
					this.process.destroyForcibly();
					throw new AssertionError("does not end; said " + text(this.out) + text(this.err));
				}
				Ended ended = new Ended(this.process.exitValue(), text(this.out), text(this.err));
				Files.delete(this.out);
				Files.delete(this.err);
				return ended;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			catch (InterruptedException ex) {
				throw new AssertionError(ex);
			}
		}

		private static String text(Path file) throws IOException {
			return Files.readString(file, StandardCharsets.UTF_8);
		}

	}

	/**
	 * One that has ended.
	 *
	 * @param code the exit code
	 * @param out standard output
	 * @param err standard error
	 */
	record Ended(int code, String out, String err) {
	}

}
