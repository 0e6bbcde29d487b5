package chargerunner.charge;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import chargerunner.charge.Selection.Rows;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SelectionTests {

	private static final Set<Standing> CHOOSABLE = EnumSet.range(Standing.DECLINED_SOFT, Standing.NOT_SENT);

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			declined              | DECLINED_SOFT
			declined:hard         | DECLINED_HARD
			declined:all          | DECLINED_SOFT DECLINED_HARD DECLINED_UNCLASSIFIED
			refused               | REFUSED_SOFT
			refused:hard          | REFUSED_HARD
			refused:all           | REFUSED_SOFT REFUSED_HARD REFUSED_UNCLASSIFIED
			not_sent              | NOT_SENT
			declined,not_sent     | DECLINED_SOFT NOT_SENT
			declined,declined:all | DECLINED_SOFT DECLINED_HARD DECLINED_UNCLASSIFIED
			''                    | DECLINED_SOFT REFUSED_SOFT NOT_SENT
			""")
	void choosesByWords(String words, String standings) {
		Selection selection = selection(null, words, "");

		assertThat(selection.standings()).extracting(Enum::name).containsExactlyInAnyOrder(standings.split(" "));
	}

	@ParameterizedTest
	@CsvSource({ "paid", "unknown", "cancelled", "skipped", "declined:soft", "Declined", "declined:unclassified",
			"''" })
	void knowsNoOtherWord(String word) {
		assertThatIllegalArgumentException().isThrownBy(() -> Selection.of(null, List.of(word), List.of()));
		assertThat(Selection.statusWords()).doesNotContain(word);
	}

	@ParameterizedTest
	@EnumSource
	void neverChoosesWhatIsPaidInDoubtOrFinal(Standing standing) {
		boolean chosen = Selection.of(null, Selection.statusWords(), List.of()).standings().contains(standing);

		assertThat(chosen).isEqualTo(CHOOSABLE.contains(standing));
	}

	@ParameterizedTest
	@CsvSource({ "0,1", "-1,1", "2,1" })
	void hasNoRowsOutsideTheInput(long first, long last) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Rows(first, last));
	}

	@ParameterizedTest
	@CsvSource({ "9,false", "10,true", "11,true", "12,true", "13,false" })
	void includesBothEndsOfItsRows(long row, boolean included) {
		assertThat(selection(new Rows(10, 12), "", "").includes(row(row, "a"))).isEqualTo(included);
	}

	@ParameterizedTest
	@CsvSource({ "1,a,true", "1,c,false", "9,a,false", "9,c,false" })
	void includesOnlyWhatMeetsEveryCondition(long row, String reference, boolean included) {
		assertThat(selection(new Rows(1, 5), "", "a,b").includes(row(row, reference))).isEqualTo(included);
	}

	@Test
	void includesARowWithoutAChargeUnlessReferencesAreAskedFor() {
		RerunRow invalid = new RerunRow(1, List.of(), null, null, null, 0, true);

		assertThat(selection(null, "", "").includes(invalid)).isTrue();
		assertThat(selection(null, "", "a").includes(invalid)).isFalse();
		assertThat(selection(null, "", "").against(invalid)).contains(Standing.NO_CHARGE);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", delimiter = '|', textBlock = """
			PLANNED   | -               | NOT_SENT
			NOT_SENT  | THROTTLED       | NOT_SENT
			DECLINED  | SOFT            | DECLINED_SOFT
			DECLINED  | HARD            | DECLINED_HARD
			DECLINED  | UNCLASSIFIED    | DECLINED_UNCLASSIFIED
			DECLINED  | -               | DECLINED_UNCLASSIFIED
			REFUSED   | SOFT            | REFUSED_SOFT
			REFUSED   | DECIDED_BY_HAND | REFUSED_SOFT
			REFUSED   | HARD            | REFUSED_HARD
			REFUSED   | UNCLASSIFIED    | REFUSED_UNCLASSIFIED
			PAID      | -               | PAID
			CANCELLED | -               | CANCELLED
			CLAIMED   | -               | IN_DOUBT
			UNKNOWN   | TIMEOUT         | IN_DOUBT
			WITHDRAWN | SOFT            | WITHDRAWN
			""")
	void takesTheStatusOfToday(ChargeStatus status, @Nullable ReasonClass reason, Standing standing) {
		RerunRow row = row(status, reason, true, false, 1);

		assertThat(row.standing()).isEqualTo(standing);
		assertThat(Selection.of(null, Selection.statusWords(), List.of()).against(row).isEmpty())
			.isEqualTo(CHOOSABLE.contains(standing));
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "true,false,98,-", "true,false,99,NO_NUMBER_LEFT", "false,false,1,INACTIVE",
			"true,true,1,HELD", "false,true,99,HELD" })
	void leavesAloneWhatCannotBeSentNow(boolean active, boolean live, int attempts, @Nullable Standing obstacle) {
		RerunRow row = row(ChargeStatus.DECLINED, ReasonClass.SOFT, active, live, attempts);

		assertThat(selection(null, "declined", "").against(row).orElse(null)).isEqualTo(obstacle);
		assertThat(selection(null, "not_sent", "").against(row)).as("not asked for").contains(Standing.DECLINED_SOFT);
	}

	@Test
	void chargesAgainOnlyWhileTheLastAttemptIsTheLast() {
		RerunRow row = row(ChargeStatus.DECLINED, ReasonClass.SOFT, true, false, 2);

		assertThat(row.instruction().last()).isEqualTo(new LastAttempt("cr2", Outcome.DECLINED));
		assertThat(row.instruction().customerUid()).isEqualTo("kim");
		assertThat(row.instruction().due()).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			''                             | declined,refused,not_sent | true
			not_sent,declined              | declined,not_sent         | true
			declined,declined:hard         | declined:hard,declined    | true
			declined:all                   | declined:all,declined     | true
			declined                       | declined:all              | false
			declined                       | refused                   | false
			""")
	void isTheSameRerunHoweverTheWordsAreWritten(String one, String other, boolean same) {
		Selection first = selection(null, one, "");
		Selection second = selection(null, other, "");

		assertThat(first.equals(second)).isEqualTo(same);
		assertThat(first.digest(7).equals(second.digest(7))).isEqualTo(same);
		assertThat(first.text().equals(second.text())).isEqualTo(same);
	}

	@Test
	void isAnotherRerunForAnotherRunOrPart() {
		String digest = selection(null, "", "").digest(7);

		assertThat(digest).matches("rerun:[a-z2-7]{50}");
		assertThat(Set.of(digest, selection(null, "", "").digest(71), selection(new Rows(1, 2), "", "").digest(7),
				selection(null, "", "a").digest(7), selection(null, "", "a,b").digest(7)))
			.hasSize(5);
	}

	@Test
	void saysWhatWasAsked() {
		assertThat(selection(new Rows(3, 40), "not_sent,refused:all,declined", "b,a").text())
			.isEqualTo("--rows 3-40 --status declined,refused:all,not_sent --references a,b");
		assertThat(selection(null, "declined:hard,declined", "").text()).isEqualTo("--status declined,declined:hard");
	}

	private static Selection selection(@Nullable Rows rows, String words, String references) {
		return Selection.of(rows, list(words), list(references));
	}

	private static List<String> list(String words) {
		return words.isEmpty() ? List.of() : List.of(words.split(","));
	}

	private static RerunRow row(long number, String reference) {
		return new RerunRow(number, List.of(), charge(reference, ChargeStatus.DECLINED, false, 1), "Plan",
				ReasonClass.SOFT, 1, true);
	}

	private static RerunRow row(ChargeStatus status, @Nullable ReasonClass reason, boolean active, boolean live,
			int attempts) {
		return new RerunRow(1, List.of(), charge("a", status, live, attempts), "Plan", reason, 1, active);
	}

	private static KnownCharge charge(String reference, ChargeStatus status, boolean live, int attempts) {
		Outcome outcome = (status == ChargeStatus.DECLINED) ? Outcome.DECLINED : null;
		return new KnownCharge(1, reference, status, "kim", 1_000, ChargeDetails.NONE, 3, true, live, "cr" + attempts,
				outcome, attempts);
	}

}
