package chargerunner.charge;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What numbers in doubt wait for.
 *
 * @param lookUps how many wait until PortOne has an answer
 * @param decisions how many differ at PortOne, so that only a person can decide
 * @param nextLook when the next look of a command that works on them is due; null when
 * none waits for a look
 * @param sentAgainFrom before when none of them is sent again; null when none may be
 * @param rechecks how many were sent again and are only to be looked at once more
 * @param recheckFrom when the first of those looks is due; null without one
 */
public record Waits(long lookUps, long decisions, @Nullable Instant nextLook, @Nullable Instant sentAgainFrom,
		long rechecks, @Nullable Instant recheckFrom) {

	/** Nothing is waited for. */
	public static final Waits NOTHING = new Waits(0, 0, null, null, 0, null);

	/**
	 * {@return what numbers wait for}
	 * @param doubts the numbers
	 * @param schedule when they are looked up
	 */
	public static Waits of(List<Doubt> doubts, LookSchedule schedule) {
		List<Doubt> unknown = doubts.stream().filter(Doubt::isUnknown).toList();
		List<Doubt> open = unknown.stream().filter((doubt) -> doubt.reasonClass() != ReasonClass.MISMATCH).toList();
		List<Instant> rechecks = doubts.stream()
			.filter((doubt) -> !doubt.isUnknown())
			.map(Doubt::recheckAt)
			.filter(Objects::nonNull)
			.map(Objects::requireNonNull)
			.toList();
		return new Waits(open.size(), unknown.size() - open.size(),
				earliest(open.stream().map(schedule::nextLook).flatMap(Optional::stream)),
				earliest(open.stream()
					.filter((doubt) -> doubt.reasonClass() != ReasonClass.READY)
					.map((doubt) -> doubt.lastSentAt().plus(schedule.quarantine()))),
				rechecks.size(), earliest(rechecks.stream()));
	}

	private static @Nullable Instant earliest(Stream<Instant> times) {
		return times.min(Comparator.naturalOrder()).orElse(null);
	}

}
