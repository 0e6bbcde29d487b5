package chargerunner.gateway;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

import chargerunner.charge.LookUp;
import chargerunner.charge.Payment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static chargerunner.gateway.GatewayFixture.TOKEN;
import static chargerunner.gateway.GatewayFixture.envelope;
import static chargerunner.gateway.GatewayFixture.gateway;
import static chargerunner.gateway.GatewayFixture.payment;
import static chargerunner.gateway.ScriptedServer.drip;
import static chargerunner.gateway.ScriptedServer.json;
import static chargerunner.gateway.ScriptedServer.raw;
import static chargerunner.gateway.ScriptedServer.rawAndClose;
import static chargerunner.gateway.ScriptedServer.reset;
import static chargerunner.gateway.ScriptedServer.silence;
import static org.assertj.core.api.Assertions.assertThat;

class LookUpTests {

	private static final String FIND_ALL = "/payments/findAll/cr01";

	private static final String NONE = "{\"code\":-1,\"message\":\"존재하지 않는 결제정보입니다.\",\"response\":null}";

	private ScriptedServer server;

	private PortOneGateway gateway;

	@BeforeEach
	void start() throws IOException {
		this.server = new ScriptedServer();
		this.gateway = gateway(this.server.url());
	}

	@AfterEach
	void stop() throws IOException {
		this.gateway.close();
		this.server.close();
	}

	static Stream<Arguments> answers() {
		String paid = payment("cr01", "paid");
		return Stream.of(Arguments.of("one", json(200, page(1, 0, paid)), LookUp.Kind.FOUND),
				Arguments.of("two", json(200, page(2, 0, payment("cr01", "failed"), paid)), LookUp.Kind.FOUND),
				Arguments.of("a list alone", json(200, envelope("{\"list\":[" + paid + "]}")), LookUp.Kind.FOUND),
				Arguments.of("404 with envelope", json(404, NONE), LookUp.Kind.NONE),
				Arguments.of("404 with envelope without response", json(404, "{\"code\":-1,\"message\":\"x\"}"),
						LookUp.Kind.NONE),
				Arguments.of("empty list", json(200, page(0, 0)), LookUp.Kind.NONE),
				Arguments.of("empty list alone", json(200, envelope("{\"list\":[]}")), LookUp.Kind.NONE),
				Arguments.of("404 of html", json(404, "<html>Not Found</html>"), LookUp.Kind.NO_ANSWER),
				Arguments.of("404, empty", json(404, ""), LookUp.Kind.NO_ANSWER),
				Arguments.of("404 of a proxy", json(404, "{\"code\":404,\"message\":\"Not Found\"}"),
						LookUp.Kind.NO_ANSWER),
				Arguments.of("404, code of text", json(404, "{\"code\":\"NotFound\",\"message\":\"x\"}"),
						LookUp.Kind.NO_ANSWER),
				Arguments.of("404, code 0", json(404, envelope("null")), LookUp.Kind.NO_ANSWER),
				Arguments.of("404 with a payment",
						json(404, "{\"code\":-1,\"message\":\"x\",\"response\":" + paid + "}"), LookUp.Kind.NO_ANSWER),
				Arguments.of("200, code -1", json(200, NONE), LookUp.Kind.NO_ANSWER),
				Arguments.of("200, null", json(200, envelope("null")), LookUp.Kind.NO_ANSWER),
				Arguments.of("200, one payment", json(200, envelope(paid)), LookUp.Kind.NO_ANSWER),
				Arguments.of("empty list, total 3", json(200, page(3, 0)), LookUp.Kind.NO_ANSWER),
				Arguments.of("another number", json(200, page(1, 0, payment("cr02", "paid"))), LookUp.Kind.NO_ANSWER),
				Arguments.of("number in other case", json(200, page(1, 0, payment("CR01", "paid"))),
						LookUp.Kind.NO_ANSWER),
				Arguments.of("a payment without status", json(200, page(1, 0, "{\"merchant_uid\":\"cr01\"}")),
						LookUp.Kind.NO_ANSWER),
				Arguments.of("429", json(429, NONE), LookUp.Kind.NO_ANSWER),
				Arguments.of("307", raw("HTTP/1.1 307 X\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"),
						LookUp.Kind.NO_ANSWER),
				Arguments.of("500 with envelope", json(500, NONE), LookUp.Kind.NO_ANSWER),
				Arguments.of("503", json(503, ""), LookUp.Kind.NO_ANSWER),
				Arguments.of("truncated", rawAndClose("HTTP/1.1 404 X\r\nContent-Length: 500\r\n\r\n" + NONE),
						LookUp.Kind.NO_ANSWER),
				Arguments.of("silence", silence(), LookUp.Kind.NO_ANSWER),
				Arguments.of("reset", reset(), LookUp.Kind.NO_ANSWER), Arguments.of("dripping",
						drip("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n", 20), LookUp.Kind.NO_ANSWER));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("answers")
	void givesOneVerdictToOneLook(String name, ScriptedServer.Step step, LookUp.Kind expected) {
		this.server.always(FIND_ALL, step);

		LookUp lookUp = this.gateway.lookUp("cr01");

		assertThat(lookUp.kind()).isEqualTo(expected);
		assertThat(lookUp.payments().isEmpty()).isEqualTo(expected != LookUp.Kind.FOUND);
		if (!name.startsWith("empty list, total")) {
			assertThat(this.server.count(FIND_ALL)).isEqualTo(1);
		}
	}

	static Stream<Arguments> answersAboutMany() {
		String both = "[" + payment("cr01", "paid") + "," + payment("cr02", "failed") + "]";
		String one = "[" + payment("cr02", "failed") + "]";
		return Stream.of(Arguments.of("all", json(200, envelope(both)), List.of("cr01", "cr02")),
				Arguments.of("some are missing", json(207, envelope(one)), List.of("cr02")),
				Arguments.of("two of one",
						json(200, envelope("[" + payment("cr01", "paid") + "," + payment("cr01", "paid") + "]")),
						List.of("cr01", "cr01")),
				Arguments.of("one that nobody asked for",
						json(200, envelope("[" + payment("cr03", "paid") + "," + payment("cr02", "paid") + "]")),
						List.of("cr02")),
				Arguments.of("all are missing", json(404, NONE), List.of()),
				Arguments.of("no such call", json(404, "<html>Not Found</html>"), List.of()),
				Arguments.of("code -1", json(200, NONE), List.of()),
				Arguments.of("404 with payments", json(404, envelope(both)), List.of()),
				Arguments.of("a payment without status", json(200, envelope("[{\"merchant_uid\":\"cr01\"}]")),
						List.of()),
				Arguments.of("no list", json(200, envelope(payment("cr01", "paid"))), List.of()),
				Arguments.of("500", json(500, envelope(both)), List.of()),
				Arguments.of("silence", silence(), List.of()), Arguments.of("reset", reset(), List.of()));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("answersAboutMany")
	void showsOfManyNumbersWhatIsThereAndNothingElse(String name, ScriptedServer.Step step, List<String> expected) {
		this.server.always("/payments", step);

		List<Payment> shown = this.gateway.lookUp(List.of("cr01", "cr02"));

		assertThat(shown).extracting(Payment::merchantUid).isEqualTo(expected);
		assertThat(this.server.requests("/payments")).extracting(ScriptedServer.Request::line)
			.singleElement()
			.asString()
			.contains("/payments?merchant_uid%5B%5D=cr01&merchant_uid%5B%5D=cr02 ");
	}

	@Test
	void readsEveryPage() {
		this.server.next(FIND_ALL, json(200, page(3, 2, payment("cr01", "failed"))),
				json(200, page(3, 3, payment("cr01", "failed"))), json(200, page(3, 0, payment("cr01", "paid"))));

		LookUp lookUp = this.gateway.lookUp("cr01");

		assertThat(lookUp.payments()).extracting(Payment::status).containsExactly("failed", "failed", "paid");
		assertThat(this.server.requests(FIND_ALL)).extracting(ScriptedServer.Request::line)
			.allMatch((line) -> line.contains("limit=1000"))
			.satisfiesExactly((line) -> assertThat(line).contains("page=1 "),
					(line) -> assertThat(line).contains("page=2 "), (line) -> assertThat(line).contains("page=3 "));
	}

	@Test
	void readsEveryPageWhereTheServerTellsOnlyTheNextOne() {
		this.server.next(FIND_ALL, json(200, envelope("{\"next\":2,\"list\":[" + payment("cr01", "failed") + "]}")),
				json(200, envelope("{\"next\":0,\"list\":[" + payment("cr01", "paid") + "]}")));

		assertThat(this.gateway.lookUp("cr01").payments()).hasSize(2);
	}

	@Test
	void hasNoAnswerWhenAPageIsMissing() {
		this.server.next(FIND_ALL, json(200, page(2, 2, payment("cr01", "failed"))), json(404, NONE));

		assertThat(this.gateway.lookUp("cr01").kind()).isEqualTo(LookUp.Kind.NO_ANSWER);
	}

	@Test
	void hasNoAnswerWhenPagesDoNotEnd() {
		this.server.always(FIND_ALL, json(200, page(1_000_000, 2, payment("cr01", "failed"))));

		assertThat(this.gateway.lookUp("cr01").kind()).isEqualTo(LookUp.Kind.NO_ANSWER);
		assertThat(this.server.count(FIND_ALL)).isEqualTo(10);
	}

	@Test
	void looksOnceMoreAfter401() {
		this.server.next(FIND_ALL, json(401, NONE)).always(FIND_ALL, json(404, NONE));

		assertThat(this.gateway.lookUp("cr01").kind()).isEqualTo(LookUp.Kind.NONE);
		assertThat(this.server.count(TOKEN)).isEqualTo(2);
	}

	@Test
	void isUnauthorizedWhen401ComesAgain() {
		this.server.always(FIND_ALL, json(401, NONE));

		assertThat(this.gateway.lookUp("cr01").kind()).isEqualTo(LookUp.Kind.UNAUTHORIZED);
		assertThat(this.server.count(FIND_ALL)).isEqualTo(2);
	}

	@Test
	void encodesTheNumberAsOnePathSegmentBelowThePrefix() {
		try (PortOneGateway prefixed = gateway(this.server.url() + "/prefix/v1/")) {
			this.server.always("/prefix/v1/users/getToken", ScriptedServer.token("T1", 1800));
			String path = "/prefix/v1/payments/findAll/a%2Fb%20%25%3F%23%2B%3B%ED%95%9C";
			this.server.always(path, json(404, NONE));

			assertThat(prefixed.lookUp("a/b %?#+;한").kind()).isEqualTo(LookUp.Kind.NONE);
			assertThat(this.server.count(path)).isEqualTo(1);
		}
	}

	private static String page(int total, int next, String... payments) {
		return envelope("{\"total\":" + total + ",\"previous\":0,\"next\":" + next + ",\"list\":["
				+ String.join(",", payments) + "]}");
	}

}
