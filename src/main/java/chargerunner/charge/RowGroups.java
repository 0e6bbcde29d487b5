package chargerunner.charge;

import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The rows of a run by outcome and reason, added up by the database: the same rows that
 * its files hold.
 *
 * @param groups the groups, each of another outcome or reason; empty before the seal
 */
public record RowGroups(List<Group> groups) {

	/** Before the seal no row counts. */
	public static final RowGroups NONE = new RowGroups(List.of());

	/**
	 * {@return rows and won by outcome}
	 */
	public Tally tally() {
		Tally tally = new Tally();
		this.groups.forEach((group) -> tally.add(group.outcome(), group.rows(), group.won()));
		return tally;
	}

	/**
	 * {@return how many rows are in groups of that kind}
	 * @param kind which groups
	 */
	public long rows(Predicate<Group> kind) {
		return this.groups.stream().filter(kind).mapToLong(Group::rows).sum();
	}

	/**
	 * {@return what PortOne took for the paid rows, in won}
	 */
	public long wonPaid() {
		return this.groups.stream().mapToLong(Group::wonPaid).reduce(0, Math::addExact);
	}

	/**
	 * {@return the rows with which nothing is left to do in this run}
	 */
	public long done() {
		return rows((group) -> group.outcome().isFinal());
	}

	/**
	 * Rows that ended alike.
	 *
	 * @param outcome how
	 * @param reasonClass why, in a word; null where nothing is to be said
	 * @param rows how many
	 * @param won what they ask for together
	 * @param wonPaid what PortOne took for them
	 */
	public record Group(RowOutcome outcome, @Nullable ReasonClass reasonClass, long rows, long won, long wonPaid) {

		/**
		 * {@return whether its rows ended so for that reason}
		 * @param how the outcome
		 * @param why the reason
		 */
		public boolean is(RowOutcome how, ReasonClass why) {
			return this.outcome == how && this.reasonClass == why;
		}

	}

}
