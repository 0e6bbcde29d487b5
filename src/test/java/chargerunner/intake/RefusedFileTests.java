package chargerunner.intake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class RefusedFileTests {

	private static final Charset CP949 = Charset.forName("MS949");

	private static final String RESULT_END = "outcome,merchant_uid,imp_uid,paid_at,amount_paid,attempts,reason_class,"
			+ "reason,receipt_url";

	@TempDir
	Path directory;

	@ParameterizedTest
	@MethodSource("binaries")
	void namesWhatIsNoCsv(String start, String code) throws IOException {
		byte[] bytes = HexFormat.of().parseHex(start);

		assertThat(refusal(bytes).problems()).singleElement().isEqualTo(new Problem(0, 0, "", "", code, List.of()));
	}

	static Stream<Arguments> binaries() {
		return Stream.of(arguments("", "file.empty"), arguments("efbbbf0d0a2009", "file.empty"),
				arguments("504b030414000600", "file.xlsx"), arguments("d0cf11e0a1b11ae1", "file.xls"),
				arguments("9b2044524d4f4e4520205468697320", "file.drm"), arguments("fffe63007500", "file.utf16"),
				arguments("feff00630075", "file.utf16"), arguments(utf16(StandardCharsets.UTF_16LE), "file.utf16"),
				arguments(utf16(StandardCharsets.UTF_16BE), "file.utf16"), arguments(hex("%PDF-1.7\n"), "file.binary"),
				arguments("8950004e470d0a1a0a00000000", "file.binary"),
				arguments("1f8b0800000000000003", "file.binary"),
				arguments(hex("\n <!DOCTYPE html><html>"), "file.html"),
				arguments(hex("\uFEFF<table border=1><tr><td>customer_uid"), "file.html"),
				arguments(hex("<?xml version=\"1.0\"?><Workbook>"), "file.html"));
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '|', delimiter = '!', textBlock = """
			customer_uid\\tamount\\tname\\na\\t1\\tn       ! 1 ! ! file.tab_separated
			customer_uid;amount;name\\na;1;n               ! 1 ! ! file.semicolon_separated
			sep=,\\ncustomer_uid,amount,name               ! 1 ! ! file.separator_line
			reference,%s\\nr,paid                          ! 0 ! ! file.result
			customer_uid,amount,name,Reference,%s\\n       ! 0 ! ! file.result
			reference,customer_uid,amount,name,%s\\n       ! 0 ! ! file.result
			customer_uid,amount,name,reference,%s,advice   ! 0 ! ! file.review
			customer_uid,amount,name,reference,%s,advice,, ! 0 ! ! file.review
			"customer_uid","amount","reference","outcome","merchant_uid","attempts","reason_class" ! 0 ! ! file.result
			outcome,attempts,customer_uid,reason_class,name,amount,Merchant_UID ! 0 ! ! file.result
			advice,customer_uid,amount,name,%s             ! 0 ! ! file.review
			line,row,column,value,problem,remedy\\n        ! 0 ! ! file.problems
			remedy,row,line,problem,value,column,,\\n      ! 0 ! ! file.problems
			customer_uid,name\\na,n                        ! 1 ! amount ! header.missing
			a,1000,n\\nb,1,n                               ! 1 ! customer_uid ! header.missing
			11월 청구,,\\ncustomer_uid,amount,name         ! 1 ! customer_uid ! header.missing
			\\n\\nname,customer_uid\\n                     ! 3 ! amount ! header.missing
			customer_uid,amount,name,memo,memo\\n          ! 1 ! memo ! header.duplicate
			customer_uid,amount,name, Amount\\n            ! 1 ! amount ! header.duplicate
			customer_uid,amount,,name\\n                   ! 1 ! || ! header.empty
			customerUid,amount,name\\n                     ! 1 ! customerUid ! header.misspelt
			customer_uid,amount,name,tax-free\\n           ! 1 ! tax-free ! header.misspelt
			customer_uid,amount,name,Retry of\\n           ! 1 ! Retry of ! header.misspelt
			"customer_uid"x,amount,name\\n                 ! 1 ! ! row.quotes
			"customer_uid,amount,name\\na,1,n\\n           ! 1 ! ! file.unclosed_quote
			customer_uid,amount,name\\na,1,n\\n"b,2,n\\nc,2,n ! 3 ! ! file.unclosed_quote
			customer_uid,amount,name\\n"a\\nb",1,"n\\n,"", ! 3 ! ! file.unclosed_quote
			""")
	void refusesFileAsWhole(String content, long line, String column, String code) throws IOException {
		String text = content.replace("\\n", "\n").replace("\\t", "\t").replace("%s", RESULT_END);

		Problem first = refusal(text.getBytes(StandardCharsets.UTF_8)).problems().get(0);

		assertThat(first).extracting(Problem::line, Problem::column, Problem::code)
			.containsExactly(line, (column != null) ? column : "", code);
	}

	@Test
	void namesAllProblemsOfHeader() throws IOException {
		RefusedFileException refusal = refusal("tax free,memo,,memo\n".getBytes(StandardCharsets.UTF_8));

		assertThat(refusal.problems()).extracting(Problem::code, Problem::column)
			.containsExactly(tuple("header.misspelt", "tax free"), tuple("header.missing", "customer_uid"),
					tuple("header.missing", "amount"), tuple("header.missing", "name"), tuple("header.empty", ""),
					tuple("header.duplicate", "memo"));
	}

	@Test
	void acceptsForeignColumnThatResemblesColumnWhichIsThere() throws Exception {
		Path path = Files.writeString(this.directory.resolve("a.csv"), "customer_uid,Customer UID,amount,name\n");

		assertThat(ChargeFile.open(path, Limits.NONE).columns()).contains("Customer UID");
	}

	@ParameterizedTest
	@ValueSource(strings = { "outcome", "outcome,merchant_uid,imp_uid,paid_at,amount_paid,receipt_url,reason",
			"attempts,merchant_uid,reason_class", "advice", "line,row,value,problem,remedy" })
	void acceptsColumnsThatOthersNameAsWeDo(String columns) throws Exception {
		Path path = Files.writeString(this.directory.resolve("a.csv"), "customer_uid,amount,name," + columns + "\n");

		assertThat(ChargeFile.open(path, Limits.NONE).columns()).endsWith(columns.split(","));
	}

	@Test
	void givesProblemsOfRowsBeforeBreak() throws IOException {
		String content = "customer_uid,amount,name\na,x,n\nb,2,n\n\"";

		assertThat(refusal(content.getBytes(StandardCharsets.UTF_8)).problems()).extracting(Problem::code)
			.containsExactly("file.unclosed_quote", "amount.text");
	}

	@Test
	void stopsAtQuoteThatSwallowsLargeFile() throws IOException {
		String content = "customer_uid,amount,name\na,1,\"n\n" + "b,1,n\n".repeat(20_000) + "\"\n";

		assertThat(refusal(content.getBytes(StandardCharsets.UTF_8)).problems()).singleElement()
			.isEqualTo(new Problem(0, 2, "", "", "file.unclosed_quote", List.of()));
	}

	@Test
	void stopsAtEndlessRow() throws IOException {
		String content = "customer_uid,amount,name\na,1," + "n".repeat(70_000) + "\n";

		assertThat(refusal(content.getBytes(StandardCharsets.UTF_8)).problems()).singleElement()
			.isEqualTo(new Problem(0, 2, "", "", "file.endless_row", List.of(65_536)));
	}

	@Test
	void namesLineAndBytesThatAreNoText() throws IOException {
		byte[] content = "customer_uid,amount,name\r\n길동,1,n\r\nb?,2,n".getBytes(CP949);
		content[new String(content, StandardCharsets.ISO_8859_1).indexOf('?')] = (byte) 0xFF;

		assertThat(refusal(content).problems()).singleElement()
			.isEqualTo(new Problem(0, 3, "", "", "file.encoding", List.of("FF 2C 32 2C")));
	}

	@Test
	void tellsDamagedUtf8FromCp949() throws IOException {
		byte[] content = "customer_uid,amount,name\na,1,각각각각\nb,2,??n".getBytes(StandardCharsets.UTF_8);
		Arrays.fill(content, content.length - 3, content.length - 1, (byte) 0xB1);

		assertThat(CP949.newDecoder().decode(ByteBuffer.wrap(content)).toString()).isNotEmpty();
		assertThat(refusal(content).problems()).singleElement().satisfies((problem) -> {
			assertThat(problem.code()).isEqualTo("file.damaged_utf8");
			assertThat(problem.line()).isEqualTo(3);
			assertThat(problem.arguments()).containsExactly("B1 B1 6E");
		});
	}

	@Test
	void namesTextThatBreaksOffInMidstOfLetter() throws IOException {
		byte[] content = "customer_uid,amount,name\na,1,정기".getBytes(StandardCharsets.UTF_8);

		assertThat(refusal(Arrays.copyOf(content, content.length - 1)).problems()).singleElement()
			.extracting(Problem::line, Problem::code)
			.containsExactly(2L, "file.encoding");
	}

	@Test
	void refusesSumThatCannotBeCounted() throws IOException {
		String content = "customer_uid,amount,name\na,9223372036854775807,n\nb,1,n\n";

		assertThat(refusal(content.getBytes(StandardCharsets.UTF_8)).problems()).singleElement()
			.extracting(Problem::code)
			.isEqualTo("file.total");
	}

	@Test
	void tellsMissingFileFromOthers() throws IOException {
		RefusedFileException missing = refusal(this.directory.resolve("none.csv"));
		RefusedFileException directoryGiven = refusal(this.directory);

		assertThat(missing.isMissingFile()).isTrue();
		assertThat(directoryGiven.isMissingFile()).isFalse();
		assertThat(directoryGiven.problems()).extracting(Problem::code).containsExactly("file.directory");
	}

	@Test
	void keepsValuesOutOfItsMessage() throws IOException {
		assertThat(refusal("홍길동,1000\n".getBytes(StandardCharsets.UTF_8))).hasMessageContaining("header.missing")
			.message()
			.doesNotContain("홍길동");
	}

	private RefusedFileException refusal(byte[] content) throws IOException {
		return refusal(Files.write(Files.createTempFile(this.directory, "charges", ".csv"), content));
	}

	private static RefusedFileException refusal(Path path) {
		return catchThrowableOfType(RefusedFileException.class, () -> ChargeFile.open(path, Limits.NONE));
	}

	private static String utf16(Charset charset) {
		return HexFormat.of().formatHex("customer_uid,amount,name\r\na,1,이름\r\n".getBytes(charset));
	}

	private static String hex(String text) {
		return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
	}

}
