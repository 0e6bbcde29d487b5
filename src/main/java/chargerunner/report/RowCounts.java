package chargerunner.report;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import chargerunner.charge.ReasonClass;
import chargerunner.charge.ReportLine;
import chargerunner.charge.RowOutcome;
import chargerunner.charge.RunReports.Heading;
import chargerunner.charge.Tally;
import org.jspecify.annotations.Nullable;

/**
 * What the lines of one run add up to, in rows and in won. Its size depends on the number
 * of outcomes and earlier runs, not on the number of rows. Filled by one thread while the
 * files are written, and not changed afterwards.
 */
public final class RowCounts {

	private final Tally tally = new Tally();

	private final Map<RowOutcome, Map<ReasonClass, Long>> classes = new EnumMap<>(RowOutcome.class);

	private final SortedMap<Long, PaidEarlier> paidEarlier = new TreeMap<>();

	private long wonPaid;

	/** How much more than asked was taken and accepted by a person; may be negative. */
	private long wonAccepted;

	private long paidRowsThatDiffer;

	private long retryRows;

	private long reviewRows;

	void add(ReportLine line) {
		long won = (line.amount() != null) ? line.amount() : 0;
		this.tally.add(line.outcome(), won);
		if (line.reasonClass() != null) {
			this.classes.computeIfAbsent(line.outcome(), (outcome) -> new EnumMap<>(ReasonClass.class))
				.merge(line.reasonClass(), 1L, Long::sum);
		}
		if (line.outcome() == RowOutcome.PAID) {
			addPaid(won, line);
		}
		if (line.outcome() == RowOutcome.SKIPPED && line.reasonClass() == ReasonClass.ALREADY_PAID) {
			this.paidEarlier.merge((line.otherRun() != null) ? line.otherRun() : 0L,
					new PaidEarlier(1, won, line.paidAt()), PaidEarlier::plus);
		}
	}

	private void addPaid(long asked, ReportLine line) {
		Long paid = line.amountPaid();
		if (line.acceptedByHand()) {
			this.wonAccepted += ((paid != null) ? paid : 0) - asked;
		}
		else if (paid == null || paid != asked) {
			this.paidRowsThatDiffer++;
		}
		if (paid != null) {
			this.wonPaid = Math.addExact(this.wonPaid, paid);
		}
	}

	void addRetryRow() {
		this.retryRows++;
	}

	void addReviewRow() {
		this.reviewRows++;
	}

	/**
	 * {@return rows and won by outcome}
	 */
	public Tally tally() {
		return this.tally;
	}

	/**
	 * {@return how many rows ended so for that reason}
	 * @param outcome the outcome
	 * @param reasonClass the reason
	 */
	public long rows(RowOutcome outcome, ReasonClass reasonClass) {
		return this.classes.getOrDefault(outcome, Map.of()).getOrDefault(reasonClass, 0L);
	}

	/**
	 * {@return the rows skipped as already paid, by the run that paid them; run 0 where
	 * the ledger does not name it}
	 */
	public SortedMap<Long, PaidEarlier> paidEarlier() {
		return Collections.unmodifiableSortedMap(this.paidEarlier);
	}

	/**
	 * {@return what PortOne took for the paid rows, in won}
	 */
	public long wonPaid() {
		return this.wonPaid;
	}

	/**
	 * {@return the rows in the retry file}
	 */
	public long retryRows() {
		return this.retryRows;
	}

	/**
	 * {@return the rows in the review file}
	 */
	public long reviewRows() {
		return this.reviewRows;
	}

	Balance balance(Heading heading) {
		return new Balance(heading.plannedRows(), this.tally.rows(), heading.plannedWon(), this.tally.won(),
				this.tally.won(RowOutcome.PAID) + this.wonAccepted, this.wonPaid, this.paidRowsThatDiffer);
	}

	/**
	 * Rows that an earlier run paid.
	 *
	 * @param rows how many
	 * @param won what they ask for together, in won
	 * @param lastPaidAt when the last of them was paid; null when the ledger does not say
	 */
	public record PaidEarlier(long rows, long won, @Nullable Instant lastPaidAt) {

		private PaidEarlier plus(PaidEarlier other) {
			return new PaidEarlier(this.rows + other.rows, Math.addExact(this.won, other.won),
					later(this.lastPaidAt, other.lastPaidAt));
		}

		private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
			if (one == null || other == null) {
				return (one != null) ? one : other;
			}
			return one.isAfter(other) ? one : other;
		}

	}

}
