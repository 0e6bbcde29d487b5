package chargerunner.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import chargerunner.charge.AttemptEvent;
import chargerunner.charge.AttemptResult;
import chargerunner.charge.ChargeStatus;
import chargerunner.charge.ChargeStatus.AttemptState;
import chargerunner.charge.Judge;
import chargerunner.charge.Lease;
import chargerunner.charge.Look;
import chargerunner.charge.LookUp;
import chargerunner.charge.Outcome;
import chargerunner.charge.Payment;
import chargerunner.charge.ReasonClass;
import chargerunner.charge.Verdict;

/**
 * One charge and all its attempts, held under the charge's row lock while something is
 * entered. Lives for one transaction.
 */
final class Book {

	private final long chargeId;

	private final long runId;

	private final ChargeStatus status;

	private final Instant now;

	private final List<Entry> entries = new ArrayList<>();

	/**
	 * Opens a book without attempts.
	 * @param chargeId the charge
	 * @param runId the run that may claim it
	 * @param status the status that is stored
	 * @param now the database's time of everything that is entered
	 */
	Book(long chargeId, long runId, ChargeStatus status, Instant now) {
		this.chargeId = chargeId;
		this.runId = runId;
		this.status = status;
		this.now = now;
	}

	long chargeId() {
		return this.chargeId;
	}

	List<Entry> entries() {
		return this.entries;
	}

	/**
	 * Enters an answer.
	 * @param result the answer
	 * @param quarantine how long after a number was sent again it is looked at once more
	 */
	void enter(AttemptResult result, Duration quarantine) {
		Entry entry = entry(result.attempt().request().merchantUid()).orElseThrow();
		boolean latest = entry.token == result.attempt().token();
		boolean own = latest && entry.inFlight;
		Verdict verdict = result.verdict();
		if (own) {
			entry.landed(result, this.now, result.attempt().redrive() ? this.now.plus(quarantine) : null);
			if (!mayApply(entry, verdict.outcome(), true)) {
				entry.answeredInVain(verdict, this.now);
			}
		}
		if (latest || isLasting(verdict)) {
			judge(entry, verdict, own);
		}
		// The same answer recorded once more, after a commit that nobody saw, is no news.
		if (!own && (!latest || entry.isChanged())) {
			entry.tell(AttemptEvent.Kind.LATE_ANSWER, verdict, this.now);
		}
	}

	/**
	 * Enters what a look showed.
	 * @param look the look
	 * @param askedAt the database's time before it was made
	 * @param quarantine after how long to look once more, where that is called for
	 * @param again whether it may have been entered before, by a commit that nobody saw
	 */
	void enter(Look look, Instant askedAt, Duration quarantine, boolean again) {
		Entry entry = entry(look.doubt().request().merchantUid()).orElseThrow();
		if (look.lookUp().kind() == LookUp.Kind.UNAUTHORIZED) {
			return;
		}
		boolean current = entry.looks == look.doubt().looks() && !entry.inFlight;
		if (look.verdict() != null && (current || isLasting(look.verdict()))) {
			judge(entry, look.verdict(), current);
			if (current) {
				entry.chargedOnce(look);
			}
		}
		if (current) {
			entry.looked(look.lookUp().kind(), askedAt, this.now, this.now.plus(quarantine));
		}
		if (!again || current || entry.isChanged()) {
			entry.tell(look, this.now);
		}
	}

	void adopt(Lease lease, Look look) {
		String number = look.doubt().request().merchantUid();
		if (entry(number).isEmpty() && look.verdict() != null) {
			// A number that a lost run used is this run's only if it has to resolve it.
			long owner = (look.verdict().outcome() == Outcome.UNKNOWN) ? lease.runId() : 0;
			Entry entry = Entry.adopted(look.doubt().request(), owner, lease.token(), this.now);
			this.entries.add(entry);
			judge(entry, look.verdict(), true);
			entry.tell(AttemptEvent.Kind.ADOPTED, look.verdict(), this.now);
		}
	}

	/**
	 * Enters what a person decided: all of it, or nothing when one of the attempts has
	 * been answered since.
	 * @param verdicts what each attempt becomes, by number
	 * @return whether it was entered
	 */
	boolean decide(Map<String, Verdict> verdicts) {
		boolean open = verdicts.entrySet().stream().allMatch((decided) -> entry(decided.getKey()).filter((entry) -> {
			return entry.outcome != null && entry.outcome.mayBecome(decided.getValue().outcome());
		}).isPresent());
		if (open) {
			verdicts.forEach((number, verdict) -> entry(number).orElseThrow().apply(verdict));
			markPaidTwice();
		}
		return open;
	}

	/**
	 * Whether it stays true when the number was sent again since: that an earlier send
	 * failed says nothing about a later one.
	 */
	private static boolean isLasting(Verdict verdict) {
		return verdict.outcome() == Outcome.PAID || verdict.outcome() == Outcome.CANCELLED;
	}

	private void judge(Entry entry, Verdict verdict, boolean own) {
		if (mayApply(entry, verdict.outcome(), own)) {
			entry.apply(verdict);
		}
		else if (entry.outcome == Outcome.PAID && verdict.payment() != null) {
			judgePaid(entry, verdict, verdict.payment());
		}
		markPaidTwice();
	}

	/** Only whoever holds the attempt knows that it was not sent, or is still unknown. */
	private static boolean mayApply(Entry entry, Outcome next, boolean own) {
		if (entry.outcome == null) {
			return next.isDefinite() || own;
		}
		if (entry.outcome == Outcome.UNKNOWN && next == Outcome.UNKNOWN) {
			return own && entry.reasonClass != ReasonClass.MISMATCH;
		}
		return entry.outcome.mayBecome(next);
	}

	private static void judgePaid(Entry entry, Verdict verdict, Payment payment) {
		String other = Entry.impUid(payment);
		if (verdict.outcome() == Outcome.CANCELLED) {
			entry.cancelledLater(payment);
		}
		else if (verdict.reasonClass() == ReasonClass.CHARGED_TWICE_AT_PORTONE) {
			entry.chargedTwice(verdict.reason());
		}
		else if (verdict.outcome() == Outcome.PAID && entry.impUid != null && !entry.impUid.equals(other)) {
			entry.chargedTwice(Judge.chargedTwice(entry.impUid, other));
		}
	}

	private void markPaidTwice() {
		List<Entry> taken = this.entries.stream()
			.filter((entry) -> entry.outcome == Outcome.PAID && entry.impUid != null)
			.sorted(Comparator.comparingInt((entry) -> entry.attemptNo))
			.toList();
		List<Entry> paid = taken.stream().filter((entry) -> !entry.isCancelledLater()).toList();
		if (paid.size() == 1) {
			taken.stream().filter(Entry::isCancelledLater).forEach(paid.get(0)::chargedOnceWithout);
		}
		if (paid.size() > 1) {
			String kept = String.valueOf(paid.get(0).impUid);
			String others = paid.stream().skip(1).map((entry) -> entry.impUid).collect(Collectors.joining(" "));
			paid.forEach((entry) -> entry.chargedTwice(Judge.chargedTwice(kept, others)));
		}
	}

	/**
	 * {@return the status to store; empty when the stored one is still right}
	 */
	Optional<ChargeStatus> changedStatus() {
		List<AttemptState> attempts = this.entries.stream()
			.sorted(Comparator.comparingInt((entry) -> entry.attemptNo))
			.map((entry) -> new AttemptState(entry.runId, entry.outcome))
			.toList();
		ChargeStatus computed = ChargeStatus.of(this.status, this.runId, attempts);
		return (computed != this.status) ? Optional.of(computed) : Optional.empty();
	}

	private Optional<Entry> entry(String merchantUid) {
		return this.entries.stream().filter((entry) -> entry.merchantUid.equals(merchantUid)).findFirst();
	}

}
