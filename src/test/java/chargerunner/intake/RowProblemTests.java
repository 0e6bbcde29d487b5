package chargerunner.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class RowProblemTests {

	private static final String COLUMNS = "customer_uid,amount,name,reference,tax_free,vat_amount,currency,buyer_name,"
			+ "buyer_email,buyer_tel,buyer_addr,buyer_postcode,card_quota,product_type,custom_data,notice_url,retry_of";

	@TempDir
	Path directory;

	@ParameterizedTest
	@CsvSource(quoteCharacter = '|', delimiter = '!', textBlock = """
			1e3                       ! exponent
			1.5E+6                    ! exponent
			1000.5                    ! decimal
			1000.0                    ! decimal
			1,000.00                  ! decimal
			.5                        ! decimal
			0                         ! zero
			000                       ! zero
			-                         ! zero
			-1000                     ! negative
			−1000                     ! negative
			△1,000                    ! negative
			(1,000)                   ! negative
			-1,000.5                  ! negative
			+3000                     ! text
			천원정                    ! currency_sign
			{total: 1000}             ! object
			[1000]                    ! object
			9223372036854775808       ! overflow
			99,999,999,999,999,999,999 ! overflow
			₩1,000                    ! currency_sign
			\\1,000                   ! currency_sign
			1,000원                   ! currency_sign
			$10                       ! currency_sign
			1000 KRW                  ! currency_sign
			１０００                  ! full_width
			1，000                    ! full_width
			1,00                      ! grouping
			10,0000                   ! grouping
			1000,000                  ! grouping
			0,500                     ! grouping
			,500                      ! grouping
			1 000                     ! text
			0x10                      ! text
			abc                       ! text
			NaN                       ! text
			""")
	void namesWhatIsWrongWithAmount(String amount, String code) {
		assertThat(problems("amount", amount)).containsExactly(problem("amount", amount, "amount." + code));
		assertThat(problems("tax_free", amount)).extracting(Problem::code)
			.isEqualTo(code.equals("zero") && !amount.equals("-") ? List.of() : List.of("amount." + code));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '!', textBlock = """
			1                   ! 1
			3,000               ! 3000
			1,234,567           ! 1234567
			0001000             ! 1000
			2147483648          ! 2147483648
			9223372036854775807 ! 9223372036854775807
			""")
	void readsAmount(String amount, long won) {
		assertThat(row("amount", amount).instruction()).isNotNull()
			.extracting(ChargeInstruction::amount)
			.isEqualTo(won);
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '|', delimiter = '!', textBlock = """
			customer_uid   ! ||                  ! value.missing
			customer_uid   ! 2.02611E+13         ! value.scientific
			customer_uid   ! 1E+15               ! value.scientific
			customer_uid   ! 2026-11-23          ! value.date
			customer_uid   ! 2026-11-23 0:00     ! value.date
			customer_uid   ! 2026. 11. 23.       ! value.date
			reference      ! 2026/11/3           ! value.date
			reference      ! 11/23/2026          ! value.date
			reference      ! 11/23/26            ! value.date
			reference      ! 23-Nov              ! value.date
			reference      ! 23-Nov-26           ! value.date
			reference      ! Nov-26              ! value.date
			reference      ! 11월 23일           ! value.date
			reference      ! 2026년 11월 23일    ! value.date
			reference      ! 2026년 11월         ! value.date
			reference      ! 12:30               ! value.date
			reference      ! 오전 12:00:00       ! value.date
			reference      ! 2.02611e+13         ! value.scientific
			reference      ! a\\nb               ! value.control
			reference      ! a\\u200bb           ! value.control
			reference      ! #N/A                ! value.excel_error
			customer_uid   ! #NAME?              ! value.excel_error
			customer_uid   ! ########            ! value.excel_error
			customer_uid   ! a\\tb               ! value.control
			customer_uid   ! a\\u0000b           ! value.control
			amount         ! ||                  ! value.missing
			amount         ! |#VALUE!|           ! value.excel_error
			name           ! ||                  ! value.missing
			name           ! \\u00a0             ! value.missing
			name           ! 구독 😀             ! value.emoji
			name           ! a\\nb               ! value.control
			name           ! a\\u007fb           ! value.control
			name           ! 구\\ufffd독         ! value.garbled
			name           ! |#REF!|             ! value.excel_error
			buyer_name     ! 𠮷                  ! value.emoji
			buyer_addr     ! a\\r\\nb            ! value.control
			buyer_tel      ! 8.21012E+11         ! value.scientific
			custom_data    ! a\\u0007            ! value.control
			vat_amount     ! -1                  ! amount.negative
			vat_amount     ! 1001                ! amount.tax
			tax_free       ! 1001                ! amount.tax
			tax_free       ! 9223372036854775807 ! amount.tax
			currency       ! USD                 ! currency.other
			card_quota     ! 1                   ! quota.invalid
			card_quota     ! -2                  ! quota.invalid
			card_quota     ! 3개월               ! quota.invalid
			card_quota     ! 2                   ! quota.amount
			product_type   ! service             ! product.type
			notice_url     ! a.kr/hook           ! notice.url
			notice_url     ! ftp://a.kr          ! notice.url
			notice_url     ! https:///x          ! notice.url
			notice_url     ! https://a.kr/가 나  ! notice.url
			retry_of       ! cr-1                ! retry.of
			retry_of       ! 1E+10               ! retry.of
			""")
	void namesWhatIsWrongWithCell(String column, String value, String code) {
		String cell = unescaped(value);

		assertThat(problems(column, cell))
			.extracting(Problem::line, Problem::row, Problem::column, Problem::value, Problem::code)
			.containsExactly(tuple(2L, 1L, column, CellText.stripped(cell), code));
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '|', delimiter = '!', textBlock = """
			customer_uid ! gildong_0001_1234
			customer_uid ! a/b%c d
			customer_uid ! 0012
			customer_uid ! 1e5
			customer_uid ! 010-1234-5678
			customer_uid ! 20261123
			reference    ! 2026-11
			reference    ! 2026-11-23-a
			reference    ! sub:1:2026-11
			reference    ! 32/13/2026
			name         ! 2026-11-23
			name         ! #1 한정판 "에디션", 5'
			name         ! ♥ 구독
			card_quota   ! 0
			card_quota   ! 00
			currency     ! KRW
			currency     ! krw
			product_type ! Real
			notice_url   ! HTTPS://a.kr:8080/hook?x=1
			custom_data  ! {"a":\\n😀}
			tax_free     ! 1,000
			vat_amount   ! 0
			retry_of     ! cr0A
			""")
	void findsNothingWrong(String column, String value) {
		assertThat(problems(column, unescaped(value))).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "customer_uid, 80", "name, 40", "reference, 120", "buyer_name, 16", "buyer_email, 64", "buyer_tel, 16",
			"buyer_addr, 128", "buyer_postcode, 8", "retry_of, 40", "custom_data, 20000" })
	void countsCharactersNotBytes(String column, int max) {
		String letter = column.equals("retry_of") ? "a" : "가";

		assertThat(problems(column, letter.repeat(max))).isEmpty();
		assertThat(problems(column, letter.repeat(max + 1))).singleElement().satisfies((problem) -> {
			assertThat(problem.code()).isEqualTo("value.too_long");
			assertThat(problem.arguments()).containsExactly(max + 1, max);
		});
	}

	@Test
	void countsCharacterBeyondBasicPlaneOnce() {
		assertThat(problems("custom_data", "😀".repeat(20_000))).isEmpty();
	}

	@Test
	void allowsInstalmentsFromFiftyThousandWon() throws Exception {
		ChargeFile file = open("customer_uid,amount,name,card_quota\na,50000,n,2\nb,49999,n,0\nc,49999,n,2\n",
				Limits.NONE);

		assertThat(file.firstProblems()).extracting(Problem::row).containsExactly(3L);
	}

	@Test
	void addsUpTaxFreeAndVat() throws Exception {
		ChargeFile file = open("customer_uid,amount,name,tax_free,vat_amount\na,1000,n,600,400\nb,1000,n,600,401\n",
				Limits.NONE);

		assertThat(file.firstProblems())
			.containsExactly(new Problem(2, 3, "tax_free", "600", "amount.tax", List.of(600L, 401L, 1_000L)));
	}

	@Test
	void capsOneAmount() throws Exception {
		ChargeFile file = open("customer_uid,amount,name\na,\"50,000\",n\nb,50001,n\n", new Limits(50_000L));

		assertThat(file.firstProblems())
			.containsExactly(new Problem(2, 3, "amount", "50001", "amount.over_limit", List.of(50_000L)));
	}

	@Test
	void collectsAllProblemsOfRow() throws Exception {
		ChargeFile file = open(COLUMNS + "\n,x,,2026-11-23,y,-1,USD,aaaaaaaaaaaaaaaaa,,,,,1,z,,w,?\n", Limits.NONE);

		assertThat(file.firstProblems()).extracting(Problem::column)
			.containsExactlyInAnyOrder("customer_uid", "amount", "name", "reference", "tax_free", "vat_amount",
					"currency", "buyer_name", "card_quota", "product_type", "notice_url", "retry_of");
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '|', delimiter = '!', textBlock = """
			a,1,n,m,x              ! row.too_many_cells ! ||
			a,3,000,n,m            ! row.too_many_cells ! ||
			a,3,000,n,             ! row.too_many_cells ! ||
			a,1,n,m,               ! row.too_many_cells ! ||
			a,19,900,n             ! row.split_amount   ! amount
			a,1,234,567            ! row.split_amount   ! amount
			a,19, 900              ! row.split_amount   ! amount
			a,1                    ! row.too_few_cells  ! name
			a                      ! row.too_few_cells  ! amount
			"a"b,1,n,m             ! row.quotes         ! ||
			"say "hi", ok",1,n,m   ! row.quotes         ! ||
			a,1,n, "x"             ! row.quotes         ! ||
			a,1,n,x""y             ! row.quotes         ! ||
			"a" ,1,n,m             ! row.quotes         ! ||
			""")
	void namesOnlyShapeOfRowWithoutShape(String row, String code, String column) throws Exception {
		ChargeFile file = open("customer_uid,amount,name,memo\n" + row + "\nz,1,n,\n", Limits.NONE);

		assertThat(file.firstProblems()).singleElement()
			.extracting(Problem::line, Problem::column, Problem::code)
			.containsExactly(2L, column, code);
		assertThat(file.validRows()).isEqualTo(1);
		try (CloseableRows rows = file.read()) {
			assertThat(rows.next().cells()).hasSize(4);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '!', textBlock = """
			customer_uid,name,amount,memo,more ! a,n,19,900     ! row.split_amount
			customer_uid,name,amount,memo,,    ! a,n,19,900,,   ! row.split_amount
			customer_uid,name,amount,memo      ! a,n,19,900     !
			customer_uid,name,amount,tax_free  ! a,n,900,100    !
			customer_uid,name,amount,tax_free,memo ! a,n,900,100 !
			name,customer_uid,amount           ! n,a,19,900     ! row.too_many_cells
			customer_uid,amount,name           ! a,19,n,,       !
			customer_uid,amount,name,,         ! a,19,n,,       !
			customer_uid,amount,name,memo,     ! a,19,n,m,      !
			customer_uid,amount,name,memo,     ! a,19,n,m,,     ! row.too_many_cells
			""")
	void findsAmountThatItsCommaSplit(String header, String row, String code) throws Exception {
		ChargeFile file = open(header + "\n" + row + "\n", Limits.NONE);

		assertThat(file.firstProblems()).extracting(Problem::code)
			.isEqualTo((code != null) ? List.of(code) : List.of());
	}

	@ParameterizedTest
	@ValueSource(strings = { "tax_free", "reference" })
	void missesCellOfColumnOfOurs(String column) throws Exception {
		ChargeFile file = open("customer_uid,amount,name,memo," + column + "\na,1,n\n", Limits.NONE);

		assertThat(file.firstProblems())
			.containsExactly(new Problem(1, 2, "memo", "", "row.too_few_cells", List.of(3, 5)));
	}

	/** As Excel saves sixteen rows of a retry file that were never sent. */
	@Test
	void doesNotMissAnEmptyRetryOfAtTheEnd() throws Exception {
		String header = "customer_uid,amount,name,memo,reference,retry_of\r\n";

		assertThat(open(header + "a,1,n,,R1\r\n", Limits.NONE).firstProblems()).isEmpty();
		for (String cutOff : List.of("a,1,n,,R1", "a,1,n,,\r\n", "a,1,n,m\r\n")) {
			assertThat(open(header + cutOff, Limits.NONE).firstProblems()).as(cutOff)
				.extracting(Problem::code)
				.containsExactly("row.too_few_cells");
		}
	}

	@Test
	void marksEveryRowOfSameReference() throws Exception {
		ChargeFile file = open("""
				customer_uid,amount,name,reference
				a,1,n,R1
				b,2,n, R1
				c,x,n,R1
				d,4,n,r1
				""", Limits.NONE);

		assertThat(file.firstProblems()).extracting(Problem::line, Problem::code, Problem::arguments)
			.containsExactly(tuple(2L, "row.same_reference", List.of(3L)), tuple(3L, "row.same_reference", List.of(2L)),
					tuple(4L, "amount.text", List.of()), tuple(4L, "row.same_reference", List.of(2L)));
		assertThat(file.validRows()).isEqualTo(1);
		assertThat(file.validWon()).isEqualTo(4);
	}

	@Test
	void marksRowsThatWouldDeriveSameReference() throws Exception {
		ChargeFile file = open("""
				customer_uid,amount,name,reference,tax_free
				a,1000,정기  결제,,
				a,"1,000", 정기 결제 ,,5
				a,1000,정기 결제,R1,
				a,1000,정기결제,,
				a,1001,정기 결제,,
				,1000,정기 결제,,
				,1000,정기 결제,,
				""", Limits.NONE);

		assertThat(file.firstProblems()).extracting(Problem::line, Problem::column, Problem::value, Problem::code)
			.containsExactly(tuple(2L, "customer_uid", "a", "row.same_charge"),
					tuple(3L, "customer_uid", "a", "row.same_charge"), tuple(7L, "customer_uid", "", "value.missing"),
					tuple(8L, "customer_uid", "", "value.missing"));
	}

	@Test
	void doesNotCallDamagedReferencesSame() throws Exception {
		ChargeFile file = open("customer_uid,amount,name,reference\na,1,n,2.02611E+13\nb,1,n,2.02611E+13\n",
				Limits.NONE);

		assertThat(file.firstProblems()).extracting(Problem::code)
			.containsExactly("value.scientific", "value.scientific");
	}

	private static Problem problem(String column, String value, String code) {
		return new Problem(1, 2, column, value, code, List.of());
	}

	private List<Problem> problems(String column, String value) {
		return row(column, value).problems();
	}

	/** A row that is valid but for one cell. */
	private InputRow row(String column, String value) {
		StringBuilder line = new StringBuilder();
		for (String name : COLUMNS.split(",")) {
			String cell = switch (name) {
				case "customer_uid", "name" -> "x";
				case "amount" -> "1000";
				default -> "";
			};
			line.append((name.equals(column) ? "\"" + value.replace("\"", "\"\"") + "\"" : cell)).append(',');
		}
		try (CloseableRows rows = open(COLUMNS + ",\n" + line + "\n", Limits.NONE).read()) {
			return rows.next();
		}
		catch (IOException | RefusedFileException ex) {
			throw new AssertionError(ex);
		}
	}

	private ChargeFile open(String content, Limits limits) throws IOException, RefusedFileException {
		return ChargeFile.open(Files.writeString(Files.createTempFile(this.directory, "charges", ".csv"), content),
				limits);
	}

	/** Turns {@code \n} and the like, written out in a table, into the characters. */
	private static String unescaped(String value) {
		Matcher unicode = Pattern.compile("\\\\u([0-9a-f]{4})").matcher(value);
		return unicode.replaceAll((match) -> Character.toString(Integer.parseInt(match.group(1), 16)))
			.replace("\\n", "\n")
			.replace("\\r", "\r")
			.replace("\\t", "\t");
	}

}
