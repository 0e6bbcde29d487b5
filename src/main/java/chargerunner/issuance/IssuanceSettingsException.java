package chargerunner.issuance;

import java.io.Serial;
import java.util.List;

import org.springframework.context.MessageSourceResolvable;

/**
 * Settings that a person must correct before keys can be issued. Nothing was done.
 */
public final class IssuanceSettingsException extends IllegalStateException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final transient List<MessageSourceResolvable> problems;

	IssuanceSettingsException(List<MessageSourceResolvable> problems) {
		super("Settings of issuance");
		this.problems = List.copyOf(problems);
	}

	/**
	 * {@return every problem, as codes and arguments of the bundle
	 * {@code chargerunner/issuance/messages}}
	 */
	public List<MessageSourceResolvable> problems() {
		return this.problems;
	}

}
