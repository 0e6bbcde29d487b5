package chargerunner.cli;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Settings that a person must correct first. Nothing was opened or sent.
 */
final class SettingsException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient List<Setting.Problem> problems;

	SettingsException(List<Setting.Problem> problems) {
		super(problems.stream().map(Setting.Problem::key).collect(Collectors.joining(", ")));
		this.problems = List.copyOf(problems);
	}

	List<Setting.Problem> problems() {
		return this.problems;
	}

}
