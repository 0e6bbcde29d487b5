package chargerunner.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The rows of one trial: each has a customer and a reference of its own, so that what the
 * gateway took from a customer is what it took for that row.
 *
 * @param rows the rows, in order
 */
record Rows(List<Row> rows) {

	/**
	 * What happens to customers whose names begin so, and how many of 1,000 there are.
	 */
	private static final Map<String, Integer> MIXTURE = mixture();

	/** Faults that end by themselves, one scenario each. */
	static final List<String> FAULTS = List.of("soft-", "hard-", "lost-after-", "lost-before-", "html502-", "html500-",
			"unavailable-", "redirect-", "truncated-", "notjson-", "huge-", "throttled-", "unauthorized-", "lag-",
			"lookup404html-", "lookup500-", "ready-", "ready-failed-", "slow-", "unregistered-");

	private static Map<String, Integer> mixture() {
		Map<String, Integer> mixture = new LinkedHashMap<>();
		List.of("soft-", "hard-", "lost-after-", "lost-before-", "slow-").forEach((fault) -> mixture.put(fault, 50));
		List.of("unseen-", "html502-", "html500-", "truncated-", "lag-", "ready-", "unregistered-")
			.forEach((fault) -> mixture.put(fault, 15));
		List.of("unavailable-", "redirect-", "notjson-", "huge-", "throttled-", "unauthorized-", "lookup404html-",
				"lookup500-", "ready-failed-")
			.forEach((fault) -> mixture.put(fault, 4));
		return mixture;
	}

	/** Of all kinds. */
	static Rows mixed(String trial, int count, Random random) {
		List<Row> rows = new ArrayList<>();
		for (int number = 1; number <= count; number++) {
			rows.add(Row.of(trial, number, fault(random.nextInt(1000))));
		}
		return new Rows(rows);
	}

	private static String fault(int point) {
		int left = point;
		for (Map.Entry<String, Integer> share : MIXTURE.entrySet()) {
			left -= share.getValue();
			if (left < 0) {
				return share.getKey();
			}
		}
		return "";
	}

	/** One in five, or as many as said, has one fault. */
	static Rows with(String fault, String trial, int count, int oneIn) {
		List<Row> rows = new ArrayList<>();
		for (int number = 1; number <= count; number++) {
			rows.add(Row.of(trial, number, (number % oneIn == 0) ? fault : ""));
		}
		return new Rows(rows);
	}

	/** Answered at once and for good. */
	static Rows plain(String trial, int count) {
		return with("", trial, count, 1);
	}

	Path write(Path file) {
		List<String> lines = new ArrayList<>(List.of("reference,customer_uid,amount,name"));
		this.rows.forEach((row) -> lines
			.add(String.join(",", row.reference(), row.customerUid(), Long.toString(row.amount()), "Plan")));
		try {
			return Files.write(file, lines);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * One row.
	 *
	 * @param reference the charge
	 * @param customerUid the customer
	 * @param amount won
	 */
	record Row(String reference, String customerUid, long amount) {

		private static Row of(String trial, int number, String fault) {
			return new Row(trial + "." + number, fault + trial + "." + number, 1000 + number);
		}

	}

}
