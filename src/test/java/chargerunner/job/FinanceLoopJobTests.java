package chargerunner.job;

import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import chargerunner.job.RunResult.Kind;
import chargerunner.mysql.TestDatabase;
import chargerunner.report.Written;
import chargerunner.sandbox.Fault;
import chargerunner.sandbox.SandboxCharge;
import chargerunner.sandbox.SandboxCharge.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What finance does with the files of a run: opens them in Korean Excel, changes them,
 * saves them as Excel does, and feeds them back.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class FinanceLoopJobTests extends WholeJob {

	private static final List<String> ROWS = List.of("gildong,\"15,000\",프리미엄 월 구독,,구독팀,\"메모, 쉼표\"",
			"soft-sumin,\"19,900\",프리미엄 월 구독,0,구독팀,'=1+1", "soft-eunji,8800,\"웹툰 \"\"이용권\"\"\",,콘텐츠팀,",
			"soft-jaeho,25000,피트니스 월 회원권,25000,회원권팀,2026-11-25", "hard-soyul,14900,프리미엄 월 구독,,구독팀,");

	private static final int SUMIN = 1;

	private static final int EUNJI = 2;

	private static final int JAEHO = 3;

	private static final BiFunction<Excel, Path, Path> CSV = Excel::saveAsCsv;

	private static final BiFunction<Excel, Path, Path> CSV_UTF8 = Excel::saveAsCsvUtf8;

	private RunResult chargeAll() {
		RunResult first = charge(file("11월.csv", "customer_uid,amount,name,tax_free,부서,메모", String.join("\n", ROWS)));
		assertThat(first.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(outcomes(first)).containsExactly("paid", "declined", "declined", "declined", "declined");
		return first;
	}

	private static Written written(RunResult result) {
		return Objects.requireNonNull(result.written());
	}

	private Path editedInExcel(RunResult first, BiFunction<Excel, Path, Path> save) {
		Path retry = written(first).retry();
		Excel excel = Excel.open(retry).widen(3).put(EUNJI, "customer_uid", "eunji-new-card").deleteRow(JAEHO);
		return save.apply(excel, retry);
	}

	@Test
	void chargesOnlyWhatIsLeftInTheRetryFileAndEachOnce() {
		for (BiFunction<Excel, Path, Path> save : List.of(CSV, CSV_UTF8)) {
			install();
			RunResult first = chargeAll();
			List<String> numbers = files(first).column("merchant_uid");
			this.sandbox.refill();
			Path retry = editedInExcel(first, save);

			RunResult second = charge(retry);

			assertThat(second.exitCode()).isEqualTo(ExitCode.OK);
			assertThat(outcomes(second)).containsExactly("paid", "paid");
			assertThat(files(second).column("customer_uid")).containsExactly("soft-sumin", "eunji-new-card");
			assertThat(files(second).column("메모")).containsExactly("'=1+1", "");
			assertThat(files(second).column("merchant_uid")).containsExactly(next(numbers.get(SUMIN)),
					next(numbers.get(EUNJI)));
			assertThat(this.sandbox.postsOfAgain()).isEqualTo(7);
			assertThat(paidByCustomer("soft-sumin")).containsExactly(19_900L);
			assertThat(paidByCustomer("eunji-new-card")).containsExactly(8_800L);
			assertThat(paidByCustomer("soft-eunji")).isEmpty();
			assertThat(paidByCustomer("soft-jaeho")).isEmpty();
		}
	}

	private static String next(String number) {
		assertThat(number).endsWith("01");
		return number.substring(0, number.length() - 1) + "2";
	}

	private List<Long> paidByCustomer(String customerUid) {
		return this.sandbox.charges()
			.stream()
			.filter((charge) -> charge.status() == Status.PAID && charge.customerUid().equals(customerUid))
			.map(SandboxCharge::amount)
			.toList();
	}

	@Test
	void sendsNothingWhenTheEditedFileIsFedBackTwice() {
		RunResult first = chargeAll();
		this.sandbox.refill();
		Path retry = editedInExcel(first, CSV);
		RunResult second = charge(retry);
		long requests = this.sandbox.requests();

		RunResult again = charge(retry);

		assertThat(again.kind()).isEqualTo(Kind.FINISHED_ALREADY);
		assertThat(again.runId()).isEqualTo(second.runId());
		assertThat(outcomes(again)).containsExactly("paid", "paid");
		assertThat(this.sandbox.requests()).isEqualTo(requests);
	}

	@Test
	void leavesARemovedRowToTheOldRunAndChargesItLater() throws Exception {
		RunResult first = chargeAll();
		List<String> numbers = files(first).column("merchant_uid");
		Path untouched = Files.copy(written(first).retry(), this.directory.resolve("all of them.csv"));
		this.sandbox.refill();
		RunResult second = charge(editedInExcel(first, CSV));

		RunResult old = charge(this.directory.resolve("11월.csv"));

		assertThat(old.kind()).isEqualTo(Kind.FINISHED_ALREADY);
		assertThat(outcomes(old)).containsExactly("paid", "declined", "declined", "declined", "declined");
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(7);

		RunResult later = charge(CSV.apply(Excel.open(untouched).deleteRow(EUNJI), untouched));

		assertThat(later.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(outcomes(later)).containsExactly("skipped", "paid");
		assertThat(files(later).column("reason_class")).containsExactly("already_paid", "");
		assertThat(files(later).column("merchant_uid")).containsExactly(files(second).column("merchant_uid").get(0),
				next(numbers.get(JAEHO)));
		assertThat(paidByCustomer("soft-jaeho")).containsExactly(25_000L);
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(8);
	}

	@Test
	void goesOnFromDeclineToDecline() {
		RunResult run = chargeAll();
		for (int attempt = 2; attempt <= 3; attempt++) {
			Path retry = written(run).retry();
			run = charge(CSV.apply(Excel.open(retry), retry));
			assertThat(outcomes(run)).containsOnly("declined");
			assertThat(files(run).column("attempts")).containsOnly(Integer.toString(attempt));
		}
		this.sandbox.refill();
		Path retry = written(run).retry();

		RunResult last = charge(CSV.apply(Excel.open(retry), retry));

		assertThat(outcomes(last)).containsExactly("paid", "paid", "paid");
		assertThat(files(last).column("merchant_uid")).allSatisfy((number) -> assertThat(number).endsWith("04"));
		assertThat(this.sandbox.paidWon()).isEqualTo(15_000 + 19_900 + 8_800 + 25_000);
	}

	@Test
	void refusesAnEditedAmountAndSaysWhere() {
		RunResult first = chargeAll();
		this.sandbox.refill();
		long requests = this.sandbox.requests();
		Path retry = written(first).retry();

		RunResult refused = charge(CSV.apply(Excel.open(retry).put(EUNJI, "amount", "8,000"), retry));

		assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
		assertThat(refused.problems()).singleElement()
			.asString()
			.contains("11월.retry.csv, line 3, column amount", "“8000”", "8,800 won", "Use the same amount");
		assertThat(RunFiles.read(Objects.requireNonNull(refused.problemsFile()))).singleElement()
			.satisfies((problem) -> assertThat(problem).containsEntry("line", "3").containsEntry("column", "amount"));
		assertThat(this.sandbox.requests()).isEqualTo(requests);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("filesOfOurs")
	void refusesAFileOfOursThatIsFedBackByMistake(String kind, String how, UnaryOperator<Excel> edit) {
		Path ours = fileOfOurs(kind);
		long requests = this.sandbox.requests();
		assertThat(edit.apply(Excel.open(ours)).rows()).isPositive();

		for (BiFunction<Excel, Path, Path> save : List.of(CSV, CSV_UTF8)) {
			RunResult refused = charge(save.apply(edit.apply(Excel.open(ours)), this.directory.resolve("12월.csv")));

			assertThat(refused.kind()).isEqualTo(Kind.REFUSED);
			assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
			assertThat(refused.problems()).singleElement().asString().contains(switch (kind) {
				case "result" -> "This is a result file of Charge Runner";
				case "review" -> "This is a review file of Charge Runner";
				default -> "This is a list of problems written by Charge Runner";
			});
		}
		assertThat(this.sandbox.requests()).isEqualTo(requests);
	}

	private Path fileOfOurs(String kind) {
		return switch (kind) {
			case "result" -> written(chargeAll()).result();
			case "review" -> written(chargeAll()).review();
			default -> Objects.requireNonNull(
					charge(file("broken.csv", "customer_uid,amount,name", "gildong,1e3,프리미엄 월 구독")).problemsFile());
		};
	}

	static Stream<Arguments> filesOfOurs() {
		UnaryOperator<Excel> untouched = (excel) -> excel;
		UnaryOperator<Excel> widened = (excel) -> excel.widen(2);
		UnaryOperator<Excel> reordered = (excel) -> excel.moveColumnToTheFront("outcome")
			.moveColumnToTheFront("reason_class");
		UnaryOperator<Excel> shortened = (excel) -> excel.deleteColumn("receipt_url").deleteColumn("imp_uid");
		UnaryOperator<Excel> withoutReference = (excel) -> excel.deleteColumn("reference");
		return Stream.of(arguments("result", "saved again", untouched), arguments("result", "widened", widened),
				arguments("result", "reordered", reordered), arguments("result", "shortened", shortened),
				arguments("result", "without references", withoutReference),
				arguments("review", "saved again", untouched), arguments("review", "reordered", reordered),
				arguments("review", "shortened", shortened), arguments("problems", "saved again", untouched),
				arguments("problems", "reordered", (UnaryOperator<Excel>) (excel) -> excel.moveColumnToTheFront("row")),
				arguments("problems", "widened", widened));
	}

	@Test
	void writesTheResultAsItWasAfterExcelSavedIt() throws Exception {
		RunResult first = chargeAll();
		Path result = written(first).result();
		byte[] before = Files.readAllBytes(result);
		CSV.apply(Excel.open(result), result);
		assertThat(Files.readAllBytes(result)).isNotEqualTo(before);

		charge(this.directory.resolve("11월.csv"));

		assertThat(result).hasBinaryContent(before);
	}

	/** What Excel did to a value must not pass for what finance meant. */
	@ParameterizedTest
	@CsvSource({ "0012345, R-1, column customer_uid, customer_uid 0012345 after a spreadsheet",
			"gildong, 0012345, column retry_of, no charge 12345",
			"gildong, 202611230001, column reference, scientific notation",
			"202611230001, R-1, column customer_uid, scientific notation" })
	void noticesWhatExcelDidToAnIdentifier(String customerUid, String reference, String column, String what) {
		this.sandbox.setFault(customerUid, Fault.SOFT);
		RunResult first = charge(file("charges.csv", "customer_uid,amount,name,reference",
				customerUid + ",9900,프리미엄 월 구독," + reference));
		assertThat(outcomes(first)).containsExactly("declined");
		this.sandbox.refill();
		Path retry = written(first).retry();

		RunResult second = charge(CSV.apply(Excel.open(retry), retry));

		assertThat(second.exitCode()).isEqualTo(ExitCode.REFUSED);
		assertThat(second.problems()).singleElement().asString().contains(column, what);
		assertThat(this.sandbox.postsOfAgain()).isOne();
	}

	@Test
	void chargesRowsThatWereNeverSentThoughExcelLeftTheirLastCellOut() throws Exception {
		Path all = file("charges.csv", "customer_uid,amount,name",
				IntStream.rangeClosed(1, 40)
					.mapToObj((row) -> "kim_" + row + ",1000,프리미엄 월 구독")
					.reduce((one, other) -> one + "\n" + other)
					.orElseThrow());
		RunResult first = charge(all, wishes().limit(1));
		assertThat(first.exitCode()).isEqualTo(ExitCode.UNFINISHED);
		Path retry = written(first).retry();
		CSV.apply(Excel.open(retry).deleteRow(39), retry);
		assertThat(Files.readString(retry, Charset.forName("MS949")).lines().skip(20))
			.allSatisfy((line) -> assertThat(line).doesNotEndWith(","));

		RunResult second = charge(retry);

		assertThat(second.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(outcomes(second)).hasSize(38).containsOnly("paid");
		assertThat(files(second).column("attempts")).containsOnly("1");

		RunResult rest = charge(all);

		assertThat(rest.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(outcomes(rest).stream().filter("paid"::equals)).hasSize(2);
		assertThat(outcomes(rest).stream().filter("skipped"::equals)).hasSize(38);
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(40);
		assertThat(this.sandbox.paidWon()).isEqualTo(40_000);
	}

}
