package chargerunner.job;

import java.util.Optional;

import org.springframework.context.MessageSourceResolvable;

/**
 * The totals and the ceiling that a command was given, against what there is.
 */
record ControlTotals(ChargeOptions options) {

	/**
	 * {@return what does not agree; empty when all does}
	 * @param validRows the valid rows
	 * @param won what they ask for together, in won
	 */
	Optional<MessageSourceResolvable> mismatch(long validRows, long won) {
		Long count = this.options.expectCount();
		Long sum = this.options.expectSum();
		if (count != null && count != validRows) {
			return Optional.of(Notes.of("job.totals.count", count, validRows));
		}
		if (sum != null && sum != won) {
			return Optional.of(Notes.of("job.totals.sum", sum, won));
		}
		Long ceiling = this.options.maxSum();
		return (ceiling != null && isAboveCeiling(won)) ? Optional.of(Notes.of("job.totals.ceiling", ceiling, won))
				: Optional.empty();
	}

	boolean isAboveCeiling(long won) {
		Long ceiling = this.options.maxSum();
		return ceiling != null && won > ceiling;
	}

}
