package chargerunner.charge;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * The attempts of charges, durable. Every method is one transaction of its own, committed
 * when it returns; a method that throws has changed nothing, unless the connection broke
 * at the commit.
 */
public interface ChargeLedger {

	/**
	 * Gives the charges that a run may claim, by row number.
	 * @param runId the run
	 * @param afterRow only rows beyond this one
	 * @param throughRow only rows up to this one
	 * @param limit how many at most
	 * @return the charges, fewer than the limit only when there are no more
	 */
	List<PlannedCharge> plannedCharges(long runId, long afterRow, long throughRow, int limit);

	/**
	 * {@return how many charges the run may claim}
	 * @param runId the run
	 * @param throughRow only rows up to this one
	 */
	long plannedCount(long runId, long throughRow);

	/**
	 * Claims charges: writes the attempt rows without which nothing may be sent. Charges
	 * that are no longer planned by this run are left out; those whose subscription or
	 * billing key is not active are withdrawn and their rows skipped.
	 * @param lease the run, held
	 * @param charges what to claim
	 * @return the attempts that may now be sent, once each
	 * @throws LeaseLostException when the lease's token is no longer the run's
	 */
	List<ClaimedAttempt> claim(Lease lease, List<PlannedCharge> charges);

	/**
	 * Claims attempts in doubt for sending them again with their own numbers. Makes the
	 * last look of a claim: what is no longer unknown, inactive, or beyond the last row
	 * that the run may send, is left out.
	 * @param lease the run, held
	 * @param doubts what to send again
	 * @return the attempts that may now be sent, once each
	 * @throws LeaseLostException when the lease's token is no longer the run's
	 */
	List<ClaimedAttempt> claimAgain(Lease lease, List<Doubt> doubts);

	/**
	 * Records what became of attempts: upwards only, and not fenced by the lease, but for
	 * not_sent, which only the holder of the attempt's token can know.
	 * @param results the results, each of another attempt
	 */
	void record(List<AttemptResult> results);

	/**
	 * Records looks: what was found, upwards only, and how often there was nothing.
	 * @param looks the looks, each at another attempt
	 * @param askedAt the database's time before the first of them was made: a look shows
	 * nothing of what came after its question, however late its answer came or is
	 * recorded
	 */
	void recordLooks(List<Look> looks, Instant askedAt);

	/**
	 * Records attempts that PortOne knows and the ledger does not, as after a restore.
	 * @param lease the run, held
	 * @param charge the charge
	 * @param looks the looks that found them
	 */
	void adopt(Lease lease, PlannedCharge charge, List<Look> looks);

	/**
	 * {@return the attempts of a run that are in doubt or to be looked at once more}
	 * @param runId the run
	 */
	List<Doubt> doubts(long runId);

	/**
	 * {@return the paid attempts of the run's charges that PortOne has paid more than
	 * once, whichever run made them}
	 * @param runId the run
	 */
	List<Doubt> paidTwice(long runId);

	/**
	 * {@return the attempts of charges, as doubts to be looked up, by charge and attempt}
	 * @param chargeIds the charges
	 */
	List<Doubt> attemptsOf(Collection<Long> chargeIds);

	/**
	 * {@return the database's time}
	 */
	Instant now();

}
