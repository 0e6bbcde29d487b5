package chargerunner.proof;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * What became of one scenario.
 *
 * @param scenario its name
 * @param database where the ledger was
 * @param kills how often the program was ended by force
 * @param rows how many rows there were
 * @param underWay the charges that the gateway was making at each kill
 * @param found what look-ups said first of the numbers that a kill left in doubt
 * @param twice rows whose money was taken more than once
 * @param lost rows whose money was taken and that are not paid in the books
 * @param unaccounted rows without a final outcome, rows that are paid in the books alone,
 * and requests that no committed attempt stands for
 * @param seconds how long it took
 * @param remarks what is wrong, for people
 */
record Verdict(String scenario, String database, int kills, int rows, List<Integer> underWay, Found found, int twice,
		int lost, int unaccounted, long seconds, List<String> remarks) {

	boolean holds() {
		return this.twice + this.lost + this.unaccounted == 0;
	}

	static int median(Collection<Integer> numbers) {
		List<Integer> sorted = new ArrayList<>(numbers);
		Collections.sort(sorted);
		return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
	}

	/**
	 * What was found of numbers in doubt.
	 *
	 * @param paid at the gateway, as paid
	 * @param failed at the gateway, as failed
	 * @param none not at the gateway
	 */
	record Found(int paid, int failed, int none) {

		static final Found NOTHING = new Found(0, 0, 0);

		Found plus(Found other) {
			return new Found(this.paid + other.paid, this.failed + other.failed, this.none + other.none);
		}

	}

}
