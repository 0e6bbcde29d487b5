package chargerunner.charge;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One row of a run as the ledger knows it: all that the files say of it.
 *
 * @param rowNumber the row's number in the input, from 1
 * @param cells the input row as it came, one cell a column of the run
 * @param amount what the row asks for, whole won; null when the row is invalid
 * @param reference the charge's reference; null when the row is invalid
 * @param outcome how the row ended
 * @param merchantUid the number of the last attempt made by this run; of a skipped row
 * that another run paid, that run's number; null when there is none
 * @param impUid PortOne's number
 * @param paidAt when it was paid
 * @param amountPaid whole won; null unless paid
 * @param attempts the numbers used for this charge, up to this attempt
 * @param reasonClass why, in a word; null where nothing is to be said
 * @param reason why, in the gateway's words or ours; empty where nothing is to be said
 * @param receiptUrl the receipt
 * @param otherRun the run that paid or holds the charge of a skipped row
 * @param acceptedByHand whether a person decided that the row is paid although PortOne
 * took another amount
 * @param repeats the number that charging the row again repeats: that of the last attempt
 * made by this run, else the charge's last one; null when none was used
 */
public record ReportLine(long rowNumber, List<String> cells, @Nullable Long amount, @Nullable String reference,
		RowOutcome outcome, @Nullable String merchantUid, @Nullable String impUid, @Nullable Instant paidAt,
		@Nullable Long amountPaid, int attempts, @Nullable ReasonClass reasonClass, String reason,
		@Nullable String receiptUrl, @Nullable Long otherRun, boolean acceptedByHand, @Nullable String repeats) {

	/**
	 * Makes a line about which nobody decided, and whose charge has no other number than
	 * the one that it shows.
	 */
	public ReportLine(long rowNumber, List<String> cells, @Nullable Long amount, @Nullable String reference,
			RowOutcome outcome, @Nullable String merchantUid, @Nullable String impUid, @Nullable Instant paidAt,
			@Nullable Long amountPaid, int attempts, @Nullable ReasonClass reasonClass, String reason,
			@Nullable String receiptUrl, @Nullable Long otherRun) {
		this(rowNumber, cells, amount, reference, outcome, merchantUid, impUid, paidAt, amountPaid, attempts,
				reasonClass, reason, receiptUrl, otherRun, false, merchantUid);
	}

}
