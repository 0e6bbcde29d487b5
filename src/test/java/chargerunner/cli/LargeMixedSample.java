package chargerunner.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

import chargerunner.sandbox.Fault;

/**
 * Makes {@code input-samples/large-mixed.csv}: two thousand charges of invented
 * customers, every tenth of whom gets one of the sandbox's faults that come to an end.
 * Always the same text.
 */
final class LargeMixedSample {

	static final Path FILE = Path.of("input-samples", "large-mixed.csv");

	private static final int ROWS = 2_000;

	private static final long SEED = 20_261_125;

	/** Those that no look-up and no second try ends, and those that end in an alarm. */
	private static final Set<Fault> LEFT_OUT = Set.of(Fault.NONE, Fault.SLOW, Fault.DRIP, Fault.LOST_ALWAYS,
			Fault.THROTTLED_ALWAYS, Fault.READY_ALWAYS, Fault.AMOUNT, Fault.CURRENCY, Fault.CUSTOMER, Fault.TWICE);

	private static final List<Fault> FAULTS = Arrays.stream(Fault.values())
		.filter((fault) -> !LEFT_OUT.contains(fault))
		.toList();

	private static final List<String> FAMILY_NAMES = List.of("김 kim", "이 lee", "박 park", "최 choi", "정 jung", "강 kang",
			"조 cho", "윤 yoon", "장 jang", "임 lim", "한 han", "오 oh", "서 seo", "신 shin", "권 kwon", "황 hwang");

	private static final List<String> GIVEN_NAMES = List.of("민준 minjun", "서연 seoyeon", "도윤 doyun", "하은 haeun",
			"지호 jiho", "수아 sua", "예준 yejun", "지유 jiyu", "시우 siwoo", "채원 chaewon", "주원 juwon", "다은 daeun", "건우 gunwoo",
			"소율 soyul", "은우 eunwoo", "유나 yuna", "현우 hyunwoo", "지안 jian", "태양 taeyang", "나리 nari");

	private static final List<Product> PRODUCTS = List.of(new Product("프리미엄 월 구독", 19_900, false),
			new Product("베이직 월 구독", 9_900, false), new Product("도서 구독 \"책사랑\"", 12_000, true),
			new Product("유기농 채소, 과일 꾸러미", 58_000, true), new Product("클라우드 100GB", 4_900, false),
			new Product("정수기 렌탈, 필터 포함", 129_000, false), new Product("음악 스트리밍", 7_700, false),
			new Product("Pro Plan (Nov)", 33_000, false), new Product("어학 강의 11월", 45_000, true),
			new Product("커피 원두 500g", 17_500, false));

	private static final List<String> TEAMS = List.of("구독팀", "도서팀", "신선식품팀", "렌탈팀", "\"법인, 단체\"");

	private static final List<String> NOTES = List.of("", "", "", "\"연간 약정, 3년차\"", "\"고객 요청: \"\"매월 25일 전에 결제\"\"\"",
			"세금계산서 별도");

	private final Random random = new Random(SEED);

	private String customer = "";

	private String buyer = "";

	private LargeMixedSample() {
	}

	static String text() {
		LargeMixedSample sample = new LargeMixedSample();
		StringBuilder text = new StringBuilder("reference,customer_uid,amount,name,buyer_name,tax_free,부서,메모\n");
		for (int row = 1; row <= ROWS; row++) {
			text.append(sample.row(row)).append('\n');
		}
		return text.toString();
	}

	private String row(int row) {
		// Some customers are charged for two things.
		if (row % 50 != 0) {
			takeCustomer(row);
		}
		Product product = PRODUCTS.get((row % 50 == 0) ? row / 50 % PRODUCTS.size() : pick(PRODUCTS.size()));
		long amount = product.won() + 100L * pick(20);
		String taxFree = product.taxFree() ? Long.toString(amount) : (pick(4) == 0) ? "0" : "";
		return String.join(",", "M11-%05d".formatted(row), this.customer, written(amount), quoted(product.name()),
				this.buyer, taxFree, TEAMS.get(pick(TEAMS.size())), NOTES.get(pick(NOTES.size())));
	}

	private void takeCustomer(int row) {
		String[] family = FAMILY_NAMES.get(pick(FAMILY_NAMES.size())).split(" ");
		String[] given = GIVEN_NAMES.get(pick(GIVEN_NAMES.size())).split(" ");
		String prefix = (row % 10 == 0) ? FAULTS.get(row / 10 % FAULTS.size()).prefix() : "";
		this.customer = prefix + given[1] + "_" + family[1] + "_%04d".formatted(row);
		this.buyer = (pick(10) == 0) ? "" : family[0] + given[0];
	}

	private int pick(int bound) {
		return this.random.nextInt(bound);
	}

	private String written(long amount) {
		return (pick(3) == 0) ? '"' + String.format(Locale.ROOT, "%,d", amount) + '"' : Long.toString(amount);
	}

	private static String quoted(String text) {
		return text.matches(".*[,\"].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
	}

	/** Writes the file anew, after the sandbox learnt another fault. */
	public static void main(String[] arguments) throws IOException {
		Files.writeString(FILE, text());
	}

	private record Product(String name, long won, boolean taxFree) {
	}

}
