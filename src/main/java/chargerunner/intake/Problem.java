package chargerunner.intake;

import java.util.List;

/**
 * One thing that is wrong with a file, in a form that every language can be made of; see
 * {@link ProblemTexts}. The value may hold personal data: it belongs into answers to the
 * person who gave the file, never into logs.
 *
 * @param row the row's number from 1, blank lines not counted; 0 for the header and the
 * whole file
 * @param line the physical line of the file where the row begins, from 1; 0 for the whole
 * file
 * @param column the column's name; empty where no single column is to blame
 * @param value the value as it was read; empty where there is none
 * @param code what is wrong: the text is {@code intake.problem.<code>}, what to do is
 * {@code intake.problem.<code>.remedy}
 * @param arguments what the texts mention besides
 */
public record Problem(long row, long line, String column, String value, String code, List<Object> arguments) {

	public Problem {
		arguments = List.copyOf(arguments);
	}

	static Problem ofFile(ProblemCode code, Object... arguments) {
		return ofLine(0, code, arguments);
	}

	static Problem ofLine(long line, ProblemCode code, Object... arguments) {
		return new Problem(0, line, "", "", code.text(), List.of(arguments));
	}

}
