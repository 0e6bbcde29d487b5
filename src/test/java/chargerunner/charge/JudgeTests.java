package chargerunner.charge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import chargerunner.charge.Answer.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class JudgeTests {

	private static final ChargeRequest REQUEST = new ChargeRequest("number01", "cust", 1_000, "Plan",
			ChargeDetails.NONE);

	private static final Instant EARLY = Instant.parse("2026-11-22T17:00:01Z");

	private static final Instant LATE = Instant.parse("2026-11-22T17:00:09Z");

	private final Judge judge = new Judge(new TestReasons());

	/** Answers without a payment. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			UNAUTHORIZED | 401 | NOT_SENT | STOPPED
			THROTTLED    | 429 | NOT_SENT | THROTTLED
			NOT_SENT     | -   | NOT_SENT | CONNECT
			TIMEOUT      | -   | UNKNOWN  | TIMEOUT
			RESET        | -   | UNKNOWN  | RESET
			HTTP         | 503 | UNKNOWN  | HTTP
			HTTP         | 400 | UNKNOWN  | HTTP
			UNREADABLE   | 200 | UNKNOWN  | UNREADABLE
			""")
	void knowsNothingButThatItWasNotSentOrMayHaveBeen(Kind kind, @Nullable Integer httpStatus, Outcome outcome,
			ReasonClass reasonClass) {
		assertThat(this.judge.answer(REQUEST, Answer.of(kind, httpStatus, "what happened")))
			.isEqualTo(new Verdict(outcome, reasonClass, "what happened", null, httpStatus, null, false));
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "PAYMENT", "REFUSED" })
	void neverTakesAnAnswerWithoutPaymentForADefiniteOne(Kind kind) {
		assertThat(this.judge.answer(REQUEST, new Answer(kind, null, null, null, null)).outcome()).isIn(Outcome.UNKNOWN,
				Outcome.NOT_SENT);
	}

	@Test
	void keepsTheCodeOfAnAnswerAndNeedsNoMessage() {
		assertThat(this.judge.answer(REQUEST, new Answer(Kind.HTTP, null, 500, -1, null)))
			.isEqualTo(new Verdict(Outcome.UNKNOWN, ReasonClass.HTTP, "", null, 500, -1, false));
	}

	@Test
	void judgesNoRefusalWithoutALookUp() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.judge.answer(REQUEST, Answer.refused(1, "unclassified")));
	}

	@Test
	void judgesTheAnswersPaymentLikeOneThatWasFound() {
		Payment paid = TestPayment.paid(REQUEST);
		Payment differing = TestPayment.of(REQUEST, "paid").amount(999L).build();

		assertThat(this.judge.answer(REQUEST, Answer.payment(paid)))
			.isEqualTo(new Verdict(Outcome.PAID, null, "", paid, 200, 0, false));
		assertThat(this.judge.answer(REQUEST, Answer.payment(differing)))
			.isEqualTo(this.judge.found(REQUEST, List.of(differing)));
	}

	@ParameterizedTest
	@CsvSource({ "failed", "cancelled", "ready" })
	void learnsNothingFromAnAnswerAboutAnotherNumber(String status) {
		Payment other = TestPayment.of(REQUEST, status).merchantUid("number02").build();

		assertThat(this.judge.answer(REQUEST, Answer.payment(other))).isEqualTo(new Verdict(Outcome.UNKNOWN,
				ReasonClass.UNREADABLE, "an answer about another number", null, 200, 0, false));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			soft: 잔액부족            | DECLINED | SOFT         | false
			hard: 분실카드            | DECLINED | HARD         | false
			key_unregistered: 미등록  | DECLINED | HARD         | true
			unclassified              | DECLINED | UNCLASSIFIED | false
			duplicate                 | DECLINED | UNCLASSIFIED | false
			-                         | DECLINED | UNCLASSIFIED | false
			""")
	void classifiesTheTextOfADecline(@Nullable String text, Outcome outcome, ReasonClass reasonClass, boolean keyDead) {
		Payment failed = TestPayment.failed(REQUEST, text);

		assertThat(this.judge.answer(REQUEST, Answer.payment(failed)))
			.isEqualTo(new Verdict(outcome, reasonClass, (text != null) ? text : "", failed, 200, 0, keyDead));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			soft: 점검시간            | NONE         | REFUSED | SOFT         | false
			hard: 정지                | NONE         | REFUSED | HARD         | false
			key_unregistered: 미등록  | NONE         | REFUSED | HARD         | true
			unclassified              | NONE         | REFUSED | UNCLASSIFIED | false
			-                         | NONE         | REFUSED | UNCLASSIFIED | false
			duplicate: 이미 결제됨    | NONE         | UNKNOWN | HTTP         | false
			soft: 점검시간            | NO_ANSWER    | UNKNOWN | HTTP         | false
			key_unregistered: 미등록  | NO_ANSWER    | UNKNOWN | HTTP         | false
			duplicate: 이미 결제됨    | NO_ANSWER    | UNKNOWN | HTTP         | false
			soft: 점검시간            | UNAUTHORIZED | UNKNOWN | HTTP         | false
			-                         | UNAUTHORIZED | UNKNOWN | HTTP         | false
			""")
	void believesARefusalOnlyWhenPortOneHasNoRecord(@Nullable String text, LookUp.Kind looked, Outcome outcome,
			ReasonClass reasonClass, boolean keyDead) {
		Verdict verdict = this.judge.refusal(REQUEST, Answer.refused(-1, text), new LookUp(looked, List.of(), ""));

		assertThat(verdict)
			.isEqualTo(new Verdict(outcome, reasonClass, (text != null) ? text : "", null, 200, -1, keyDead));
	}

	@ParameterizedTest
	@CsvSource({ "paid, PAID", "failed, DECLINED", "cancelled, CANCELLED", "ready, UNKNOWN", "future, UNKNOWN" })
	void takesWhatIsFoundAfterARefusal(String status, Outcome outcome) {
		List<Payment> found = List.of(TestPayment.of(REQUEST, status).reason("soft").build());

		Verdict verdict = this.judge.refusal(REQUEST, Answer.refused(1, "duplicate"), LookUp.found(found));

		assertThat(verdict.outcome()).isEqualTo(outcome);
		assertThat(verdict).isEqualTo(this.judge.found(REQUEST, found));
	}

	static Stream<Arguments> differingPayments() {
		return Stream.of(arguments(paid().merchantUid("number02"), "merchant_uid"),
				arguments(paid().customerUid("other"), "customer_uid"),
				arguments(paid().customerUid("CUST"), "customer_uid"), arguments(paid().amount(999L), "amount 999"),
				arguments(paid().amount(null), "amount null"), arguments(paid().amount(0L), "amount 0"),
				arguments(paid().currency("USD"), "currency USD"),
				arguments(paid().merchantUid("number02").customerUid("other").amount(1L).currency("USD"),
						"merchant_uid, customer_uid, amount 1, currency USD"));
	}

	@ParameterizedTest
	@MethodSource("differingPayments")
	void neverTakesAPaymentThatDiffersForOurs(TestPayment differing, String differences) {
		Payment payment = differing.build();

		assertThat(this.judge.found(REQUEST, List.of(payment))).isEqualTo(new Verdict(Outcome.UNKNOWN,
				ReasonClass.MISMATCH, "paid, but differs: " + differences, payment, 200, 0, false));
	}

	static Stream<TestPayment> agreeingPayments() {
		return Stream.of(paid(), paid().customerUid(null), paid().currency(null), paid().currency("krw"),
				paid().at(null), paid().customerUid(null).currency(null));
	}

	@ParameterizedTest
	@MethodSource("agreeingPayments")
	void takesAPaymentThatAgreesInAllThatPortOneNames(TestPayment agreeing) {
		Payment payment = agreeing.build();

		assertThat(this.judge.found(REQUEST, List.of(payment)))
			.isEqualTo(new Verdict(Outcome.PAID, null, "", payment, 200, 0, false));
	}

	@Test
	void comparesAmountsBeyondSmallNumbers() {
		ChargeRequest large = new ChargeRequest("number01", "cust", 3_000_000_000L, "Plan", ChargeDetails.NONE);

		assertThat(this.judge.found(large, List.of(TestPayment.paid(large))).outcome()).isEqualTo(Outcome.PAID);
	}

	@Test
	void comparesTheCurrencyThatWasAskedFor() {
		ChargeDetails dollars = new ChargeDetails(null, null, "USD", null, null, null, null, null, null, null, null,
				null);
		ChargeRequest request = new ChargeRequest("number01", "cust", 1_000, "Plan", dollars);

		assertThat(this.judge.found(request, List.of(TestPayment.paid(request))).outcome()).isEqualTo(Outcome.PAID);
		assertThat(this.judge.found(request, List.of(paid().currency("KRW").build())).reasonClass())
			.isEqualTo(ReasonClass.MISMATCH);
	}

	/**
	 * Records of one number, written as statuses: {@code paid!} differs in its amount.
	 * The order in which PortOne lists them must not matter.
	 */
	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			paid                       | PAID      | -
			failed                     | DECLINED  | SOFT
			cancelled                  | CANCELLED | -
			ready                      | UNKNOWN   | READY
			future                     | UNKNOWN   | READY
			PAID                       | UNKNOWN   | READY
			paid!                      | UNKNOWN   | MISMATCH
			failed failed              | DECLINED  | SOFT
			failed paid                | PAID      | -
			failed failed paid         | PAID      | -
			failed paid!               | UNKNOWN   | MISMATCH
			failed ready               | UNKNOWN   | READY
			failed future              | UNKNOWN   | READY
			failed cancelled           | CANCELLED | -
			cancelled paid             | PAID      | -
			cancelled paid!            | UNKNOWN   | MISMATCH
			cancelled ready            | UNKNOWN   | READY
			ready paid                 | PAID      | -
			ready paid!                | UNKNOWN   | MISMATCH
			failed cancelled ready     | UNKNOWN   | READY
			failed cancelled paid      | PAID      | -
			paid paid!                 | PAID      | CHARGED_TWICE_AT_PORTONE
			paid paid                  | PAID      | CHARGED_TWICE_AT_PORTONE
			failed paid paid           | PAID      | CHARGED_TWICE_AT_PORTONE
			cancelled paid paid        | PAID      | CHARGED_TWICE_AT_PORTONE
			paid! paid!                | UNKNOWN   | MISMATCH
			""")
	void weighsAllRecordsOfANumber(String statuses, Outcome outcome, @Nullable ReasonClass reasonClass) {
		List<Payment> records = records(statuses);
		for (int turn = 0; turn < records.size(); turn++) {
			Collections.rotate(records, 1);

			Verdict verdict = this.judge.found(REQUEST, records);

			assertThat(verdict.outcome()).isEqualTo(outcome);
			assertThat(verdict.reasonClass()).isEqualTo(reasonClass);
			assertThat(verdict.payment()).isNotNull();
		}
	}

	private static List<Payment> records(String statuses) {
		List<Payment> records = new ArrayList<>();
		for (String word : statuses.split(" ")) {
			records.add(TestPayment.of(REQUEST, word.replace("!", ""))
				.impUid("imp_" + records.size())
				.amount(word.endsWith("!") ? 1L : 1_000L)
				.reason("soft")
				.build());
		}
		return records;
	}

	@ParameterizedTest
	@CsvSource({ "ready", "future" })
	void namesTheStatusThatIsNotFinished(String status) {
		Payment unfinished = TestPayment.of(REQUEST, status).build();
		List<Payment> records = List.of(TestPayment.failed(REQUEST, "soft"),
				TestPayment.of(REQUEST, "cancelled").build(), unfinished);

		assertThat(this.judge.found(REQUEST, records))
			.isEqualTo(new Verdict(Outcome.UNKNOWN, ReasonClass.READY, "status " + status, unfinished, 200, 0, false));
	}

	@Test
	void saysThatAChargeWasCancelled() {
		Payment cancelled = TestPayment.of(REQUEST, "cancelled").build();

		assertThat(this.judge.found(REQUEST, List.of(TestPayment.failed(REQUEST, "soft"), cancelled)))
			.isEqualTo(new Verdict(Outcome.CANCELLED, null, "cancelled at PortOne", cancelled, 200, 0, false));
	}

	@Test
	void keepsTheEarliestOfSeveralPaymentsAndNamesTheOthers() {
		Payment late = paid().impUid("imp_late").at(LATE).build();
		Payment early = paid().impUid("imp_early").at(EARLY).build();
		Payment undated = paid().impUid("imp_undated").at(null).build();

		Verdict verdict = this.judge.found(REQUEST, List.of(undated, late, early));

		assertThat(verdict).isEqualTo(new Verdict(Outcome.PAID, ReasonClass.CHARGED_TWICE_AT_PORTONE,
				"keep imp_early, cancel imp_late imp_undated", early, 200, 0, false));
	}

	@Test
	void keepsThePaymentThatAgreesThoughAnotherWasEarlier() {
		Payment agreeing = paid().impUid("imp_agreeing").at(LATE).build();
		Payment differing = paid().impUid("imp_differing").amount(1L).at(EARLY).build();

		Verdict verdict = this.judge.found(REQUEST, List.of(differing, agreeing));

		assertThat(verdict.payment()).isEqualTo(agreeing);
		assertThat(verdict.reason()).isEqualTo("keep imp_agreeing, cancel imp_differing");
	}

	@Test
	void takesARecordThatIsListedTwiceForOnePayment() {
		Payment payment = TestPayment.paid(REQUEST);

		assertThat(this.judge.found(REQUEST, List.of(payment, payment)))
			.isEqualTo(new Verdict(Outcome.PAID, null, "", payment, 200, 0, false));
	}

	@Test
	void namesAPaymentToCancelOnce() {
		Payment kept = paid().impUid("imp_1").at(EARLY).build();
		Payment other = paid().impUid("imp_2").at(LATE).build();

		assertThat(this.judge.found(REQUEST, List.of(kept, other, other)).reason())
			.isEqualTo("keep imp_1, cancel imp_2");
	}

	@Test
	void namesTheEarliestOfSeveralPaymentsThatDiffer() {
		Payment early = paid().amount(1L).at(EARLY).build();
		Payment late = paid().amount(2L).at(LATE).build();

		Verdict verdict = this.judge.found(REQUEST, List.of(late, early));

		assertThat(verdict.payment()).isEqualTo(early);
		assertThat(verdict.reason()).isEqualTo("paid, but differs: amount 1");
	}

	@Test
	void classifiesTheLatestOfSeveralFailures() {
		Payment early = TestPayment.of(REQUEST, "failed").reason("soft").at(EARLY).build();
		Payment late = TestPayment.of(REQUEST, "failed").reason("key_unregistered").at(LATE).build();
		Payment undated = TestPayment.of(REQUEST, "failed").reason("unclassified").at(null).build();

		for (List<Payment> records : List.of(List.of(early, late, undated), List.of(undated, late, early))) {
			assertThat(this.judge.found(REQUEST, records))
				.isEqualTo(new Verdict(Outcome.DECLINED, ReasonClass.HARD, "key_unregistered", late, 200, 0, true));
		}
	}

	private static TestPayment paid() {
		return TestPayment.of(REQUEST, "paid");
	}

}
