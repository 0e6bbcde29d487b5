package chargerunner.proof;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import chargerunner.ChargeRunner;
import chargerunner.mysql.MySqlProcess;
import org.jspecify.annotations.Nullable;

/**
 * What stays up while the program dies: the sandbox, in a process of its own, and MySQL.
 * The sandbox charges a number as often as it comes, which no PortOne does: so whatever
 * holds here is kept by the program alone.
 */
final class Laboratory implements AutoCloseable {

	private static final long START_SECONDS = 60;

	private final Path directory;

	private final Random random;

	private final @Nullable Sabotage always;

	private final Process sandbox;

	private final Gateway gateway;

	private @Nullable MySqlProcess server;

	private int trials;

	/**
	 * Starts the sandbox.
	 * @param directory for everything that is written
	 * @param seed chooses rows, moments and points
	 * @param always what is done to every process of the program; null for nothing
	 */
	Laboratory(Path directory, long seed, @Nullable Sabotage always) {
		this.directory = directory;
		this.random = new Random(seed);
		this.always = always;
		Path port = directory.resolve("port");
		try {
			Files.createDirectories(directory);
			List<String> command = java();
			command.addAll(List.of(ChargeRunner.class.getName(), "sandbox", "--port-file", port.toString(), "--seed",
					Long.toString(seed), "--latency", "150ms", "--latency-spread", "0.4", "--slow", "1200ms",
					"--look-up-lag", "1s", "--look-up-faults", "0.05", "--accept-repeated-numbers"));
			this.sandbox = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(directory.resolve("sandbox.txt").toFile())
				.start();
			Runtime.getRuntime().addShutdownHook(new Thread(this.sandbox::destroyForcibly));
			this.gateway = new Gateway(URI.create("http://127.0.0.1:" + awaitPort(port)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String awaitPort(Path port) throws IOException {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
		while (!Files.exists(port) && System.nanoTime() < end && !Trial.ends(this.sandbox, 20)) {
			// Its end or the file is waited for.
		}
		if (!Files.exists(port)) {
			throw new IllegalStateException("the sandbox does not start; see " + this.directory.resolve("sandbox.txt"));
		}
		return Files.readString(port).strip();
	}

	Gateway gateway() {
		return this.gateway;
	}

	Random random() {
		return this.random;
	}

	synchronized MySqlProcess server() {
		if (this.server == null) {
			this.server = MySqlProcess.start();
		}
		return this.server;
	}

	private static List<String> installed() {
		return List.of(Path.of("jobs/charge-runner").toAbsolutePath().toString());
	}

	boolean isSabotaged() {
		return this.always != null;
	}

	List<String> program() {
		return (this.always != null) ? program(this.always) : installed();
	}

	List<String> program(Sabotage sabotage) {
		List<String> command = java();
		command.addAll(sabotage.properties(this.gateway.baseUrl()));
		command.add(ChargeRunner.class.getName());
		return command;
	}

	private static List<String> java() {
		return new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-cp", classPath()));
	}

	/** The program runs in directories of its own. */
	private static String classPath() {
		return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.map((entry) -> Path.of(entry).toAbsolutePath().toString())
			.collect(Collectors.joining(File.pathSeparator));
	}

	Map<String, String> settings() {
		Map<String, String> settings = new HashMap<>();
		settings.put("PORTONE_API_BASE_URL", this.gateway.baseUrl().toString());
		settings.put("PORTONE_API_KEY", "proof");
		settings.put("PORTONE_API_SECRET", "proof");
		settings.put("PORTONE_API_READ_TIMEOUT", "2s");
		settings.put("CHARGE_LEASE", "2s");
		settings.put("CHARGE_QUARANTINE", "3s");
		settings.put("CHARGE_RESOLVE_FOR", "20s");
		settings.put("CHARGE_RATE", "0");
		settings.put("CHARGE_STORM_FAILURES", "0");
		settings.put("CHARGE_STORM_PERCENT", "0");
		settings.put("CHARGE_STORM_REFUSALS", "0");
		settings.put("CHARGE_LANG", "en");
		return settings;
	}

	String nextName() {
		this.trials++;
		return "t" + this.trials;
	}

	Trial trial(boolean mySql, Rows rows) {
		String name = rows.rows().get(0).reference().replaceFirst("\\..*", "");
		Path place = this.directory.resolve(name);
		try {
			Files.createDirectories(place);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Store store = mySql ? new Store.MySql(server(), "proof_" + name) : new Store.Embedded(place);
		return new Trial(this, name, store, place, rows);
	}

	@Override
	public void close() {
		this.sandbox.destroyForcibly();
		if (this.server != null) {
			this.server.close();
		}
	}

}
