package chargerunner.report;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import chargerunner.charge.ReasonClass;
import chargerunner.charge.ReportLine;
import chargerunner.charge.RowOutcome;
import chargerunner.charge.RunReports;
import com.opencsv.CSVReader;
import com.opencsv.CSVReaderBuilder;
import com.opencsv.RFC4180ParserBuilder;
import com.opencsv.exceptions.CsvException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ReportFilesTests {

	private static final String OURS = "outcome,merchant_uid,imp_uid,paid_at,amount_paid,attempts,reason_class,reason,"
			+ "receipt_url";

	private final Reports reports = new Reports();

	private final ReportFiles files = new ReportFiles(this.reports, Reports.messages());

	@TempDir
	private Path directory;

	@Test
	void writesEveryRowOnceInInputOrder() {
		this.reports.add(7, this.directory, Lines.COLUMNS, Lines.paid(1),
				Lines.of(2, RowOutcome.DECLINED, ReasonClass.SOFT),
				Lines.of(3, List.of("", "x", ""), RowOutcome.INVALID, null));

		Written written = this.files.write(7);

		assertThat(text(written.result())).isEqualTo("\uFEFFcustomer_uid,amount,name,reference," + OURS + "\r\n"
				+ "customer_1,3000,Plan,ref-1,paid,cr1,imp_1,2026-11-23T02:00:05+09:00,3000,1,,,https://receipt/1\r\n"
				+ "customer_2,3000,Plan,ref-2,declined,cr2,,,,1,soft,text,\r\n"
				+ ",x,,,invalid,,,,,1,invalid,text,\r\n");
	}

	@Test
	void writesAllThreeWithHeaderOnlyWhenThereIsNothingToSay() {
		this.reports.add(7, this.directory, Lines.COLUMNS);

		Written written = this.files.write(7);

		assertThat(text(written.result())).isEqualTo("\uFEFFcustomer_uid,amount,name,reference," + OURS + "\r\n");
		assertThat(text(written.retry())).isEqualTo("\uFEFFcustomer_uid,amount,name,reference,retry_of\r\n");
		assertThat(text(written.review()))
			.isEqualTo("\uFEFFcustomer_uid,amount,name,reference," + OURS + ",advice\r\n");
		assertThat(written.balance().holds()).isTrue();
	}

	@Test
	void leavesAmountPaidEmptyUnlessPaid() {
		ReportLine cancelled = new ReportLine(1, Lines.cells(1), 3_000L, "ref-1", RowOutcome.CANCELLED, "cr1", "imp_1",
				Lines.PAID_AT, 3_000L, 1, null, "", null, null);
		this.reports.add(7, this.directory, Lines.COLUMNS, cancelled);

		assertThat(rows(this.files.write(7).result()).get(1).subList(4, 9)).containsExactly("cancelled", "cr1", "imp_1",
				"2026-11-23T02:00:05+09:00", "");
	}

	@ParameterizedTest
	@MethodSource("destinations")
	void sendsEachOutcomeAndReasonToItsFiles(RowOutcome outcome, ReasonClass reason, boolean retry, boolean review) {
		this.reports.add(7, this.directory, Lines.COLUMNS, Lines.of(1, outcome, reason));

		Written written = this.files.write(7);

		assertThat(rows(written.result())).hasSize(2);
		assertThat(rows(written.retry())).hasSize(retry ? 2 : 1);
		assertThat(rows(written.review())).hasSize(review ? 2 : 1);
		assertThat(written.retryRows()).isEqualTo(retry ? 1 : 0);
		assertThat(written.reviewRows()).isEqualTo(review ? 1 : 0);
	}

	// Every outcome with every reason, also with those that the ledger never pairs
	static Stream<Object[]> destinations() {
		List<ReasonClass> reasons = new ArrayList<>(List.of(ReasonClass.values()));
		reasons.add(null);
		return Stream.of(RowOutcome.values())
			.flatMap((outcome) -> reasons.stream().map((reason) -> destination(outcome, reason)));
	}

	private static Object[] destination(RowOutcome outcome, ReasonClass reason) {
		String pair = outcome.text() + ":" + ((reason != null) ? reason.text() : "");
		boolean retry = outcome == RowOutcome.NOT_SENT
				|| List.of("declined:soft", "refused:soft", "refused:decided_by_hand").contains(pair);
		boolean review = switch (outcome) {
			case DECLINED, REFUSED -> !retry;
			case UNKNOWN, CANCELLED -> true;
			case PAID -> List.of("paid:charged_twice_at_portone", "paid:cancelled_later").contains(pair);
			case NOT_SENT, SKIPPED, INVALID -> false;
		};
		return new Object[] { outcome, reason, retry, review };
	}

	@Test
	void keepsReferenceColumnAtItsPlaceAndFillsEmptyCells() {
		List<String> columns = List.of("reference", "customer_uid", "amount", "name");
		this.reports.add(7, this.directory, columns,
				Lines.of(1, List.of(" \u3000\u00a0\u200b\ufeff", "c1", "3000", "Plan"), RowOutcome.NOT_SENT,
						ReasonClass.CONNECT),
				Lines.of(2, List.of("mine", "c2", "3000", "Plan"), RowOutcome.NOT_SENT, ReasonClass.CONNECT));

		Written written = this.files.write(7);

		assertThat(text(written.result())).startsWith("\uFEFFreference,customer_uid,amount,name," + OURS + "\r\n");
		assertThat(rows(written.result())).extracting((row) -> row.get(0))
			.containsExactly("reference", "ref-1", "mine");
		assertThat(rows(written.retry())).extracting((row) -> row.get(0))
			.containsExactly("reference", "ref-1", "ref-2");
	}

	@Test
	void recognisesReferenceColumnHoweverItIsSpelt() {
		List<String> columns = List.of(" Reference ", "customer_uid", "amount", "name", "Retry_Of");
		this.reports.add(7, this.directory, columns,
				Lines.of(1, List.of("", "c1", "3000", "Plan", ""), RowOutcome.DECLINED, ReasonClass.SOFT));

		Written written = this.files.write(7);

		assertThat(rows(written.result()).get(0)).startsWith(" Reference ").containsOnlyOnce("Retry_Of", "outcome");
		assertThat(rows(written.retry())).containsExactly(
				List.of("reference", "customer_uid", "amount", "name", "retry_of"),
				List.of("ref-1", "c1", "3000", "Plan", "cr1"));
	}

	@Test
	void renamesInputColumnsNamedLikeOurs() {
		List<String> columns = List.of("customer_uid", "amount", "name", "Reason", "outcome", "input_outcome",
				"advice");
		this.reports.add(7, this.directory, columns,
				Lines.of(1, List.of("c1", "3000", "Plan", "a", "b", "c", "d"), RowOutcome.DECLINED, ReasonClass.SOFT));

		Written written = this.files.write(7);

		assertThat(rows(written.review()).get(0))
			.startsWith("customer_uid", "amount", "name", "input_Reason", "input_input_outcome", "input_outcome",
					"input_advice", "reference", "outcome")
			.doesNotHaveDuplicates();
		assertThat(rows(written.retry()).get(1)).containsExactly("c1", "3000", "Plan", "a", "b", "c", "d", "ref-1",
				"cr1");
	}

	@Test
	void replacesRetryOfByTheAttemptThatTheRowRepeats() {
		List<String> columns = List.of("customer_uid", "amount", "name", "retry_of", "team");
		this.reports.add(7, this.directory, columns,
				Lines.of(1, List.of("c1", "3000", "Plan", "cr0", "A"), RowOutcome.DECLINED, ReasonClass.SOFT));

		assertThat(rows(this.files.write(7).retry())).containsExactly(
				List.of("customer_uid", "amount", "name", "retry_of", "team", "reference"),
				List.of("c1", "3000", "Plan", "cr1", "A", "ref-1"));
	}

	@Test
	void leavesRetryOfEmptyWhenNoNumberWasUsed() {
		this.reports.add(7, this.directory, Lines.COLUMNS, Lines.unsent(1, Lines.cells(1)));

		assertThat(rows(this.files.write(7).retry()).get(1)).containsExactly("customer_1", "3000", "Plan", "ref-1", "");
	}

	@Test
	void repeatsTheLastNumberOfARowThatThisRunNeverAttempted() {
		List<String> columns = List.of("customer_uid", "amount", "name", "retry_of");
		this.reports.add(7, this.directory, columns, Lines.unsent(1, List.of("c1", "3000", "Plan", ""), "cr0"));

		assertThat(rows(this.files.write(7).retry()).get(1)).containsExactly("c1", "3000", "Plan", "cr0", "ref-1");
	}

	@Test
	void keepsOurColumnsInLineForRowsWithTooFewOrTooManyCells() {
		this.reports.add(7, this.directory, Lines.COLUMNS,
				Lines.of(1, List.of("only"), RowOutcome.INVALID, ReasonClass.INVALID),
				Lines.of(2, List.of("a", "b", "c", "d", "e"), RowOutcome.INVALID, ReasonClass.INVALID));

		List<List<String>> rows = rows(this.files.write(7).result());

		assertThat(rows.get(1)).startsWith("only", "", "", "", "invalid");
		assertThat(rows.get(2)).startsWith("a", "b", "c,d,e", "", "invalid");
	}

	@ParameterizedTest
	@ValueSource(strings = { "=1+1", "+82-10", "-5", "@SUM(A1)", "\tx", "'quoted", "'=1" })
	void protectsFormulasSoThatOneApostropheDroppedGivesTheValue(String value) {
		this.reports.add(7, this.directory, List.of("customer_uid", "amount", "name", value),
				Lines.of(1, List.of("c1", "3000", "Plan", value), RowOutcome.DECLINED, ReasonClass.SOFT));

		Written written = this.files.write(7);

		assertThat(rows(written.retry())).extracting((row) -> row.get(3)).containsOnly("'" + value);
		assertThat(rows(written.result())).extracting((row) -> row.get(3)).containsOnly("'" + value);
	}

	@Test
	void protectsFormulasInTheGatewaysText() {
		ReportLine line = new ReportLine(1, Lines.cells(1), 3_000L, "-ref", RowOutcome.DECLINED, "cr1", null, null,
				null, 1, ReasonClass.HARD, "=HYPERLINK(\"http://x\",\"y\")", "@url", null);
		this.reports.add(7, this.directory, Lines.COLUMNS, line);

		assertThat(text(this.files.write(7).result()))
			.contains(",'-ref,declined,cr1,,,,1,hard,\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",'@url\r\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "plain", "a,b", "say \"yes\"", "two\nlines", " blanks ", "back\\slash", "한글 상품, \"정기\" 결제",
			"a=b", "\u3000", "😀" })
	void roundTripsThroughAnRfc4180Reader(String value) {
		this.reports.add(7, this.directory, Lines.COLUMNS,
				Lines.of(1, List.of("c1", "3000", value), RowOutcome.DECLINED, ReasonClass.SOFT));

		assertThat(rows(this.files.write(7).retry()).get(1)).containsExactly("c1", "3000", value, "ref-1", "cr1");
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', textBlock = """
			a,              a
			`a,b`,          `"a,b"`
			say "yes",      `"say ""yes""\"`
			back\\slash,    back\\slash
			two words,      two words
			""")
	void quotesOnlyWhereNeeded(String value, String cell) {
		this.reports.add(7, this.directory, Lines.COLUMNS,
				Lines.of(1, List.of("c1", "3000", value), RowOutcome.DECLINED, ReasonClass.SOFT));

		assertThat(text(this.files.write(7).retry())).endsWith("\r\nc1,3000," + cell + ",ref-1,cr1\r\n");
	}

	// As text, because the reader drops every CR
	@Test
	void keepsCarriageReturnsInQuotes() {
		this.reports.add(7, this.directory, Lines.COLUMNS,
				Lines.of(1, List.of("c1", "\rx", "two\r\nlines"), RowOutcome.DECLINED, ReasonClass.SOFT));

		assertThat(text(this.files.write(7).retry())).endsWith("\r\nc1,\"'\rx\",\"two\r\nlines\",ref-1,cr1\r\n");
	}

	@Test
	void givesTheSameBytesForTheSameLedger() throws IOException {
		this.reports.add(7, this.directory, Lines.COLUMNS, Lines.paid(1),
				Lines.of(2, RowOutcome.NOT_SENT, ReasonClass.STOPPED),
				Lines.of(3, RowOutcome.UNKNOWN, ReasonClass.TIMEOUT));
		List<byte[]> first = bytes(this.files.write(7));

		List<byte[]> second = bytes(this.files.write(7));

		assertThat(second).usingRecursiveComparison().isEqualTo(first);
		assertThat(names()).containsExactly("charges.result.csv", "charges.retry.csv", "charges.review.csv");
	}

	@Test
	void advisesInTheLanguageOfTheRun() {
		ReportLine line = Lines.of(1, RowOutcome.UNKNOWN, ReasonClass.TIMEOUT);
		this.reports.add(7, this.directory, Lines.COLUMNS, Locale.KOREA, line);
		this.reports.add(8, this.directory.resolve("en"), Lines.COLUMNS, Locale.ENGLISH, line);

		assertThat(advice(this.files.write(7))).contains("다른 방법으로 청구하지 마십시오", "실행 7", "ref-1");
		assertThat(advice(this.files.write(8))).contains("Do not charge this row in any other way", "run 8", "ref-1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "en", "ko" })
	void givesAdviceToEveryRowOfTheReviewFile(String language) {
		List<ReportLine> lines = new ArrayList<>();
		destinations().filter((destination) -> (boolean) destination[3])
			.forEach((destination) -> lines
				.add(Lines.of(lines.size() + 1, (RowOutcome) destination[0], (ReasonClass) destination[1])));
		this.reports.add(7, this.directory, Lines.COLUMNS, Locale.forLanguageTag(language),
				lines.toArray(ReportLine[]::new));

		List<List<String>> rows = rows(this.files.write(7).review());

		assertThat(rows).hasSize(lines.size() + 1);
		assertThat(rows.subList(1, rows.size())).allSatisfy((row) -> {
			assertThat(row).hasSameSizeAs(rows.get(0));
			assertThat(row.get(row.size() - 1)).isNotBlank().doesNotContain("{", "}");
		});
	}

	@Test
	void countsRowsAndWonByOutcome() {
		this.reports.add(7, this.directory, Lines.COLUMNS, Lines.paid(1), Lines.paid(2),
				Lines.of(3, RowOutcome.DECLINED, ReasonClass.SOFT), Lines.alreadyPaid(4, 5), Lines.alreadyPaid(5, 5),
				Lines.of(6, RowOutcome.INVALID, ReasonClass.INVALID));

		Written written = this.files.write(7);

		assertThat(written.tally().rows()).isEqualTo(6);
		assertThat(written.tally().won()).isEqualTo(15_000);
		assertThat(written.tally().won(RowOutcome.PAID)).isEqualTo(6_000);
		assertThat(written.wonPaid()).isEqualTo(6_000);
		assertThat(written.counts().rows(RowOutcome.DECLINED, ReasonClass.SOFT)).isEqualTo(1);
		assertThat(written.counts().rows(RowOutcome.DECLINED, ReasonClass.HARD)).isZero();
		assertThat(written.counts().paidEarlier()).containsOnlyKeys(5L)
			.containsEntry(5L, new RowCounts.PaidEarlier(2, 6_000, Lines.PAID_AT));
		assertThat(written.balance().holds()).isTrue();
	}

	@Test
	void areNotWrittenUnderANameThatTheLocaleDoesNotHave() {
		this.reports.add(7, this.directory, Lines.COLUMNS, Lines.paid(1));
		this.reports.headings.put(7L,
				new RunReports.Heading(7, Lines.COLUMNS, "/tmp/\0", "charges", Locale.ENGLISH, 1, 3_000, null));

		assertThatExceptionOfType(ReportFailedException.class).isThrownBy(() -> this.files.write(7))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("report.failed.locale"));
	}

	@ParameterizedTest
	@CsvSource({ "2,6000,true", "3,6000,false", "1,6000,false", "2,6001,false", "2,5999,false" })
	void balancesOnlyWhenRowsAndWonAreThoseOfThePlan(long plannedRows, long plannedWon, boolean holds) {
		this.reports.add(7, this.directory, Lines.COLUMNS, Lines.paid(1), Lines.paid(2));
		this.reports.headings.put(7L, new RunReports.Heading(7, Lines.COLUMNS, this.directory.toString(), "charges",
				Locale.ENGLISH, plannedRows, plannedWon, null));

		assertThat(this.files.write(7).balance().holds()).isEqualTo(holds);
	}

	@ParameterizedTest
	@CsvSource({ "3000,3000,true", "2999,3000,false", "2999,3001,false", ",3000,false" })
	void balancesOnlyWhenEachPaidRowWasPaidAsAsked(Long one, Long other, boolean holds) {
		this.reports.add(7, this.directory, Lines.COLUMNS, paidWith(1, one), paidWith(2, other));

		assertThat(this.files.write(7).balance().holds()).isEqualTo(holds);
	}

	@ParameterizedTest
	@CsvSource({ "3001,true", "2999,true", ",true", "3001,false" })
	void balancesWhenAPersonAcceptedAnotherAmount(Long amountPaid, boolean accepted) {
		ReportLine line = paidWith(1, amountPaid);
		this.reports.add(7, this.directory, Lines.COLUMNS, Lines.paid(2),
				new ReportLine(3, line.cells(), line.amount(), "ref-3", line.outcome(), "cr3", "imp_3", line.paidAt(),
						amountPaid, 1, ReasonClass.DECIDED_BY_HAND, "seen", null, null, accepted, "cr3"));

		Written written = this.files.write(7);

		assertThat(written.balance().holds()).isEqualTo(accepted);
		assertThat(written.wonPaid()).isEqualTo(3_000 + ((amountPaid != null) ? amountPaid : 0));
	}

	private static ReportLine paidWith(long row, Long amountPaid) {
		return new ReportLine(row, Lines.cells(row), 3_000L, "ref-" + row, RowOutcome.PAID, "cr" + row, "imp_" + row,
				Lines.PAID_AT, amountPaid, 1, null, "", null, null);
	}

	@Test
	void renamesTheFilesOfAnotherRun() {
		this.reports.add(5, this.directory, Lines.COLUMNS, Lines.paid(1));
		this.reports.add(6, this.directory, Lines.COLUMNS, Lines.paid(1), Lines.paid(2));
		String older = text(this.files.write(5).result());

		Written written = this.files.write(6);

		assertThat(names()).containsExactly("charges.result.csv", "charges.retry.csv", "charges.review.csv",
				"charges.run5.result.csv", "charges.run5.retry.csv", "charges.run5.review.csv");
		assertThat(text(this.directory.resolve("charges.run5.result.csv"))).isEqualTo(older);
		assertThat(rows(written.result())).hasSize(3);
		assertThat(this.reports.writers).containsEntry(written.result(), 6L).containsEntry(written.review(), 6L);
	}

	@Test
	void findsAFreeNameForAFileWhoseRenamedNameIsTaken() throws IOException {
		this.reports.add(5, this.directory, Lines.COLUMNS, Lines.paid(1));
		this.reports.add(6, this.directory, Lines.COLUMNS, Lines.paid(1), Lines.paid(2));
		this.files.write(5);
		Files.writeString(this.directory.resolve("charges.run5.result.csv"), "somebody's");
		Files.createDirectory(this.directory.resolve("charges.run5.retry.csv"));

		this.files.write(6);

		assertThat(text(this.directory.resolve("charges.run5.result.csv"))).isEqualTo("somebody's");
		assertThat(rows(this.directory.resolve("charges.run5-2.result.csv"))).hasSize(2);
		assertThat(rows(this.directory.resolve("charges.run5-2.retry.csv"))).hasSize(1);
	}

	@Test
	void keepsOneCopyWhenTwoRunsTakeTurns() {
		this.reports.add(5, this.directory, Lines.COLUMNS, Lines.paid(1));
		this.reports.add(6, this.directory, Lines.COLUMNS, Lines.paid(1), Lines.paid(2));

		for (int turn = 0; turn < 3; turn++) {
			this.files.write(5);
			this.files.write(6);
		}

		assertThat(names()).hasSize(9).contains("charges.run5.result.csv", "charges.run6.result.csv");
	}

	@Test
	void keepsAFileThatTheLedgerDoesNotKnow() throws IOException {
		this.reports.add(6, this.directory, Lines.COLUMNS, Lines.paid(1));
		Files.writeString(this.directory.resolve("charges.result.csv"), "somebody's");

		this.files.write(6);

		assertThat(text(this.directory.resolve("charges.before-run6.result.csv"))).isEqualTo("somebody's");
		assertThat(rows(this.directory.resolve("charges.result.csv"))).hasSize(2);
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void letsOnlyTheOwnerReadTheFiles() throws IOException {
		this.reports.add(7, this.directory.resolve("a/b"), Lines.COLUMNS, Lines.paid(1));

		Written written = this.files.write(7);

		for (Path file : List.of(written.result(), written.retry(), written.review())) {
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
		}
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void writesThroughALinkToADirectory() throws IOException {
		Path link = Files.createSymbolicLink(this.directory.resolve("link"),
				Files.createDirectory(this.directory.resolve("real")));
		this.reports.add(7, link, Lines.COLUMNS, Lines.paid(1));

		assertThat(rows(this.files.write(7).result())).hasSize(2);
	}

	@Test
	void failsWithPathAndCodeWhenTheDirectoryCannotBeMade() throws IOException {
		Path file = Files.writeString(this.directory.resolve("out"), "a file");
		this.reports.add(7, file, Lines.COLUMNS, Lines.paid(1));

		assertThatExceptionOfType(ReportFailedException.class).isThrownBy(() -> this.files.write(7))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("report.failed.directory"))
			.satisfies((ex) -> assertThat(ex.path()).isEqualTo(file))
			.satisfies((ex) -> assertThat(Reports.messages().getMessage(ex, Locale.KOREAN))
				.startsWith(file + " 디렉터리를 만들 수 없습니다(file already exists)."))
			.withCauseInstanceOf(IOException.class);
		assertThat(this.reports.writers).isEmpty();
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void failsWhenTheDirectoryTakesNoFiles() {
		this.reports.add(7, Path.of("/proc"), Lines.COLUMNS, Lines.paid(1));

		assertThatExceptionOfType(ReportFailedException.class).isThrownBy(() -> this.files.write(7))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("report.failed.write"))
			.satisfies((ex) -> assertThat(ex.path()).isEqualTo(Path.of("/proc/charges.result.csv")));
	}

	@Test
	void changesNothingWhenADirectoryHasTheNameOfAFile() throws IOException {
		this.reports.add(5, this.directory, Lines.COLUMNS, Lines.paid(1));
		this.reports.add(6, this.directory, Lines.COLUMNS, Lines.paid(1), Lines.paid(2));
		String older = text(this.files.write(5).result());
		Files.delete(this.directory.resolve("charges.review.csv"));
		Files.createDirectory(this.directory.resolve("charges.review.csv"));

		assertThatExceptionOfType(ReportFailedException.class).isThrownBy(() -> this.files.write(6))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("report.failed.occupied"));

		assertThat(names()).containsExactly("charges.result.csv", "charges.retry.csv", "charges.review.csv");
		assertThat(text(this.directory.resolve("charges.result.csv"))).isEqualTo(older);
		assertThat(this.reports.writers).containsValue(5L).doesNotContainValue(6L);
	}

	@Test
	void leavesTheOlderFilesAndNoTemporaryOnesWhenReadingFails() {
		this.reports.add(7, this.directory, Lines.COLUMNS, Lines.paid(1));
		String older = text(this.files.write(7).result());
		RunReports failing = new FailingReports(this.reports, false);

		assertThatIllegalStateException().isThrownBy(() -> new ReportFiles(failing, Reports.messages()).write(7))
			.withMessage("database lost");

		assertThat(names()).containsExactly("charges.result.csv", "charges.retry.csv", "charges.review.csv");
		assertThat(text(this.directory.resolve("charges.result.csv"))).isEqualTo(older);
	}

	@Test
	void repeatsTheWholeAfterTheLedgerWasLostAtTheLastMoment() {
		this.reports.add(5, this.directory, Lines.COLUMNS, Lines.paid(1));
		this.reports.add(6, this.directory, Lines.COLUMNS, Lines.paid(1), Lines.paid(2));
		this.files.write(5);
		RunReports failing = new FailingReports(this.reports, true);
		assertThatIllegalStateException().isThrownBy(() -> new ReportFiles(failing, Reports.messages()).write(6));
		assertThat(names()).doesNotContain("charges.result.csv").contains("charges.run5.result.csv");

		this.files.write(6);

		assertThat(names()).containsExactly("charges.result.csv", "charges.retry.csv", "charges.review.csv",
				"charges.run5.result.csv", "charges.run5.retry.csv", "charges.run5.review.csv");
		assertThat(rows(this.directory.resolve("charges.result.csv"))).hasSize(3);
	}

	@Test
	void refusesRowsThatComeOutOfOrder() {
		this.reports.add(7, this.directory, Lines.COLUMNS, Lines.paid(1), Lines.paid(1));

		assertThatIllegalStateException().isThrownBy(() -> this.files.write(7)).withMessage("Row 1 came after row 1");
		assertThat(names()).isEmpty();
	}

	private List<String> names() {
		try (Stream<Path> paths = Files.list(this.directory)) {
			return paths.map((path) -> path.getFileName().toString()).sorted().toList();
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private static String advice(Written written) {
		List<String> row = rows(written.review()).get(1);
		return row.get(row.size() - 1);
	}

	private static List<byte[]> bytes(Written written) throws IOException {
		return List.of(Files.readAllBytes(written.result()), Files.readAllBytes(written.retry()),
				Files.readAllBytes(written.review()));
	}

	private static String text(Path file) {
		try {
			return Files.readString(file, StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private static List<List<String>> rows(Path file) {
		String text = text(file);
		assertThat(text).startsWith("\uFEFF");
		try (CSVReader reader = new CSVReaderBuilder(new StringReader(text.substring(1)))
			.withCSVParser(new RFC4180ParserBuilder().build())
			.withKeepCarriageReturn(false)
			.build()) {
			return reader.readAll().stream().map(Arrays::asList).toList();
		}
		catch (IOException | CsvException ex) {
			throw new AssertionError(ex);
		}
	}

	/** Loses the database after many rows, or when files are noted. */
	private record FailingReports(RunReports reports, boolean late) implements RunReports {

		@Override
		public long sandboxAnswers(long runId) {
			return this.reports.sandboxAnswers(runId);
		}

		@Override
		public Heading heading(long runId) {
			return this.reports.heading(runId);
		}

		@Override
		public void forEachLine(long runId, Consumer<ReportLine> consumer) {
			if (this.late) {
				this.reports.forEachLine(runId, consumer);
				return;
			}
			IntStream.rangeClosed(1, 5_000).mapToObj(Lines::paid).forEach(consumer);
			throw new IllegalStateException("database lost");
		}

		@Override
		public Optional<Long> writerOf(Path file) {
			return this.reports.writerOf(file);
		}

		@Override
		public void markWritten(Path file, long runId) {
			throw new IllegalStateException("database lost");
		}

	}

}
