package chargerunner.job;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

import chargerunner.charge.RowOutcome;
import chargerunner.job.RunResult.Kind;
import chargerunner.mysql.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table {@code subscription} is filled by other programs and by hand, and holds what
 * they left there.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class UnusableSubscriptionJobTests extends WholeJob {

	private LocalDate yesterday;

	@BeforeEach
	void pickADay() {
		this.yesterday = LocalDate.now(ZoneId.of("Asia/Seoul")).minusDays(1);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
			|kim_1|Plan|Subscription “”, column id
			 S-1|kim_1|Plan|has blanks at its ends
			2.02611E+13|kim_1|Plan|column id, value “2.02611E+13”
			S-1||Plan|column customer_uid
			S-1|  |Plan|column customer_uid
			S-1|2.02611E+13|Plan|scientific notation
			S-1|2026-11-23|Plan|column customer_uid, value “2026-11-23”
			S-1|kim\\n_1|Plan|U+000A
			S-1|kim_1| |column name
			S-1|kim_1|Plan 🎁|emoji
			S-1|kim_1|Plan\\tA|U+0009
			S-1|kim_1|#N/A|error shown by a spreadsheet
			""")
	void chargesNothingAndSaysWhatIsWrong(String id, String customerUid, String name, String sentence) {
		add("S-0", "kim_0", "Plan");
		add(text(id), text(customerUid), text(name));

		for (Wishes wishes : List.of(wishes(), wishes().dryRun())) {
			RunResult refused = chargeDue(wishes);

			assertThat(refused.kind()).isEqualTo(Kind.REFUSED);
			assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
			assertThat(refused.problems()).singleElement().asString().contains(sentence);
			assertThat(refused.notes()).extracting(this.installation::text)
				.singleElement()
				.asString()
				.contains("as they stand in the table: 1.");
		}
		assertThat(this.sandbox.requests()).isZero();
		assertThat(this.installation.tableSizes()).containsEntry("charge_run", 0L).containsEntry("charge", 0L);
		assertThat(dueDates()).containsOnly(this.yesterday);
	}

	private static String text(String cell) {
		return (cell != null) ? cell.replace("\\n", "\n").replace("\\t", "\t") : "";
	}

	@Test
	void chargesWhatOnlyHasBlanksAroundIt() {
		add("S-1", " kim_1\t", "　프리미엄 ");

		RunResult result = chargeDue(wishes());

		assertThat(outcomes(result)).containsExactly("paid");
		assertThat(files(result).column("name")).containsExactly("프리미엄");
		assertThat(this.sandbox.charges()).singleElement()
			.satisfies((charge) -> assertThat(charge.customerUid()).isEqualTo("kim_1"));
	}

	@Test
	void plansNothingThatCameInWrongWhileItPlanned() {
		add("S-0", "kim_0", "Plan");

		RunResult result = this.installation.commands()
			.chargeDue(this.yesterday, wishes().build(),
					Watcher.atBegin(Progress.Phase.PLANNING, () -> add("S-1", "2.02611E+13", "Plan")))
			.get(0);

		assertThat(outcomes(result)).containsExactly("paid");
		assertThat(chargeDue(wishes()).exitCode()).isEqualTo(ExitCode.REFUSED);
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(1);
	}

	@Test
	void saysThatAPeriodWasPaidWithAnotherAmount() {
		add("S-1", "kim_1", "Plan");
		RunResult first = chargeDue(wishes());
		askAgainFor(2000);

		RunResult second = chargeDue(wishes());

		assertThat(second.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(outcomes(second)).containsExactly("skipped");
		assertThat(files(second).column("reason_class")).containsExactly("already_paid");
		assertThat(files(second).column("reason"))
			.containsExactly("paid in run " + first.runId() + ", with another amount: 1000 won");
		assertThat(this.sandbox.paidWon()).isEqualTo(1000);
	}

	@Test
	void chargesNoOpenPeriodUnderOtherTerms() {
		add("S-1", "soft-1", "Plan");
		RunResult first = chargeDue(wishes());
		askAgainFor(2000);
		this.sandbox.refill();

		RunResult second = chargeDue(wishes());

		assertThat(second.tally().rows(RowOutcome.INVALID)).isOne();
		assertThat(outcomes(second)).containsExactly("invalid");
		assertThat(files(second).column("reason")).containsExactly(
				"amount: This reference is already known with the amount 1,000 won, from run " + first.runId() + ".");
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(1);
	}

	private void add(String id, String customerUid, String name) {
		this.installation.sql()
			.update("INSERT INTO subscription (id, customer_uid, name, amount, cadence, anchor_date, next_due_on)"
					+ " VALUES (?, ?, ?, 1000, 'month', ?, ?)", id, customerUid, name, this.yesterday, this.yesterday);
	}

	private void askAgainFor(long amount) {
		this.installation.sql().update("UPDATE subscription SET next_due_on = ?, amount = ?", this.yesterday, amount);
	}

	private RunResult chargeDue(Wishes wishes) {
		List<RunResult> results = this.installation.commands()
			.chargeDue(this.yesterday, wishes.build(), Watcher.silent());
		assertThat(results).hasSize(1);
		if (results.get(0).written() != null) {
			Books.mustAgree(this.installation, this.sandbox, results.get(0));
		}
		return results.get(0);
	}

	private List<LocalDate> dueDates() {
		return this.installation.sql()
			.query("SELECT next_due_on FROM subscription",
					(row, number) -> row.getObject("next_due_on", LocalDate.class));
	}

}
