package chargerunner.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import chargerunner.charge.Chronicle.RunView;
import chargerunner.charge.ReasonClass;
import chargerunner.charge.RowGroups.Group;
import chargerunner.charge.RowOutcome;
import chargerunner.charge.Run.State;
import chargerunner.charge.Waits;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RunListTextTests {

	private static final Path OUT = Path.of("/out");

	private static final Group PAID = new Group(RowOutcome.PAID, null, 18, 54_000, 54_000);

	private final List<RunView> runs = List.of(
			Views.view(Views.csv(1_234, State.SEALED, OUT, "02:10:11"),
					new Waits(2, 0, Views.seoul("02:11:00"), Views.seoul("02:12:00"), 0, null), PAID,
					new Group(RowOutcome.UNKNOWN, ReasonClass.TIMEOUT, 2, 6_000, 0)),
			Views.view(Views.csv(13, State.SEALED, OUT, null),
					new Waits(2, 1, Views.NOW, Views.seoul("02:12:30"), 0, null), PAID,
					new Group(RowOutcome.DECLINED, ReasonClass.HARD, 1, 3_000, 0),
					new Group(RowOutcome.UNKNOWN, ReasonClass.TIMEOUT, 3, 9_000, 0),
					new Group(RowOutcome.NOT_SENT, ReasonClass.STOPPED, 1, 3_000, 0),
					new Group(RowOutcome.NOT_SENT, ReasonClass.LIMIT, 1, 3_000, 0)),
			Views.view(Views.due(12, State.FINISHED, OUT), new Waits(0, 0, null, null, 1, Views.seoul("02:20:00")),
					PAID, new Group(RowOutcome.DECLINED, ReasonClass.SOFT, 6, 18_000, 0)),
			Views.view(Views.csv(11, State.PLANNING, OUT, null), Waits.NOTHING),
			Views.view(Views.csv(10, State.REJECTED, OUT, null), Waits.NOTHING));

	@Test
	void saysOfEveryRunHowItStandsWhoHasItAndWhatItWaitsFor() {
		assertThat(english().text(this.runs, 40)).isEqualTo("""
				  run   rows done  won paid  since (Seoul)     state       what
				  1234      18/24    54,000  2026-11-23 02:00  UNFINISHED  csv charges.csv
				         cron on batch-1: paid 18, unknown 2
				         held by batch-1 pid 4711, 11 s left
				         waits for look-ups: 2 unknown, next look 2026-11-23 02:11:00
				  13        19/24    54,000  2026-11-23 02:00  UNFINISHED  csv charges.csv
				         cron on batch-1: paid 18, declined 1, unknown 3, not_sent 2
				         waits for look-ups: 2 unknown, possible now: the same command, or resolve
				         none of them is sent again before 2026-11-23 02:12:30
				         1 not_sent: run the same command again
				         1 beyond --limit: run the same command without it
				         2 for a person: see the review file
				  12        24/24    54,000  2026-11-23 02:00  finished    due 2026-11-23
				         cron on batch-1: paid 18, declined 6
				         1 sent again: one more look from 2026-11-23 02:20:00 on, by the same command or resolve
				  11            -         -  2026-11-23 02:00  planning    csv charges.csv
				         cron on batch-1: no rows
				         its process ended while it was planned; nothing of it was charged
				  10            -         -  2026-11-23 02:00  rejected    csv charges.csv
				         cron on batch-1: no rows

				Shown: 5 of 40 runs, the newest and every older one with rows left. All of them: runs --all""");
	}

	@Test
	void saysTheSameInKorean() {
		String text = korean().text(this.runs, 40);

		assertThat(text).contains("처리한 행", "【미완료】", "batch-1의 cron: 결제 18, 확인 필요 2",
				"batch-1 pid 4711 프로세스가 처리 중, 점유 11초 남음", "조회 대기: 확인 필요 2건, 다음 조회 2026-11-23 02:11:00",
				"조회 대기: 확인 필요 2건, 같은 명령 또는 resolve로", "미전송 1건", "--limit 밖의 1건", "사람이 확인할 2건", "다시 보낸 1건",
				"계획하던 프로세스가 끝났습니다", "실행 40개 중 5개를 표시했습니다");
		List<String> table = text.lines().filter((line) -> line.matches("  (실행|\\d).*")).toList();
		assertThat(table).extracting((line) -> TextTable.width(line.replaceFirst("\\S+( \\S+)?$", "")))
			.as("the last column begins at the same place")
			.containsOnly(TextTable.width(table.get(0).replaceFirst("\\S+$", "")));
	}

	@Test
	void fitsAHundredColumns() {
		for (RunListText language : List.of(english(), korean())) {
			assertThat(language.text(this.runs, 40).lines())
				.allSatisfy((line) -> assertThat(TextTable.width(line)).as(line).isLessThanOrEqualTo(100));
		}
	}

	@Test
	void saysNothingOfOthersWhenAllAreShown() {
		assertThat(english().text(this.runs, 5)).doesNotContain("Shown:");
	}

	@Test
	void saysThatThereAreNone() {
		assertThat(english().text(List.of(), 0)).isEqualTo("There are no runs yet.");
		assertThat(korean().text(List.of(), 0)).isEqualTo("아직 실행이 없습니다.");
	}

	private static RunListText english() {
		return new RunListText(Views.messages(Locale.ENGLISH));
	}

	private static RunListText korean() {
		return new RunListText(Views.messages(Locale.KOREAN));
	}

}
