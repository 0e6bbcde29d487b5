package chargerunner.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import chargerunner.charge.AttemptResult;
import chargerunner.charge.ChargeRequest;
import chargerunner.charge.ClaimedAttempt;
import chargerunner.charge.Look;
import chargerunner.charge.LookUp;
import chargerunner.charge.Outcome;
import chargerunner.charge.Payment;
import chargerunner.charge.PlannedCharge;
import chargerunner.charge.ReasonClass;
import chargerunner.charge.ReportLine;
import chargerunner.charge.RowOutcome;
import chargerunner.charge.Runs.HeldLease;
import chargerunner.charge.Verdict;
import chargerunner.mysql.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What nobody expects of a gateway or of a caller, and the ledger has to stand.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class HardenedLedgerTests extends EmptyLedger {

	@Test
	void recordsAPaymentWhoseTextsAreLongerThanAnyColumn() {
		HeldLease lease = this.ledger.sealedRun("d1", "a");
		ClaimedAttempt attempt = claim(lease);
		String text = "\uAC00".repeat(70_000);

		record(attempt,
				new Verdict(Outcome.PAID, null, text, payment(attempt.request(), "imp_" + text, text), 200, 0, false));

		assertThat(line(lease)).satisfies((line) -> {
			assertThat(line.outcome()).isEqualTo(RowOutcome.PAID);
			assertThat(line.impUid()).startsWith("imp_");
			assertThat(line.receiptUrl()).as("a part of an address leads nowhere").isNull();
		});
	}

	@Test
	void claimsNothingBeforeTheSeal() {
		HeldLease lease = this.ledger.newRun("d1");
		this.ledger.plan(lease, TestLedger.scope(lease.runId(), "d1"),
				List.of(TestLedger.row(1, TestLedger.instruction("a", "c", 1_000))));
		PlannedCharge charge = new PlannedCharge(1,
				this.ledger.sql.queryForObject("SELECT charge_id FROM charge", Long.class), "a", "c", 1_000, "Plan",
				chargerunner.charge.ChargeDetails.NONE, 0);

		assertThat(this.ledger.charges.plannedCharges(lease.runId(), 0, 10, 10)).isEmpty();
		assertThat(this.ledger.charges.plannedCount(lease.runId(), 10)).isZero();
		assertThat(this.ledger.charges.claim(lease, List.of(charge))).isEmpty();
	}

	@Test
	void sealsNoRejectedRun() {
		HeldLease lease = this.ledger.newRun("d1");
		this.ledger.runs.reject(lease);

		assertThatIllegalStateException().isThrownBy(() -> this.ledger.plans.seal(lease));
	}

	@Test
	void skipsAnUnsentRowWhoseChargeTurnsOutPaidBefore() {
		HeldLease first = this.ledger.sealedRun("d1", "a");
		ClaimedAttempt declined = claim(first);
		record(declined, Verdict.of(Outcome.DECLINED, ReasonClass.SOFT, "no money"));
		first.close();
		HeldLease second = this.ledger.sealedRun("d2", "a");
		record(claim(second), Verdict.of(Outcome.NOT_SENT, ReasonClass.THROTTLED, "HTTP 429"));

		Payment payment = payment(declined.request(), "imp_1", null);
		this.ledger.charges.recordLooks(this.ledger.charges.attemptsOf(List.of(declined.chargeId()))
			.stream()
			.filter((doubt) -> doubt.outcome() == Outcome.DECLINED)
			.map((doubt) -> new Look(doubt, LookUp.found(List.of(payment)),
					new Verdict(Outcome.PAID, null, "", payment, 200, 0, false)))
			.toList(), this.ledger.charges.now());

		assertThat(this.ledger.status("a")).isEqualTo("paid");
		assertThat(line(first).outcome()).isEqualTo(RowOutcome.PAID);
		assertThat(line(second)).satisfies((line) -> {
			assertThat(line.outcome()).isEqualTo(RowOutcome.SKIPPED);
			assertThat(line.reasonClass()).isEqualTo(ReasonClass.ALREADY_PAID);
			assertThat(line.otherRun()).isEqualTo(first.runId());
			assertThat(line.merchantUid()).isEqualTo(declined.request().merchantUid());
		});
	}

	private ClaimedAttempt claim(HeldLease lease) {
		return this.ledger.charges
			.claim(lease, this.ledger.charges.plannedCharges(lease.runId(), 0, Long.MAX_VALUE, 10))
			.get(0);
	}

	private void record(ClaimedAttempt attempt, Verdict verdict) {
		Instant now = Instant.parse("2026-11-23T01:00:00Z");
		this.ledger.charges.record(List.of(new AttemptResult(attempt, verdict, 1, now, now)));
	}

	private ReportLine line(HeldLease lease) {
		List<ReportLine> lines = new ArrayList<>();
		this.ledger.reports.forEachLine(lease.runId(), lines::add);
		assertThat(lines).hasSize(1);
		return lines.get(0);
	}

	private static Payment payment(ChargeRequest request, String impUid, String text) {
		return new Payment(impUid, request.merchantUid(), request.customerUid(), "paid", request.amount(), "KRW", null,
				Instant.parse("2026-11-23T01:00:00Z"), null, null, text, text, null, null);
	}

}
