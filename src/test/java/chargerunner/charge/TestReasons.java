package chargerunner.charge;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Reads the class out of the text itself: "soft: 잔액부족" is soft.
 */
final class TestReasons implements ReasonClassifier {

	@Override
	public Reason classify(@Nullable String text) {
		if (text != null) {
			for (Reason reason : Reason.values()) {
				if (text.startsWith(reason.name().toLowerCase(Locale.ROOT))) {
					return reason;
				}
			}
		}
		return Reason.UNCLASSIFIED;
	}

}
