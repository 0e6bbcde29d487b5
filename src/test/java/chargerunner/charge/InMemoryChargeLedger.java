package chargerunner.charge;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;

import chargerunner.charge.ChargeStatus.AttemptState;
import org.jspecify.annotations.Nullable;

/**
 * A ledger without a database, by the same rules: claims only what is planned, records
 * upwards only, believes only the holder of an attempt that it was not sent or is still
 * unknown. A charge is its own row number. Everything is active. Safe for many threads.
 */
final class InMemoryChargeLedger implements ChargeLedger {

	private static final String NAMESPACE = "test";

	private final Map<Long, Charge> charges = new TreeMap<>();

	private final Clock clock;

	private final Duration quarantine;

	InMemoryChargeLedger(Clock clock, Duration quarantine) {
		this.clock = clock;
		this.quarantine = quarantine;
	}

	/** Plans a charge of 1,000 won for a sealed run. */
	synchronized long plan(long runId, String reference, String customerUid) {
		long id = this.charges.size() + 1L;
		this.charges.put(id, new Charge(id, reference, customerUid, runId));
		return id;
	}

	/** A later run repeats the charge. */
	synchronized void takeOver(long chargeId, long runId) {
		Charge charge = charge(chargeId);
		if (!charge.status.isOpen()) {
			throw new IllegalStateException("charge " + chargeId + " is " + charge.status);
		}
		charge.runId = runId;
		charge.status = ChargeStatus.PLANNED;
	}

	/** Another process takes the run of one that died: what was in flight is in doubt. */
	synchronized TestLease take(long runId, long token) {
		for (Attempt attempt : attempts((attempt) -> attempt.runId == runId && attempt.inFlight)) {
			attempt.inFlight = false;
			if (attempt.outcome == null) {
				attempt.apply(Verdict.of(Outcome.UNKNOWN, ReasonClass.INTERRUPTED, ""));
			}
			charge(attempt.chargeId).computeStatus();
		}
		return new TestLease(runId, token);
	}

	synchronized ChargeStatus status(long chargeId) {
		return charge(chargeId).status;
	}

	/** The charge's attempts as they stand, by number. */
	synchronized List<Attempt> attempts(long chargeId) {
		return List.copyOf(charge(chargeId).attempts);
	}

	@Override
	public synchronized List<PlannedCharge> plannedCharges(long runId, long afterRow, long throughRow, int limit) {
		return this.charges.values()
			.stream()
			.filter((charge) -> charge.id > afterRow && charge.id <= throughRow && charge.isClaimableBy(runId))
			.limit(limit)
			.map(Charge::planned)
			.toList();
	}

	@Override
	public synchronized long plannedCount(long runId, long throughRow) {
		return plannedCharges(runId, 0, throughRow, Integer.MAX_VALUE).size();
	}

	@Override
	public synchronized List<ClaimedAttempt> claim(Lease lease, List<PlannedCharge> planned) {
		List<ClaimedAttempt> claimed = new ArrayList<>();
		for (PlannedCharge each : planned) {
			Charge charge = charge(each.chargeId());
			if (charge.isClaimableBy(lease.runId())) {
				Attempt attempt = charge.claimed(lease, this.clock.instant());
				claimed.add(new ClaimedAttempt(charge.id, lease.runId(), lease.token(), attempt.request, false));
			}
		}
		return claimed;
	}

	@Override
	public synchronized List<ClaimedAttempt> claimAgain(Lease lease, List<Doubt> doubts) {
		List<ClaimedAttempt> claimed = new ArrayList<>();
		for (Doubt doubt : doubts) {
			Attempt attempt = attempt(doubt.chargeId(), doubt.request());
			if (attempt.outcome == Outcome.UNKNOWN && !attempt.inFlight && attempt.looks == doubt.looks()) {
				attempt.claimedAgain(lease, this.clock.instant().plus(this.quarantine));
				claimed.add(new ClaimedAttempt(doubt.chargeId(), lease.runId(), lease.token(), attempt.request, true));
			}
		}
		return claimed;
	}

	@Override
	public synchronized void record(List<AttemptResult> results) {
		for (AttemptResult result : results) {
			Attempt attempt = attempt(result.attempt().chargeId(), result.attempt().request());
			boolean own = attempt.inFlight && attempt.token == result.attempt().token();
			if (own) {
				attempt.landed(result, this.clock.instant());
			}
			attempt.judge(result.verdict(), own);
			charge(attempt.chargeId).computeStatus();
		}
	}

	@Override
	public synchronized void recordLooks(List<Look> looks, Instant askedAt) {
		for (Look look : looks) {
			Attempt attempt = attempt(look.doubt().chargeId(), look.doubt().request());
			boolean current = !attempt.inFlight && attempt.looks == look.doubt().looks();
			if (look.verdict() != null) {
				attempt.judge(look.verdict(), current);
			}
			if (current && look.lookUp().kind() != LookUp.Kind.UNAUTHORIZED) {
				attempt.looked(look.lookUp().kind(), askedAt, this.clock.instant());
			}
			charge(attempt.chargeId).computeStatus();
		}
	}

	@Override
	public synchronized void adopt(Lease lease, PlannedCharge planned, List<Look> looks) {
		throw new UnsupportedOperationException("nothing is restored here");
	}

	@Override
	public synchronized List<Doubt> doubts(long runId) {
		return attempts((attempt) -> attempt.runId == runId && !attempt.inFlight
				&& (attempt.outcome == Outcome.UNKNOWN || attempt.recheckAt != null))
			.stream()
			.map(Attempt::doubt)
			.toList();
	}

	@Override
	public synchronized List<Doubt> paidTwice(long runId) {
		return attempts((attempt) -> attempt.runId == runId && attempt.outcome == Outcome.PAID
				&& attempt.reasonClass() == ReasonClass.CHARGED_TWICE_AT_PORTONE)
			.stream()
			.map(Attempt::doubt)
			.toList();
	}

	@Override
	public synchronized List<Doubt> attemptsOf(Collection<Long> chargeIds) {
		return attempts((attempt) -> chargeIds.contains(attempt.chargeId)).stream().map(Attempt::doubt).toList();
	}

	@Override
	public Instant now() {
		return this.clock.instant();
	}

	private Charge charge(long chargeId) {
		return Objects.requireNonNull(this.charges.get(chargeId));
	}

	private Attempt attempt(long chargeId, ChargeRequest request) {
		return attempts((attempt) -> attempt.chargeId == chargeId && attempt.request.equals(request)).get(0);
	}

	private List<Attempt> attempts(Predicate<Attempt> condition) {
		return this.charges.values().stream().flatMap((charge) -> charge.attempts.stream()).filter(condition).toList();
	}

	private static final class Charge {

		private final long id;

		private final String reference;

		private final String customerUid;

		private final List<Attempt> attempts = new ArrayList<>();

		private long runId;

		private ChargeStatus status = ChargeStatus.PLANNED;

		Charge(long id, String reference, String customerUid, long runId) {
			this.id = id;
			this.reference = reference;
			this.customerUid = customerUid;
			this.runId = runId;
		}

		boolean isClaimableBy(long run) {
			return this.runId == run && (this.status == ChargeStatus.PLANNED || this.status == ChargeStatus.NOT_SENT);
		}

		PlannedCharge planned() {
			return new PlannedCharge(this.id, this.id, this.reference, this.customerUid, 1_000, "Plan",
					ChargeDetails.NONE, this.attempts.size());
		}

		Attempt claimed(Lease lease, Instant now) {
			Attempt last = this.attempts.isEmpty() ? null : this.attempts.get(this.attempts.size() - 1);
			if (last == null || last.outcome != Outcome.NOT_SENT) {
				String number = MerchantUid.of(NAMESPACE, this.reference, this.attempts.size() + 1);
				last = new Attempt(this.id,
						new ChargeRequest(number, this.customerUid, 1_000, "Plan", ChargeDetails.NONE), now);
				this.attempts.add(last);
			}
			last.claimed(lease);
			computeStatus();
			return last;
		}

		void computeStatus() {
			this.status = ChargeStatus.of(this.status, this.runId,
					this.attempts.stream().map((attempt) -> new AttemptState(attempt.runId, attempt.outcome)).toList());
		}

	}

	/** One number of a charge, as it stands. */
	static final class Attempt {

		private final long chargeId;

		private final ChargeRequest request;

		private long runId;

		private long token;

		private boolean inFlight;

		private @Nullable Outcome outcome;

		private @Nullable Verdict verdict;

		private int timesSent;

		private Instant lastSentAt;

		private @Nullable Instant lastLookAt;

		private int looks;

		private int noneLooks;

		private @Nullable Instant noneSince;

		private @Nullable Instant recheckAt;

		Attempt(long chargeId, ChargeRequest request, Instant now) {
			this.chargeId = chargeId;
			this.request = request;
			this.lastSentAt = now;
		}

		/** What was recorded of it; null while there is nothing. */
		@Nullable Verdict verdict() {
			return this.verdict;
		}

		ChargeRequest request() {
			return this.request;
		}

		int timesSent() {
			return this.timesSent;
		}

		private void claimed(Lease lease) {
			this.runId = lease.runId();
			this.token = lease.token();
			this.inFlight = true;
			this.outcome = null;
			this.verdict = null;
		}

		private void claimedAgain(Lease lease, Instant recheck) {
			this.token = lease.token();
			this.inFlight = true;
			this.noneLooks = 0;
			this.noneSince = null;
			this.recheckAt = recheck;
		}

		private void landed(AttemptResult result, Instant now) {
			this.inFlight = false;
			this.timesSent += result.timesSent();
			if (result.timesSent() > 0) {
				this.lastSentAt = now;
			}
		}

		private void judge(Verdict next, boolean own) {
			boolean upwards = (this.outcome != null) ? this.outcome.mayBecome(next.outcome())
					: own || next.outcome().isDefinite();
			boolean stillUnknown = own && this.outcome == Outcome.UNKNOWN && next.outcome() == Outcome.UNKNOWN
					&& reasonClass() != ReasonClass.MISMATCH;
			if (upwards || stillUnknown) {
				apply(next);
			}
		}

		private void apply(Verdict next) {
			this.outcome = next.outcome();
			this.verdict = next;
		}

		private void looked(LookUp.Kind kind, Instant askedAt, Instant now) {
			boolean none = kind == LookUp.Kind.NONE;
			this.looks++;
			this.lastLookAt = askedAt;
			this.noneLooks = none ? this.noneLooks + 1 : 0;
			this.noneSince = none ? Objects.requireNonNullElse(this.noneSince, now) : null;
			if (this.recheckAt != null && !askedAt.isBefore(this.recheckAt)) {
				this.recheckAt = null;
			}
		}

		private @Nullable ReasonClass reasonClass() {
			return (this.verdict != null) ? this.verdict.reasonClass() : null;
		}

		private Doubt doubt() {
			return new Doubt(this.chargeId, this.runId, this.request,
					(this.outcome != null) ? this.outcome : Outcome.UNKNOWN, reasonClass(), this.lastSentAt,
					this.lastLookAt, this.looks, this.noneLooks, this.noneSince, this.recheckAt);
		}

	}

}
