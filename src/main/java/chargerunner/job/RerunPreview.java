package chargerunner.job;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import chargerunner.charge.RerunRow;
import chargerunner.charge.Standing;

import org.springframework.context.MessageSourceResolvable;

/**
 * What a re-run will send, look up and leave alone, added up row by row. The numbers that
 * a charge used before are looked up first; with {@code --check-first} also those that a
 * lost ledger may have used.
 */
final class RerunPreview {

	private final boolean checkFirst;

	private final long limit;

	private final Sum sent = new Sum();

	private final Sum beyondLimit = new Sum();

	private final Map<Standing, Sum> left = new EnumMap<>(Standing.class);

	private long notAskedFor;

	private long lookUps;

	RerunPreview(RerunOrder order) {
		this.checkFirst = order.checkFirst();
		this.limit = (order.limit() != null) ? order.limit() : Long.MAX_VALUE;
	}

	/**
	 * Adds a row that waits to be sent.
	 * @param row the row
	 * @param number its number in the re-run
	 */
	void send(RerunRow row, long number) {
		if (number > this.limit) {
			this.beyondLimit.add(row);
			return;
		}
		this.sent.add(row);
		this.lookUps += numbersToLookUp(row);
	}

	private long numbersToLookUp(RerunRow row) {
		int used = (row.charge() != null) ? row.charge().attempts() : 0;
		return this.checkFirst ? Math.max(used, EarlierNumbers.CHECKED_FIRST) : row.answered();
	}

	/** Adds a row of the re-run itself that is in doubt: it is looked up. */
	void lookUp() {
		this.lookUps++;
	}

	void leave(RerunRow row, Standing standing) {
		this.left.computeIfAbsent(standing, (key) -> new Sum()).add(row);
	}

	void leaveUnasked(long rows) {
		this.notAskedFor += rows;
	}

	/**
	 * {@return whether no row waits to be sent}
	 */
	boolean isEmpty() {
		return this.sent.rows + this.beyondLimit.rows == 0;
	}

	/**
	 * {@return whether there is anything to send or to look up}
	 */
	boolean callsPortOne() {
		return this.sent.rows + this.lookUps > 0;
	}

	/**
	 * {@return how many rows wait to be sent}
	 */
	long rows() {
		return this.sent.rows + this.beyondLimit.rows;
	}

	/**
	 * {@return the sentences}
	 */
	List<MessageSourceResolvable> sentences() {
		List<MessageSourceResolvable> sentences = new ArrayList<>();
		sentences.add(Notes.of("job.rerun.send", this.sent.rows, this.sent.won, this.lookUps));
		if (this.beyondLimit.rows > 0) {
			sentences.add(Notes.of("job.rerun.beyond-limit", this.beyondLimit.rows, this.beyondLimit.won));
		}
		this.left.forEach(
				(standing, sum) -> sentences.add(Notes.of("job.rerun.left." + standing.text(), sum.rows, sum.won)));
		if (this.notAskedFor > 0) {
			sentences.add(Notes.of("job.rerun.left.not-asked-for", this.notAskedFor));
		}
		return sentences;
	}

	private static final class Sum {

		private long rows;

		private long won;

		void add(RerunRow row) {
			this.rows++;
			this.won = Math.addExact(this.won, row.amount());
		}

	}

}
