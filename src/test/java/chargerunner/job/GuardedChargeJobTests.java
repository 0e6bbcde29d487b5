package chargerunner.job;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import chargerunner.charge.RowOutcome;
import chargerunner.job.RunResult.Kind;
import chargerunner.mysql.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What keeps a person from charging more than was meant.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class GuardedChargeJobTests extends WholeJob {

	private Path fiveRows() {
		return file("charges.csv", "customer_uid,amount,name", "kim_1,1000,Plan A", "soft-2,2000,Plan B",
				"kim_3,3000,Plan C", "kim_4,4000,Plan D", "lost-after-5,5000,Plan E");
	}

	@Test
	void sendsNoRowBeyondTheLimitHoweverOftenRepeated() {
		Path file = fiveRows();

		for (int command = 0; command < 2; command++) {
			RunResult canary = charge(file, wishes().limit(3));

			assertThat(canary.exitCode()).isEqualTo(ExitCode.UNFINISHED);
			assertThat(outcomes(canary)).containsExactly("paid", "declined", "paid", "not_sent", "not_sent");
			assertThat(files(canary).column("reason_class")).containsExactly("", "soft", "", "limit", "limit");
			assertThat(this.sandbox.postsOfAgain()).isEqualTo(3);
			assertThat(this.sandbox.paidWon()).isEqualTo(4000);
		}

		RunResult rest = charge(file);

		assertThat(rest.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(outcomes(rest)).containsExactly("paid", "declined", "paid", "paid", "paid");
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(5);
		assertThat(this.sandbox.paidWon()).isEqualTo(13_000);
	}

	@Test
	void isFinishedWhenTheLimitIsBeyondTheLastRow() {
		RunResult result = charge(fiveRows(), wishes().limit(5));

		assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(5);
	}

	@Test
	void chargesNothingWhenTheTotalsDiffer() {
		Path file = fiveRows();

		for (Wishes wishes : List.of(wishes().expectCount(4), wishes().expectSum(15_001), wishes().maxSum(14_999),
				wishes().expectCount(5).expectSum(14_999), wishes().limit(1).expectSum(1000),
				wishes().expectCount(6).dryRun())) {
			RunResult refused = charge(file, wishes);

			assertThat(refused.kind()).isEqualTo(Kind.REFUSED);
			assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
			assertThat(refused.notes()).singleElement().extracting(this.installation::text).asString().isNotBlank();
		}
		assertThat(this.sandbox.requests()).isZero();
		assertThat(this.installation.tableSizes()).containsEntry("charge_run", 0L)
			.containsEntry("charge", 0L)
			.containsEntry("run_row", 0L);
		assertThat(this.directory.resolve("out/charges.result.csv")).doesNotExist();
	}

	@Test
	void chargesWhenTheTotalsAgree() {
		RunResult result = charge(fiveRows(), wishes().expectCount(5).expectSum(15_000).maxSum(15_000));

		assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(this.sandbox.paidWon()).isEqualTo(13_000);
	}

	@Test
	void comparesTheTotalsOfARunThatGoesOn() {
		Path file = fiveRows();
		charge(file, wishes().limit(1));
		long requests = this.sandbox.requests();

		RunResult refused = charge(file, wishes().expectSum(15_001));

		assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
		assertThat(this.sandbox.requests()).isEqualTo(requests);
	}

	@Test
	void countsValidRowsOnlyInTheTotals() {
		Path file = file("charges.csv", "customer_uid,amount,name", "kim_1,1000,Plan A", "kim_2,1e3,Plan B",
				"kim_3,3000,Plan C");

		RunResult refused = charge(file, wishes().expectCount(2).expectSum(4000));
		RunResult charged = charge(file, wishes().expectCount(2).expectSum(4000).skipInvalid());

		assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
		assertThat(charged.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(outcomes(charged)).containsExactly("paid", "invalid", "paid");
		assertThat(files(charged).column("amount")).containsExactly("1000", "1e3", "3000");
		assertThat(files(charged).column("reason_class")).containsExactly("", "invalid", "");
		assertThat(charged.tally().rows(RowOutcome.INVALID)).isEqualTo(1);
		assertThat(charged.problems()).hasSize(1);
		assertThat(charged.problemsFile()).exists();
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(2);
		assertThat(this.sandbox.paidWon()).isEqualTo(4000);
		assertThat(charge(file, wishes().skipInvalid()).kind()).isEqualTo(Kind.FINISHED_ALREADY);
	}

	@Test
	void storesNothingAndCallsNobodyInADryRun() {
		charge(file("before.csv", "customer_uid,amount,name", "kim_1,1000,Plan A"));
		long requests = this.sandbox.requests();
		Map<String, Long> before = this.installation.tableSizes();

		RunResult dry = charge(fiveRows(), wishes().dryRun());

		assertThat(dry.kind()).isEqualTo(Kind.DRY_RUN);
		assertThat(dry.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(dry.written()).isNull();
		assertThat(dry.tally().rows(RowOutcome.SKIPPED)).isEqualTo(1);
		assertThat(dry.tally().rows(RowOutcome.NOT_SENT)).isEqualTo(4);
		assertThat(dry.tally().won(RowOutcome.NOT_SENT)).isEqualTo(14_000);
		assertThat(this.installation.tableSizes()).isEqualTo(before);
		assertThat(this.directory.resolve("out/charges.result.csv")).doesNotExist();
		assertThat(this.sandbox.requests()).isEqualTo(requests);
	}

	@Test
	void saysInADryRunWhatTheLimitLeavesOut() {
		RunResult dry = charge(fiveRows(), wishes().dryRun().limit(2));

		assertThat(dry.tally().rows(RowOutcome.NOT_SENT)).isEqualTo(5);
		assertThat(dry.notes()).extracting(this.installation::text)
			.singleElement()
			.asString()
			.contains("sends rows 1 to 2 of the input only");
	}

	@Test
	void adoptsEveryPaymentOfALostLedgerAndSendsNothing() {
		Path file = file("charges.csv", "customer_uid,amount,name", "kim_1,1000,Plan A", "lost-after-2,2000,Plan B",
				"kim_3,3000,Plan C");
		RunResult first = charge(file);
		loseLedger();

		RunResult second = charge(file, wishes().checkFirst());

		assertThat(second.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(outcomes(second)).containsOnly("skipped").hasSize(3);
		assertThat(files(second).column("reason_class")).containsOnly("already_paid");
		assertThat(files(second).column("reason")).containsOnly("paid by a run that this database does not know");
		for (String column : List.of("reference", "merchant_uid", "imp_uid", "paid_at", "receipt_url")) {
			assertThat(files(second).column(column)).isEqualTo(files(first).column(column));
		}
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(3);
		assertThat(this.sandbox.paidWon()).isEqualTo(6000);
		assertThat(charge(file).kind()).isEqualTo(Kind.FINISHED_ALREADY);
	}

	@Test
	void chargesWithANewNumberWhatALostLedgerHadSeenDeclined() {
		Path file = file("charges.csv", "customer_uid,amount,name", "kim_1,1000,Plan A", "soft-2,2000,Plan B");
		charge(file);
		loseLedger();
		this.sandbox.refill();

		RunResult second = charge(file, wishes().checkFirst());

		assertThat(second.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(outcomes(second)).containsExactly("skipped", "paid");
		assertThat(files(second).column("merchant_uid").get(1)).endsWith("02");
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(3);
		assertThat(this.sandbox.paidWon()).isEqualTo(3000);
	}

	private void loseLedger() {
		List.of("attempt_event", "charge_attempt", "run_row", "charge", "charge_run", "run_digest", "report_file")
			.forEach((table) -> this.installation.sql().update("DELETE FROM " + table));
	}

	@Test
	void isRefusedAndNotChargedTwiceWhenALostLedgerIsNotCheckedFirst() {
		Path file = file("charges.csv", "customer_uid,amount,name", "kim_1,1000,Plan A", "soft-2,2000,Plan B");
		charge(file);
		loseLedger();

		RunResult second = charge(file);

		assertThat(outcomes(second)).containsExactly("paid", "declined");
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(4);
		assertThat(this.sandbox.paidWon()).isEqualTo(1000);
	}

}
