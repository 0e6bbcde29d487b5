package chargerunner.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import chargerunner.ChargeRunner;

/**
 * One way to charge a file, as a process of its own.
 *
 * @param name as the table has it
 * @param command makes the command line
 * @param environment beside that of this process
 */
record Contender(String name, Command command, Map<String, String> environment) {

	private static final String COLLECTOR = "-XX:+UseSerialGC";

	/** No flags. */
	static final List<String> PLAIN = List.of();

	/** The launcher's flags. */
	static final List<String> LAUNCHER = List.of("-XX:TieredStopAtLevel=1", COLLECTOR);

	/** The launcher's flags where a file has many rows. */
	static final List<String> LAUNCHER_MANY_ROWS = List.of(COLLECTOR);

	static Contender curl() {
		return new Contender(
				"(a) a shell loop of curl", (race) -> List.of("sh", "src/test/resources/bench/curl-loop.sh",
						race.gateway(), race.file().toString(), race.directory().resolve("curl.json").toString()),
				Map.of());
	}

	static Contender textbook(String name, int chunk, int threads) {
		return new Contender(name, (race) -> java(List.of(), TextbookJob.class, race.gateway(), race.file().toString(),
				race.directory().resolve("textbook.csv").toString(), String.valueOf(chunk), String.valueOf(threads)),
				Map.of());
	}

	static Contender bare(List<String> flags) {
		return new Contender("(d) bare HttpComponents, no ledger", (race) -> java(flags, BareLoop.class, race.gateway(),
				race.file().toString(), String.valueOf(race.inFlight())), Map.of());
	}

	/** This program. */
	static Contender ours(String name, List<String> flags, Map<String, String> database) {
		return ours(name, flags, database, "--rate", "0");
	}

	/** This program with further options of its command. */
	static Contender ours(String name, List<String> flags, Map<String, String> database, String... arguments) {
		Map<String, String> environment = new HashMap<>(database);
		environment.putAll(Map.of("PORTONE_API_KEY", "k", "PORTONE_API_SECRET", "s", "LC_ALL", "C.UTF-8"));
		return new Contender(name, (race) -> {
			List<String> command = java(options(flags), ChargeRunner.class, "charge", "--csv", race.file().toString(),
					"--out", race.directory().resolve("out").toString(), "--concurrency",
					String.valueOf(race.inFlight()));
			command.addAll(List.of(arguments));
			return command;
		}, environment);
	}

	private static List<String> options(List<String> flags) {
		List<String> options = new ArrayList<>(flags);
		options.addAll(List.of(System.getProperty("bench.options", "").split(" ")));
		options.removeIf(String::isEmpty);
		return options;
	}

	private static List<String> java(List<String> options, Class<?> main, String... arguments) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g"));
		command.addAll(options);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
		command.addAll(List.of(arguments));
		return command;
	}

	/** Makes a command line. */
	interface Command {

		List<String> of(Race race);

	}

	/**
	 * What is charged.
	 *
	 * @param gateway where
	 * @param file the rows
	 * @param directory for what is written
	 * @param inFlight how many at once
	 */
	record Race(String gateway, Path file, Path directory, int inFlight) {
	}

}
