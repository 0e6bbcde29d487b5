package chargerunner.gateway;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import chargerunner.charge.ReasonClassifier.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.context.MessageSourceResolvable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ReasonTableTests {

	private static final ReasonTable TABLE = ReasonTable.builtIn();

	@TempDir
	private Path directory;

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			잔액부족 | SOFT
			[PG] 통장 잔액 부족입니다. | SOFT
			잔액이 부족합니다 | SOFT
			카드 한도초과 | SOFT
			1회 한도 초과 | SOFT
			일 한도를 초과하였습니다 | SOFT
			월 이용한도 초과 | SOFT
			은행 점검시간입니다 | SOFT
			시스템 점검 중입니다. 잠시 후 다시 시도해주세요 | SOFT
			서비스 점검으로 인하여 거래 정지 | SOFT
			통신 장애 | SOFT
			일시적인 오류 | SOFT
			응답 지연 | SOFT
			요청 시간 만료 | SOFT
			Read TIMEOUT | SOFT
			이용시간이 아닙니다 | SOFT
			Insufficient funds | SOFT
			거래정지 카드입니다 | HARD
			정지된 카드 | HARD
			분실 신고된 카드 | HARD
			도난카드 | HARD
			유효기간 경과 | HARD
			카드 유효 기간 만료 | HARD
			해지된 계좌입니다 | HARD
			계좌 해지 | HARD
			사용불가 카드 | HARD
			비밀번호 오류 | HARD
			비밀번호 오류 횟수 초과 | HARD
			차이 연결 해제 | HARD
			Card Expired | HARD
			등록되지 않은 구매자입니다. | KEY_UNREGISTERED
			등록된 고객정보가 없습니다. | KEY_UNREGISTERED
			요청하신 customer_uid(abc)로 등록된 정보를 찾을 수 없습니다. | KEY_UNREGISTERED
			빌링키가 존재하지 않습니다 | KEY_UNREGISTERED
			삭제된 빌링키 | KEY_UNREGISTERED
			이미 주문이 이루어진 건입니다. (동일한 merchant_uid로 결제 또는 취소된 기록이 있습니다) | DUPLICATE
			이미 결제가 이루어진 거래건입니다. | DUPLICATE
			(이미 등록된 merchant_uid입니다) | DUPLICATE
			처음 보는 사유 | UNCLASSIFIED
			'' | UNCLASSIFIED
			""")
	void knowsTheUsualTexts(String text, Reason expected) {
		assertThat(TABLE.classify(text)).isEqualTo(expected);
		assertThat(TABLE.classify(Normalizer.normalize(text, Normalizer.Form.NFD))).isEqualTo(expected);
		assertThat(TABLE.classify(text.replace(" ", "\u00a0\u3000"))).isEqualTo(expected);
		assertThat(TABLE.classify(text.toUpperCase(Locale.ROOT))).isEqualTo(expected);
	}

	@Test
	void knowsNothingOfNoText() {
		assertThat(TABLE.classify(null)).isEqualTo(Reason.UNCLASSIFIED);
	}

	@Test
	void putsTheUsersTextsFirst() throws IOException {
		ReasonTable table = table("text,class,note\r\n잔액,hard,we give up\r\n\r\n# a remark\r\n새 사유,SOFT\r\n");

		assertThat(table.classify("잔액부족")).isEqualTo(Reason.HARD);
		assertThat(table.classify("전혀 새사유")).isEqualTo(Reason.SOFT);
		assertThat(table.classify("분실")).isEqualTo(Reason.HARD);
	}

	@Test
	void putsLongerTextsFirst() throws IOException {
		ReasonTable table = table("text,class\n오류,hard\n서버 오류,soft\n");

		assertThat(table.classify("서버 오류")).isEqualTo(Reason.SOFT);
		assertThat(table.classify("카드 오류")).isEqualTo(Reason.HARD);
	}

	@Test
	void neverTakesAKnownDuplicateForARefusal() throws IOException {
		ReasonTable table = table("text,class\n이미 주문이 이루어진 건입니다. (동일한,soft\n이미,hard\n");

		assertThat(table.classify("이미 주문이 이루어진 건입니다. (동일한 merchant_uid로 결제된 기록이 있습니다)")).isEqualTo(Reason.DUPLICATE);
		assertThat(table.classify("이미 정지")).isEqualTo(Reason.HARD);
	}

	@Test
	void readsWhatExcelSaves() throws IOException {
		byte[] withBom = "\uFEFFtext,class\r\n\"새, 사유\",soft\r\n".getBytes(StandardCharsets.UTF_8);
		byte[] cp949 = "text,class\r\n\"새, 사유\",soft\r\n".getBytes(Charset.forName("MS949"));

		assertThat(table(withBom).classify("새,사유")).isEqualTo(Reason.SOFT);
		assertThat(table(cp949).classify("새,사유")).isEqualTo(Reason.SOFT);
	}

	static Stream<Arguments> brokenFiles() {
		return Stream.of(Arguments.of("", List.of("line 1: the header is missing")),
				Arguments.of("잔액부족,soft\n", List.of("line 1: the header is missing")),
				Arguments.of("text,class\n가나,softly\n다라\n마,hard\n",
						List.of("line 2, column class: \"softly\"", "line 3, column class: \"\"",
								"line 4, column text: \"마\"")),
				Arguments.of("text,class\n# x\n\"a\nb\",x\n", List.of("line 4, column class: \"x\"")),
				Arguments.of("text,class\n\"가나,soft\n", List.of("a quotation mark is opened")));
	}

	@ParameterizedTest
	@MethodSource("brokenFiles")
	void namesEveryProblemOfAFile(String content, List<String> expected) throws IOException {
		Path file = write(content.getBytes(StandardCharsets.UTF_8));

		GatewaySettingsException ex = catchThrowableOfType(GatewaySettingsException.class,
				() -> ReasonTable.extendedBy(file.toString()));

		assertThat(ex.problems()).hasSameSizeAs(expected);
		List<String> texts = ex.problems().stream().map((problem) -> text(problem, Locale.ENGLISH)).toList();
		assertThat(texts).allMatch((text) -> text.contains(file.toString()));
		assertThat(String.join("\n", texts)).contains(expected);
		assertThat(ex.problems().stream().map((problem) -> text(problem, Locale.KOREAN)))
			.allMatch((text) -> text.contains(file.toString()) && !text.contains("{"));
	}

	@Test
	void namesFilesThatCannotBeRead() throws IOException {
		Path binary = write(new byte[] { (byte) 0xff, (byte) 0xff, (byte) 0xff });

		assertThat(problem(this.directory.resolve("missing.csv").toString())).contains("missing.csv", "cannot be read");
		assertThat(problem(this.directory.toString())).contains("cannot be read");
		assertThat(problem("a\0b")).contains("cannot be read");
		assertThat(problem(binary.toString())).contains("neither UTF-8 nor CP949");
	}

	private static String problem(String file) {
		GatewaySettingsException ex = catchThrowableOfType(GatewaySettingsException.class,
				() -> ReasonTable.extendedBy(file));
		return text(ex.problems().get(0), Locale.ENGLISH);
	}

	private static String text(MessageSourceResolvable problem, Locale locale) {
		return PortOneSettingsTests.text(problem, locale);
	}

	private ReasonTable table(String content) throws IOException {
		return table(content.getBytes(StandardCharsets.UTF_8));
	}

	private ReasonTable table(byte[] content) throws IOException {
		return ReasonTable.extendedBy(write(content).toString());
	}

	private Path write(byte[] content) throws IOException {
		return Files.write(this.directory.resolve("reasons.csv"), content);
	}

}
