package chargerunner.charge;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The rules of planning: what a run makes of a row when the ledger knows its reference
 * already, or does not. Has no state.
 */
public final class PlanRules {

	private static final int SPREADSHEET_DIGITS = 15;

	private PlanRules() {
	}

	/**
	 * Decides what a run makes of a row.
	 * @param instruction what the row asks for
	 * @param known the charge of that reference; null when there is none
	 * @param runId the run; 0 when it has no number yet
	 * @return the disposition
	 */
	public static Disposition decide(Instruction instruction, @Nullable KnownCharge known, long runId) {
		if (known == null || known.runId() == runId) {
			return decideUnknown(instruction);
		}
		if (!known.runSealed()) {
			return known.runLive() ? Disposition.skipped(ReasonClass.IN_OTHER_RUN, "being planned", known)
					: decideUnknown(instruction);
		}
		// What a subscription asks for today says nothing of a period that is paid.
		boolean over = instruction.due() != null && !known.status().isOpen();
		return over ? skipClosed(known) : decideKnown(instruction, known);
	}

	private static Disposition decideUnknown(Instruction instruction) {
		if (instruction.due() == null && instruction.reference().startsWith(Reference.SUBSCRIPTION_PREFIX)) {
			return Disposition.invalid("subscription-reference-unknown", instruction.reference());
		}
		if (instruction.retryOf() != null) {
			return Disposition.invalid("retry-of-unknown", instruction.reference());
		}
		return Disposition.OWN;
	}

	private static Disposition decideKnown(Instruction instruction, KnownCharge known) {
		if (known.amount() != instruction.amount()) {
			return Disposition.invalid("reference-amount-differs", known.amount(), known.runId());
		}
		if (!sameTax(instruction.details(), known.details())) {
			return Disposition.invalid("reference-tax-differs", known.runId());
		}
		if (isOvertaken(instruction, known)) {
			return decideOvertaken(known);
		}
		if (!known.status().isOpen() && !known.customerUid().equals(instruction.customerUid())) {
			return Disposition.invalid("reference-customer-differs", known.runId());
		}
		if (isDamaged(instruction.customerUid(), known.customerUid())) {
			return Disposition.invalid("reference-customer-damaged", known.customerUid());
		}
		return known.status().isOpen() ? decideOpen(instruction, known) : skipClosed(known);
	}

	/** Whether the charge was tried again since the row was written. */
	private static boolean isOvertaken(Instruction instruction, KnownCharge known) {
		return instruction.retryOf() != null && !instruction.retryOf().equals(known.lastNumber());
	}

	/** Whatever such a row says of the card is out of date. */
	private static Disposition decideOvertaken(KnownCharge known) {
		return known.status().isOpen()
				? Disposition.skipped(ReasonClass.IN_OTHER_RUN, "retry_of is not the last number", known)
				: skipClosed(known);
	}

	private static Disposition skipClosed(KnownCharge known) {
		return switch (known.status()) {
			case PAID -> Disposition.skipped(ReasonClass.ALREADY_PAID, "", known);
			case CANCELLED -> Disposition.skipped(ReasonClass.ALREADY_PAID, "cancelled at PortOne", known);
			default -> Disposition.skipped(ReasonClass.IN_DOUBT, "", known);
		};
	}

	// What spreadsheets make of a long number or one with leading zeros. Taken for a new
	// card, it would charge somebody else.
	private static boolean isDamaged(String customerUid, String before) {
		if (!before.matches("[0-9]+") || customerUid.equals(before)) {
			return false;
		}
		boolean zerosDropped = before.replaceFirst("^0+(?=.)", "").equals(customerUid);
		String kept = before.substring(0, Math.min(before.length(), SPREADSHEET_DIGITS));
		String rounded = kept + "0".repeat(before.length() - kept.length());
		return zerosDropped || rounded.equals(customerUid);
	}

	private static Disposition decideOpen(Instruction instruction, KnownCharge known) {
		if (known.runLive()) {
			return Disposition.skipped(ReasonClass.IN_OTHER_RUN, "", known);
		}
		if (instruction.last() != null && !instruction.last().equals(known.last())) {
			return Disposition.skipped(ReasonClass.IN_OTHER_RUN, "tried again meanwhile", known);
		}
		if (!known.hasNumberLeft()) {
			return Disposition.invalid("too-many-attempts", MerchantUid.MAX_ATTEMPTS);
		}
		return Disposition.OWN;
	}

	private static boolean sameTax(ChargeDetails one, ChargeDetails other) {
		return Objects.equals(one.taxFree(), other.taxFree()) && Objects.equals(one.vatAmount(), other.vatAmount())
				&& currency(one).equals(currency(other));
	}

	private static String currency(ChargeDetails details) {
		return Objects.requireNonNullElse(details.currency(), "KRW");
	}

}
