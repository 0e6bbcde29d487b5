package chargerunner.charge;

import java.util.function.BooleanSupplier;

/**
 * A lease that is fresh as long as the test says so.
 */
final class TestLease implements Lease {

	private final long runId;

	private final long token;

	private volatile BooleanSupplier fresh = () -> true;

	TestLease(long runId, long token) {
		this.runId = runId;
		this.token = token;
	}

	void freshWhile(BooleanSupplier condition) {
		this.fresh = condition;
	}

	@Override
	public long runId() {
		return this.runId;
	}

	@Override
	public long token() {
		return this.token;
	}

	@Override
	public boolean isFresh() {
		return this.fresh.getAsBoolean();
	}

}
