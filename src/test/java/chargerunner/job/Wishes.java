package chargerunner.job;

import java.nio.file.Path;
import java.util.Locale;

import chargerunner.charge.Runs;
import org.jspecify.annotations.Nullable;

/**
 * The options of a charge command, one by one.
 */
final class Wishes {

	private Path out;

	private boolean dryRun;

	private @Nullable String batch;

	private boolean skipInvalid;

	private boolean catchUp;

	private @Nullable Long expectCount;

	private @Nullable Long expectSum;

	private @Nullable Long maxSum;

	private @Nullable Long limit;

	private boolean checkFirst;

	Wishes(Path out) {
		this.out = out;
	}

	Wishes out(Path directory) {
		this.out = directory;
		return this;
	}

	Wishes dryRun() {
		this.dryRun = true;
		return this;
	}

	Wishes batch(String name) {
		this.batch = name;
		return this;
	}

	Wishes skipInvalid() {
		this.skipInvalid = true;
		return this;
	}

	Wishes expectCount(long rows) {
		this.expectCount = rows;
		return this;
	}

	Wishes expectSum(long won) {
		this.expectSum = won;
		return this;
	}

	Wishes maxSum(long won) {
		this.maxSum = won;
		return this;
	}

	Wishes catchUp() {
		this.catchUp = true;
		return this;
	}

	Wishes limit(long row) {
		this.limit = row;
		return this;
	}

	Wishes checkFirst() {
		this.checkFirst = true;
		return this;
	}

	ChargeOptions build() {
		return new ChargeOptions(this.out, this.dryRun, this.batch, this.skipInvalid, this.catchUp, this.expectCount,
				this.expectSum, this.maxSum, this.limit, this.checkFirst, Locale.ENGLISH,
				new Runs.Caller("tester", "host", "0", "charge"));
	}

}
