package chargerunner.charge;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Watches the verdicts of a run for a storm: so many failures that going on would only
 * put more charges in doubt, or one refusal over and over, which is a fault of ours and
 * not of the customers. Declines are answers and never a storm. Safe for many threads.
 */
final class Storm {

	private static final int LOOKED_BACK = 100;

	private final StormLimits limits;

	private final Deque<Boolean> latest = new ArrayDeque<>();

	private int failed;

	private int failedInARow;

	private int refusedInARow;

	private @Nullable String refusal;

	Storm(StormLimits limits) {
		this.limits = limits;
	}

	/**
	 * Notes what became of one more attempt.
	 * @param verdict its verdict
	 * @return whether it is a storm now
	 */
	synchronized boolean add(Verdict verdict) {
		boolean failure = isFailure(verdict);
		this.failedInARow = failure ? this.failedInARow + 1 : 0;
		addLatest(failure);
		addRefusal(verdict);
		return reached(this.failedInARow, this.limits.failures()) || reached(this.refusedInARow, this.limits.refusals())
				|| (this.latest.size() == LOOKED_BACK && reached(this.failed, this.limits.percent()));
	}

	private void addLatest(boolean failure) {
		this.latest.addLast(failure);
		this.failed += failure ? 1 : 0;
		if (this.latest.size() > LOOKED_BACK) {
			this.failed -= this.latest.removeFirst() ? 1 : 0;
		}
	}

	private void addRefusal(Verdict verdict) {
		if (verdict.outcome() != Outcome.REFUSED) {
			this.refusedInARow = 0;
			this.refusal = null;
		}
		else {
			this.refusedInARow = Objects.equals(verdict.reason(), this.refusal) ? this.refusedInARow + 1 : 1;
			this.refusal = verdict.reason();
		}
	}

	private static boolean reached(int count, int limit) {
		return limit > 0 && count >= limit;
	}

	/** A charge that PortOne answered with a record of it is none, whatever it says. */
	private static boolean isFailure(Verdict verdict) {
		return switch (verdict.outcome()) {
			case PAID, DECLINED, REFUSED, CANCELLED -> false;
			case NOT_SENT -> verdict.reasonClass() != ReasonClass.STOPPED;
			case UNKNOWN -> verdict.reasonClass() != ReasonClass.MISMATCH && verdict.reasonClass() != ReasonClass.READY;
		};
	}

}
