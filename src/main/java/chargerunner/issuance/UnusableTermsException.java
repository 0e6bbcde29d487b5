package chargerunner.issuance;

import java.io.Serial;
import java.util.List;

/**
 * What a merchant asked for cannot be agreed to. Nothing was stored.
 */
public final class UnusableTermsException extends IllegalArgumentException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final transient List<Fault> faults;

	UnusableTermsException(List<Fault> faults) {
		super("Unusable terms");
		this.faults = List.copyOf(faults);
	}

	/**
	 * {@return all that is wrong, at least one}
	 */
	public List<Fault> faults() {
		return this.faults;
	}

	/**
	 * One thing that is wrong.
	 *
	 * @param name the value's name, as {@code first_due_on}
	 * @param problem what is wrong and what to do, for the person who gave it
	 */
	public record Fault(String name, String problem) {
	}

}
