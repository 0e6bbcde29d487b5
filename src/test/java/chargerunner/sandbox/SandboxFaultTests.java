package chargerunner.sandbox;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

import chargerunner.sandbox.Caller.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class SandboxFaultTests {

	private final MovableClock clock = new MovableClock();

	private Sandbox sandbox;

	private Caller caller;

	@BeforeEach
	void start() {
		this.sandbox = Sandbox
			.start(SandboxOptions.builder().slow(Duration.ofMillis(50)).drip(Duration.ofMillis(1)).build(), this.clock);
		this.caller = Caller.signedIn(this.sandbox);
	}

	@AfterEach
	void stop() {
		this.sandbox.close();
	}

	// Each cell says how a call ends: by payment status, "refused: text", HTTP status or
	// "broken"; the last two columns are what was really charged.
	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			customer           | first POST                    | second POST      | look-up   | paid | won
			plain              | paid                          | refused: 이미 주문 | paid      | 1    | 1000
			soft-1             | failed                        | refused: 이미 주문 | failed    | 0    | 0
			hard-1             | failed                        | refused: 이미 주문 | failed    | 0    | 0
			unseen-1           | failed                        | refused: 이미 주문 | failed    | 0    | 0
			maintenance-1      | failed                        | refused: 이미 주문 | failed    | 0    | 0
			unregistered-1     | refused: 등록되지 않은 구매자입니다. | refused: 등록되지 | 404       | 0    | 0
			lost-after-1       | broken                        | refused: 이미 주문 | paid      | 1    | 1000
			lost-before-1      | broken                        | paid             | paid      | 1    | 1000
			lost-always-1      | broken                        | broken           | 404       | 0    | 0
			slow-1             | paid                          | refused: 이미 주문 | paid      | 1    | 1000
			html502-1          | 502 html                      | refused: 이미 주문 | paid      | 1    | 1000
			html500-1          | 500 html                      | paid             | paid      | 1    | 1000
			unavailable-1      | 503 html                      | paid             | paid      | 1    | 1000
			redirect-1         | 307 html                      | paid             | paid      | 1    | 1000
			truncated-1        | broken                        | refused: 이미 주문 | paid      | 1    | 1000
			notjson-1          | 200 html                      | refused: 이미 주문 | paid      | 1    | 1000
			huge-1             | paid                          | refused: 이미 주문 | paid      | 1    | 1000
			throttled-1        | 429 html                      | 429 html         | 404       | 0    | 0
			throttled-always-1 | 429 html                      | 429 html         | 404       | 0    | 0
			unauthorized-1     | 401                           | paid             | paid      | 1    | 1000
			lag-1              | broken                        | refused: 이미 주문 | 404       | 1    | 1000
			lookup404html-1    | broken                        | refused: 이미 주문 | 404 html  | 1    | 1000
			lookup500-1        | broken                        | refused: 이미 주문 | 500 html  | 1    | 1000
			ready-1            | ready                         | refused: 이미 주문 | ready     | 0    | 0
			ready-failed-1     | ready                         | refused: 이미 주문 | ready     | 0    | 0
			ready-always-1     | ready                         | refused: 이미 주문 | ready     | 0    | 0
			amount-1           | paid                          | refused: 이미 주문 | paid      | 1    | 1001
			currency-1         | paid                          | refused: 이미 주문 | paid      | 1    | 1000
			customer-1         | paid                          | refused: 이미 주문 | paid      | 1    | 1000
			cancelled-1        | broken                        | refused: 이미 주문 | cancelled | 0    | 0
			twice-1            | broken                        | refused: 이미 주문 | paid      | 2    | 2000
			live-1             | paid                          | refused: 이미 주문 | paid      | 1    | 1000
			""", useHeadersInDisplayName = true)
	void followsThePrefix(String customerUid, String first, String second, String lookUp, long paid, long won) {
		assertThat(end(() -> this.caller.charge("n1", customerUid))).startsWith(first);
		assertThat(end(() -> this.caller.charge("n1", customerUid))).startsWith(second);
		assertThat(end(() -> this.caller.get("/payments/find/n1"))).isEqualTo(lookUp);

		assertThat(this.sandbox.charges().stream().filter((charge) -> "paid".equals(charge.status().text())))
			.hasSize((int) paid);
		assertThat(this.sandbox.paidWon()).isEqualTo(won);
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(2);
	}

	@ParameterizedTest
	@EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void hasOneFaultForEachPrefix(Fault fault) {
		assertThat(Fault.ofCustomer(fault.prefix() + "7")).contains(fault);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			soft-1        | 잔액부족
			hard-1        | 정지된 카드
			maintenance-1 | 점검시간
			unseen-1      | ZX-7731
			""")
	void declinesWithAText(String customerUid, String text) {
		Answer answer = this.caller.charge("n1", customerUid);

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.at("/code").intValue()).isZero();
		assertThat(answer.at("/response/fail_reason").asString()).contains(text);
	}

	@Test
	void letsAThrottledNumberInAtTheThirdTime() {
		this.caller.charge("n1", "throttled-1");
		this.caller.charge("n1", "throttled-1");

		assertThat(this.caller.charge("n1", "throttled-1").paymentStatus()).isEqualTo("paid");
		assertThat(this.caller.charge("n2", "throttled-1").status()).isEqualTo(429);
	}

	@Test
	void tellsWhenToComeBackWhenUnavailable() {
		assertThat(this.caller.charge("n1", "unavailable-1").response().headers().firstValue("Retry-After"))
			.contains("1");
	}

	@Test
	void countsAClientThatFollowsTheRedirect() {
		String location = this.caller.charge("n1", "redirect-1")
			.response()
			.headers()
			.firstValue("Location")
			.orElseThrow();
		assertThat(this.sandbox.charges()).isEmpty();

		this.caller.postJson(location,
				Map.of("merchant_uid", "n1", "customer_uid", "redirect-1", "amount", 1000, "name", "x"));

		assertThat(this.sandbox.redirectsFollowed()).isEqualTo(1);
		assertThat(this.sandbox.paidWon()).isEqualTo(1000);
	}

	@Test
	void showsALateChargeAfterTheLag() {
		end(() -> this.caller.charge("n1", "lag-1"));
		Answer before = this.caller.get("/payments/findAll/n1");
		this.clock.move(Duration.ofSeconds(3));
		Answer after = this.caller.get("/payments/findAll/n1");

		assertThat(before.status()).isEqualTo(404);
		assertThat(before.at("/message").asString()).isEqualTo("존재하지 않는 결제정보입니다.");
		assertThat(after.at("/response/list/0/status").asString()).isEqualTo("paid");
	}

	@ParameterizedTest
	@CsvSource({ "lookup404html-1, 404", "lookup500-1, 500" })
	void answersLookUpsFromTheThirdOn(String customerUid, int spoilt) {
		end(() -> this.caller.charge("n1", customerUid));

		assertThat(this.caller.get("/payments?merchant_uid[]=n1").status()).isEqualTo(404);
		assertThat(this.caller.get("/payments/findAll/n1").status()).isEqualTo(spoilt);
		assertThat(this.caller.get("/payments?merchant_uid[]=n1").status()).isEqualTo(404);
		assertThat(this.caller.get("/payments/findAll/n1").status()).isEqualTo(spoilt);
		assertThat(this.caller.get("/payments?merchant_uid[]=n1").status()).isEqualTo(200);
		assertThat(this.caller.get("/payments/findAll/n1").status()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "ready-1, paid", "ready-failed-1, failed", "ready-always-1, ready" })
	void movesAReadyPaymentOnAtTheSecondLookUp(String customerUid, String then) {
		this.caller.charge("n1", customerUid);

		assertThat(this.caller.get("/payments/find/n1").paymentStatus()).isEqualTo("ready");
		assertThat(this.caller.get("/payments/find/n1").paymentStatus()).isEqualTo(then);
		assertThat(this.sandbox.charges()).singleElement()
			.satisfies((charge) -> assertThat(charge.status().text()).isEqualTo(then));
	}

	@Test
	void changesWhatItSaysOfACharge() {
		assertThat(this.caller.charge("n1", "amount-1").at("/response/amount").longValue()).isEqualTo(1001);
		assertThat(this.caller.charge("n2", "currency-1").at("/response/currency").asString()).isEqualTo("USD");
		assertThat(this.caller.charge("n3", "customer-1").at("/response/customer_uid").asString())
			.isEqualTo("not-customer-1");
		assertThat(this.caller.charge("n4", "live-1").at("/response/sandbox").booleanValue()).isFalse();
		assertThat(this.caller.charge("n5", "plain").at("/response/sandbox").booleanValue()).isTrue();
	}

	@Test
	void showsBothRecordsOfADoubleCharge() {
		end(() -> this.caller.charge("n1", "twice-1"));
		Answer answer = this.caller.get("/payments/findAll/n1/paid");

		assertThat(answer.at("/response/total").intValue()).isEqualTo(2);
		assertThat(answer.at("/response/list/0/imp_uid")).isNotEqualTo(answer.at("/response/list/1/imp_uid"));
	}

	@Test
	void showsTheHistoryOfACancelledCharge() {
		end(() -> this.caller.charge("n1", "cancelled-1"));
		Answer answer = this.caller.get("/payments/find/n1");

		assertThat(answer.at("/response/cancel_amount").longValue()).isEqualTo(1000);
		assertThat(answer.at("/response/cancelled_at").longValue()).isPositive();
		assertThat(answer.at("/response/paid_at").longValue()).isPositive();
		assertThat(answer.at("/response/cancel_history")).hasSize(1);
	}

	@Test
	void chargesSoftCustomersAfterARefill() {
		this.caller.charge("n1", "soft-1");
		this.sandbox.refill();

		assertThat(this.caller.charge("n2", "soft-1").paymentStatus()).isEqualTo("paid");
		assertThat(this.caller.charge("n3", "hard-1").paymentStatus()).isEqualTo("failed");
	}

	@Test
	void followsATestsScriptBeforeThePrefix() {
		this.sandbox.setFault("soft-1", Fault.NONE);
		this.sandbox.setFault("n2", Fault.HTML500);
		this.sandbox.failNext("soft-1", Fault.LOST_BEFORE, Fault.HARD);

		assertThat(end(() -> this.caller.charge("n1", "soft-1"))).isEqualTo("broken");
		assertThat(end(() -> this.caller.charge("n1", "soft-1"))).isEqualTo("failed");
		assertThat(end(() -> this.caller.charge("n2", "soft-1"))).isEqualTo("500 html");
		assertThat(end(() -> this.caller.charge("n2", "soft-1"))).isEqualTo("paid");
	}

	@Test
	void spoilsTheLookUpsThatATestNames() {
		this.caller.charge("n1", "plain");
		this.sandbox.failNextLookUps("n1", Delivery.UNAVAILABLE);
		this.sandbox.failNextLookUps("plain", Delivery.TRUNCATED);
		this.sandbox.failNextBulkLookUps(Delivery.HTML_404);
		this.sandbox.failNextTokens(Delivery.HTML_502);

		assertThat(end(() -> this.caller.get("/payments/find/n1"))).isEqualTo("503 html");
		assertThat(end(() -> this.caller.get("/payments/findAll/n1"))).isEqualTo("broken");
		assertThat(end(() -> this.caller.get("/payments/find/n1"))).isEqualTo("paid");
		assertThat(end(() -> this.caller.get("/payments?merchant_uid[]=n1"))).isEqualTo("404 html");
		assertThat(end(() -> this.caller.postJson("/users/getToken", Map.of("imp_key", "k", "imp_secret", "s"))))
			.isEqualTo("502 html");
	}

	private static String end(Supplier<Answer> call) {
		try {
			Answer answer = call.get();
			if (!answer.body().startsWith("{")) {
				return answer.status() + " html";
			}
			if (answer.status() != 200) {
				return String.valueOf(answer.status());
			}
			boolean refused = answer.at("/code").intValue() != 0;
			return refused ? "refused: " + answer.at("/message").asString() : answer.paymentStatus();
		}
		catch (UncheckedIOException ex) {
			return "broken";
		}
	}

}
