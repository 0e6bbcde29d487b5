package chargerunner.intake;

import java.util.Locale;

import org.springframework.context.support.MessageSourceAccessor;

/**
 * Says what is wrong in the language of the given messages. Values are shortened, and
 * characters that cannot be seen are spelt out. Safe for use by several threads.
 */
public final class ProblemTexts {

	private static final String PREFIX = "intake.problem.";

	private static final int SHOWN_CHARACTERS = 60;

	private final MessageSourceAccessor messages;

	/**
	 * Creates the texts.
	 * @param messages knows the bundle {@code chargerunner/intake/messages}; its default
	 * locale is the language
	 */
	public ProblemTexts(MessageSourceAccessor messages) {
		this.messages = messages;
	}

	/**
	 * {@return one sentence or more: the file, the line, the column, the value, what is
	 * wrong and what to do}
	 * @param fileName the file's name, as the person knows it
	 * @param problem the problem
	 */
	public String sentence(String fileName, Problem problem) {
		return sentence(form(problem), fileName, problem);
	}

	/**
	 * {@return one sentence or more about a row of the table {@code subscription}: its
	 * id, the column, the value, what is wrong and what to do}
	 * @param id the id
	 * @param problem the problem
	 */
	public String sentenceOfSubscription(String id, Problem problem) {
		return sentence("subscription", value(id), problem);
	}

	private static String form(Problem problem) {
		String form = "file";
		if (problem.line() > 0) {
			form = problem.column().isEmpty() ? "line" : "column";
		}
		if (!problem.value().isEmpty()) {
			form = "value";
		}
		return form;
	}

	private String sentence(String form, String where, Problem problem) {
		Object[] arguments = { where, Long.toString(problem.line()), problem.column(), value(problem), problem(problem),
				remedy(problem) };
		return this.messages.getMessage("intake.sentence." + form, arguments);
	}

	/**
	 * {@return what is wrong}
	 * @param problem the problem
	 */
	public String problem(Problem problem) {
		return this.messages.getMessage(PREFIX + problem.code(), problem.arguments().toArray());
	}

	/**
	 * {@return what to do about it}
	 * @param problem the problem
	 */
	public String remedy(Problem problem) {
		return this.messages.getMessage(PREFIX + problem.code() + ".remedy", problem.arguments().toArray());
	}

	/**
	 * {@return the value, at most 60 characters of it, with every character visible}
	 * @param problem the problem
	 */
	public String value(Problem problem) {
		return value(problem.value());
	}

	private static String value(String text) {
		StringBuilder shown = new StringBuilder();
		int[] points = text.codePoints().limit(SHOWN_CHARACTERS + 1L).toArray();
		for (int i = 0; i < Math.min(points.length, SHOWN_CHARACTERS); i++) {
			shown.append(visible(points[i]));
		}
		return (points.length > SHOWN_CHARACTERS) ? shown.append('\u2026').toString() : shown.toString();
	}

	private static String visible(int point) {
		return switch (Character.getType(point)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE, Character.UNASSIGNED ->
				escaped(point);
			case Character.SPACE_SEPARATOR -> (point == ' ') ? " " : escaped(point);
			default -> Character.toString(point);
		};
	}

	private static String escaped(int point) {
		return switch (point) {
			case '\n' -> "\\n";
			case '\r' -> "\\r";
			case '\t' -> "\\t";
			default -> String.format(Locale.ROOT, "\\u%04x", point);
		};
	}

}
