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

import org.jspecify.annotations.Nullable;

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

	/** No terminal; a question would be a fault. */
	static final Person NOBODY = new Person() {

		@Override
		public boolean isThere() {
			return false;
		}

		@Override
		public String answer() {
			throw new AssertionError("asked without a terminal");
		}

	};

	/** Somebody at a terminal, who answers so; null for the end of input. */
	static Person answering(@Nullable String line) {
		return new Person() {

			@Override
			public boolean isThere() {
				return true;
			}

			@Override
			public @Nullable String answer() {
				return line;
			}

		};
	}

	static Ran with(Map<String, String> environment, Path directory, String... arguments) {
		return with(NOBODY, environment, directory, arguments);
	}

	static Ran with(Person person, Map<String, String> environment, Path directory, String... arguments) {
		return in(FakeApplication.class, person, environment, directory, arguments);
	}

	/** In an application that other packages cannot name, such as the real one. */
	static Ran of(String application, Map<String, String> environment, Path directory, String... arguments) {
		try {
			return in(Class.forName(application), NOBODY, environment, directory, arguments);
		}
		catch (ClassNotFoundException ex) {
			throw new AssertionError(ex);
		}
	}

	private static Ran in(Class<?> application, Person person, Map<String, String> environment, Path directory,
			String... arguments) {
		Map<String, String> variables = new HashMap<>(Map.of("CHARGE_LANG", "en"));
		variables.putAll(environment);
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		ByteArrayOutputStream err = new ByteArrayOutputStream();
		Surroundings surroundings = new Surroundings(variables, stream(out), stream(err), () -> false, person, CLOCK,
				directory);
		int code = Program.run(arguments, application, surroundings);
		return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
	}

	private static PrintStream stream(ByteArrayOutputStream bytes) {
		return new PrintStream(bytes, true, StandardCharsets.UTF_8);
	}

	String lastLine() {
		return this.out.lines().reduce((first, second) -> second).orElse("");
	}

}
