package chargerunner.sandbox;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import chargerunner.sandbox.Caller.Answer;
import chargerunner.sandbox.SandboxCharge.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class SandboxChargeTests {

	private static final String DUPLICATE = "이미 주문이 이루어진 건입니다. (동일한 merchant_uid로 결제 또는 취소된 기록이 있습니다)";

	private Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());

	private Caller caller = Caller.signedIn(this.sandbox);

	@AfterEach
	void stop() {
		this.sandbox.close();
	}

	private void restart(SandboxOptions.Builder options) {
		this.sandbox.close();
		this.sandbox = Sandbox.start(options.build());
		this.caller = Caller.signedIn(this.sandbox);
	}

	@Test
	void echoesWhatWasAsked() {
		Map<String, Object> fields = valid();
		fields.put("custom_data", "{\"a\":1}");
		fields.put("buyer_name", "홍길동");
		fields.put("tax_free", 100);
		Answer answer = this.caller.postJson("/subscribe/payments/again", fields);

		assertThat(answer.paymentStatus()).isEqualTo("paid");
		assertThat(answer.at("/response/merchant_uid").asString()).isEqualTo("n1");
		assertThat(answer.at("/response/custom_data").asString()).isEqualTo("{\"a\":1}");
		assertThat(answer.at("/response/buyer_name").asString()).isEqualTo("홍길동");
		assertThat(answer.at("/response/imp_uid").asString()).matches("imp_\\d{12}");
		assertThat(answer.at("/response/failed_at").longValue()).isZero();
		assertThat(answer.at("/response/card_type").isNull()).isTrue();
		assertThat(this.sandbox.recordedRequests()).last()
			.satisfies((request) -> assertThat(request.merchantUid()).isEqualTo("n1"))
			.satisfies((request) -> assertThat(request.customerUid()).isEqualTo("plain"))
			.satisfies((request) -> assertThat(request.body()).contains("\"amount\":1000"));
	}

	@Test
	void keepsNoSecretsOfTokenRequests() {
		assertThat(this.sandbox.recordedRequests()).singleElement()
			.satisfies((request) -> assertThat(request.path()).isEqualTo("/users/getToken"))
			.satisfies((request) -> assertThat(request.body()).isEmpty());
	}

	@Test
	void takesForms() {
		Answer answer = this.caller.post("/subscribe/payments/again", "application/x-www-form-urlencoded",
				"merchant_uid=n1&customer_uid=a%2Fb%25&amount=1000&name=%EC%A0%95+x");

		assertThat(answer.paymentStatus()).isEqualTo("paid");
		assertThat(answer.at("/response/customer_uid").asString()).isEqualTo("a/b%");
		assertThat(answer.at("/response/name").asString()).isEqualTo("정 x");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "absent", textBlock = """
			customer_uid | absent          | [customer_uid]
			customer_uid | ''              | [customer_uid]
			customer_uid | 7               | [customer_uid]
			merchant_uid | absent          | [merchant_uid]
			merchant_uid | '41'            | [merchant_uid]
			customer_uid | '81'            | [customer_uid]
			name         | absent          | [name]
			name         | '41'            | [name]
			amount       | absent          | [amount]
			amount       | '1000'          | [amount]
			amount       | 1000.5          | [amount]
			amount       | -1              | [amount]
			amount       | 0               | 0보다
			amount       | 99999999999999999999 | [amount]
			amount       | {"total": 1000} | [amount]
			tax_free     | 1001            | 면세금액
			tax_free     | "x"             | [tax_free]
			vat_amount   | 1001            | 면세금액
			buyer_name   | '17'            | [buyer_name]
			buyer_tel    | 01              | 본문
			card_quota   | "2"             | [card_quota]
			use_card_point | "x"           | [use_card_point]
			""")
	void refusesBadFields(String name, String json, String message) {
		String body = Json.MAPPER.writeValueAsString(without(name));
		if (json != null) {
			body = body.substring(0, body.length() - 1) + ",\"" + name + "\":" + literal(name, json) + "}";
		}
		Answer answer = this.caller.post("/subscribe/payments/again", "application/json", body);

		assertThat(answer.at("/code").intValue()).isNotZero();
		assertThat(answer.at("/message").asString()).contains(message);
		assertThat(answer.at("/response").isNull()).isTrue();
		assertThat(this.sandbox.charges()).isEmpty();
	}

	private static String literal(String name, String json) {
		if (json.isEmpty() || "1000".equals(json)) {
			return '"' + json + '"';
		}
		boolean length = json.matches("41|81|17");
		return length ? '"' + "가".repeat(Integer.parseInt(json)) + '"' : json;
	}

	private static Map<String, Object> without(String name) {
		Map<String, Object> fields = valid();
		fields.remove(name);
		return fields;
	}

	private static Map<String, Object> valid() {
		return new HashMap<>(
				Map.of("merchant_uid", "n1", "customer_uid", "plain", "amount", 1000, "name", "가".repeat(40)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "{\"merchant_uid\":", "merchant_uid=n1" })
	void refusesABodyThatIsNoObject(String body) {
		Answer answer = this.caller.post("/subscribe/payments/again", "application/json", body);

		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.at("/code").intValue()).isEqualTo(-1);
	}

	@Test
	void refusesANumberThatWasPaidWithPortOnesText() {
		this.caller.charge("n1", "plain");
		Answer again = this.caller.charge("n1", "other", 5);

		assertThat(again.status()).isEqualTo(200);
		assertThat(again.at("/code").intValue()).isEqualTo(1);
		assertThat(again.at("/message").asString()).isEqualTo(DUPLICATE);
		assertThat(again.at("/response").isNull()).isTrue();
	}

	@Test
	void takesAFailedNumberAgainWhereFailuresDoNotUseItUp() {
		restart(SandboxOptions.builder().failedConsumesNumber(false));
		this.sandbox.failNext("plain", Fault.SOFT);

		assertThat(this.caller.charge("n1", "plain").paymentStatus()).isEqualTo("failed");
		assertThat(this.caller.charge("n1", "plain").paymentStatus()).isEqualTo("paid");
		assertThat(this.caller.get("/payments/findAll/n1").at("/response/total").intValue()).isEqualTo(2);
		assertThat(this.caller.get("/payments/find/n1/failed").paymentStatus()).isEqualTo("failed");
	}

	@Test
	void refusesANumberThatSomebodyElseUsed() {
		this.sandbox.add(new SandboxCharge("imp_1", "n1", "plain", 0, "KRW", Status.PAID, null));

		assertThat(this.caller.charge("n1", "plain").at("/message").asString()).isEqualTo(DUPLICATE);
		assertThat(this.caller.get("/payments/find/n1").at("/response/imp_uid").asString()).isEqualTo("imp_1");
	}

	@Test
	void makesOneOfManyChargesOfOneNumberAtTheSameMoment() throws Exception {
		this.sandbox.hold();
		ExecutorService threads = Executors.newFixedThreadPool(20);
		Callable<Answer> charge = () -> this.caller.charge("n1", "plain");
		List<Future<Answer>> answers = IntStream.range(0, 20).mapToObj((i) -> threads.submit(charge)).toList();
		assertThat(this.sandbox.awaitPostsOfAgain(20, Duration.ofSeconds(20))).isTrue();
		this.sandbox.release();
		int paid = 0;
		for (Future<Answer> answer : answers) {
			paid += (answer.get().at("/code").intValue() == 0) ? 1 : 0;
		}
		threads.shutdown();

		assertThat(paid).isEqualTo(1);
		assertThat(this.sandbox.paidWon()).isEqualTo(1000);
	}

	@Test
	void holdsHundredsOfSlowChargesAtOnce() throws Exception {
		restart(SandboxOptions.builder().slow(Duration.ofMillis(1500)));
		ExecutorService threads = Executors.newFixedThreadPool(300);
		long begin = System.nanoTime();
		List<Callable<Answer>> charges = IntStream.range(0, 300)
			.<Callable<Answer>>mapToObj((i) -> () -> this.caller.charge("n" + i, "slow-" + i))
			.toList();
		for (Future<Answer> answer : threads.invokeAll(charges)) {
			assertThat(answer.get().paymentStatus()).isEqualTo("paid");
		}
		threads.shutdown();

		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofMillis(1500),
				Duration.ofSeconds(20));
		assertThat(this.sandbox.charges()).hasSize(300);
	}

	@Test
	void takesTheTimeOfTheLatency() {
		restart(SandboxOptions.builder().latency(Latency.fixed(Duration.ofMillis(120))));
		long begin = System.nanoTime();
		this.caller.charge("n1", "plain");

		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(120));
	}

	@Test
	void spreadsLogNormalLatenciesAroundTheMedian() {
		Latency latency = Latency.logNormal(Duration.ofMillis(200), 0.5);

		assertThat(latency.at(0)).isEqualTo(Duration.ofMillis(200));
		assertThat(latency.at(1)).isBetween(Duration.ofMillis(329), Duration.ofMillis(330));
		assertThat(latency.at(-1)).isBetween(Duration.ofMillis(121), Duration.ofMillis(122));
	}

	@Test
	void cancelsWhatIsPaid() {
		this.caller.charge("n1", "plain");

		assertThat(this.sandbox.cancel("n1")).isTrue();
		assertThat(this.sandbox.cancel("n1")).isFalse();
		assertThat(this.caller.get("/payments/find/n1").paymentStatus()).isEqualTo("cancelled");
		assertThat(this.caller.charge("n1", "plain").at("/message").asString()).isEqualTo(DUPLICATE);
	}

}
