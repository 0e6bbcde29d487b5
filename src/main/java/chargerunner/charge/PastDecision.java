package chargerunner.charge;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What a person decided about a charge in doubt.
 *
 * @param reference the charge
 * @param merchantUid the number in doubt
 * @param at when
 * @param as as what it was closed, in the word of the command
 * @param impUid PortOne's number, where one was given
 * @param note why
 * @param osUser the operating system's user who decided
 * @param host the machine
 */
public record PastDecision(String reference, String merchantUid, Instant at, String as, @Nullable String impUid,
		String note, String osUser, String host) {
}
