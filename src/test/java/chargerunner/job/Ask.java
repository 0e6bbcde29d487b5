package chargerunner.job;

import org.jspecify.annotations.Nullable;

/**
 * The options of a command, one put on after the other.
 */
record Ask(ChargeOptions options) {

	Ask dryRun() {
		return of(true, this.options.catchUp(), this.options.limit());
	}

	Ask catchUp() {
		return of(this.options.dryRun(), true, this.options.limit());
	}

	Ask limit(long rows) {
		return of(this.options.dryRun(), this.options.catchUp(), rows);
	}

	Ask expectCount(long rows) {
		return totals(rows, this.options.expectSum(), this.options.maxSum());
	}

	Ask expectSum(long won) {
		return totals(this.options.expectCount(), won, this.options.maxSum());
	}

	Ask maxSum(long won) {
		return totals(this.options.expectCount(), this.options.expectSum(), won);
	}

	private Ask of(boolean dryRun, boolean catchUp, @Nullable Long limit) {
		ChargeOptions now = this.options;
		return new Ask(new ChargeOptions(now.out(), dryRun, now.batch(), now.skipInvalid(), catchUp, now.expectCount(),
				now.expectSum(), now.maxSum(), limit, now.checkFirst(), now.locale(), now.caller()));
	}

	private Ask totals(@Nullable Long count, @Nullable Long sum, @Nullable Long ceiling) {
		ChargeOptions now = this.options;
		return new Ask(new ChargeOptions(now.out(), now.dryRun(), now.batch(), now.skipInvalid(), now.catchUp(), count,
				sum, ceiling, now.limit(), now.checkFirst(), now.locale(), now.caller()));
	}

}
