package chargerunner.charge;

import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The ledger's charges, as persons decide about them, and who decided what, when and why.
 */
public interface Decisions {

	/**
	 * {@return the charge of that reference as it stands; empty when there is none}
	 * @param reference the reference
	 */
	Optional<Case> find(String reference);

	/**
	 * Records an accepted decision: what the ruling makes of each of the charge's
	 * numbers, upwards only, and who decided, in one transaction.
	 * @param lease the charge's run, held
	 * @param decision the decision
	 * @param ruling the ruling that accepted it
	 * @return false when one of the numbers has been answered since, and nothing was
	 * recorded
	 * @throws LeaseLostException when the lease's token is no longer the run's
	 */
	boolean record(Lease lease, Decision decision, Ruling ruling);

	/**
	 * Where a charge stands.
	 *
	 * @param chargeId the charge
	 * @param runId the one run that may claim it now
	 * @param status its status
	 * @param inDoubt whether one of its attempts is in doubt, whatever the status
	 * @param lastNumber the number of its last attempt; null without one
	 * @param impUid PortOne's number of what paid it; null unless paid
	 * @param decided what was decided about it last; null when nothing was
	 */
	record Case(long chargeId, long runId, ChargeStatus status, boolean inDoubt, @Nullable String lastNumber,
			@Nullable String impUid, @Nullable Decided decided) {

		/**
		 * {@return whether the charge stands as that decision wants it because it was
		 * decided before}
		 * @param decision the decision
		 */
		public boolean isAlready(Decision decision) {
			if (this.inDoubt || this.decided == null || this.decided.as() != decision.as()) {
				return false;
			}
			return switch (decision.as()) {
				case PAID -> this.status == ChargeStatus.PAID && this.decided.isOf(decision.impUid(), this.impUid);
				case NOT_CHARGED ->
					this.status == ChargeStatus.REFUSED && this.decided.number().equals(this.lastNumber);
			};
		}

	}

	/**
	 * A decision of the past.
	 *
	 * @param number the number that it was about
	 * @param as what it was decided to be
	 * @param impUid PortOne's number of the payment; null when it was decided to be not
	 * charged
	 * @param at when
	 * @param osUser by whom
	 */
	record Decided(String number, Decision.As as, @Nullable String impUid, Instant at, String osUser) {

		private boolean isOf(@Nullable String asked, @Nullable String paid) {
			return this.impUid != null && this.impUid.equals(asked) && this.impUid.equals(paid);
		}

	}

}
