package chargerunner.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import chargerunner.ChargeRunner;

import org.springframework.util.FileSystemUtils;

/**
 * A scratch directory in which the commands of documents run as if it were a checkout:
 * with the sample files, with a Java that runs this build's classes, and with no other
 * programs than harmless ones. Commands that cannot run here (a build, a server, a
 * cluster) are only noted.
 */
final class Workshop {

	/** Programs that documents may use as they are. */
	private static final List<String> TOOLS = List.of("awk", "cat", "chmod", "cp", "cut", "date", "dirname", "env",
			"grep", "head", "install", "ls", "mkdir", "mv", "rm", "sed", "sleep", "sort", "tail", "tee", "touch", "tr",
			"wc");

	/** Programs whose calls are only noted. */
	private static final List<String> NOTED = List.of("./mvnw", "./jobs/try.sh", "./jobs/try-issuance.sh",
			"./jobs/verify-exactly-once.sh", "crontab", "docker", "journalctl", "kubectl", "systemctl");

	private static final String NOTE = "#!/bin/sh\nprintf '%%s\\n' \"%s $*\" >>\"$WORKSHOP_NOTES\"\n";

	/** Unfinished is fine in a document: it says what to do then. */
	private static final String JAVA = """
			#!/bin/sh
			class=%2$s
			case $1 in
			-jar) shift 2 ;;
			-cp) class=${3#-Dloader.main=}; shift 4 ;;
			*) exec %1$s "$@" ;;
			esac
			if [ "${1:-}" = sandbox ]; then
				printf '%%s\\n' "charge-runner $*" >>"$WORKSHOP_NOTES"
				exit 0
			fi
			case ${SPRING_DATASOURCE_URL:-} in
			*example.com*)
				export SPRING_DATASOURCE_URL="$WORKSHOP_URL" SPRING_DATASOURCE_USERNAME="$WORKSHOP_USERNAME"
				export SPRING_DATASOURCE_PASSWORD="$WORKSHOP_PASSWORD" ;;
			esac
			code=0
			%1$s -XX:TieredStopAtLevel=1 -cp "$WORKSHOP_CLASSES" "$class" "$@" || code=$?
			[ $code != 75 ] || code=0
			exit $code
			""";

	/** Files go below this directory, as if it were the root; the rest is only noted. */
	private static final String SUDO = """
			#!/bin/sh
			case $1 in
			cp | install | mkdir) ;;
			*) printf 'sudo %s\\n' "$*" >>"$WORKSHOP_NOTES"; exit 0 ;;
			esac
			skip=false
			for argument; do
				shift
				if $skip; then skip=false; continue; fi
				case $argument in
				-g) skip=true ;;
				/*) set -- "$@" "$HOME/root$argument" ;;
				*) set -- "$@" "$argument" ;;
				esac
			done
			exec "$@"
			""";

	/** An answer that is lost on purpose is no failure of a document. */
	private static final String CURL = """
			#!/bin/sh
			code=0
			%s "$@" || code=$?
			[ $code != 52 ] || code=0
			exit $code
			""";

	private final Path directory;

	private final Map<String, String> environment;

	/**
	 * Makes the directory ready.
	 * @param directory an empty directory
	 * @param environment what commands find set
	 */
	Workshop(Path directory, Map<String, String> environment) throws IOException {
		this.directory = directory.toRealPath();
		this.environment = new HashMap<>(environment);
		Path bin = Files.createDirectories(this.directory.resolve("bin"));
		for (String tool : TOOLS) {
			script(bin.resolve(tool), "#!/bin/sh\nexec " + program(tool) + " \"$@\"\n");
		}
		script(bin.resolve("java"),
				JAVA.formatted(Path.of(System.getProperty("java.home"), "bin", "java"), ChargeRunner.class.getName()));
		script(bin.resolve("charge-runner"), "#!/bin/sh\nexec java -jar charge-runner.jar \"$@\"\n");
		FileSystemUtils.copyRecursively(Path.of("jobs"), this.directory.resolve("jobs"));
		script(this.directory.resolve("target/charge-runner.jar"), "");
		script(this.directory.resolve("jobs/charge-runner"), "#!/bin/sh\nexec java -jar charge-runner.jar \"$@\"\n");
		script(bin.resolve("sudo"), SUDO);
		Files.createDirectories(this.directory.resolve("root/etc/cron.d"));
		Files.createDirectories(this.directory.resolve("root/etc/systemd/system"));
		script(bin.resolve("curl"), CURL.formatted(program("curl")));
		for (String noted : NOTED) {
			Path path = noted.startsWith("./") ? this.directory.resolve(noted.substring(2)) : bin.resolve(noted);
			script(path, NOTE.formatted(noted));
		}
		FileSystemUtils.copyRecursively(Path.of("input-samples"), this.directory.resolve("input-samples"));
		Files.copy(Path.of("input-samples/charges.csv"), this.directory.resolve("charges.csv"));
	}

	Path directory() {
		return this.directory;
	}

	/**
	 * {@return how a script ended}
	 * @param script what a shell is to run; it stops at the first command that fails
	 */
	Ended run(String script) {
		Path output = this.directory.resolve("bin/output");
		Path errors = this.directory.resolve("bin/errors");
		Path notes = this.directory.resolve("bin/notes");
		try {
			Files.writeString(notes, "");
			ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-euc", script).directory(this.directory.toFile())
				.redirectOutput(output.toFile())
				.redirectError(errors.toFile());
			setEnvironment(builder.environment());
			Process process = builder.start();
			process.getOutputStream().close();
			boolean ended = process.waitFor(5, TimeUnit.MINUTES);
			if (!ended) {
				process.destroyForcibly();
			}
			return new Ended(ended ? process.waitFor() : -1, Files.readString(output), Files.readString(errors),
					Files.readAllLines(notes).stream().map(String::strip).toList());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private void setEnvironment(Map<String, String> variables) {
		variables.clear();
		variables.put("PATH", this.directory.resolve("bin").toString());
		variables.put("HOME", this.directory.toString());
		variables.put("CHARGE_LANG", "en");
		variables.put("WORKSHOP_NOTES", this.directory.resolve("bin/notes").toString());
		variables.put("WORKSHOP_CLASSES", System.getProperty("java.class.path"));
		variables.putAll(this.environment);
	}

	private static Path program(String name) {
		return Stream.of(System.getenv("PATH").split(":"))
			.map((directory) -> Path.of(directory, name))
			.filter(Files::isExecutable)
			.findFirst()
			.orElseThrow(() -> new AssertionError("Documents use " + name + ", which is not on the path: install it"));
	}

	private static void script(Path path, String text) throws IOException {
		Files.createDirectories(path.getParent());
		Files.writeString(path, text, StandardCharsets.UTF_8);
		Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
	}

	/**
	 * How a script ended.
	 *
	 * @param code its exit code; -1 when it had to be stopped
	 * @param out its standard output
	 * @param err its standard error
	 * @param noted the commands that were only noted
	 */
	record Ended(int code, String out, String err, List<String> noted) {
	}

}
