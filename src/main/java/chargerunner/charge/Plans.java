package chargerunner.charge;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The ledger as planning uses it. Nothing that is planned can be claimed before its run
 * is sealed; what a killed process planned is planned again from the start, or, for due
 * runs, planned on.
 */
public interface Plans {

	/**
	 * Says what a run would make of rows, and writes nothing.
	 * @param scope the run
	 * @param instructions what the rows ask for, each with another reference
	 * @return the dispositions, in the same order
	 */
	List<Disposition> check(Scope scope, List<Instruction> instructions);

	/**
	 * Finds the derived rows that are likely charged already under another reference, or
	 * still to be charged by the run that has it, or are being planned so by a live run.
	 * Of two runs that plan at once and ask after each group that they planned, at least
	 * one sees the other.
	 * @param scope the run
	 * @param instructions what the rows ask for
	 * @return the other charge, by the row's own reference; one that is not paid yet
	 * before one that is
	 */
	Map<String, LikelyDuplicate> likelyDuplicates(Scope scope, List<Instruction> instructions);

	/**
	 * Plans rows: one row of the run each, and a charge where the ledger has none. With
	 * subscriptions, moves their due dates in the same transaction; a subscription that
	 * is no longer due on that date is left out.
	 * @param lease the run, held
	 * @param scope the run
	 * @param rows the rows
	 * @param words says what is wrong with a row that the ledger finds invalid, for
	 * people
	 * @return what was made of each row, by row number
	 * @throws LeaseLostException when the lease's token is no longer the run's
	 */
	Map<Long, Disposition> plan(Lease lease, Scope scope, List<PlanRow> rows, Function<Disposition, String> words);

	/**
	 * {@return the number of the run's last planned row; 0 without one}
	 * @param runId the run
	 */
	long lastRow(long runId);

	/**
	 * Adds up what is planned.
	 * @param runId the run
	 * @return the totals
	 */
	Totals totals(long runId);

	/**
	 * Seals a run: takes over the charges of earlier runs that its rows repeat, stores
	 * its totals and makes its charges claimable, in one transaction.
	 * @param lease the run, held
	 * @return the totals that were stored
	 * @throws LeaseLostException when the lease's token is no longer the run's
	 */
	Totals seal(Lease lease);

	/**
	 * Forgets what an unsealed run planned, and puts the due dates of its subscriptions
	 * back.
	 * @param lease the run, held
	 * @throws LeaseLostException when the lease's token is no longer the run's
	 */
	void clear(Lease lease);

	/**
	 * Whose plan it is.
	 *
	 * @param runId the run; 0 when it has no number yet
	 * @param digest the run's digest
	 * @param batch the batch that derives references; null for due runs
	 * @param newerThan charges made before this moment are no likely duplicates
	 * @param harmless the statuses in which a charge under another reference is no likely
	 * duplicate
	 */
	record Scope(long runId, String digest, @Nullable String batch, Instant newerThan, Set<ChargeStatus> harmless) {
	}

	/**
	 * The charge that a row is likely a second one of.
	 *
	 * @param reference its reference
	 * @param paid whether it is paid; else it is in doubt or still to be charged
	 * @param runId the run that has it
	 */
	record LikelyDuplicate(String reference, boolean paid, long runId) {
	}

	/**
	 * Rows and won of a plan.
	 *
	 * @param rows all rows
	 * @param validRows the rows that are not invalid
	 * @param won what the valid rows ask for together
	 * @param ownRows the rows that the run charges
	 */
	record Totals(long rows, long validRows, long won, long ownRows) {
	}

}
