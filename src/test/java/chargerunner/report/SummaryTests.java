package chargerunner.report;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

import chargerunner.charge.ReasonClass;
import chargerunner.charge.ReportLine;
import chargerunner.charge.RowOutcome;
import chargerunner.charge.Tally;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.support.MessageSourceAccessor;

import static org.assertj.core.api.Assertions.assertThat;

class SummaryTests {

	private final Summary english = summary(Locale.ENGLISH);

	private final Summary korean = summary(Locale.KOREAN);

	@Test
	void saysEverythingOfARun() {
		Written written = written(Lines.paid(1), Lines.paid(2), Lines.of(3, RowOutcome.DECLINED, ReasonClass.SOFT),
				Lines.of(4, RowOutcome.UNKNOWN, ReasonClass.TIMEOUT), Lines.unsent(5, Lines.cells(5)),
				Lines.of(6, RowOutcome.SKIPPED, ReasonClass.IN_DOUBT));

		assertThat(this.english.text(written, Facts.run(12, 75))).isEqualTo("""
				Run 12 is NOT finished.

				             rows     won
				  paid          2   6,000
				  declined      1   3,000
				  refused       0       0
				  cancelled     0       0
				  unknown       1   3,000
				  not_sent      1   3,000
				  skipped       1   3,000
				  invalid       0       0
				  total         6  18,000

				Files (with their rows)
				  result  6  /out/charges.result.csv
				  retry   2  /out/charges.retry.csv
				  review  1  /out/charges.review.csv

				What to do next
				  - Rows in doubt: 1. Run the same command again: it asks PortOne first. Do not charge them in any \
				other way.
				  - Rows not sent: 1. Run the same command again (without --limit if it was a trial of the first rows).
				  - Declined for a reason that may pass, or decided to be not charged: 1. Charge them again later: \
				rerun 12 (or charge --csv /out/charges.retry.csv)
				  - Rows that a person must look at: 1. Each says in the column "advice" what to do: \
				/out/charges.review.csv
				  - Skipped because an earlier attempt is in doubt: 1. Run the command of that earlier run again; it \
				asks PortOne.

				run=12 exit=75 rows=6 paid=2 declined=1 refused=0 cancelled=0 unknown=1 not_sent=1 skipped=1 invalid=0 \
				won_paid=6000""");
	}

	@Test
	void callsNoRunFinishedThatHasRowsLeft() {
		Written written = written(Lines.paid(1), Lines.unsent(2, Lines.cells(2)));

		assertThat(this.english.text(written, Facts.run(12, 0))).startsWith("Run 12 is NOT finished.");
	}

	@Test
	void pointsToTheCommandThatSendsWhereThisOneDoesNot() {
		Written written = written(Lines.of(1, RowOutcome.UNKNOWN, ReasonClass.TIMEOUT),
				Lines.unsent(2, Lines.cells(2)));

		assertThat(this.english.text(written, new Facts(Facts.Kind.LOOKED_UP, 12, 75, null, 0)))
			.startsWith("Run 12 is NOT finished.")
			.contains("Rows in doubt: 1. PortOne has no final answer yet",
					"Rows not sent: 1. This command sends nothing")
			.doesNotContain("same command");
	}

	@Test
	void pointsToDecisionsWhereOnlyAPersonCanEndTheDoubt() {
		Written written = written(Lines.of(1, RowOutcome.UNKNOWN, ReasonClass.MISMATCH),
				Lines.of(2, RowOutcome.UNKNOWN, ReasonClass.TIMEOUT));

		assertThat(this.english.text(written, Facts.run(12, 75))).contains(
				"differs from what was asked: 1. Only a person can end that", "close each with decide",
				"Rows in doubt: 1. Run the same command again");
		assertThat(this.english.text(written(Lines.of(1, RowOutcome.UNKNOWN, ReasonClass.MISMATCH)), Facts.run(12, 75)))
			.contains("differs from what was asked: 1.")
			.doesNotContain("same command");
	}

	@Test
	void alignsKoreanLabelsByTheirWidth() {
		String text = this.korean.text(written(Lines.paid(1)), Facts.run(12, 0));

		List<String> table = text.lines().skip(2).limit(10).toList();
		assertThat(table).hasSize(10).first().asString().endsWith("금액(원)");
		assertThat(table).extracting(TextTable::width).containsOnly(TextTable.width(table.get(0)));
		assertThat(table.get(1)).matches("  결제 완료 \\(paid\\) +1 +3,000");
	}

	@ParameterizedTest
	@CsvSource({ "a,1", "가,2", "ㄱ,2", "漢,2", "가a,3", "'',0" })
	void countsKoreanLettersTwice(String text, int width) {
		assertThat(TextTable.width(text)).isEqualTo(width);
	}

	@ParameterizedTest
	@EnumSource
	void endsWithTheSameLineInEveryLanguage(Facts.Kind kind) {
		Tally tally = new Tally();
		int rows = 1;
		for (RowOutcome outcome : RowOutcome.values()) {
			tally.add(outcome, rows++, 1_234_567);
		}
		Facts facts = new Facts(kind, 1234, 75, Lines.PAID_AT, 0);

		assertThat(this.english.text(tally, facts)).endsWith("""

				run=1234 exit=75 rows=36 paid=1 declined=2 refused=3 cancelled=4 unknown=5 not_sent=6 skipped=7 \
				invalid=8 won_paid=1234567""");
		assertThat(lastLine(this.korean.text(tally, facts))).isEqualTo(lastLine(this.english.text(tally, facts)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			0  | PAID    | Run 12 is finished.
			75 | UNKNOWN | Run 12 is NOT finished.
			75 | NOT_SENT| Run 12 is NOT finished.
			70 | PAID    | Run 12 has no rows left, but NEEDS ATTENTION (exit code 70).
			""")
	void saysHowTheRunEnded(int exitCode, RowOutcome outcome, String title) {
		String text = this.english.text(written(Lines.of(1, outcome, null)), Facts.run(12, exitCode));

		assertThat(text.lines()).first().isEqualTo(title);
	}

	@Test
	void shoutsThatTheRunFinishedAlready() {
		Facts facts = Facts.finishedAlready(1234, 0, Instant.parse("2026-11-22T17:00:05Z"));

		assertThat(this.english.text(written(Lines.paid(1)), facts))
			.startsWith("RUN 1234 FINISHED ALREADY, ON 2026-11-23 02:00 (ASIA/SEOUL). NOTHING WAS CHARGED NOW.\n")
			.contains("--batch", "may pass: rerun 1234\n");
		assertThat(this.korean.text(written(Lines.paid(1)), facts))
			.startsWith("【이미 완료된 실행】 실행 1234은(는) 2026-11-23 02:00(한국 시간)에 이미 완료되었습니다.")
			.contains("--batch", "다시 청구하려면: rerun 1234\n");
	}

	@Test
	void shoutsRowsThatWerePaidAlreadyWithRunAndDate() {
		Written written = written(Lines.alreadyPaid(1, 1011), Lines.alreadyPaid(2, 1011), Lines.alreadyPaid(3, 1012));

		assertThat(this.english.text(written, Facts.run(1234, 0))).contains("ALREADY PAID, NOT CHARGED AGAIN: 3\n",
				"  run 1011, 2026-11-23 02:00: rows 2, won 6,000\n",
				"  run 1012, 2026-11-23 02:00: rows 1, won 3,000\n", "--batch", "may pass: rerun 1011, rerun 1012\n");
		assertThat(this.korean.text(written, Facts.run(1234, 0))).contains("【이미 결제됨】 다시 청구하지 않은 행: 3\n",
				"  실행 1011, 2026-11-23 02:00: 행 2, 금액 6,000원\n", "--batch", "다시 청구하려면: rerun 1011, rerun 1012\n");
	}

	@Test
	void namesNoRunToRerunWhereTheLedgerDoesNotKnowIt() {
		String text = this.english.text(written(Lines.alreadyPaid(1, 0)), Facts.run(1234, 0));

		assertThat(text).contains("ALREADY PAID", "--batch").doesNotContain("rerun");
	}

	@Test
	void namesOnlyTheFirstOfManyRunsThatPaid() {
		ReportLine[] lines = new ReportLine[8];
		for (int i = 0; i < lines.length; i++) {
			lines[i] = Lines.alreadyPaid(i + 1, 100 + i);
		}

		assertThat(this.english.text(written(lines), Facts.run(1234, 0))).contains("run 104,", "in further runs: 3;")
			.doesNotContain("run 105,");
	}

	@Test
	void shoutsSandboxAnswers() {
		Facts facts = Facts.run(12, 0).withSandboxAnswers(1_500);

		assertThat(this.english.text(written(Lines.paid(1)), facts))
			.contains("SANDBOX: 1,500 ANSWERS CAME FROM A TEST CHANNEL. NO MONEY MOVED");
		assertThat(this.korean.text(new Tally(), facts)).contains("【테스트 결제】 응답 1,500건");
		assertThat(this.english.text(written(Lines.paid(1)), Facts.run(12, 0))).doesNotContain("SANDBOX");
	}

	@Test
	void shoutsChargesTakenTwice() {
		Written written = written(Lines.paid(1, Lines.cells(1), ReasonClass.CHARGED_TWICE_AT_PORTONE));

		assertThat(this.english.text(written, Facts.run(12, 70))).contains("CHARGED TWICE AT PORTONE: 1.");
		assertThat(this.korean.text(written, Facts.run(12, 70))).contains("【이중 결제】", "행: 1.");
	}

	@Test
	void namesEachDifferenceOfARunThatDoesNotBalance() {
		Balance balance = new Balance(3, 2, 9_000, 6_000, 6_000, 5_999, 1);
		Written sound = written(Lines.paid(1), Lines.paid(2));
		Written broken = new Written(12, sound.result(), sound.retry(), sound.review(), sound.counts(), balance);

		assertThat(this.english.text(broken, Facts.run(12, 70))).contains("THIS RUN DOES NOT BALANCE",
				"  Rows: planned 3, found 2.\n", "  Won: planned 9,000, found 6,000.\n",
				"  Won of the paid rows: asked 6,000, taken by PortOne 5,999; rows that differ: 1.\n");
		assertThat(this.korean.text(broken, Facts.run(12, 70))).contains("【합계 불일치】", "계획 3, 실제 2");
		assertThat(this.english.text(sound, Facts.run(12, 0))).doesNotContain("BALANCE");
	}

	@Test
	void saysThatNothingIsLeftToDo() {
		assertThat(this.english.text(written(Lines.paid(1)), Facts.run(12, 0)))
			.contains("What to do next\n  Nothing.\n\nrun=12 ");
		assertThat(this.korean.text(written(Lines.paid(1)), Facts.run(12, 0))).contains("다음에 할 일\n  없습니다.\n\nrun=12 ");
	}

	@Test
	void summarisesADryRunFromATallyAlone() {
		Tally tally = new Tally();
		tally.add(RowOutcome.NOT_SENT, 1_200, 3_600_000);

		assertThat(this.english.text(tally, Facts.dryRun(0))).startsWith("Dry run: nothing was stored")
			.containsPattern("would be sent +1,200 +3,600,000\n")
			.contains("without --dry-run")
			.doesNotContain("Rows not sent", "Files")
			.endsWith(" not_sent=1200 skipped=0 invalid=0 won_paid=0");
	}

	@Test
	void summarisesARefusedInputFromATallyAlone() {
		Tally tally = new Tally();
		tally.add(RowOutcome.INVALID, 2, 0);

		assertThat(this.english.text(tally, Facts.refused(65)))
			.startsWith("The input was refused: nothing was charged.")
			.contains("Correct what is named above")
			.endsWith("run=0 exit=65 rows=2 paid=0 declined=0 refused=0 cancelled=0 unknown=0 not_sent=0 skipped=0 "
					+ "invalid=2 won_paid=0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "en", "ko" })
	void leavesNoPlaceholderAndNoBlankAtALineEnd(String language) {
		Written written = written(Lines.alreadyPaid(1, 11), Lines.of(2, RowOutcome.SKIPPED, ReasonClass.INACTIVE),
				Lines.of(3, RowOutcome.SKIPPED, ReasonClass.IN_OTHER_RUN),
				Lines.of(4, RowOutcome.INVALID, ReasonClass.INVALID),
				Lines.of(5, RowOutcome.REFUSED, ReasonClass.SOFT));

		String text = summary(Locale.forLanguageTag(language)).text(written, Facts.run(12, 0).withSandboxAnswers(1));

		assertThat(text).doesNotContain("{", "}").doesNotContainPattern("(?m) $");
	}

	private static Summary summary(Locale locale) {
		return new Summary(new MessageSourceAccessor(Reports.messages(), locale));
	}

	private static String lastLine(String text) {
		return text.substring(text.lastIndexOf('\n') + 1);
	}

	private static Written written(ReportLine... lines) {
		RowCounts counts = new RowCounts();
		long won = 0;
		for (ReportLine line : lines) {
			counts.add(line);
			won += (line.amount() != null) ? line.amount() : 0;
			if (FileKind.RETRY.holds(line)) {
				counts.addRetryRow();
			}
			if (FileKind.REVIEW.holds(line)) {
				counts.addReviewRow();
			}
		}
		Balance balance = new Balance(lines.length, lines.length, won, won, counts.wonPaid(), counts.wonPaid(), 0);
		return new Written(12, Path.of("/out/charges.result.csv"), Path.of("/out/charges.retry.csv"),
				Path.of("/out/charges.review.csv"), counts, balance);
	}

}
