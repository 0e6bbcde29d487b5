package chargerunner.issuance;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * When a subscription that is due on the day of its issue is charged for the first time.
 */
public enum FirstCharge {

	/** By the next due run. */
	NIGHTLY,
	/** At once, or by the next due run where that is not possible. */
	NOW;

	/**
	 * {@return the word in tables and requests}
	 */
	public String text() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * {@return what a word means}
	 * @param text {@code nightly} or {@code now}
	 */
	public static Optional<FirstCharge> ofText(String text) {
		return Arrays.stream(values()).filter((value) -> value.text().equals(text)).findFirst();
	}

}
