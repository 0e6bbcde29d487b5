package chargerunner.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/**
 * What one call of the program has left.
 *
 * @param code the exit code
 * @param out standard output
 * @param err standard error
 */
record Ran(int code, String out, String err) {

	/** 02:30 on 2026-11-23 in Seoul. */
	static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T17:30:00Z"), ZoneOffset.UTC);

	static Ran with(Map<String, String> environment, Path directory, String... arguments) {
		Map<String, String> variables = new HashMap<>(Map.of("CHARGE_LANG", "en"));
		variables.putAll(environment);
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		ByteArrayOutputStream err = new ByteArrayOutputStream();
		Surroundings surroundings = new Surroundings(variables, stream(out), stream(err), () -> false, CLOCK,
				directory);
		int code = Program.run(arguments, FakeApplication.class, surroundings);
		return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
	}

	private static PrintStream stream(ByteArrayOutputStream bytes) {
		return new PrintStream(bytes, true, StandardCharsets.UTF_8);
	}

	String lastLine() {
		return this.out.lines().reduce((first, second) -> second).orElse("");
	}

}
