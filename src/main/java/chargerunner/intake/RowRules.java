package chargerunner.intake;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The rules of a row of a file, for values that come from elsewhere and will be charged
 * some day. Has no state.
 */
public final class RowRules {

	private RowRules() {
	}

	/**
	 * {@return everything that is wrong with named values; empty where they could be a
	 * row of a file}
	 * @param values the values by the names that the columns of a file have
	 * @param maxAmount the most won that one charge may ask for; null for any
	 */
	public static List<Problem> problems(Map<String, String> values, @Nullable Long maxAmount) {
		List<String> columns = List.copyOf(values.keySet());
		List<String> cells = columns.stream().map(values::get).toList();
		return new RowReading(new Header(1, columns), new Limits(maxAmount), 0, 0, cells).row().problems();
	}

}
