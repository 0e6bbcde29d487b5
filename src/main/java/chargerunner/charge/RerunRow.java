package chargerunner.charge;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A row of an earlier run, and where its charge stands today, whichever run has it now.
 *
 * @param rowNumber the row's number in the input of that run, from 1
 * @param cells the row as it came
 * @param charge its charge; null when the row was invalid
 * @param name the product name; null without a charge
 * @param lastReason why the charge's last attempt ended so; null where nothing was said
 * @param answered how many of the charge's numbers had a definite answer
 * @param active whether subscription and billing key allow that it is charged
 */
public record RerunRow(long rowNumber, List<String> cells, @Nullable KnownCharge charge, @Nullable String name,
		@Nullable ReasonClass lastReason, int answered, boolean active) {

	/**
	 * {@return the charge's reference; null without a charge}
	 */
	public @Nullable String reference() {
		return (this.charge != null) ? this.charge.reference() : null;
	}

	/**
	 * {@return what the charge asks for, in won; 0 without one}
	 */
	public long amount() {
		return (this.charge != null) ? this.charge.amount() : 0;
	}

	/**
	 * {@return where the charge stands}
	 */
	public Standing standing() {
		if (this.charge == null || !this.charge.runSealed()) {
			return Standing.NO_CHARGE;
		}
		return Standing.of(this.charge.status(), this.lastReason);
	}

	/**
	 * {@return what keeps an open charge from being taken over and sent now}
	 */
	Optional<Standing> obstacle() {
		KnownCharge known = Objects.requireNonNull(this.charge);
		if (known.runLive()) {
			return Optional.of(Standing.HELD);
		}
		if (!this.active) {
			return Optional.of(Standing.INACTIVE);
		}
		return known.hasNumberLeft() ? Optional.empty() : Optional.of(Standing.NO_NUMBER_LEFT);
	}

	/**
	 * {@return what charging the row again asks for: the charge as it is today, while its
	 * last attempt is the last one}
	 */
	public Instruction instruction() {
		KnownCharge known = Objects.requireNonNull(this.charge);
		return new Instruction(known.reference(), false, known.customerUid(), known.amount(),
				Objects.requireNonNull(this.name), known.details(), null, null, known.last());
	}

}
