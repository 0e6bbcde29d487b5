package chargerunner.cli;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One call of the program.
 *
 * @param application the configuration class that commands run in
 * @param arguments the command line
 * @param surroundings what the process was given
 * @param texts sentences in the caller's language
 */
record Invocation(Class<?> application, List<String> arguments, Surroundings surroundings, Texts texts) {

	private static final Pattern SECRET = Pattern
		.compile("(?i)([\\w.-]*(?:key|secret|password|passwd|token)[\\w.-]*)=[^\\s;&]*");

	/**
	 * {@return the command line as it is kept for auditors: with quotation marks where
	 * the shell needed them, and without what looks like a secret}
	 */
	String commandLine() {
		return this.arguments.stream()
			.map((argument) -> SECRET.matcher(argument).replaceAll("$1=***"))
			.map((argument) -> argument.matches("[\\w./:=,@+*-]+") ? argument : "'" + argument + "'")
			.collect(Collectors.joining(" "));
	}

	void complain(String key, Object... arguments) {
		this.surroundings.err().println(this.texts.say(key, arguments));
	}

}
