package chargerunner.ledger;

import java.time.Instant;
import java.util.List;

import chargerunner.charge.AttemptResult;
import chargerunner.charge.ChargeRequest;
import chargerunner.charge.ClaimedAttempt;
import chargerunner.charge.Doubt;
import chargerunner.charge.Judge;
import chargerunner.charge.Look;
import chargerunner.charge.LookUp;
import chargerunner.charge.Outcome;
import chargerunner.charge.Payment;
import chargerunner.charge.ReasonClass;
import chargerunner.charge.ReasonClassifier;
import chargerunner.charge.Runs.HeldLease;
import chargerunner.charge.Verdict;
import chargerunner.mysql.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of answers and looks that come when somebody else has the attempt: a
 * number that was sent twice has two answers, and the first says nothing of the second.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class LateTruthTests extends EmptyLedger {

	@Test
	void keepsAPaymentThatCameLateWhenTheSecondSenderDies() {
		HeldLease first = this.ledger.sealedRun("d1", "a");
		ClaimedAttempt sent = claim(first);
		HeldLease second = takeOver(first);
		sendAgain(second);
		record(sent, paid(sent.request()));

		takeOver(second);

		assertThat(outcome(sent)).isEqualTo("paid");
		assertThat(this.ledger.status("a")).isEqualTo("paid");
	}

	@Test
	void leavesASecondSendInDoubtWhenTheFirstIsDeclinedMeanwhile() {
		HeldLease first = this.ledger.sealedRun("d1", "a");
		ClaimedAttempt sent = claim(first);
		HeldLease second = takeOver(first);
		ClaimedAttempt again = sendAgain(second);

		record(sent, declined(sent.request()));
		record(again, Verdict.of(Outcome.UNKNOWN, ReasonClass.TIMEOUT, "no answer"));

		assertThat(outcome(sent)).isEqualTo("unknown");
		assertThat(this.ledger.status("a")).isEqualTo("unknown");
	}

	@Test
	void leavesASecondSendInDoubtWhenTheFirstIsDeclinedAfterwards() {
		HeldLease first = this.ledger.sealedRun("d1", "a");
		ClaimedAttempt sent = claim(first);
		HeldLease second = takeOver(first);
		ClaimedAttempt again = sendAgain(second);

		record(again, Verdict.of(Outcome.UNKNOWN, ReasonClass.TIMEOUT, "no answer"));
		record(sent, declined(sent.request()));

		assertThat(outcome(sent)).isEqualTo("unknown");
		assertThat(this.ledger.status("a")).isEqualTo("unknown");
	}

	@Test
	void doesNotBelieveAnOldLookThatASecondSendWasDeclined() {
		HeldLease first = this.ledger.sealedRun("d1", "a");
		ClaimedAttempt sent = claim(first);
		HeldLease second = takeOver(first);
		Doubt old = this.ledger.charges.doubts(second.runId()).get(0);
		this.ledger.charges.recordLooks(List.of(new Look(old, LookUp.none(), null)), this.ledger.charges.now());
		ClaimedAttempt again = sendAgain(second);
		record(again, Verdict.of(Outcome.UNKNOWN, ReasonClass.TIMEOUT, "no answer"));

		Verdict verdict = declined(sent.request());
		this.ledger.charges.recordLooks(
				List.of(new Look(old, LookUp.found(List.of(payment(sent.request(), "failed"))), verdict)),
				this.ledger.charges.now());

		assertThat(outcome(sent)).isEqualTo("unknown");
	}

	@Test
	void believesAnOldLookThatTheNumberIsPaid() {
		HeldLease first = this.ledger.sealedRun("d1", "a");
		ClaimedAttempt sent = claim(first);
		HeldLease second = takeOver(first);
		Doubt old = this.ledger.charges.doubts(second.runId()).get(0);
		this.ledger.charges.recordLooks(List.of(new Look(old, LookUp.none(), null)), this.ledger.charges.now());

		Verdict verdict = paid(sent.request());
		this.ledger.charges.recordLooks(
				List.of(new Look(old, LookUp.found(List.of(payment(sent.request(), "paid"))), verdict)),
				this.ledger.charges.now());

		assertThat(outcome(sent)).isEqualTo("paid");
	}

	@Test
	void staysChargedTwiceWhileOnlyAnotherPaymentIsSeenCancelled() {
		ClaimedAttempt sent = claim(this.ledger.sealedRun("d1", "a"));
		record(sent, Verdict.of(Outcome.UNKNOWN, ReasonClass.TIMEOUT, "no answer"));
		Payment kept = payment(sent.request(), "imp_1", "paid");
		look(sent, kept, payment(sent.request(), "imp_2", "paid"), payment(sent.request(), "imp_3", "paid"));

		look(sent, kept, payment(sent.request(), "imp_9", "cancelled"));
		look(sent, kept, payment(sent.request(), "imp_2", "cancelled"));

		assertThat(this.ledger.attempt(sent.request().merchantUid()))
			.containsEntry("reason_class", "charged_twice_at_portone")
			.containsEntry("reason", "keep imp_1, cancel imp_2 imp_3");
		look(sent, kept, payment(sent.request(), "imp_2", "cancelled"), payment(sent.request(), "imp_3", "cancelled"));
		assertThat(this.ledger.attempt(sent.request().merchantUid())).containsEntry("reason_class", null);
	}

	private void look(ClaimedAttempt attempt, Payment... payments) {
		Judge judge = new Judge((reason) -> ReasonClassifier.Reason.SOFT);
		Doubt doubt = this.ledger.charges.attemptsOf(List.of(attempt.chargeId())).get(0);
		this.ledger.charges.recordLooks(List
			.of(new Look(doubt, LookUp.found(List.of(payments)), judge.found(attempt.request(), List.of(payments)))),
				this.ledger.charges.now());
	}

	private ClaimedAttempt claim(HeldLease lease) {
		return this.ledger.charges
			.claim(lease, this.ledger.charges.plannedCharges(lease.runId(), 0, Long.MAX_VALUE, 10))
			.get(0);
	}

	private HeldLease takeOver(HeldLease lost) {
		this.ledger.expireLease(lost.runId());
		return this.ledger.runs.take(lost.runId()).orElseThrow();
	}

	private ClaimedAttempt sendAgain(HeldLease lease) {
		return this.ledger.charges.claimAgain(lease, this.ledger.charges.doubts(lease.runId())).get(0);
	}

	private void record(ClaimedAttempt attempt, Verdict verdict) {
		Instant now = Instant.parse("2026-11-23T01:00:00Z");
		this.ledger.charges.record(List.of(new AttemptResult(attempt, verdict, 1, now, now)));
	}

	private String outcome(ClaimedAttempt attempt) {
		return String.valueOf(this.ledger.attempt(attempt.request().merchantUid()).get("outcome"));
	}

	private static Verdict paid(ChargeRequest request) {
		return new Verdict(Outcome.PAID, null, "", payment(request, "paid"), 200, 0, false);
	}

	private static Verdict declined(ChargeRequest request) {
		return new Verdict(Outcome.DECLINED, ReasonClass.SOFT, "no money", payment(request, "failed"), 200, 0, false);
	}

	private static Payment payment(ChargeRequest request, String status) {
		return payment(request, "imp_1", status);
	}

	private static Payment payment(ChargeRequest request, String impUid, String status) {
		return new Payment(impUid, request.merchantUid(), request.customerUid(), status, request.amount(), "KRW", null,
				Instant.parse("2026-11-23T01:00:00Z"), null, null, null, null, null, null);
	}

}
