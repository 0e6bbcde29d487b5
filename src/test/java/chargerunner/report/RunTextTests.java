package chargerunner.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

import chargerunner.charge.Chronicle.Reason;
import chargerunner.charge.Chronicle.RunView;
import chargerunner.charge.PastDecision;
import chargerunner.charge.ReasonClass;
import chargerunner.charge.RowGroups.Group;
import chargerunner.charge.RowOutcome;
import chargerunner.charge.Run.State;
import chargerunner.charge.Waits;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class RunTextTests {

	private static final PastDecision DECISION = new PastDecision("INV-7", "cr7", Views.seoul("02:08:00"), "paid",
			"imp_7", "seen in the console", "kim", "desk");

	@TempDir
	private Path out;

	private final Reports reports = new Reports();

	private RunView unfinished;

	@BeforeEach
	void run() throws IOException {
		for (String suffix : List.of(".result.csv", ".retry.csv")) {
			Path file = Files.createFile(this.out.resolve("charges" + suffix));
			this.reports.markWritten(file, 13);
		}
		this.unfinished = Views.view(Views.csv(13, State.SEALED, this.out, null),
				new Waits(1, 0, Views.NOW, null, 0, null), new Group(RowOutcome.PAID, null, 18, 54_000, 54_000),
				new Group(RowOutcome.DECLINED, ReasonClass.SOFT, 4, 12_000, 0),
				new Group(RowOutcome.SKIPPED, ReasonClass.IN_OTHER_RUN, 1, 3_000, 0),
				new Group(RowOutcome.UNKNOWN, ReasonClass.READY, 1, 3_000, 0));
	}

	@Test
	void saysEverythingOfARun() {
		List<Reason> reasons = List.of(new Reason(RowOutcome.DECLINED, ReasonClass.SOFT, "잔액부족\n(다시)", 4),
				new Reason(RowOutcome.UNKNOWN, ReasonClass.READY, "status ready", 1));

		assertThat(english().text(this.unfinished, reasons, List.of(DECISION))).isEqualTo(
				"""
						Run 13, csv charges.csv: UNFINISHED

						What was asked for
						  command  charge --csv charges.csv
						  by       cron on batch-1, version 1.0.0
						  file     charges.csv
						  SHA-256  ab12
						  batch    2026-11

						Times (Asia/Seoul)
						  created  2026-11-23 02:00:00
						  sealed   2026-11-23 02:00:01
						  lease    nobody holds it

						Rows
						             rows     won
						  paid         18  54,000
						  declined      4  12,000
						  refused       0       0
						  cancelled     0       0
						  unknown       1   3,000
						  not_sent      0       0
						  skipped       1   3,000
						  invalid       0       0
						  total        24  72,000
						  Won paid at PortOne: 54,000

						Reasons, the most frequent first
						  declined, soft  4  잔액부족 (다시)
						  unknown, ready  1  status ready

						Decided by hand
						  2026-11-23 02:08:00  INV-7: paid, imp_7, by kim on desk: seen in the console

						Files
						  result  OUT/charges.result.csv
						  retry   OUT/charges.retry.csv
						  review  OUT/charges.review.csv (not on this machine)

						What to do next
						  - waits for look-ups: 1 unknown, possible now: the same command, or resolve
						  - The same command: charge --csv charges.csv
						  - Declined for a reason that may pass, or decided to be not charged: 4. Charge them again later: \
						rerun 13 (or charge --csv OUT/charges.retry.csv)
						  - Skipped because another run has the charge: 1. The result file names it in the column "reason". Where that run is not finished, run its command again; where it is, its own retry and review files say what is left to do.
						  - Write its files again: show 13 --files"""
					.replace("OUT", this.out.toString()));
	}

	@Test
	void saysTheSameInKorean() {
		String text = korean().text(this.unfinished,
				List.of(new Reason(RowOutcome.DECLINED, ReasonClass.SOFT, "잔액부족", 4)), List.of(DECISION));

		assertThat(text).startsWith("실행 13, csv charges.csv: 【미완료】")
			.contains("요청 내용", "시각(한국 시간)", "점유한 프로세스 없음", "승인 거절 (declined), soft  4  잔액부족", "desk의 kim",
					"(이 컴퓨터에 없음)", "다음에 할 일", "show 13 --files");
	}

	@Test
	void namesTheFileThatWasRenamedForAnotherRun() throws IOException {
		Path result = this.out.resolve("charges.result.csv");
		this.reports.markWritten(result, 14);
		assertThat(english().text(this.unfinished, List.of(), List.of())).contains(result + " (not on this machine)");

		Path renamed = Files.createFile(this.out.resolve("charges.run13.result.csv"));

		assertThat(english().text(this.unfinished, List.of(), List.of())).contains("  result  " + renamed + "\n");
	}

	@Test
	void saysThatAHeldRunWritesItsFilesItself() {
		String text = english().text(Views.view(Views.csv(13, State.SEALED, this.out, "02:10:11"), Waits.NOTHING,
				new Group(RowOutcome.NOT_SENT, ReasonClass.STOPPED, 24, 72_000, 0)), List.of(), List.of());

		assertThat(text).contains("lease    held by batch-1 pid 4711, 11 s left",
				"- Wait until that process has ended; it writes the files itself.");
		assertThat(text).doesNotContain("The same command", "run the same command");
	}

	@Test
	void saysWhichRunItReRuns() {
		RunView view = Views.view(Views.rerun(14, this.out), Waits.NOTHING,
				new Group(RowOutcome.PAID, null, 24, 72_000, 72_000));

		assertThat(english().text(view, List.of(), List.of()))
			.startsWith("Run 14, rerun charges.rerun13 (run 13): finished")
			.contains("\n  re-run of  run 13\n");
		assertThat(korean().text(view, List.of(), List.of())).contains("rerun charges.rerun13 (실행 13)",
				"재실행 대상  실행 13");
	}

	@Test
	void shoutsWhenARunDoesNotBalance() {
		RunView view = Views.view(Views.due(12, State.FINISHED, this.out), Waits.NOTHING,
				new Group(RowOutcome.PAID, null, 23, 69_000, 69_000));

		assertThat(english().text(view, List.of(), List.of()))
			.contains("PLANNED WERE 24 ROWS AND 72,000 WON: THIS RUN DOES NOT BALANCE");
	}

	@Test
	void hasNeitherRowsNorFilesOfARunThatWasNotSealed() {
		String rejected = english().text(Views.view(Views.csv(10, State.REJECTED, this.out, null), Waits.NOTHING),
				List.of(), List.of());
		String planning = english().text(Views.view(Views.csv(11, State.PLANNING, this.out, null), Waits.NOTHING),
				List.of(), List.of());

		assertThat(List.of(rejected, planning))
			.allSatisfy((text) -> assertThat(text).doesNotContain("\nRows", "\nFiles", "--files"));
		assertThat(rejected).endsWith("run the command again: that is a new run.");
		assertThat(planning).contains("its process ended while it was planned", "The same command: charge");
	}

	@Test
	void showsNoMoreReasonsThanItCan() {
		Reason reason = new Reason(RowOutcome.DECLINED, ReasonClass.SOFT, "text", 1);

		String text = english().text(this.unfinished, Collections.nCopies(RunText.REASONS + 1, reason), List.of());

		assertThat(text.lines().filter((line) -> line.endsWith("  text"))).hasSize(RunText.REASONS);
		assertThat(text).contains("and more: see the result file");
		assertThat(english().text(this.unfinished, Collections.nCopies(RunText.REASONS, reason), List.of()))
			.doesNotContain("and more");
	}

	@Test
	void namesTheFilesThatWereWrittenAgain() {
		RowCounts counts = new RowCounts();
		counts.add(Lines.paid(1));
		Written written = new Written(13, this.out.resolve("a.result.csv"), this.out.resolve("a.retry.csv"),
				this.out.resolve("a.review.csv"), counts, new Balance(2, 1, 6_000, 3_000, 3_000, 3_000, 0));

		assertThat(english().text(written)).startsWith("The files of run 13 are written again.")
			.contains("result  1  " + this.out.resolve("a.result.csv"), "DOES NOT BALANCE", "planned 2, found 1");
	}

	private RunText english() {
		return new RunText(Views.messages(Locale.ENGLISH), this.reports);
	}

	private RunText korean() {
		return new RunText(Views.messages(Locale.KOREAN), this.reports);
	}

}
