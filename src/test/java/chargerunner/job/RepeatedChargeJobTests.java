package chargerunner.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import chargerunner.charge.RowOutcome;
import chargerunner.job.RunResult.Kind;
import chargerunner.mysql.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same obligation comes again, in another file.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class RepeatedChargeJobTests extends WholeJob {

	private static final String HEADER = "customer_uid,amount,name,reference";

	@Test
	void paysSoftDeclinesOnceWhenTheRetryFileIsFedBack() throws Exception {
		Path file = file("charges.csv", "customer_uid,amount,name", "kim_1,1000,Plan A", "soft-1,2000,Plan B",
				"hard-1,3000,Plan C", "soft-2,4000,Plan D", "lost-after-1,5000,Plan E");
		RunResult first = charge(file);
		Path retry = Files.copy(Objects.requireNonNull(first.written()).retry(), this.directory.resolve("retry.csv"),
				StandardCopyOption.REPLACE_EXISTING);
		this.sandbox.refill();

		RunResult second = charge(retry);

		assertThat(second.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(outcomes(second)).containsExactly("paid", "paid");
		List<Map<String, String>> repeated = RunFiles.read(retry);
		for (int row = 0; row < 2; row++) {
			String before = Objects.requireNonNull(repeated.get(row).get("retry_of"));
			assertThat(before).endsWith("01");
			assertThat(files(second).column("merchant_uid").get(row))
				.isEqualTo(before.substring(0, before.length() - 2) + "02");
		}
		assertThat(files(second).column("reference")).containsExactly(repeated.get(0).get("reference"),
				repeated.get(1).get("reference"));
		assertThat(second.tally().won(RowOutcome.PAID)).isEqualTo(6000);
		assertThat(this.sandbox.paidWon()).isEqualTo(12_000);
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(7);
		assertFinished(retry);
		assertThat(outcomes(assertFinished(file))).containsExactly("paid", "declined", "declined", "declined", "paid");
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(7);
	}

	private RunResult assertFinished(Path file) {
		RunResult again = charge(file);
		assertThat(again.kind()).isEqualTo(Kind.FINISHED_ALREADY);
		assertThat(again.exitCode()).isEqualTo(ExitCode.OK);
		return again;
	}

	@Test
	void skipsRowsOfARetryFileThatWasOvertaken() throws Exception {
		RunResult first = charge(file("charges.csv", HEADER, "soft-1,2000,Plan B,B-1", "soft-2,2000,Plan B,B-2"));
		Path retry = Files.copy(Objects.requireNonNull(first.written()).retry(), this.directory.resolve("retry.csv"));
		charge(file("other.csv", HEADER, "soft-1,2000,Plan B,B-1"));
		this.sandbox.refill();

		RunResult second = charge(retry);

		assertThat(second.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(outcomes(second)).containsExactly("skipped", "paid");
		assertThat(files(second).column("reason_class")).containsExactly("in_other_run", "");
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(4);
	}

	@Test
	void refusesAReferenceWithAnotherAmount() {
		charge(file("charges.csv", HEADER, "kim_1,1000,Plan A,A-1"));
		long requests = this.sandbox.requests();

		RunResult second = charge(file("other.csv", HEADER, "kim_2,500,Plan B,B-1", "kim_1,2000,Plan A,A-1"));

		assertThat(second.kind()).isEqualTo(Kind.REFUSED);
		assertThat(second.exitCode()).isEqualTo(ExitCode.REFUSED);
		assertThat(second.problems()).singleElement().asString().contains("line 3", "amount", "2000", "1,000");
		assertThat(RunFiles.read(Objects.requireNonNull(second.problemsFile()))).singleElement()
			.satisfies((problem) -> assertThat(problem).containsEntry("column", "amount")
				.containsEntry("line", "3")
				.containsEntry("value", "2000"));
		assertThat(this.directory.resolve("out/other.result.csv")).doesNotExist();
		assertThat(this.sandbox.requests()).isEqualTo(requests);
		assertThat(this.installation.tableSizes()).containsEntry("charge_run", 1L).containsEntry("charge", 1L);
	}

	@Test
	void chargesTheOtherRowsOfAFileWithAKnownReferenceOfAnotherAmount() {
		RunResult first = charge(file("charges.csv", HEADER, "kim_1,1000,Plan A,A-1"));

		RunResult second = charge(file("other.csv", HEADER, "kim_2,500,Plan B,B-1", "kim_1,2000,Plan A,A-1"),
				wishes().skipInvalid());

		assertThat(second.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(outcomes(second)).containsExactly("paid", "invalid");
		assertThat(files(second).column("reason").get(1)).isEqualTo(
				"amount: This reference is already known with the amount 1,000 won, from run " + first.runId() + ".");
		assertThat(second.problemsFile()).exists();
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(2);
		assertThat(this.sandbox.paidWon()).isEqualTo(1500);
	}

	@Test
	void skipsAReferenceThatAnotherFilePaid() {
		RunResult first = charge(file("charges.csv", HEADER, "kim_1,1000,Plan A,A-1"));

		RunResult second = charge(file("other.csv", HEADER, "kim_1,1000,Plan A,A-1", "kim_2,500,Plan B,B-1"));

		assertThat(second.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(outcomes(second)).containsExactly("skipped", "paid");
		Map<String, String> skipped = files(second).result().get(0);
		Map<String, String> paid = files(first).result().get(0);
		assertThat(skipped).containsEntry("reason_class", "already_paid")
			.containsEntry("merchant_uid", paid.get("merchant_uid"))
			.containsEntry("imp_uid", paid.get("imp_uid"))
			.containsEntry("amount_paid", "")
			.containsEntry("attempts", "1")
			.containsEntry("reason", "paid in run " + first.runId());
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(2);
	}

	@Test
	void tellsAReviewerOfAReferenceThatAnotherFileFoundCancelled() {
		RunResult first = charge(file("charges.csv", HEADER, "cancelled-1,1000,Plan A,A-1"));
		assertThat(outcomes(first)).containsExactly("cancelled");

		RunResult second = charge(file("other.csv", HEADER, "cancelled-1,1000,Plan A,A-1", "kim_2,500,Plan B,B-1"));

		assertThat(second.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(outcomes(second)).containsExactly("cancelled", "paid");
		assertThat(files(second).review()).singleElement()
			.satisfies((row) -> assertThat(row).containsEntry("reference", "A-1")
				.containsEntry("reason", "cancelled at PortOne, charged in run " + first.runId())
				.containsEntry("amount_paid", ""));
		assertThat(second.tally().rows(RowOutcome.SKIPPED)).isZero();
		assertThat(Objects.requireNonNull(second.written()).counts().paidEarlier()).isEmpty();
	}

	@Test
	void takesADeclinedReferenceOverWithANewNumber() {
		RunResult first = charge(file("charges.csv", HEADER, "soft-1,1000,Plan A,A-1"));
		this.sandbox.refill();

		RunResult second = charge(file("other.csv", HEADER, "soft-1,1000,Plan A,A-1", "kim_2,500,Plan B,B-1"));

		assertThat(outcomes(second)).containsExactly("paid", "paid");
		assertThat(files(second).column("attempts")).containsExactly("2", "1");
		assertThat(files(second).column("merchant_uid").get(0)).endsWith("02");
		assertThat(outcomes(charge(this.directory.resolve("charges.csv")))).containsExactly("declined");
		assertThat(files(first).column("merchant_uid").get(0)).endsWith("01");
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(3);
	}

	@Test
	void letsANewCardTakeOverWhatIsKnownToBeUnpaid() {
		charge(file("charges.csv", HEADER, "hard-1,1000,Plan A,A-1", "kim_2,1000,Plan A,A-2"));

		RunResult replaced = charge(file("new-card.csv", HEADER, "kim_1,1000,Plan A,A-1"));
		RunResult paid = charge(file("too-late.csv", HEADER, "kim_3,1000,Plan A,A-2"));

		assertThat(outcomes(replaced)).containsExactly("paid");
		assertThat(paid.exitCode()).isEqualTo(ExitCode.REFUSED);
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(3);
	}

	@Test
	void skipsAReferenceInDoubtAndFinishesItsOwnRun() {
		Path file = file("charges.csv", HEADER, "currency-1,1000,Plan A,A-1");
		RunResult first = charge(file);
		assertThat(first.exitCode()).isEqualTo(ExitCode.UNFINISHED);
		assertThat(outcomes(first)).containsExactly("unknown");

		RunResult second = charge(file("other.csv", HEADER, "currency-1,1000,Plan A,A-1", "kim_2,500,Plan B,B-1"));

		assertThat(second.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(outcomes(second)).containsExactly("skipped", "paid");
		assertThat(files(second).column("reason_class")).containsExactly("in_doubt", "");
		assertThat(files(second).column("attempts")).containsExactly("1", "1");
		assertThat(files(second).column("reason")).containsExactly("in run " + first.runId(), "");
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(2);
	}

	@Test
	void skipsDerivedRowsThatAnotherFileOfTheMonthPaid() {
		charge(file("charges.csv", "customer_uid,amount,name", "kim_1,1000,Plan A", "soft-1,2000,Plan B"));

		RunResult second = charge(file("more.csv", "customer_uid,amount,name", "kim_1,1000,Plan A",
				"soft-1,2000,Plan B", "kim_3,3000,Plan C"));

		assertThat(second.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(outcomes(second)).containsExactly("skipped", "declined", "paid");
		assertThat(files(second).column("reason_class")).containsExactly("already_paid", "soft", "");
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(4);
		assertThat(this.sandbox.paidWon()).isEqualTo(4000);
	}

	@Test
	void chargesNothingOfAFileWithALikelyDuplicate() {
		charge(file("charges.csv", "customer_uid,amount,name", "kim_1,1000,Plan A"));
		long requests = this.sandbox.requests();
		Path file = file("other.csv", "customer_uid,amount,name", "kim_1,1000,플랜 A", "kim_2,500,Plan B");

		for (Wishes wishes : List.of(wishes(), wishes().skipInvalid(), wishes().dryRun())) {
			RunResult refused = charge(file, wishes);

			assertThat(refused.kind()).isEqualTo(Kind.REFUSED);
			assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
			assertThat(refused.problems()).singleElement().asString().contains("line 2", "kim_1", "--batch");
			assertThat(refused.problemsFile()).exists();
		}
		assertThat(this.sandbox.requests()).isEqualTo(requests);
		assertThat(this.installation.tableSizes()).containsEntry("charge_run", 1L).containsEntry("charge", 1L);
	}

	@Test
	void chargesALikelyDuplicateOfAPaidChargeInABatchOfItsOwn() {
		charge(file("charges.csv", "customer_uid,amount,name", "kim_1,1000,Plan A"));
		Path file = file("other.csv", "customer_uid,amount,name", "kim_1,1000,플랜 A");

		RunResult second = charge(file, wishes().batch("extra"));

		assertThat(second.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(outcomes(second)).containsExactly("paid");
		assertThat(files(second).column("reference").get(0)).startsWith("csv:extra:");
		assertThat(charge(file, wishes().batch("extra")).kind()).isEqualTo(Kind.FINISHED_ALREADY);
		assertThat(charge(file).kind()).isEqualTo(Kind.FINISHED_ALREADY);
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(2);
		assertThat(this.sandbox.paidWon()).isEqualTo(2000);
	}

	@ParameterizedTest
	@CsvSource({ "currency-1, unknown", "throttled-always-1, not_sent" })
	void neverChargesALikelyDuplicateOfAChargeThatIsNotFinished(String customer, String outcome) {
		RunResult first = charge(file("charges.csv", "customer_uid,amount,name", customer + ",1000,Plan A"));
		assertThat(outcomes(first)).containsExactly(outcome);
		long posts = this.sandbox.postsOfAgain();
		Path file = file("other.csv", "customer_uid,amount,name", customer + ",1000,플랜 A");

		for (Wishes wishes : List.of(wishes(), wishes().batch("extra").skipInvalid())) {
			RunResult refused = charge(file, wishes);

			assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
			assertThat(refused.problems()).singleElement()
				.asString()
				.contains("line 2", customer, "Finish that run first", "show " + first.runId())
				.doesNotContain("--batch");
		}
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(posts);
	}

	@Test
	void neverChargesALikelyDuplicateOfARowBeyondTheLimit() {
		Path canary = file("charges.csv", "customer_uid,amount,name", "kim_1,1000,Plan A", "kim_2,1000,Plan A");
		charge(canary, wishes().limit(1));

		RunResult refused = charge(file("other.csv", "customer_uid,amount,name", "kim_2,1000,플랜 A"));

		assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
		assertThat(refused.problems()).singleElement().asString().contains("Finish that run first");
		assertThat(outcomes(charge(canary))).containsExactly("paid", "paid");
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(2);
	}

	@Test
	void skipsARowOfARetryFileThatWasPaidMeanwhileWithANewCard() throws Exception {
		RunResult first = charge(file("charges.csv", HEADER, "soft-1,2000,Plan B,B-1", "soft-2,2000,Plan B,B-2"));
		Path retry = Files.copy(Objects.requireNonNull(first.written()).retry(), this.directory.resolve("retry.csv"));
		charge(file("new-card.csv", HEADER, "kim_1,2000,Plan B,B-1"));
		this.sandbox.refill();

		RunResult second = charge(retry);

		assertThat(second.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(outcomes(second)).containsExactly("skipped", "paid");
		assertThat(files(second).column("reason_class")).containsExactly("already_paid", "");
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(4);
		assertThat(this.sandbox.paidWon()).isEqualTo(4000);
	}

	@Test
	void chargesALikelyDuplicateOfWhatIsKnownToBeUnpaid() {
		charge(file("charges.csv", "customer_uid,amount,name", "soft-1,1000,Plan A", "unregistered-1,2000,Plan A"));
		this.sandbox.refill();

		RunResult second = charge(file("other.csv", "customer_uid,amount,name", "soft-1,1000,플랜 A"));

		assertThat(outcomes(second)).containsExactly("paid");
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(3);
	}

	@Test
	void ignoresABatchWhereEveryRowHasAReference() {
		charge(file("charges.csv", HEADER, "kim_1,1000,Plan A,A-1"));

		RunResult second = charge(this.directory.resolve("charges.csv"), wishes().batch("extra"));

		assertThat(second.kind()).isEqualTo(Kind.FINISHED_ALREADY);
		assertThat(second.notes()).extracting(this.installation::text).anyMatch((note) -> note.contains("extra"));
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(1);
	}

	@Test
	void plansAgainWhatARefusedFilePlanned() {
		Path refused = file("charges.csv", HEADER, "kim_1,1000,Plan A,A-1", "kim_2,zero,Plan A,A-2");
		assertThat(charge(refused).exitCode()).isEqualTo(ExitCode.REFUSED);

		RunResult corrected = charge(file("charges.csv", HEADER, "kim_1,1500,Plan A,A-1", "kim_2,2000,Plan A,A-2"));

		assertThat(outcomes(corrected)).containsExactly("paid", "paid");
		assertThat(this.sandbox.paidWon()).isEqualTo(3500);
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(2);
	}

}
