package chargerunner.job;

import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import chargerunner.job.Progress.Phase;
import chargerunner.job.RunResult.Kind;
import chargerunner.mysql.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A canary and control totals together, on a file whose command is repeated, killed and
 * changed: nothing beyond the limit is ever sent, and nothing at all when the totals
 * differ.
 */
@Timeout(60)
@ParameterizedClass
@EnumSource(TestDatabase.class)
class CanaryJobTests extends WholeJob {

	/** Wishes that speak against a file of five valid rows of 15,000 won together. */
	enum WrongTotals {

		COUNT_LESS((wishes) -> wishes.expectCount(4)), COUNT_MORE((wishes) -> wishes.expectCount(6)),
		COUNT_OF_THE_LIMIT((wishes) -> wishes.expectCount(2)), SUM_LESS((wishes) -> wishes.expectSum(14_999)),
		SUM_MORE((wishes) -> wishes.expectSum(15_001)), SUM_OF_THE_LIMIT((wishes) -> wishes.expectSum(3_000)),
		CEILING((wishes) -> wishes.maxSum(14_999)), CEILING_ABOVE_THE_LIMIT((wishes) -> wishes.maxSum(3_000)),
		ONE_OF_THREE((wishes) -> wishes.expectCount(5).expectSum(15_000).maxSum(14_999));

		private final UnaryOperator<Wishes> wish;

		WrongTotals(UnaryOperator<Wishes> wish) {
			this.wish = wish;
		}

	}

	private Path fiveRows(String... customers) {
		String[] lines = { "customer_uid,amount,name", "kim_1,1000,Plan A", "kim_2,2000,Plan B", "kim_3,3000,Plan C",
				"kim_4,4000,Plan D", "kim_5,5000,Plan E" };
		for (String customer : customers) {
			int row = customer.charAt(customer.length() - 1) - '0';
			lines[row] = lines[row].replaceFirst("^[^,]*", customer);
		}
		return file("charges.csv", lines);
	}

	private Wishes rightTotals() {
		return wishes().expectCount(5).expectSum(15_000).maxSum(15_000);
	}

	@Test
	void sendsTheCanaryUnderTotalsOfTheWholeFile() {
		Path file = fiveRows();

		for (int command = 0; command < 2; command++) {
			RunResult canary = charge(file, rightTotals().limit(2));

			assertThat(canary.exitCode()).isEqualTo(ExitCode.UNFINISHED);
			assertThat(outcomes(canary)).containsExactly("paid", "paid", "not_sent", "not_sent", "not_sent");
			assertThat(this.sandbox.postsOfAgain()).isEqualTo(2);
		}
		assertThat(charge(file, rightTotals()).exitCode()).isEqualTo(ExitCode.OK);
		assertThat(this.sandbox.paidWon()).isEqualTo(15_000);
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(5);
	}

	@ParameterizedTest
	@EnumSource
	void sendsNothingWhenTheTotalsDiffer(WrongTotals totals) {
		Path file = fiveRows();

		assertRefused(charge(file, totals.wish.apply(wishes().limit(2))));

		assertThat(this.sandbox.requests()).isZero();
		assertThat(this.installation.tableSizes()).containsEntry("charge_run", 0L);
	}

	@ParameterizedTest
	@EnumSource
	void sendsNothingMoreWhenARepeatedCommandHasOtherTotals(WrongTotals totals) {
		Path file = fiveRows();
		charge(file, rightTotals().limit(2));
		long requests = this.sandbox.requests();

		assertRefused(charge(file, totals.wish.apply(wishes())));

		assertThat(this.sandbox.requests()).isEqualTo(requests);
		assertThat(charge(file, rightTotals()).exitCode()).isEqualTo(ExitCode.OK);
		assertThat(this.sandbox.paidWon()).isEqualTo(15_000);
	}

	@ParameterizedTest
	@EnumSource
	void plansNothingOnWhenTheCommandAfterAKillHasOtherTotals(WrongTotals totals) {
		Path file = fiveRows();
		killedWhilePlanning(file, rightTotals());
		long requests = this.sandbox.requests();

		assertRefused(charge(file, totals.wish.apply(wishes().limit(2))));

		assertThat(this.sandbox.requests()).isEqualTo(requests);
		RunResult canary = charge(file, rightTotals().limit(2));
		assertThat(outcomes(canary)).containsExactly("paid", "paid", "not_sent", "not_sent", "not_sent");
		assertThat(this.installation.tableSizes()).containsEntry("charge_run", 1L);
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(2);
	}

	@Test
	void saysThatTheTotalsDifferAlsoOfAFinishedRun() {
		Path file = fiveRows();
		charge(file, rightTotals());

		assertRefused(charge(file, wishes().expectCount(4)));

		assertThat(charge(file, rightTotals()).kind()).isEqualTo(Kind.FINISHED_ALREADY);
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(5);
	}

	@Test
	void movesTheLimitUpAndDown() {
		Path file = fiveRows();
		charge(file, wishes().limit(2));

		RunResult wider = charge(file, wishes().limit(3));
		RunResult narrower = charge(file, wishes().limit(1));

		assertThat(outcomes(wider)).containsExactly("paid", "paid", "paid", "not_sent", "not_sent");
		assertThat(outcomes(narrower)).isEqualTo(outcomes(wider));
		assertThat(narrower.exitCode()).isEqualTo(ExitCode.UNFINISHED);
		assertThat(files(narrower).column("reason_class")).containsExactly("", "", "", "limit", "limit");
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(3);
		assertThat(charge(file).exitCode()).isEqualTo(ExitCode.OK);
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(5);
	}

	@Test
	void sendsNothingAgainBeyondTheLimit() {
		Path file = fiveRows("lost-before-4");
		killedAfterSending(file, wishes());
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(5);

		RunResult canary = charge(file, wishes().limit(2));

		assertThat(this.sandbox.postsOfAgain()).as("row 4 is beyond the limit").isEqualTo(5);
		assertThat(outcomes(canary)).containsExactly("paid", "paid", "paid", "unknown", "paid");
		assertThat(canary.exitCode()).isEqualTo(ExitCode.UNFINISHED);
		RunResult rest = charge(file);
		assertThat(rest.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(files(rest).column("attempts")).containsOnly("1");
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(6);
		assertThat(this.sandbox.paidWon()).isEqualTo(15_000);
	}

	@Test
	void sendsAgainWhatIsWithinTheLimit() {
		Path file = fiveRows("lost-before-2");
		killedAfterSending(file, wishes().limit(3));

		RunResult canary = charge(file, wishes().limit(2));

		assertThat(outcomes(canary)).containsExactly("paid", "paid", "paid", "not_sent", "not_sent");
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(4);
	}

	@Test
	void looksUpWhatIsInDoubtBeyondTheLimit() {
		Path file = fiveRows("lost-after-4");
		killedAfterSending(file, wishes());

		RunResult canary = charge(file, wishes().limit(2));

		assertThat(outcomes(canary)).containsOnly("paid");
		assertThat(canary.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(5);
	}

	@Test
	void countsRowsOfTheInputInTheLimitAndValidOnesInTheTotals() {
		Path file = file("charges.csv", "customer_uid,amount,name", "kim_1,1000,Plan A", "kim_2,1e3,Plan B",
				"kim_3,3000,Plan C", "kim_4,4000,Plan D");
		Wishes totals = wishes().expectCount(3).expectSum(8_000).maxSum(8_000);
		assertThat(charge(file, totals.limit(2)).exitCode()).as("not without --skip-invalid")
			.isEqualTo(ExitCode.REFUSED);

		for (int command = 0; command < 2; command++) {
			RunResult canary = charge(file, totals.skipInvalid());

			assertThat(outcomes(canary)).containsExactly("paid", "invalid", "not_sent", "not_sent");
			assertThat(canary.exitCode()).isEqualTo(ExitCode.UNFINISHED);
			assertThat(this.sandbox.postsOfAgain()).isOne();
		}
		assertRefused(charge(file, wishes().skipInvalid().expectCount(4)));
		assertThat(outcomes(charge(file, totals.limit(4)))).containsExactly("paid", "invalid", "paid", "paid");
		assertThat(this.sandbox.paidWon()).isEqualTo(8_000);
	}

	@Test
	void comparesTheTotalsInADryRunOfARunThatExists() {
		Path file = fiveRows();
		charge(file, wishes().limit(2));

		assertRefused(charge(file, wishes().dryRun().expectCount(4)));
		assertThat(charge(file, rightTotals().dryRun()).kind()).isEqualTo(Kind.DRY_RUN);
	}

	private void assertRefused(RunResult refused) {
		assertThat(refused.kind()).isEqualTo(Kind.REFUSED);
		assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
		assertThat(refused.notes()).singleElement()
			.extracting(this.installation::text)
			.asString()
			.startsWith("Nothing was charged");
	}

	private void killedWhilePlanning(Path file, Wishes wishes) {
		killed(file, wishes, (death) -> Watcher.atAdvance(Phase.PLANNING, death));
	}

	/** Dies when all within the limit is sent, before it asks about what is in doubt. */
	private void killedAfterSending(Path file, Wishes wishes) {
		killed(file, wishes, (death) -> Watcher.atBegin(Phase.RESOLVING, death));
	}

	private void killed(Path file, Wishes wishes, Function<Runnable, Watcher> watcher) {
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.installation.commands().chargeFile(file, wishes.build(), watcher.apply(() -> {
				throw new IllegalStateException("killed");
			})));
	}

}
