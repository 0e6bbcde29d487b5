package chargerunner.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import chargerunner.charge.ChargeDetails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ChargeFileTests {

	private static final Charset CP949 = Charset.forName("MS949");

	private static final String HEADER = "customer_uid,amount,name\n";

	@TempDir
	Path directory;

	@Test
	void readsEveryColumnOfRow() {
		ChargeFile file = open("""
				부서,retry_of,notice_url,custom_data,product_type,card_quota,buyer_postcode,buyer_addr,buyer_tel,\
				buyer_email,buyer_name,currency,vat_amount,tax_free,reference,name,amount,customer_uid
				영업,cr1,https://a.kr/hook,"{""a"":1}",digital,2,06236,"서울시, 강남구",010-1234-5678,\
				a@b.kr,홍길동,krw,5000,"1,000",2026-11/홍,정기 결제,"60,000",gildong/%1
				""");

		assertThat(rows(file)).singleElement().satisfies((row) -> {
			assertThat(row.number()).isEqualTo(1);
			assertThat(row.line()).isEqualTo(2);
			assertThat(row.cells()).startsWith("영업", "cr1").endsWith("정기 결제", "60,000", "gildong/%1");
			assertThat(row.instruction()).isEqualTo(new ChargeInstruction("2026-11/홍", "gildong/%1", 60_000, "정기 결제",
					new ChargeDetails(1_000L, 5_000L, "KRW", "홍길동", "a@b.kr", "010-1234-5678", "서울시, 강남구", "06236", 2,
							"digital", "{\"a\":1}", "https://a.kr/hook"),
					"cr1"));
		});
		assertThat(file.everyRowHasReference()).isTrue();
	}

	@Test
	void sendsNothingForEmptyOptionalCells() {
		ChargeFile file = open(
				"customer_uid,amount,name,reference,tax_free,vat_amount,currency,buyer_name,card_quota,retry_of\n"
						+ "a,1000,b,,,,,,,\n");

		assertThat(rows(file)).singleElement()
			.extracting(InputRow::instruction)
			.isEqualTo(new ChargeInstruction(null, "a", 1_000, "b", ChargeDetails.NONE, null));
		assertThat(file.everyRowHasReference()).isFalse();
	}

	@Test
	void countsRowsAndWon() {
		ChargeFile file = open(HEADER + "a,1000,n\nb,x,n\n\nc,\"2,500\",n\n");

		assertThat(file.rows()).isEqualTo(3);
		assertThat(file.validRows()).isEqualTo(2);
		assertThat(file.validWon()).isEqualTo(3_500);
		assertThat(file.problemCount()).isEqualTo(1);
		assertThat(rows(file)).extracting(InputRow::number).containsExactly(1L, 2L, 3L);
		assertThat(rows(file)).extracting(InputRow::line).containsExactly(2L, 3L, 5L);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\n", "\r\n", "\r" })
	void readsEveryKindOfLineEnd(String lineEnd) {
		ChargeFile file = open(String.join(lineEnd, "customer_uid,amount,name,memo", "a,1,n,\"one", "two\"", "",
				"b,2,n," + "last line without end"));

		assertThat(rows(file)).extracting(InputRow::line).containsExactly(2L, 5L);
		assertThat(rows(file)).extracting((row) -> row.cells().get(3))
			.containsExactly("one" + lineEnd + "two", "last line without end");
	}

	@Test
	void takesLinesOfEmptyCellsForBlank() {
		ChargeFile file = open(HEADER + ",,\n \t\n\"\",,\u00A0\na,1,n\n,,\n");

		assertThat(rows(file)).extracting(InputRow::line).containsExactly(5L);
	}

	@Test
	void toleratesEmptyCellsBeyondHeader() {
		ChargeFile file = open("customer_uid,amount,name,,\na,1,n,,\nb,2,n, ,,,\n");

		assertThat(file.columns()).containsExactly("customer_uid", "amount", "name");
		assertThat(file.validRows()).isEqualTo(2);
		assertThat(rows(file)).extracting(InputRow::cells)
			.containsExactly(List.of("a", "1", "n"), List.of("b", "2", "n"));
	}

	@Test
	void fillsCellsOfForeignColumnsThatSpreadsheetLeftOut() {
		ChargeFile file = open("customer_uid,amount,name,memo,비고\na,1,n\n");

		assertThat(rows(file)).singleElement().satisfies((row) -> {
			assertThat(row.problems()).isEmpty();
			assertThat(row.cells()).containsExactly("a", "1", "n", "", "");
		});
	}

	@Test
	void keepsForeignColumnsAsTheyAre() {
		ChargeFile file = open("memo, 비고 ,customer_uid,amount,name,outcome\n\" x \"\"y\"\"\",5\" case,a,1,n,paid\n");

		assertThat(file.columns()).containsExactly("memo", "비고", "customer_uid", "amount", "name", "outcome");
		assertThat(rows(file)).singleElement()
			.extracting(InputRow::cells)
			.isEqualTo(List.of(" x \"y\"", "5\" case", "a", "1", "n", "paid"));
	}

	@Test
	void knowsColumnsInAnyCaseAndGivesOurSpelling() {
		ChargeFile file = open("\uFEFF Customer_UID,AMOUNT,Name\u00A0,Reference,Outcome,Memo\na,1,n,r,,\n");

		assertThat(file.columns()).containsExactly("customer_uid", "amount", "name", "reference", "outcome", "Memo");
		assertThat(file.everyRowHasReference()).isTrue();
	}

	@Test
	void stripsBlanksOfEveryKind() {
		ChargeFile file = open(HEADER + "\u00A0a b\u3000,\" 1,000 \",\uFEFF정기\u3000결제\t\n");

		assertThat(rows(file)).singleElement()
			.extracting(InputRow::instruction)
			.isEqualTo(new ChargeInstruction(null, "a b", 1_000, "정기\u3000결제", ChargeDetails.NONE, null));
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '|', textBlock = """
			'=1+1, =1+1
			'+82, +82
			'-5, -5
			'@a, @a
			''a, 'a
			''', ''
			'a, 'a
			=a, =a
			""")
	void dropsOneApostropheBeforeFormula(String cell, String read) {
		ChargeFile file = open("customer_uid,amount,name,memo\n" + cell + ",1,n," + cell + "\n");

		assertThat(rows(file)).singleElement().satisfies((row) -> {
			assertThat(row.cells()).containsExactly(read, "1", "n", read);
			assertThat(row.instruction()).extracting(ChargeInstruction::customerUid).isEqualTo(read);
		});
	}

	@Test
	void composesDecomposedHangul() {
		ChargeFile file = open(HEADER + "a,1," + Normalizer.normalize("가".repeat(40), Normalizer.Form.NFD) + "\n");

		assertThat(rows(file)).singleElement()
			.extracting(InputRow::instruction)
			.extracting("name")
			.isEqualTo("가".repeat(40));
	}

	@Test
	void tellsEncodingsApart() {
		String content = HEADER + "길동,1000,펲시 정기결제\n";

		ChargeFile plain = open(content.getBytes(StandardCharsets.UTF_8));
		ChargeFile marked = open(("\uFEFF" + content).getBytes(StandardCharsets.UTF_8));
		ChargeFile cp949 = open(content.getBytes(CP949));

		assertThat(cp949.charset()).isEqualTo(CP949);
		assertThat(plain.charset()).isEqualTo(StandardCharsets.UTF_8);
		assertThat(rows(marked)).isEqualTo(rows(plain));
		assertThat(rows(cp949)).isEqualTo(rows(plain));
		assertThat(cp949.digest()).isEqualTo(plain.digest()).isEqualTo(marked.digest());
		assertThat(cp949.sha256()).isNotEqualTo(plain.sha256()).hasSize(64);
	}

	@Test
	void tellsEncodingOfTextAcrossReadBuffers() {
		String content = HEADER + ("a,1,n,\n").repeat(9_362) + "b,2,x한글\n".repeat(20_000);

		assertThat(open(content.getBytes(StandardCharsets.UTF_8)).charset()).isEqualTo(StandardCharsets.UTF_8);
		assertThat(open(content.getBytes(CP949)).charset()).isEqualTo(CP949);
	}

	@Test
	void readsFileAgainFromItsStart() {
		ChargeFile file = open(HEADER + "a,1,n\nb,2,n\n");
		try (CloseableRows started = file.read()) {
			started.next();

			assertThat(rows(file)).hasSize(2);
			assertThat(started.next().number()).isEqualTo(2);
			assertThat(started.hasNext()).isFalse();
		}
	}

	@Test
	void givesEveryProblemAlsoBeyondThoseInMemory() {
		ChargeFile file = open(HEADER + "a,x,\n".repeat(1_500));
		List<Problem> problems = new ArrayList<>();

		file.forEachProblem(problems::add);

		assertThat(file.problemCount()).isEqualTo(3_000);
		assertThat(file.firstProblems()).hasSize(1_000).isEqualTo(problems.subList(0, 1_000));
		assertThat(problems).hasSize(3_000).last().extracting(Problem::line).isEqualTo(1_501L);
	}

	@Test
	void acceptsHeaderAlone() {
		ChargeFile file = open(HEADER);

		assertThat(file.rows()).isZero();
		assertThat(rows(file)).isEmpty();
	}

	@Test
	void noticesThatFileChangedBeforeReading() throws IOException {
		ChargeFile file = open(HEADER + "a,1,n\n");
		Files.writeString(file.path(), HEADER + "a,1,n\nb,1,n\n");

		assertThatExceptionOfType(ChangedFileException.class).isThrownBy(file::read)
			.satisfies((ex) -> assertThat(ex.problem().code()).isEqualTo("file.changed"));
	}

	@Test
	void noticesThatFileChangedWhileReading() throws IOException {
		ChargeFile file = open(HEADER + "a,1,n\n");
		try (CloseableRows rows = file.read()) {
			rows.next();
			Files.setLastModifiedTime(file.path(), FileTime.fromMillis(0));

			assertThatExceptionOfType(ChangedFileException.class).isThrownBy(rows::hasNext);
		}
	}

	@ParameterizedTest
	@CsvSource({ "a.csv, a", "A.CSV, A", "a.b.csv, a.b", "a.txt, a.txt", ".csv, .csv" })
	void namesFileWithoutSuffix(String fileName, String name) {
		assertThat(ChargeFile.nameOf(Path.of("some", fileName))).isEqualTo(name);
	}

	private ChargeFile open(String content) {
		return open(content.getBytes(StandardCharsets.UTF_8));
	}

	private ChargeFile open(byte[] content) {
		try {
			Path path = Files.createTempFile(this.directory, "charges", ".csv");
			return ChargeFile.open(Files.write(path, content), Limits.NONE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (RefusedFileException ex) {
			throw new AssertionError(ex.problems().toString(), ex);
		}
	}

	private static List<InputRow> rows(ChargeFile file) {
		List<InputRow> list = new ArrayList<>();
		try (CloseableRows rows = file.read()) {
			rows.forEachRemaining(list::add);
		}
		return list;
	}

}
