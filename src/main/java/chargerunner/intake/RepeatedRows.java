package chargerunner.intake;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * The rows of a file that would be one charge, by their {@link RowIdentity#key}. Takes 24
 * bytes a row while they are collected and nothing for a file without repetitions
 * afterwards.
 */
final class RepeatedRows {

	static final RepeatedRows NONE = new RepeatedRows(new long[0]);

	private final long[] keys;

	private final long[] firstLines;

	private final long[] secondLines;

	private RepeatedRows(long[] keys) {
		this.keys = keys;
		this.firstLines = new long[keys.length];
		this.secondLines = new long[keys.length];
	}

	boolean isEmpty() {
		return this.keys.length == 0;
	}

	/**
	 * {@return the line of another row with that key: the first one's, or the second's
	 * for the first itself; nothing when there is no other}
	 * @param key the row's key
	 * @param line the row's line
	 */
	OptionalLong otherLine(long key, long line) {
		int index = Arrays.binarySearch(this.keys, key);
		if (index < 0) {
			return OptionalLong.empty();
		}
		boolean first = this.firstLines[index] == line;
		return OptionalLong.of(first ? this.secondLines[index] : this.firstLines[index]);
	}

	private void note(long key, long line) {
		int index = Arrays.binarySearch(this.keys, key);
		if (index >= 0 && this.firstLines[index] == 0) {
			this.firstLines[index] = line;
		}
		else if (index >= 0 && this.secondLines[index] == 0) {
			this.secondLines[index] = line;
		}
	}

	/** Collects the keys of all rows, in the order of the file. */
	static final class Collector {

		private long[] keys = new long[1024];

		private long[] lines = new long[1024];

		private int count;

		void add(long key, long line) {
			if (this.count == this.keys.length) {
				int larger = Math.addExact(this.count, this.count >> 1);
				this.keys = Arrays.copyOf(this.keys, larger);
				this.lines = Arrays.copyOf(this.lines, larger);
			}
			this.keys[this.count] = key;
			this.lines[this.count] = line;
			this.count++;
		}

		RepeatedRows repeated() {
			RepeatedRows repeated = new RepeatedRows(repeatedKeys());
			for (int i = 0; i < this.count && !repeated.isEmpty(); i++) {
				repeated.note(this.keys[i], this.lines[i]);
			}
			return repeated;
		}

		private long[] repeatedKeys() {
			long[] sorted = Arrays.copyOf(this.keys, this.count);
			Arrays.sort(sorted);
			int kept = 0;
			for (int i = 1; i < sorted.length; i++) {
				boolean again = sorted[i] == sorted[i - 1];
				if (again && (kept == 0 || sorted[kept - 1] != sorted[i])) {
					sorted[kept++] = sorted[i];
				}
			}
			return Arrays.copyOf(sorted, kept);
		}

	}

}
