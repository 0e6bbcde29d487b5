package chargerunner.report;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import chargerunner.charge.AttemptEvent;
import chargerunner.charge.AttemptEvent.Kind;
import chargerunner.charge.ChargeStatus;
import chargerunner.charge.ChargeStory;
import chargerunner.charge.ChargeStory.Attempt;
import chargerunner.charge.ChargeStory.Paid;
import chargerunner.charge.ChargeStory.Period;
import chargerunner.charge.ChargeStory.Row;
import chargerunner.charge.PastDecision;
import chargerunner.charge.Disposition;
import chargerunner.charge.Outcome;
import chargerunner.charge.ReasonClass;
import chargerunner.charge.ReportLine;
import chargerunner.charge.RowOutcome;
import chargerunner.charge.Run.State;
import chargerunner.charge.RunRecord;
import chargerunner.charge.Waits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class StoryTextTests {

	private static final Path OUT = Path.of("/nowhere/out");

	private static final Paid UNPAID = new Paid(null, null, null, null, false);

	private final List<Row> rows = new ArrayList<>();

	private final List<Attempt> attempts = new ArrayList<>();

	private final List<PastDecision> decisions = new ArrayList<>();

	private Waits waits = Waits.NOTHING;

	private Period due;

	@Test
	void tellsTheStoryOfAChargeFromItsPlanToItsPayment() {
		row(Views.csv(1, State.FINISHED, OUT, null), own(), line(RowOutcome.DECLINED, ReasonClass.SOFT));
		row(Views.csv(2, State.FINISHED, OUT, null), own(), line(RowOutcome.PAID, null));
		attempt(1, "old_card_0001", Outcome.DECLINED, ReasonClass.SOFT, "잔액부족", UNPAID,
				event(Kind.CLAIM, "02:00:02", 1L, null, null, ""),
				answer("02:00:03", Outcome.UNKNOWN, ReasonClass.HTTP, "HTTP 502", 502),
				event(Kind.NONE, "02:00:04", null, null, null, ""), event(Kind.NONE, "02:00:09", null, null, null, ""),
				event(Kind.NO_ANSWER, "02:00:19", null, null, null, "HTTP 500"),
				event(Kind.CLAIM, "02:00:20", 1L, null, null, ""),
				answer("02:00:21", Outcome.DECLINED, ReasonClass.SOFT, "잔액부족", 200),
				event(Kind.FOUND, "02:01:00", null, Outcome.DECLINED, ReasonClass.SOFT, "잔액부족"));
		attempt(2, "kim_0001_1234", Outcome.PAID, null, "",
				new Paid("imp_2", Views.seoul("02:01:02"), 3_000L, "https://receipt/2", true),
				event(Kind.CLAIM, "02:01:01", 2L, null, null, ""), answer("02:01:02", Outcome.PAID, null, "", 200));

		assertThat(english(ChargeStatus.PAID)).isEqualTo(
				"""
						Charge INV-1: paid
						  3,000 won for Plan, customer_uid kim***

						What happened (Asia/Seoul)
						  2026-11-23 02:00:01  Planned by run 1 as row 3 of charges.csv; cron on batch-1 ran: charge --csv charges.csv
						  2026-11-23 02:00:01  Taken over by run 2 as row 3 of charges.csv; cron on batch-1 ran: charge --csv charges.csv
						  2026-11-23 02:00:02  Run 1 claims attempt 1, number cr1.
						  2026-11-23 02:00:03  No clear answer to attempt 1, sent 2026-11-23 02:00:00: http, "HTTP 502".
						  2026-11-23 02:00:04  Look-up of attempt 1: PortOne has no record of it.
						                       also at 02:00:09
						  2026-11-23 02:00:19  Look-up of attempt 1: no answer (HTTP 500).
						  2026-11-23 02:00:20  Run 1 claims attempt 1 again, with the same number.
						  2026-11-23 02:00:21  Answer to attempt 1, sent 2026-11-23 02:00:00: declined, soft, "잔액부족".
						  2026-11-23 02:01:00  Look-up of attempt 1: PortOne has it as declined, soft, "잔액부족".
						  2026-11-23 02:01:01  Run 2 claims attempt 2, number cr2.
						  2026-11-23 02:01:02  Answer to attempt 2, sent 2026-11-23 02:00:00: paid.

						Attempts
						  attempt  run  sent  merchant_uid  outcome
						  1          1     1  cr1           declined, soft
						           "잔액부족", for another billing key (old***)
						  2          1     1  cr2           paid
						           3,000 won at 2026-11-23 02:01:02, imp_2, TEST CHANNEL, no money moved, https://receipt/2

						Files
						  Run 1, row 3: declined, soft
						    result  /nowhere/out/charges.result.csv (not on this machine)
						    retry   /nowhere/out/charges.retry.csv (not on this machine)
						  Run 2, row 3: paid
						    result  /nowhere/out/charges.result.csv (not on this machine)

						What happens next
						  - Nothing: it is paid and is not charged again.""");
		assertThat(korean(ChargeStatus.PAID)).contains("청구 INV-1: 결제 완료", "3,000원, Plan, customer_uid kim***",
				"실행 1이(가) charges.csv의 3행으로 계획했습니다. batch-1의 cron, 명령: charge --csv charges.csv", "넘겨받았습니다",
				"1번째 시도(2026-11-23 02:00:00 전송)의 응답이 분명하지 않습니다: http, \"HTTP 502\".", "포트원에 기록이 없습니다",
				"같은 내용: 02:00:09", "응답이 없습니다(HTTP 500)", "같은 번호로 다시 점유했습니다", "응답: 승인 거절 (declined), soft, \"잔액부족\".",
				"2026-11-23 02:01:02에 3,000원 결제", "다른 빌링키(old***)로 청구", "【테스트 채널】", "없습니다. 결제가 끝났으며");
	}

	@Test
	void tellsWhatADeadProcessLeftAndWhatPeopleDecided() {
		row(Views.due(1, State.FINISHED, OUT), own(), line(RowOutcome.PAID, ReasonClass.DECIDED_BY_HAND));
		this.due = new Period("S-1", LocalDate.of(2026, 11, 23));
		attempt(1, "kim_0001_1234", Outcome.PAID, ReasonClass.DECIDED_BY_HAND, "by hand", UNPAID,
				event(Kind.CLAIM, "02:00:02", 1L, null, null, ""),
				answer("02:00:03", Outcome.UNKNOWN, ReasonClass.INTERRUPTED, "ended first", null),
				event(Kind.LATE_ANSWER, "02:00:04", null, Outcome.UNKNOWN, ReasonClass.TIMEOUT, "late"));
		attempt(2, "kim_0001_1234", Outcome.NOT_SENT, ReasonClass.THROTTLED, "HTTP 429", UNPAID,
				event(Kind.ADOPTED, "02:00:05", null, Outcome.CANCELLED, null, "cancelled at PortOne"),
				answer("02:00:06", Outcome.NOT_SENT, ReasonClass.THROTTLED, "HTTP 429", 429));
		this.decisions
			.add(new PastDecision("INV-1", "cr1", Views.seoul("02:09:00"), "paid", "imp_1", "seen", "kim", "desk"));

		assertThat(english(ChargeStatus.PAID)).contains("\n  Subscription S-1, due on 2026-11-23\n",
				"as row 3 of due-2026-11-23; cron on batch-1 ran: charge --due",
				"The process ended before an answer to attempt 1 was recorded; it may have been sent until 2026-11-23 02:00:00.",
				"Late answer to attempt 1, to a process that no longer held it: unknown, timeout, \"late\".",
				"Attempt 2, number cr2, was found at PortOne and was not in this ledger: cancelled, \"cancelled at PortOne\".",
				"Attempt 2 was not sent and keeps its number: throttled, \"HTTP 429\".",
				"2026-11-23 02:09:00  kim on desk decided by hand: paid, imp_1. Note: seen");
		assertThat(korean(ChargeStatus.PAID)).contains("구독 S-1, 청구일 2026-11-23", "프로세스가 끝났습니다", "늦은 응답", "이 원장에는 없었습니다",
				"번호를 그대로 유지합니다", "desk의 kim이(가) 직접 확정했습니다: paid, imp_1. 메모: seen");
	}

	@Test
	void tellsWhichRunsPassedItOn() {
		row(Views.csv(1, State.FINISHED, OUT, null), skipped(ReasonClass.INACTIVE, null),
				line(RowOutcome.SKIPPED, ReasonClass.INACTIVE));
		row(Views.csv(2, State.FINISHED, OUT, null), skipped(ReasonClass.IN_DOUBT, 1L),
				line(RowOutcome.SKIPPED, ReasonClass.IN_DOUBT));
		row(Views.csv(3, State.PLANNING, OUT, null), own(), null);

		assertThat(english(ChargeStatus.WITHDRAWN))
			.contains("Planned by run 1 as row 3",
					"Left out by run 1: the subscription or the billing key was not active when its turn came.",
					"Skipped by run 2 as row 3 of charges.csv: in_doubt, run 1.", "  Run 2, row 3: skipped, in_doubt")
			.doesNotContain("Attempts", "Run 3, row 3");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					PLANNED   |          |             | SEALED   |          | It waits to be sent. Run the command of run 1 again: charge
					PLANNED   |          |             | SEALED   | 02:10:11 | Run 1 is being worked on by batch-1 pid 4711. Nothing
					PLANNED   |          |             | PLANNING |          | Run 1 did not get past planning
					PLANNED   | LIMIT    |             | SEALED   |          | It is beyond --limit. Run the command of run 1 again
					NOT_SENT  | THROTTLED| NOT_SENT    | SEALED   |          | It waits to be sent.
					CLAIMED   |          |             | SEALED   | 02:10:11 | Run 1 is being worked on
					CLAIMED   |          |             | SEALED   |          | PortOne is asked at once. Do not charge it in any other way.
					UNKNOWN   | TIMEOUT  | UNKNOWN     | SEALED   |          | PortOne is asked at once. Do not charge it in any other way.
					PAID      |          | PAID        | FINISHED |          | Nothing: it is paid and is not charged again.
					PAID      | CHARGED_TWICE_AT_PORTONE | PAID | FINISHED | | PortOne took this charge more than once.
					PAID      | CANCELLED_LATER | PAID | FINISHED |          | This charge was paid and then cancelled
					CANCELLED |          | CANCELLED   | FINISHED |          | The payment was cancelled at PortOne.
					DECLINED  | SOFT     | DECLINED    | FINISHED |          | may be charged again: rerun 1 (or charge --csv /nowhere/out/charges.retry.csv)
					DECLINED  | HARD     | DECLINED    | FINISHED |          | Charging this card again will not help.
					DECLINED  | UNCLASSIFIED | DECLINED | FINISHED |         | The text in "reason" is not one
					REFUSED   | HARD     | REFUSED     | FINISHED |          | PortOne refused the request and nothing was charged.
					REFUSED   | DECIDED_BY_HAND | REFUSED | FINISHED |       | It is in the retry file
					WITHDRAWN |          |             | FINISHED |          | Nothing, until the subscription or the billing key is active
					""")
	void saysWhatHappensNext(ChargeStatus status, ReasonClass reasonClass, Outcome outcome, State state, String held,
			String sentence) {
		row(Views.csv(1, state, OUT, held), own(),
				(state == State.PLANNING) ? null : line(RowOutcome.NOT_SENT, reasonClass));
		if (outcome != null) {
			attempt(1, "kim_0001_1234", outcome, reasonClass, "", UNPAID);
		}

		assertThat(next(english(status))).singleElement().asString().contains(sentence);
		assertThat(next(korean(status))).singleElement().asString().containsPattern("[가-힣]");
	}

	@Test
	void saysWhenADoubtIsLookedAtAndSentAgain() {
		this.waits = new Waits(1, 0, Views.seoul("02:11:00"), Views.seoul("02:20:00"), 0, null);
		attempt(1, "kim_0001_1234", Outcome.UNKNOWN, ReasonClass.TIMEOUT, "", UNPAID);
		row(Views.csv(1, State.SEALED, OUT, "02:10:11"), own(), line(RowOutcome.UNKNOWN, ReasonClass.TIMEOUT));
		assertThat(next(english(ChargeStatus.UNKNOWN))).last()
			.asString()
			.contains("The next look-up is due at 2026-11-23 02:11:00.");

		this.rows.clear();
		row(Views.csv(1, State.SEALED, OUT, null), own(), line(RowOutcome.UNKNOWN, ReasonClass.TIMEOUT));

		assertThat(next(english(ChargeStatus.UNKNOWN))).last()
			.asString()
			.contains("sent again, with the same number, not before 2026-11-23 02:20:00");
	}

	@Test
	void leavesADifferenceToAPerson() {
		this.waits = new Waits(0, 1, null, null, 0, null);
		attempt(1, "kim_0001_1234", Outcome.UNKNOWN, ReasonClass.MISMATCH, "paid, but differs", UNPAID);
		row(Views.csv(1, State.SEALED, OUT, null), own(), line(RowOutcome.UNKNOWN, ReasonClass.MISMATCH));

		assertThat(next(english(ChargeStatus.UNKNOWN))).singleElement()
			.asString()
			.contains("PortOne has a payment under this number that differs");
	}

	@Test
	void announcesTheLookAfterASecondSend() {
		this.waits = new Waits(0, 0, null, null, 1, Views.seoul("02:20:00"));
		attempt(1, "kim_0001_1234", Outcome.PAID, null, "", UNPAID);
		row(Views.csv(1, State.FINISHED, OUT, null), own(), line(RowOutcome.PAID, null));

		assertThat(next(english(ChargeStatus.PAID))).hasSize(2).last().asString().contains("2026-11-23 02:20:00 on");
	}

	@ParameterizedTest
	@EnumSource
	void hasAWordForEveryStatus(ChargeStatus status) {
		assertThat(english(status)).startsWith("Charge INV-1: ");
	}

	@ParameterizedTest
	@CsvSource({ "gildong_0001_1234,gil***", "가나다라마바,가나다***", "abcd,ab***", "a,***" })
	void showsOnlyTheBeginningOfACustomer(String customerUid, String shown) {
		assertThat(Masked.customerUid(customerUid)).isEqualTo(shown);
	}

	private static List<String> next(String text) {
		return text.lines().filter((line) -> line.startsWith("  - ")).toList();
	}

	private String english(ChargeStatus status) {
		return text(status, Locale.ENGLISH);
	}

	private String korean(ChargeStatus status) {
		return text(status, Locale.KOREAN);
	}

	private String text(ChargeStatus status, Locale locale) {
		ChargeStory story = new ChargeStory("INV-1", status, 1, "kim_0001_1234", 3_000, "Plan", this.due, this.rows,
				this.attempts, this.decisions, this.waits);
		return new StoryText(Views.messages(locale), new Reports()).text(story);
	}

	private static Row own() {
		return new Row(null, 3, Disposition.Kind.OWN, null, null, null);
	}

	private static Row skipped(ReasonClass reasonClass, Long otherRun) {
		return new Row(null, 3, Disposition.Kind.SKIPPED, reasonClass, otherRun, null);
	}

	private void row(RunRecord asked, Row how, ReportLine line) {
		this.rows.add(new Row(asked, how.rowNumber(), how.kind(), how.reasonClass(), how.otherRun(), line));
	}

	private static ReportLine line(RowOutcome outcome, ReasonClass reasonClass) {
		return Lines.of(3, outcome, reasonClass);
	}

	private void attempt(int no, String customerUid, Outcome outcome, ReasonClass reasonClass, String reason,
			Paid payment, AttemptEvent... events) {
		this.attempts.add(new Attempt("cr" + no, no, 1, customerUid, 1, false, outcome, reasonClass, reason, payment,
				List.of(events)));
	}

	private static AttemptEvent answer(String at, Outcome outcome, ReasonClass reasonClass, String reason,
			Integer httpStatus) {
		Instant sent = Views.seoul("02:00:00");
		return new AttemptEvent("cr", Views.seoul(at), Kind.ANSWER, 1L, sent, outcome, reasonClass, reason, httpStatus,
				0, null);
	}

	private static AttemptEvent event(Kind kind, String at, Long run, Outcome outcome, ReasonClass reasonClass,
			String reason) {
		return new AttemptEvent("cr", Views.seoul(at), kind, run, null, outcome, reasonClass, reason, null, null, null);
	}

}
