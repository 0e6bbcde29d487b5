package chargerunner.charge;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A run and all that is kept about how it was asked for.
 *
 * @param run the run
 * @param caller who asked for it
 * @param fileName the input file's name; null for due runs
 * @param fileSha256 the SHA-256 of the input file's bytes; null for due runs
 * @param sealedAt when its rows began to count; null before the seal
 * @param seenAt when this was read, by the database's time
 */
public record RunRecord(Run run, Runs.Caller caller, @Nullable String fileName, @Nullable String fileSha256,
		@Nullable Instant sealedAt, Instant seenAt) {

	/**
	 * {@return whether a process held the run when this was read}
	 */
	public boolean isHeld() {
		return !leaseLeft().isZero();
	}

	/**
	 * {@return how long the run is held if its lease is not renewed; zero when nobody
	 * holds it}
	 */
	public Duration leaseLeft() {
		Instant until = this.run.heldUntil();
		return (until != null && until.isAfter(this.seenAt)) ? Duration.between(this.seenAt, until) : Duration.ZERO;
	}

}
