package chargerunner.cli;

import java.io.FileDescriptor;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What the process was given: the only way in which a command sees the outside.
 *
 * @param environment the environment variables
 * @param out standard output: a command's summary and nothing else
 * @param err standard error: progress, notices, errors
 * @param watched whether a person watches standard error
 * @param person whom a command may ask
 * @param clock the time
 * @param directory where the embedded database's directory is
 */
record Surroundings(Map<String, String> environment, PrintStream out, PrintStream err, BooleanSupplier watched,
		Person person, Clock clock, Path directory) {

	static Surroundings real() {
		Map<String, String> environment = System.getenv();
		return new Surroundings(environment, Encoding.stream(FileDescriptor.out, "stdout.encoding"),
				Encoding.stream(FileDescriptor.err, "stderr.encoding"), () -> Watcher.isThere(environment),
				Person.atTerminal(), Clock.systemUTC(), Path.of(""));
	}

}
