package chargerunner.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

import chargerunner.sandbox.Caller.Answer;
import chargerunner.sandbox.SandboxCharge.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class SandboxLookUpTests {

	private final MovableClock clock = new MovableClock();

	private Sandbox sandbox = Sandbox.start(SandboxOptions.defaults(), this.clock);

	private Caller caller = Caller.signedIn(this.sandbox);

	@AfterEach
	void stop() {
		this.sandbox.close();
	}

	private void restart(SandboxOptions.Builder options) {
		this.sandbox.close();
		this.sandbox = Sandbox.start(options.build(), this.clock);
		this.caller = Caller.signedIn(this.sandbox);
	}

	private void add(int records) {
		IntStream.range(0, records)
			.forEach((i) -> this.sandbox
				.add(new SandboxCharge("imp_" + (1000 + i), "many", "plain", i, "KRW", Status.PAID, null)));
	}

	@ParameterizedTest
	@CsvSource({ "'', 1, 20, 0, 2", "?page=2, 21, 20, 1, 3", "?page=3, 41, 5, 2, 0", "?limit=1000, 1, 45, 0, 0",
			"?limit=45, 1, 45, 0, 0", "?limit=44&page=2, 45, 1, 1, 0" })
	void pagesAllRecordsOfANumber(String query, int first, int size, int previous, int next) {
		add(45);
		Answer answer = this.caller
			.get("/payments/findAll/many" + query + (query.isEmpty() ? "?" : "&") + "sorting=started");

		assertThat(answer.at("/response/total").intValue()).isEqualTo(45);
		assertThat(answer.at("/response/list")).hasSize(size);
		assertThat(answer.at("/response/list/0/amount").intValue()).isEqualTo(first - 1);
		assertThat(answer.at("/response/previous").intValue()).isEqualTo(previous);
		assertThat(answer.at("/response/next").intValue()).isEqualTo(next);
	}

	@ParameterizedTest
	@ValueSource(strings = { "?page=4", "?page=0", "?page=x", "?limit=0", "?limit=1001", "?sorting=name", "/unheard" })
	void refusesBadPages(String suffix) {
		add(45);
		Answer answer = this.caller.get("/payments/findAll/many" + suffix);

		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.at("/code").intValue()).isEqualTo(-1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/payments/find/none", "/payments/findAll/none", "/payments/findAll/none/paid",
			"/payments/imp_000", "/payments?merchant_uid[]=none", "/payments?imp_uid%5B%5D=none" })
	void answersAnEnvelopeWhereThereIsNone(String path) {
		Answer answer = this.caller.get(path);

		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.at("/code").intValue()).isEqualTo(-1);
		assertThat(answer.at("/message").asString()).isEqualTo("존재하지 않는 결제정보입니다.");
		assertThat(answer.at("/response").isNull()).isTrue();
	}

	@Test
	void findsOnlyTheStatusAskedFor() {
		this.caller.charge("n1", "hard-1");

		assertThat(this.caller.get("/payments/find/n1/failed").status()).isEqualTo(200);
		assertThat(this.caller.get("/payments/find/n1/paid").status()).isEqualTo(404);
	}

	@Test
	void findsNumbersThatNeedEscaping() {
		String merchantUid = "주문 1/2?50%#+";
		this.caller.charge(merchantUid, "plain");

		assertThat(this.caller.get("/payments/find/" + Caller.encoded(merchantUid))
			.at("/response/merchant_uid")
			.asString()).isEqualTo(merchantUid);
		assertThat(this.caller.get("/payments?merchant_uid[]=" + Caller.encoded(merchantUid)).status()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "plain, '', 404", "plain, ?include_sandbox=true, 200", "live-1, '', 200" })
	void hidesTestPaymentsFromTheCallByItsOwnNumber(String customerUid, String query, int status) {
		String impUid = this.caller.charge("n1", customerUid).at("/response/imp_uid").asString();

		assertThat(this.caller.get("/payments/" + impUid + query).status()).isEqualTo(status);
	}

	@Test
	void hidesNothingWhereNothingIsATest() {
		restart(SandboxOptions.builder().sandboxFlag(false));
		String impUid = this.caller.charge("n1", "plain").at("/response/imp_uid").asString();

		assertThat(this.caller.get("/payments/" + impUid).status()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "merchant_uid[]=n1&merchant_uid[]=n2, 200, 2", "merchant_uid%5B%5D=n1, 200, 1",
			"merchant_uid[]=n1&merchant_uid[]=none, 207, 1", "imp_uid[]=none&merchant_uid[]=n2, 207, 1" })
	void findsManyAtOnce(String query, int status, int found) {
		this.caller.charge("n1", "plain");
		this.caller.charge("n2", "hard-1");
		Answer answer = this.caller.get("/payments?" + query);

		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.at("/code").intValue()).isZero();
		assertThat(answer.at("/response")).hasSize(found);
	}

	@ParameterizedTest
	@CsvSource({ "0, 400", "100, 207", "101, 400" })
	void limitsHowManyAreFoundAtOnce(int count, int status) {
		this.caller.charge("n0", "plain");
		String query = IntStream.range(0, count)
			.mapToObj((i) -> "merchant_uid[]=n" + i)
			.collect(Collectors.joining("&"));

		assertThat(this.caller.get("/payments?" + query).status()).isEqualTo(status);
	}

	@Test
	void listsByStatusAndTime() {
		this.caller.charge("n1", "plain");
		this.caller.charge("n2", "hard-1");
		long first = this.clock.instant().getEpochSecond();
		this.clock.move(Duration.ofSeconds(100));
		this.caller.charge("n3", "plain");

		assertThat(listed("all?sorting=started")).containsExactly("n1", "n2", "n3");
		assertThat(listed("all")).containsExactly("n3", "n2", "n1");
		assertThat(listed("paid?to=" + first)).containsExactly("n1");
		assertThat(listed("paid?from=" + (first + 1))).containsExactly("n3");
		assertThat(listed("failed")).containsExactly("n2");
		assertThat(listed("ready")).isEmpty();
		assertThat(this.caller.get("/payments/status/unheard").status()).isEqualTo(400);
		assertThat(this.caller.get("/payments/status/all?page=2").status()).isEqualTo(400);
	}

	private List<String> listed(String statusAndQuery) {
		JsonNode list = this.caller.get("/payments/status/" + statusAndQuery).at("/response/list");
		return StreamSupport.stream(list.spliterator(), false)
			.map((payment) -> payment.at("/merchant_uid").asString())
			.toList();
	}

	@Test
	void answersThreeCallsOnlyWhereAsked() {
		restart(SandboxOptions.builder().threeCallsOnly(true));
		this.caller.charge("n1", "plain");

		assertThat(this.caller.get("/payments/findAll/n1").status()).isEqualTo(200);
		for (String path : List.of("/payments/find/n1", "/payments?merchant_uid[]=n1", "/payments/status/all",
				"/subscribe/customers/x")) {
			Answer answer = this.caller.get(path);
			assertThat(answer.status()).isEqualTo(404);
			assertThat(answer.body()).startsWith("<html>");
		}
	}

	@Test
	void answersHtmlToCallsThatDoNotExist() {
		assertThat(this.caller.get("/nothing").body()).startsWith("<html>");
		assertThat(this.caller.get("/subscribe/payments/again").status()).isEqualTo(404);
		assertThat(this.caller.get("/").status()).isEqualTo(404);
	}

	@Test
	void spoilsAFractionOfLookUpsAndAlwaysTheSame() {
		List<Integer> first = spoilt(7);
		List<Integer> same = spoilt(7);
		List<Integer> other = spoilt(8);

		assertThat(first).isEqualTo(same).isNotEqualTo(other);
		assertThat(first.stream().filter((status) -> status != 200).count()).isBetween(20L, 60L);
		assertThat(first).contains(200, 429, 503);
	}

	private List<Integer> spoilt(long seed) {
		Chance chance = new Chance(seed);
		return IntStream.range(0, 100)
			.mapToObj((i) -> chance.lookUpFault(0.4, "n" + (i / 5), i % 5))
			.map((delivery) -> (delivery == Delivery.WHOLE) ? 200 : delivery.status())
			.toList();
	}

	@Test
	void putsTheFractionOfSpoiltLookUpsOnTheWire() {
		restart(SandboxOptions.builder().lookUpFaults(0.5));
		this.caller.charge("n1", "plain");
		Chance chance = new Chance(SandboxOptions.defaults().seed());
		for (long look = 1; look <= 10; look++) {
			Delivery expected = chance.lookUpFault(0.5, "n1", look);
			if (expected != Delivery.WHOLE && expected.status() == 0) {
				break;
			}
			assertThat(this.caller.get("/payments/find/n1").status())
				.isEqualTo((expected == Delivery.WHOLE) ? 200 : expected.status());
		}
	}

}
