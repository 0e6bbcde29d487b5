package chargerunner.job;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import chargerunner.job.RunResult.Kind;
import chargerunner.mysql.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Whatever is wrong with a file, nobody is called and nothing is stored, and a person
 * reads in her language where it is wrong and what to do.
 */
@ParameterizedClass
@EnumSource(value = TestDatabase.class, names = "H2")
class RefusedInputJobTests extends WholeJob {

	private static final String COLUMNS = "customer_uid,amount,name,reference,tax_free,vat_amount,currency,buyer_name,"
			+ "buyer_email,buyer_tel,buyer_addr,buyer_postcode,card_quota,product_type,custom_data,notice_url,retry_of";

	private static final String HANGUL = ".*[가-힣].*";

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("cells")
	void refusesACell(String column, String value) throws IOException {
		StringBuilder row = new StringBuilder();
		for (String name : COLUMNS.split(",")) {
			String fine = switch (name) {
				case "customer_uid", "name" -> "x";
				case "amount" -> "1000";
				default -> "";
			};
			row.append(name.equals(column) ? '"' + value + '"' : fine).append(',');
		}
		String content = COLUMNS + ",memo\n" + "y,2000,y" + ",".repeat(15) + "\n" + row + "\n";

		assertRefused(content.getBytes(StandardCharsets.UTF_8), 3, column);
	}

	static Stream<Arguments> cells() {
		Map<String, List<String>> cells = Map.ofEntries(Map.entry("amount",
				List.of("", "1e3", "1.5E+6", "1000.5", "1,000.00", "0", "-", "-1000", "△1,000", "(1,000)", "+3000",
						"천원", "{total: 1000}", "9223372036854775808", "₩1,000", "1,000원", "１０００", "1,00", "#VALUE!")),
				Map.entry("customer_uid",
						List.of("", "2.02611E+13", "2026-11-23", "########", "a\tb", "a\u0000b", "가".repeat(81))),
				Map.entry("reference",
						List.of("2026/11/3", "23-Nov", "11월 23일", "2.02611e+13", "a\nb", "#N/A", "sub:gildong:2026-11",
								"가".repeat(121))),
				Map.entry("name", List.of("", "\u00a0", "구독 😀", "a\nb", "구\ufffd독", "#REF!", "가".repeat(41))),
				Map.entry("tax_free", List.of("1001", "-1", "1e3")), Map.entry("vat_amount", List.of("1001", "-1")),
				Map.entry("currency", List.of("USD")), Map.entry("card_quota", List.of("1", "2", "3개월")),
				Map.entry("product_type", List.of("service")), Map.entry("notice_url", List.of("a.kr/hook")),
				Map.entry("retry_of", List.of("cr-1", "cr0000000000000000000000000000000001")),
				Map.entry("buyer_name", List.of("가".repeat(17))), Map.entry("buyer_tel", List.of("8.21012E+11")),
				Map.entry("buyer_postcode", List.of("123456789")), Map.entry("buyer_email", List.of("a".repeat(65))),
				Map.entry("buyer_addr", List.of("가".repeat(129))), Map.entry("custom_data", List.of("a\u0007")));
		return cells.entrySet()
			.stream()
			.sorted(Map.Entry.comparingByKey())
			.flatMap((entry) -> entry.getValue().stream().map((value) -> arguments(entry.getKey(), value)));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("contents")
	void refusesAFile(String what, byte[] content, long line) throws IOException {
		assertRefused(content, line, "");
	}

	static Stream<Arguments> contents() {
		String header = "customer_uid,amount,name";
		String ours = "outcome,merchant_uid,imp_uid,paid_at,amount_paid,attempts,reason_class,reason,receipt_url";
		return Stream.of(refused("nothing", "", 0), refused("blank lines", "\r\n \r\n", 0),
				refused("a workbook", "PK\u0003\u0004\u0014\u0000", 0), refused("a PDF", "%PDF-1.7\n", 0),
				refused("a page", "<!DOCTYPE html><html>", 0),
				arguments("UTF-16", (header + "\na,1,n\n").getBytes(StandardCharsets.UTF_16), 0L),
				refused("tabs", "customer_uid\tamount\tname\na\t1\tn\n", 1),
				refused("semicolons", "customer_uid;amount;name\na;1;n\n", 1),
				refused("Excel's own line", "sep=,\n" + header + "\na,1,n\n", 1),
				refused("a result file", header + ",reference," + ours + "\na,1,n,r,paid,,,,,,,,\n", 0),
				refused("a review file", header + ",reference," + ours + ",advice\n", 0),
				refused("a problems file", "line,row,column,value,problem,remedy\n", 0),
				refused("no amount", "customer_uid,name\na,n\n", 1), refused("no header", "a,1000,n\nb,1,n\n", 1),
				refused("a column twice", header + ",memo,memo\na,1,n,,\n", 1),
				refused("a column without a name", "customer_uid,amount,,name\na,1,,n\n", 1),
				refused("a misspelt column", header + ",tax-free\na,1,n,\n", 1),
				refused("an open quote", header + "\na,1,n\n\"b,2,n\nc,2,n\n", 3),
				refused("too many cells", header + "\na,1,n,x\n", 2),
				refused("an amount in two", header + ",memo\na,19,900,n,\n", 2),
				refused("too few cells", header + "\na,1\n", 2), refused("wild quotes", header + "\n\"a\"b,1,n\n", 2),
				refused("a reference twice", header + ",reference\na,1,n,R1\nb,2,n,R1\n", 2),
				refused("a row twice", header + "\na,1,n\na,1,n\n", 2),
				refused("more than can be counted", header + "\na,9223372036854775807,n\nb,1,n\n", 0),
				arguments("bytes that are no text", bytes(header + "\r\n길동,1,n\r\nb?,2,n"), 3L));
	}

	private static Arguments refused(String what, String content, long line) {
		return arguments(what, content.getBytes(StandardCharsets.UTF_8), line);
	}

	private static byte[] bytes(String content) {
		byte[] bytes = content.getBytes(Charset.forName("MS949"));
		bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf('?')] = (byte) 0xFF;
		return bytes;
	}

	private void assertRefused(byte[] content, long line, String column) throws IOException {
		Path file = Files.write(this.directory.resolve("11월.csv"), content);
		Map<String, Long> before = tableSizes();
		for (Locale language : List.of(Locale.KOREAN, Locale.ENGLISH)) {
			this.installation.speak(language);

			RunResult refused = charge(file);

			assertThat(refused.kind()).isEqualTo(Kind.REFUSED);
			assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
			assertThat(refused.written()).isNull();
			assertSpeaks(language, refused, line, column);
		}
		try (Stream<Path> files = Files.list(this.directory.resolve("out"))) {
			assertThat(files).containsExactly(this.directory.resolve("out/11월.problems.csv"));
		}
		assertThat(tableSizes()).isEqualTo(before);
		assertThat(this.sandbox.requests()).isZero();
	}

	/** Without the namespace, which the first command of an installation stores. */
	private Map<String, Long> tableSizes() {
		Map<String, Long> sizes = this.installation.tableSizes();
		sizes.remove("installation");
		return sizes;
	}

	private static void assertSpeaks(Locale language, RunResult refused, long line, String column) {
		boolean korean = language.equals(Locale.KOREAN);
		assertThat(refused.problems()).isNotEmpty();
		String sentence = refused.problems().get(0);
		assertThat(sentence).contains("11월.csv", column).contains((line == 0) ? "" : place(korean, line));
		List<Map<String, String>> problems = RunFiles.read(Objects.requireNonNull(refused.problemsFile()));
		assertThat(problems).hasSize((int) refused.problemCount());
		assertThat(problems.get(0)).containsEntry("line", (line == 0) ? "" : Long.toString(line));
		assertThat(problems).allSatisfy((problem) -> {
			assertThat(sentence).isNotBlank();
			assertThat(problem.get("problem")).isNotBlank();
			assertThat(problem.get("remedy")).isNotBlank();
			assertThat(problem.get("remedy").matches(HANGUL)).as(problem.toString()).isEqualTo(korean);
		});
	}

	private static String place(boolean korean, long line) {
		return korean ? line + "번째 줄" : "line " + line;
	}

	@Test
	void namesEveryProblemOfEveryRow() throws IOException {
		Path file = Path.of("input-samples", "with-mistakes.csv");

		RunResult refused = charge(file);

		assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
		assertThat(refused.problemCount()).isEqualTo(37);
		assertThat(refused.problems()).hasSize(20);
		assertThat(RunFiles.read(Objects.requireNonNull(refused.problemsFile()))).hasSize(37);
		assertThat(this.sandbox.requests()).isZero();
	}

	@Test
	void chargesTheValidRowsWhenTold() {
		RunResult result = charge(Path.of("input-samples", "with-mistakes.csv"), wishes().skipInvalid());

		assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(outcomes(result)).filteredOn("paid"::equals).hasSize(2);
		assertThat(outcomes(result).stream().distinct()).containsExactlyInAnyOrder("paid", "invalid");
		assertThat(result.tally().rows()).isEqualTo(39);
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(2);
	}

	@Test
	void tellsAMissingFileFromABadOne() {
		Path missing = this.directory.resolve("none.csv");

		assertThatExceptionOfType(CommandFailedException.class).isThrownBy(() -> charge(missing))
			.satisfies((failure) -> {
				assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
				assertThat(this.installation.text(failure)).contains("none.csv");
			});

		assertThat(this.directory.resolve("out")).doesNotExist();
		assertThat(this.sandbox.requests()).isZero();
	}

}
