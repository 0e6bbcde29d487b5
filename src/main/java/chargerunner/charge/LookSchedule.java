package chargerunner.charge;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When an attempt in doubt is looked up, and when it may be sent again. Looks come at
 * once, then ever further apart, and one falls on the end of the quarantine.
 *
 * @param quarantine how long, counted from the last moment at which the attempt could
 * have been sent, PortOne must have said that it has no record
 */
public record LookSchedule(Duration quarantine) {

	private static final int LOOKS_BEFORE_REDRIVE = 3;

	/**
	 * {@return when the next look is due; empty when looking again in this command is of
	 * no use}
	 * @param doubt the attempt
	 */
	public Optional<Instant> nextLook(Doubt doubt) {
		if (!doubt.isUnknown()) {
			return Optional.ofNullable(doubt.recheckAt());
		}
		if (doubt.lastLookAt() == null) {
			return Optional.of(Instant.EPOCH);
		}
		if (doubt.reasonClass() == ReasonClass.MISMATCH) {
			return Optional.empty();
		}
		Instant next = doubt.lastLookAt().plus(spacing(doubt.looks()));
		Instant end = doubt.lastSentAt().plus(this.quarantine);
		return Optional.of((doubt.lastLookAt().isBefore(end) && next.isAfter(end)) ? end : next);
	}

	private Duration spacing(int looks) {
		return switch (looks) {
			case 0, 1 -> this.quarantine.dividedBy(16);
			case 2 -> this.quarantine.dividedBy(8);
			default -> this.quarantine.dividedBy(4);
		};
	}

	/**
	 * {@return whether the attempt may be sent again with its own number}: every look of
	 * the last series said "none", there were at least three, they span half a
	 * quarantine, and the last came a whole quarantine after the attempt could have been
	 * sent.
	 * @param doubt the attempt, after its last look
	 */
	public boolean allowsRedrive(Doubt doubt) {
		if (!doubt.isUnknown() || doubt.lastLookAt() == null || doubt.noneSince() == null) {
			return false;
		}
		if (doubt.reasonClass() == ReasonClass.MISMATCH || doubt.reasonClass() == ReasonClass.READY) {
			return false;
		}
		return doubt.noneLooks() >= LOOKS_BEFORE_REDRIVE
				&& !doubt.lastLookAt().isBefore(doubt.lastSentAt().plus(this.quarantine))
				&& !doubt.lastLookAt().isBefore(doubt.noneSince().plus(this.quarantine.dividedBy(2)));
	}

}
