package chargerunner.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import chargerunner.charge.AttemptEvent;
import chargerunner.charge.AttemptResult;
import chargerunner.charge.ChargeRequest;
import chargerunner.charge.ChargeStory;
import chargerunner.charge.ChargeStory.Attempt;
import chargerunner.charge.ClaimedAttempt;
import chargerunner.charge.Disposition;
import chargerunner.charge.Doubt;
import chargerunner.charge.Look;
import chargerunner.charge.LookUp;
import chargerunner.charge.MerchantUid;
import chargerunner.charge.Outcome;
import chargerunner.charge.Payment;
import chargerunner.charge.PlannedCharge;
import chargerunner.charge.ReasonClass;
import chargerunner.charge.Runs.HeldLease;
import chargerunner.charge.Verdict;
import chargerunner.mysql.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the ledger can tell of a number afterwards: nothing that was once known is lost,
 * and an ordinary charge leaves nothing but its own row.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class AttemptHistoryTests extends EmptyLedger {

	private static final Verdict TIMEOUT = Verdict.of(Outcome.UNKNOWN, ReasonClass.TIMEOUT, "no answer");

	private static final Verdict NOT_SENT = Verdict.of(Outcome.NOT_SENT, ReasonClass.CONNECT, "refused");

	@Test
	void leavesAnOrdinaryChargeToItsOwnRow() {
		HeldLease run = this.ledger.sealedRun("d1", "a");
		ClaimedAttempt sent = claim(run);

		record(sent, paid(sent.request(), "imp_1"));

		assertThat(rows()).isZero();
		assertThat(told()).containsExactly("claim run=" + run.runId(), "answer paid imp_1");
	}

	@Test
	void forgetsNoAnswerLookOrClaimOfANumberThatIsSentAgain() {
		HeldLease run = this.ledger.sealedRun("d1", "a");
		ClaimedAttempt sent = claim(run);
		record(sent, TIMEOUT);
		look(run, LookUp.none(), null);
		look(run, LookUp.noAnswer("HTTP 500"), null);

		ClaimedAttempt again = sendAgain(run);
		assertThat(told()).hasSize(5).last().isEqualTo("claim run=" + run.runId());
		record(again, declined(again.request()));

		assertThat(told()).containsExactly("claim run=" + run.runId(), "answer unknown timeout no answer", "none",
				"no_answer HTTP 500", "claim run=" + run.runId(), "answer declined soft no money imp_1");
		assertThat(attempt().timesSent()).isEqualTo(2);
		assertThat(attempt().events()).extracting(AttemptEvent::at).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void keepsTheAnswerThatALookReplaces() {
		HeldLease run = this.ledger.sealedRun("d1", "a");
		ClaimedAttempt sent = claim(run);
		record(sent, TIMEOUT);

		look(run, LookUp.found(List.of(payment(sent.request(), "ready", "imp_1"))), new Verdict(Outcome.UNKNOWN,
				ReasonClass.READY, "status ready", payment(sent.request(), "ready", "imp_1"), 200, 0, false));
		look(run, LookUp.found(List.of(payment(sent.request(), "paid", "imp_1"))), paid(sent.request(), "imp_1"));

		assertThat(told()).containsExactly("claim run=" + run.runId(), "answer unknown timeout no answer",
				"found unknown ready status ready imp_1", "found paid imp_1");
		assertThat(attempt().outcome()).isEqualTo(Outcome.PAID);
	}

	@Test
	void saysUntilWhenADeadProcessCouldHaveSent() {
		HeldLease dead = this.ledger.sealedRun("d1", "a");
		claim(dead);

		HeldLease next = takeOver(dead);
		look(next, LookUp.none(), null);

		assertThat(told()).containsExactly("claim run=" + dead.runId(),
				"answer unknown interrupted the process that claimed it ended first", "none");
		Instant leaseEnd = Instant.parse("2026-01-01T00:00:00Z");
		assertThat(attempt().events().get(1).sentAt()).isEqualTo(leaseEnd);
		sendAgain(next);
		assertThat(attempt().events().get(1).sentAt()).as("kept").isEqualTo(leaseEnd);
	}

	@Test
	void tellsALateAnswerApartFromTheOneInTime() {
		HeldLease dead = this.ledger.sealedRun("d1", "a");
		ClaimedAttempt sent = claim(dead);
		takeOver(dead);

		record(sent, paid(sent.request(), "imp_1"));
		record(sent, paid(sent.request(), "imp_1"));

		assertThat(told()).containsExactly("claim run=" + dead.runId(),
				"answer unknown interrupted the process that claimed it ended first", "late_answer paid imp_1");
	}

	@Test
	void tellsBothAnswersOfANumberThatTwoProcessesSent() {
		HeldLease first = this.ledger.sealedRun("d1", "a");
		ClaimedAttempt sent = claim(first);
		HeldLease second = takeOver(first);
		ClaimedAttempt again = sendAgain(second);

		record(sent, paid(sent.request(), "imp_1"));
		record(again, TIMEOUT);

		String claim = "claim run=" + first.runId();
		assertThat(told()).containsExactly(claim, "answer unknown interrupted the process that claimed it ended first",
				claim, "late_answer paid imp_1", "answer unknown timeout no answer");
		assertThat(attempt().outcome()).isEqualTo(Outcome.PAID);
	}

	@Test
	void tellsAnIgnoredAnswerOfANumberThatIsSentAgain() {
		HeldLease first = this.ledger.sealedRun("d1", "a");
		ClaimedAttempt sent = claim(first);
		ClaimedAttempt again = sendAgain(takeOver(first));

		record(sent, declined(sent.request()));
		record(again, TIMEOUT);

		assertThat(told()).contains("late_answer declined soft no money imp_1")
			.last()
			.isEqualTo("answer unknown timeout no answer");
		assertThat(attempt().outcome()).isEqualTo(Outcome.UNKNOWN);
	}

	@Test
	void tellsWhichRunsClaimedANumberThatWasNotSentAtFirst() {
		HeldLease first = this.ledger.sealedRun("d1", "a");
		record(claim(first), NOT_SENT);
		ClaimedAttempt again = claim(first);
		record(again, NOT_SENT);
		first.close();
		HeldLease second = this.ledger.sealedRun("d2", "a");
		ClaimedAttempt sent = claim(second);

		record(sent, paid(sent.request(), "imp_1"));

		String claim = "claim run=" + first.runId();
		assertThat(told()).containsExactly(claim, "answer not_sent connect refused", claim,
				"answer not_sent connect refused", "claim run=" + second.runId(), "answer paid imp_1");
		assertThat(story().rows()).extracting(ChargeStory.Row::kind)
			.containsExactly(Disposition.Kind.SKIPPED, Disposition.Kind.OWN);
		assertThat(story().rows().get(0).otherRun()).isEqualTo(second.runId());
	}

	@Test
	void tellsALookAtAnEarlierNumberBesideTheNewOne() {
		HeldLease first = this.ledger.sealedRun("d1", "a");
		ClaimedAttempt declined = claim(first);
		record(declined, declined(declined.request()));
		first.close();
		HeldLease second = this.ledger.sealedRun("d2", "a");
		Doubt earlier = this.ledger.charges.attemptsOf(List.of(declined.chargeId())).get(0);
		Verdict asBefore = declined(declined.request());
		this.ledger.charges.recordLooks(List
			.of(new Look(earlier, LookUp.found(List.of(payment(declined.request(), "failed", "imp_1"))), asBefore)),
				this.ledger.charges.now());

		ClaimedAttempt sent = claim(second);
		record(sent, paid(sent.request(), "imp_2"));

		assertThat(story().attempts()).hasSize(2);
		assertThat(told(story().attempts().get(0))).containsExactly("claim run=" + first.runId(),
				"answer declined soft no money imp_1", "found declined soft no money imp_1");
		assertThat(told(story().attempts().get(1))).containsExactly("claim run=" + second.runId(), "answer paid imp_2");
	}

	@Test
	void keepsThePaymentAsItWasAnsweredWhenItIsCancelledLater() {
		HeldLease run = this.ledger.sealedRun("d1", "a");
		ClaimedAttempt sent = claim(run);
		record(sent, paid(sent.request(), "imp_1"));
		Doubt paid = this.ledger.charges.attemptsOf(List.of(sent.chargeId())).get(0);
		Payment cancelled = payment(sent.request(), "cancelled", "imp_1");
		Verdict verdict = new Verdict(Outcome.CANCELLED, null, "cancelled at PortOne", cancelled, 200, 0, false);

		this.ledger.charges.recordLooks(List.of(new Look(paid, LookUp.found(List.of(cancelled)), verdict)),
				this.ledger.charges.now());

		assertThat(told()).containsExactly("claim run=" + run.runId(), "answer paid imp_1",
				"found cancelled cancelled at PortOne imp_1");
		assertThat(attempt().reasonClass()).isEqualTo(ReasonClass.CANCELLED_LATER);
	}

	@Test
	void tellsThatANumberWasFoundThatTheLedgerDidNotKnow() {
		HeldLease run = this.ledger.sealedRun("d1", "a");
		PlannedCharge charge = this.ledger.charges.plannedCharges(run.runId(), 0, 9, 9).get(0);
		ChargeRequest lost = new ChargeRequest(MerchantUid.of("test", "a", 1), charge.customerUid(), charge.amount(),
				charge.name(), charge.details());
		Doubt asked = new Doubt(charge.chargeId(), run.runId(), lost, Outcome.UNKNOWN, null, Instant.EPOCH, null, 0, 0,
				null, null);

		this.ledger.charges.adopt(run, charge,
				List.of(new Look(asked, LookUp.found(List.of(payment(lost, "paid", "imp_9"))), paid(lost, "imp_9"))));

		assertThat(told()).containsExactly("adopted paid imp_9");
		assertThat(attempt().runId()).isZero();
	}

	@Test
	void findsAChargeByReferenceAndByAnyOfItsNumbers() {
		ClaimedAttempt sent = claim(this.ledger.sealedRun("d1", "INV-1", "INV-2"));

		assertThat(this.ledger.chronicle.story("INV-1")).get().extracting(ChargeStory::reference).isEqualTo("INV-1");
		assertThat(this.ledger.chronicle.story(sent.request().merchantUid())).get()
			.extracting(ChargeStory::reference)
			.isEqualTo("INV-1");
		assertThat(this.ledger.chronicle.story("inv-1")).isEmpty();
	}

	@Test
	void suggestsWhatMayHaveBeenMeant() {
		ClaimedAttempt sent = claim(this.ledger.sealedRun("d1", "INV-2026_1", "INV-2026-2", "other"));
		String number = sent.request().merchantUid();

		assertThat(this.ledger.chronicle.similar("inv-2026", 5)).containsExactly("INV-2026-2", "INV-2026_1");
		assertThat(this.ledger.chronicle.similar("inv-2026", 1)).hasSize(1);
		assertThat(this.ledger.chronicle.similar("V-2026_", 5)).containsExactly("INV-2026_1");
		assertThat(this.ledger.chronicle.similar("INV-2026-77", 5)).containsExactly("INV-2026-2", "INV-2026_1");
		assertThat(this.ledger.chronicle.similar("customer-other", 5)).containsExactly("other");
		assertThat(this.ledger.chronicle.similar(number.substring(0, 20), 5)).containsExactly("INV-2026_1");
		assertThat(this.ledger.chronicle.similar("%", 5)).isEmpty();
	}

	private ChargeStory story() {
		return this.ledger.chronicle.story("a").orElseThrow();
	}

	private Attempt attempt() {
		return story().attempts().get(0);
	}

	private List<String> told() {
		return told(attempt());
	}

	private static List<String> told(Attempt attempt) {
		return attempt.events().stream().map(AttemptHistoryTests::told).toList();
	}

	private static String told(AttemptEvent event) {
		String kind = event.kind().text();
		if (event.kind() == AttemptEvent.Kind.CLAIM) {
			return kind + " run=" + event.runId();
		}
		return String.join(" ", List.of(kind, word(event.outcome()), word(event.reasonClass()), event.reason(),
				(event.impUid() != null) ? event.impUid() : ""))
			.replaceAll(" +", " ")
			.strip();
	}

	private static String word(Enum<?> value) {
		return (value != null) ? value.name().toLowerCase(Locale.ROOT) : "";
	}

	private long rows() {
		return this.ledger.sql.queryForObject("SELECT COUNT(*) FROM attempt_event", Long.class);
	}

	private ClaimedAttempt claim(HeldLease lease) {
		return this.ledger.charges.claim(lease, this.ledger.charges.plannedCharges(lease.runId(), 0, Long.MAX_VALUE, 1))
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

	private void look(HeldLease lease, LookUp lookUp, Verdict verdict) {
		Doubt doubt = this.ledger.charges.doubts(lease.runId()).get(0);
		this.ledger.charges.recordLooks(List.of(new Look(doubt, lookUp, verdict)), this.ledger.charges.now());
	}

	private static Verdict paid(ChargeRequest request, String impUid) {
		return new Verdict(Outcome.PAID, null, "", payment(request, "paid", impUid), 200, 0, false);
	}

	private static Verdict declined(ChargeRequest request) {
		return new Verdict(Outcome.DECLINED, ReasonClass.SOFT, "no money", payment(request, "failed", "imp_1"), 200, 0,
				false);
	}

	private static Payment payment(ChargeRequest request, String status, String impUid) {
		return new Payment(impUid, request.merchantUid(), request.customerUid(), status, request.amount(), "KRW", null,
				Instant.parse("2026-11-23T01:00:00Z"), null, null, null, null, null, null);
	}

}
