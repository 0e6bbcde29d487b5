package chargerunner.charge;

import java.time.LocalDate;
import java.util.List;

import chargerunner.charge.Disposition.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class PlanRulesTests {

	private static final long OTHER_RUN = 6;

	private static final long RUN = 7;

	private static final ChargeDetails TAXED = ChargeDetails.ofTax(1L, 2L);

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", useHeadersInDisplayName = true, textBlock = """
			status    | live  | kind    | reason class | reason
			PLANNED   | false | OWN     | -            | ''
			DECLINED  | false | OWN     | -            | ''
			REFUSED   | false | OWN     | -            | ''
			NOT_SENT  | false | OWN     | -            | ''
			WITHDRAWN | false | OWN     | -            | ''
			PLANNED   | true  | SKIPPED | IN_OTHER_RUN | ''
			DECLINED  | true  | SKIPPED | IN_OTHER_RUN | ''
			REFUSED   | true  | SKIPPED | IN_OTHER_RUN | ''
			NOT_SENT  | true  | SKIPPED | IN_OTHER_RUN | ''
			WITHDRAWN | true  | SKIPPED | IN_OTHER_RUN | ''
			PAID      | false | SKIPPED | ALREADY_PAID | ''
			PAID      | true  | SKIPPED | ALREADY_PAID | ''
			CANCELLED | false | SKIPPED | ALREADY_PAID | cancelled at PortOne
			CANCELLED | true  | SKIPPED | ALREADY_PAID | cancelled at PortOne
			CLAIMED   | false | SKIPPED | IN_DOUBT     | ''
			CLAIMED   | true  | SKIPPED | IN_DOUBT     | ''
			UNKNOWN   | false | SKIPPED | IN_DOUBT     | ''
			UNKNOWN   | true  | SKIPPED | IN_DOUBT     | ''
			""")
	void chargesOnlyWhatIsOpenAndNobodysNow(ChargeStatus status, boolean live, Kind kind,
			@Nullable ReasonClass reasonClass, String reason) {
		Disposition disposition = PlanRules.decide(row().build(), known(status).live(live).build(), RUN);

		Long otherRun = (kind == Kind.SKIPPED) ? OTHER_RUN : null;
		assertThat(disposition).isEqualTo(new Disposition(kind, reasonClass, reason, otherRun, null, List.of()));
	}

	@ParameterizedTest
	@EnumSource
	void refusesAKnownReferenceWithAnotherAmount(ChargeStatus status) {
		assertThat(PlanRules.decide(row().amount(1_001).build(), known(status).build(), RUN))
			.isEqualTo(Disposition.invalid("reference-amount-differs", 1_000L, OTHER_RUN));
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "1, 3, -", "2, 2, -", "-, 2, -", "1, -, -", "-, -, -", "1, 2, USD" })
	void refusesAKnownReferenceWithOtherTaxOrCurrency(@Nullable Long taxFree, @Nullable Long vat,
			@Nullable String currency) {
		ChargeDetails details = new ChargeDetails(taxFree, vat, currency, null, null, null, null, null, null, null,
				null, null);

		for (ChargeStatus status : ChargeStatus.values()) {
			assertThat(PlanRules.decide(row().details(details).build(), known(status).build(), RUN)).as("%s", status)
				.isEqualTo(Disposition.invalid("reference-tax-differs", OTHER_RUN));
		}
	}

	@Test
	void takesNoCurrencyForWonOnBothSides() {
		ChargeDetails won = new ChargeDetails(1L, 2L, "KRW", "Kim", null, null, null, null, null, null, null, null);

		assertThat(PlanRules.decide(row().details(won).build(), known(ChargeStatus.DECLINED).build(), RUN))
			.isEqualTo(Disposition.OWN);
		assertThat(PlanRules.decide(row().build(), known(ChargeStatus.DECLINED).details(won).build(), RUN))
			.isEqualTo(Disposition.OWN);
	}

	@ParameterizedTest
	@CsvSource({ "PLANNED, true", "DECLINED, true", "REFUSED, true", "NOT_SENT, true", "WITHDRAWN, true", "PAID, false",
			"CANCELLED, false", "CLAIMED, false", "UNKNOWN, false" })
	void letsAnotherCustomerPayOnlyWhatIsDefinitelyUncharged(ChargeStatus status, boolean own) {
		Disposition expected = own ? Disposition.OWN : Disposition.invalid("reference-customer-differs", OTHER_RUN);

		assertThat(PlanRules.decide(row().customer("new-card").build(), known(status).build(), RUN))
			.isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "0012, 12", "12345678901234567, 12345678901234500", "000, 0" })
	void takesNoDamagedCustomerForANewCard(String before, String after) {
		assertThat(PlanRules.decide(row().customer(after).build(),
				known(ChargeStatus.DECLINED).customer(before).build(), RUN))
			.isEqualTo(Disposition.invalid("reference-customer-damaged", before));
	}

	@ParameterizedTest
	@CsvSource({ "0012, 0012", "0012, 0013", "12, 13", "a012, a12", "12345678901234567, 12345678901234568",
			"12345678901234500, 12345678901234500" })
	void takesAnotherCustomerForANewCard(String before, String after) {
		assertThat(PlanRules.decide(row().customer(after).build(),
				known(ChargeStatus.DECLINED).customer(before).build(), RUN))
			.isEqualTo(Disposition.OWN);
	}

	@Test
	void chargesAnUnknownReference() {
		assertThat(PlanRules.decide(row().build(), null, RUN)).isEqualTo(Disposition.OWN);
		assertThat(PlanRules.decide(row().build(), null, 0)).isEqualTo(Disposition.OWN);
	}

	@Test
	void plansItsOwnRowAgainWhateverItSaidBefore() {
		KnownCharge own = known(ChargeStatus.PLANNED).run(RUN).sealed(false).live(true).build();

		assertThat(PlanRules.decide(row().amount(5).customer("other").build(), own, RUN)).isEqualTo(Disposition.OWN);
	}

	@ParameterizedTest
	@EnumSource
	void overwritesAChargeOfARunThatWasNeverSealed(ChargeStatus status) {
		KnownCharge left = known(status).sealed(false).live(false).build();

		assertThat(PlanRules.decide(row().amount(5).customer("other").build(), left, RUN)).isEqualTo(Disposition.OWN);
	}

	@ParameterizedTest
	@EnumSource
	void leavesAloneWhatALiveProcessIsPlanning(ChargeStatus status) {
		KnownCharge planned = known(status).sealed(false).live(true).build();

		assertThat(PlanRules.decide(row().amount(5).build(), planned, RUN)).isEqualTo(
				new Disposition(Kind.SKIPPED, ReasonClass.IN_OTHER_RUN, "being planned", OTHER_RUN, null, List.of()));
	}

	@Test
	void refusesAFilesRowThatCallsItselfASubscriptionNobodyPlanned() {
		assertThat(PlanRules.decide(row().reference("sub:1:2026-11-30").build(), null, RUN))
			.isEqualTo(Disposition.invalid("subscription-reference-unknown", "sub:1:2026-11-30"));
		assertThat(PlanRules.decide(row().reference("sub:1:2026-11-30").build(),
				known(ChargeStatus.PLANNED).sealed(false).build(), RUN))
			.isEqualTo(Disposition.invalid("subscription-reference-unknown", "sub:1:2026-11-30"));
	}

	@Test
	void chargesASubscriptionsPeriodAgainFromARetryFile() {
		assertThat(PlanRules.decide(row().reference("sub:1:2026-11-30").retryOf("number-2").build(),
				known(ChargeStatus.DECLINED).build(), RUN))
			.isEqualTo(Disposition.OWN);
	}

	@Test
	void chargesADuePeriodThatNobodyPlanned() {
		assertThat(PlanRules.decide(row().reference("sub:1:2026-11-30").due().build(), null, RUN))
			.isEqualTo(Disposition.OWN);
	}

	@ParameterizedTest
	@EnumSource
	void refusesOtherTermsForADuePeriodOnlyWhileItIsOpen(ChargeStatus status) {
		Disposition disposition = PlanRules.decide(row().due().amount(5).build(), known(status).build(), RUN);

		assertThat(disposition)
			.isEqualTo(status.isOpen() ? Disposition.invalid("reference-amount-differs", 1_000L, OTHER_RUN)
					: PlanRules.decide(row().due().build(), known(status).build(), RUN));
	}

	@ParameterizedTest
	@EnumSource
	void treatsADuePeriodWithTheSameTermsLikeARow(ChargeStatus status) {
		assertThat(PlanRules.decide(row().due().build(), known(status).build(), RUN))
			.isEqualTo(PlanRules.decide(row().build(), known(status).build(), RUN));
	}

	@Test
	void refusesARetryOfANumberThatTheLedgerDoesNotKnow() {
		assertThat(PlanRules.decide(row().retryOf("number-2").build(), null, RUN))
			.isEqualTo(Disposition.invalid("retry-of-unknown", "ref"));
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "number-1, number-2", "number-3, number-2", "number-1, -" })
	void skipsARetryOfANumberThatIsNotTheLast(String retryOf, @Nullable String last) {
		assertThat(PlanRules.decide(row().retryOf(retryOf).build(),
				known(ChargeStatus.DECLINED).last(last, Outcome.DECLINED, 2).build(), RUN))
			.isEqualTo(new Disposition(Kind.SKIPPED, ReasonClass.IN_OTHER_RUN, "retry_of is not the last number",
					OTHER_RUN, null, List.of()));
	}

	@ParameterizedTest
	@CsvSource({ "PAID, ALREADY_PAID", "CANCELLED, ALREADY_PAID", "CLAIMED, IN_DOUBT", "UNKNOWN, IN_DOUBT",
			"DECLINED, IN_OTHER_RUN" })
	void skipsAnOvertakenRetryWhateverCardPaidMeanwhile(ChargeStatus status, ReasonClass reasonClass) {
		Disposition disposition = PlanRules.decide(row().retryOf("number-1").customer("old-card").build(),
				known(status).build(), RUN);

		assertThat(disposition.kind()).isEqualTo(Kind.SKIPPED);
		assertThat(disposition.reasonClass()).isEqualTo(reasonClass);
	}

	@Test
	void saysThatARetriedChargeIsPaidBeforeItSaysThatTheNumberIsOld() {
		assertThat(PlanRules.decide(row().retryOf("number-1").build(), known(ChargeStatus.PAID).build(), RUN)
			.reasonClass()).isEqualTo(ReasonClass.ALREADY_PAID);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "number-2, DECLINED, true", "number-2, NOT_SENT, false",
			"number-1, DECLINED, false", "-, -, false" })
	void leavesAloneWhatWasTriedSinceItWasSelected(@Nullable String number, @Nullable Outcome outcome, boolean own) {
		Disposition expected = own ? Disposition.OWN : new Disposition(Kind.SKIPPED, ReasonClass.IN_OTHER_RUN,
				"tried again meanwhile", OTHER_RUN, null, List.of());

		assertThat(PlanRules.decide(row().last(number, outcome).build(), known(ChargeStatus.DECLINED).build(), RUN))
			.isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "98, DECLINED, true", "99, DECLINED, false", "99, REFUSED, false",
			"100, DECLINED, false", "99, NOT_SENT, true", "99, -, false" })
	void endsAtTheLastNumber(int attempts, @Nullable Outcome last, boolean own) {
		Disposition expected = own ? Disposition.OWN : Disposition.invalid("too-many-attempts", 99);

		assertThat(PlanRules.decide(row().build(), known(ChargeStatus.PLANNED).last("number-2", last, attempts).build(),
				RUN))
			.isEqualTo(expected);
	}

	@Test
	void hasAWordForEachDisposition() {
		assertThat(Kind.values()).extracting(Kind::text).containsExactly("own", "skipped", "invalid");
	}

	private static Row row() {
		return new Row();
	}

	private static Known known(ChargeStatus status) {
		return new Known(status);
	}

	private static final class Row {

		private String reference = "ref";

		private String customer = "cust";

		private long amount = 1_000;

		private ChargeDetails details = TAXED;

		private @Nullable String retryOf;

		private Instruction.@Nullable Due due;

		private @Nullable LastAttempt last;

		Row reference(String value) {
			this.reference = value;
			return this;
		}

		Row customer(String value) {
			this.customer = value;
			return this;
		}

		Row amount(long value) {
			this.amount = value;
			return this;
		}

		Row details(ChargeDetails value) {
			this.details = value;
			return this;
		}

		Row retryOf(String value) {
			this.retryOf = value;
			return this;
		}

		Row due() {
			this.due = new Instruction.Due("1", LocalDate.of(2026, 11, 30), LocalDate.of(2026, 12, 31));
			return this;
		}

		Row last(@Nullable String number, @Nullable Outcome outcome) {
			this.last = new LastAttempt(number, outcome);
			return this;
		}

		Instruction build() {
			return new Instruction(this.reference, false, this.customer, this.amount, "Plan", this.details,
					this.retryOf, this.due, this.last);
		}

	}

	private static final class Known {

		private final ChargeStatus status;

		private String customer = "cust";

		private ChargeDetails details = TAXED;

		private long run = OTHER_RUN;

		private boolean sealed = true;

		private boolean live;

		private @Nullable String lastNumber = "number-2";

		private @Nullable Outcome lastOutcome = Outcome.DECLINED;

		private int attempts = 2;

		Known(ChargeStatus status) {
			this.status = status;
		}

		Known customer(String value) {
			this.customer = value;
			return this;
		}

		Known details(ChargeDetails value) {
			this.details = value;
			return this;
		}

		Known run(long value) {
			this.run = value;
			return this;
		}

		Known sealed(boolean value) {
			this.sealed = value;
			return this;
		}

		Known live(boolean value) {
			this.live = value;
			return this;
		}

		Known last(@Nullable String number, @Nullable Outcome outcome, int places) {
			this.lastNumber = number;
			this.lastOutcome = outcome;
			this.attempts = places;
			return this;
		}

		KnownCharge build() {
			return new KnownCharge(1, "ref", this.status, this.customer, 1_000, this.details, this.run, this.sealed,
					this.live, this.lastNumber, this.lastOutcome, this.attempts);
		}

	}

}
