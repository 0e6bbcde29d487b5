package chargerunner.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import chargerunner.charge.Answer;
import chargerunner.charge.ChargeDetails;
import chargerunner.charge.ChargeRequest;
import chargerunner.charge.Payment;
import chargerunner.charge.PaymentGateway;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static chargerunner.gateway.GatewayFixture.AGAIN;
import static chargerunner.gateway.GatewayFixture.REQUEST;
import static chargerunner.gateway.GatewayFixture.TOKEN;
import static chargerunner.gateway.GatewayFixture.envelope;
import static chargerunner.gateway.GatewayFixture.gateway;
import static chargerunner.gateway.GatewayFixture.paid;
import static chargerunner.gateway.GatewayFixture.payment;
import static chargerunner.gateway.GatewayFixture.settings;
import static chargerunner.gateway.ScriptedServer.bytes;
import static chargerunner.gateway.ScriptedServer.drip;
import static chargerunner.gateway.ScriptedServer.json;
import static chargerunner.gateway.ScriptedServer.raw;
import static chargerunner.gateway.ScriptedServer.rawAndClose;
import static chargerunner.gateway.ScriptedServer.reset;
import static chargerunner.gateway.ScriptedServer.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class ChargeAnswerTests {

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

	static Stream<Arguments> behaviours() {
		String whole = envelope(payment("cr01", "paid"));
		return Stream.of(behaviour("paid", json(200, whole), Answer.Kind.PAYMENT),
				behaviour("declined", json(200, envelope(payment("cr01", "failed"))), Answer.Kind.PAYMENT),
				behaviour("ready", json(200, envelope(payment("cr01", "ready"))), Answer.Kind.PAYMENT),
				behaviour("a status of the future", json(200, envelope(payment("cr01", "pending"))),
						Answer.Kind.PAYMENT),
				behaviour("chunked",
						raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
								+ Integer.toHexString(whole.length()) + "\r\n" + whole + "\r\n0\r\n\r\n"),
						Answer.Kind.PAYMENT),
				behaviour("without length", rawAndClose("HTTP/1.1 200 OK\r\n\r\n" + whole), Answer.Kind.PAYMENT),
				behaviour("refused", json(200, "{\"code\":1,\"message\":\"등록되지 않은 구매자입니다.\",\"response\":null}"),
						Answer.Kind.REFUSED),
				behaviour("refused with a list", json(200, "{\"code\":-1,\"message\":\"x\",\"response\":[]}"),
						Answer.Kind.REFUSED),
				behaviour("code 0, null", json(200, envelope("null")), Answer.Kind.UNREADABLE),
				behaviour("code 0, list", json(200, envelope("[]")), Answer.Kind.UNREADABLE),
				behaviour("code 0, no status", json(200, envelope("{\"imp_uid\":\"i\",\"merchant_uid\":\"cr01\"}")),
						Answer.Kind.UNREADABLE),
				behaviour("no code", json(200, "{\"response\":" + payment("cr01", "paid") + "}"),
						Answer.Kind.UNREADABLE),
				behaviour("code of text", json(200, "{\"code\":\"F1002\",\"message\":\"x\"}"), Answer.Kind.UNREADABLE),
				behaviour("half a code", json(200, "{\"code\":0.5,\"response\":null}"), Answer.Kind.UNREADABLE),
				behaviour("html under 200", json(200, "<html>ok</html>"), Answer.Kind.UNREADABLE),
				behaviour("empty under 200", json(200, ""), Answer.Kind.UNREADABLE),
				behaviour("an array", json(200, "[]"), Answer.Kind.UNREADABLE),
				behaviour("json null", json(200, "null"), Answer.Kind.UNREADABLE),
				behaviour("json and more", json(200, whole + "x"), Answer.Kind.UNREADABLE),
				behaviour("cut json with right length", json(200, whole.substring(0, 60)), Answer.Kind.UNREADABLE),
				behaviour("not UTF-8", bytes(
						"HTTP/1.1 200 OK\r\nContent-Length: 41\r\n\r\n{\"code\":1,\"message\":\"\u00b0\u00b1\",\"response\":null}"),
						Answer.Kind.UNREADABLE),
				behaviour("above 1 MiB", json(200, " ".repeat((1 << 20) + 1)), Answer.Kind.UNREADABLE),
				behaviour("above 1 MiB under 502", json(502, " ".repeat((1 << 20) + 1)), Answer.Kind.HTTP),
				behaviour("not HTTP", rawAndClose("SSH-2.0-OpenSSH_9.2\r\n\r\n"), Answer.Kind.UNREADABLE),
				behaviour("truncated", rawAndClose("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"code\":0,"),
						Answer.Kind.RESET),
				behaviour("truncated chunks",
						rawAndClose("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{\"code\":0,"),
						Answer.Kind.RESET),
				behaviour("closed without answer", rawAndClose(""), Answer.Kind.RESET),
				behaviour("half a status line", rawAndClose("HTTP/1."), Answer.Kind.UNREADABLE),
				behaviour("reset", reset(), Answer.Kind.RESET), behaviour("silence", silence(), Answer.Kind.TIMEOUT),
				behaviour("silence in the body", raw("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"),
						Answer.Kind.TIMEOUT),
				behaviour("dripping body", drip("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", 20),
						Answer.Kind.TIMEOUT),
				behaviour("dripping head", drip("HTTP/1.1 200 OK\r\nX: ", 20), Answer.Kind.TIMEOUT),
				behaviour("201", json(201, whole), Answer.Kind.HTTP),
				behaviour("204", raw("HTTP/1.1 204 X\r\n\r\n"), Answer.Kind.HTTP),
				behaviour("302", raw("HTTP/1.1 302 X\r\nLocation: " + AGAIN + "\r\nContent-Length: 0\r\n\r\n"),
						Answer.Kind.HTTP),
				behaviour("307", raw("HTTP/1.1 307 X\r\nLocation: " + AGAIN + "\r\nContent-Length: 0\r\n\r\n"),
						Answer.Kind.HTTP),
				behaviour("308", raw("HTTP/1.1 308 X\r\nLocation: " + AGAIN + "\r\nContent-Length: 0\r\n\r\n"),
						Answer.Kind.HTTP),
				behaviour("400", json(400, whole), Answer.Kind.HTTP),
				behaviour("404", json(404, "{\"code\":-1,\"message\":\"x\",\"response\":null}"), Answer.Kind.HTTP),
				behaviour("407", raw("HTTP/1.1 407 X\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n"),
						Answer.Kind.HTTP),
				behaviour("408", json(408, ""), Answer.Kind.HTTP),
				behaviour("429", raw("HTTP/1.1 429 X\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n"),
						Answer.Kind.THROTTLED),
				behaviour("500", json(500, whole), Answer.Kind.HTTP),
				behaviour("502", json(502, "<html>Bad Gateway</html>"), Answer.Kind.HTTP),
				behaviour("503", raw("HTTP/1.1 503 X\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n"),
						Answer.Kind.HTTP),
				behaviour("status 42", raw("HTTP/1.1 042 X\r\nContent-Length: 0\r\n\r\n"), Answer.Kind.UNREADABLE));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("behaviours")
	void givesOneAnswerToOnePost(String name, ScriptedServer.Step step, Answer.Kind expected) {
		this.server.always(AGAIN, step);

		Answer answer = this.gateway.charge(REQUEST, () -> true);

		assertThat(answer.kind()).isEqualTo(expected);
		assertThat(answer.payment() != null).isEqualTo(expected == Answer.Kind.PAYMENT);
		assertThat(this.server.count(AGAIN)).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 302, 307, 308, 408, 429, 502, 503, 504 })
	void repeatsNothingWhenThereIsTimeForIt(int status) {
		PortOneSettings patient = new PortOneSettings(this.server.url(), "k", "s", Duration.ofSeconds(2),
				Duration.ofSeconds(20), false);
		this.server
			.next(AGAIN,
					raw("HTTP/1.1 " + status + " X\r\nRetry-After: 0\r\nLocation: " + AGAIN
							+ "\r\nContent-Length: 0\r\n\r\n"))
			.always(AGAIN, paid());

		try (PortOneGateway patientGateway = new PortOneGateway(patient, 2)) {
			assertThat(patientGateway.charge(REQUEST, () -> true).httpStatus()).isEqualTo(status);
		}
		assertThat(this.server.count(AGAIN)).isEqualTo(1);
	}

	/**
	 * As a process that was frozen after it had asked, and wakes when it may no longer.
	 */
	@Test
	void writesNothingOnceItsCallerMayNoLongerSend() {
		AtomicInteger asked = new AtomicInteger();

		Answer answer = this.gateway.charge(REQUEST, () -> asked.incrementAndGet() == 1);

		assertThat(asked).hasValueGreaterThan(1);
		assertThat(this.server.count(AGAIN)).isZero();
		assertThat(answer.kind()).isEqualTo(Answer.Kind.TIMEOUT);
	}

	@Test
	void writesNothingWhenTheConnectionCameTooLate() throws IOException {
		try (ExchangeGuard guard = new ExchangeGuard(TimeUnit.SECONDS.toNanos(10), 0);
				CloseableHttpClient client = HttpClients.custom()
					.addExecInterceptorFirst("guard", guard::around)
					.addExecInterceptorLast("wire", guard::atTheWire)
					.build()) {
			assertThatExceptionOfType(ExchangeFailedException.class)
				.isThrownBy(() -> client.execute(new HttpPost(this.server.url() + AGAIN), (response) -> null))
				.satisfies((ex) -> assertThat(ex.reply().result()).isEqualTo(Reply.Result.NOT_SENT));
		}
		assertThat(this.server.count(AGAIN)).isZero();
	}

	@Test
	void keepsCodeAndTextOfRefusal() {
		this.server.always(AGAIN, json(200,
				"{\"code\":1,\"message\":\"\\ub4f1\\ub85d\\ub418\\uc9c0 \\uc54a\\uc740 \\uad6c\\ub9e4\\uc790\\uc785\\ub2c8\\ub2e4.\",\"response\":null}"));

		assertThat(this.gateway.charge(REQUEST, () -> true)).isEqualTo(Answer.refused(1, "등록되지 않은 구매자입니다."));
	}

	@Test
	void readsWholePaymentWithUnknownFieldsSortedKeysAndEscapes() {
		this.server.always(AGAIN, json(200, "{\"code\":0,\"message\":null,\"response\":{\"a_new_field\":{\"x\":[1]},"
				+ "\"amount\":3000.0,\"cancel_history\":[],\"cancelled_at\":0,\"card_type\":null,\"currency\":\"KRW\","
				+ "\"custom_data\":\"{}\",\"customer_uid\":\"customer-1\",\"fail_reason\":\"\\uc794\\uc561\\ubd80\\uc871\","
				+ "\"failed_at\":\"1512446941\",\"imp_uid\":\"imp_1\",\"merchant_uid\":\"cr01\",\"paid_at\":1512446940,"
				+ "\"pg_tid\":\"tid\",\"receipt_url\":\"https://r\",\"sandbox\":true,\"status\":\"failed\"},\"zzz\":1}"));

		assertThat(this.gateway.charge(REQUEST, () -> true).payment()).isEqualTo(new Payment("imp_1", "cr01",
				"customer-1", "failed", 3000L, "KRW", "잔액부족", Instant.ofEpochSecond(1512446940),
				Instant.ofEpochSecond(1512446941), null, "tid", "https://r", true, null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "3000.5", "\"3,000\"", "\"\"", "null", "{\"total\":3000}", "[3000]", "true", "1e400",
			"9223372036854775808", "\"x\"" })
	void knowsNoAmountWhereThereIsNoWholeNumber(String amount) {
		this.server.always(AGAIN, json(200, envelope(
				"{\"imp_uid\":\"i\",\"merchant_uid\":\"cr01\",\"status\":\"paid\",\"amount\":" + amount + "}")));

		Payment payment = this.gateway.charge(REQUEST, () -> true).payment();

		assertThat(payment).isNotNull();
		assertThat(payment.amount()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "[\"x\"]", "null" })
	void knowsNoTextWhereThereIsNone(String value) {
		this.server.always(AGAIN, json(200, envelope("{\"imp_uid\":\"i\",\"merchant_uid\":\"cr01\",\"status\":\"paid\","
				+ "\"amount\":3000,\"receipt_url\":" + value + ",\"sandbox\":" + value + "}")));

		Payment payment = this.gateway.charge(REQUEST, () -> true).payment();

		assertThat(payment).isNotNull();
		assertThat(payment.amount()).isEqualTo(3000);
		assertThat(payment.receiptUrl()).isNull();
		assertThat(payment.sandbox()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "3000", "3000.0", "\"3000\"", "\" 3000.00 \"", "3e3" })
	void readsWholeNumbersHoweverTheyAreWritten(String amount) {
		this.server.always(AGAIN, json(200, envelope(
				"{\"imp_uid\":\"i\",\"merchant_uid\":\"cr01\",\"status\":\"paid\",\"amount\":" + amount + "}")));

		assertThat(this.gateway.charge(REQUEST, () -> true).payment().amount()).isEqualTo(3000);
	}

	@Test
	void sendsOnlyWhatTheRowGave() {
		this.server.always(AGAIN, paid());

		this.gateway.charge(REQUEST, () -> true);

		ScriptedServer.Request sent = this.server.requests(AGAIN).get(0);
		assertThat(sent.line()).isEqualTo("POST " + AGAIN + " HTTP/1.1");
		assertThat(sent.head()).contains("Authorization: Bearer T1\r\n", "Content-Type: application/json\r\n")
			.doesNotContainIgnoringCase("cookie")
			.doesNotContainIgnoringCase("upgrade")
			.doesNotContainIgnoringCase("expect");
		assertThat(sent.body())
			.isEqualTo("{\"customer_uid\":\"customer-1\",\"merchant_uid\":\"cr01\",\"amount\":3000,\"name\":\"정기결제\"}");
	}

	@Test
	void sendsEveryDetailThatTheRowGave() {
		this.server.always(AGAIN, paid());

		this.gateway.charge(new ChargeRequest("cr01", "c/%+\"", Long.MAX_VALUE, "n", new ChargeDetails(0L, 100L, "KRW",
				"이름", "a@b.c", "010", "주소", "06236", 0, "digital", "{}", "https://n")), () -> true);

		assertThat(this.server.requests(AGAIN).get(0).body()).isEqualTo("{\"customer_uid\":\"c/%+\\\"\","
				+ "\"merchant_uid\":\"cr01\",\"amount\":9223372036854775807,\"name\":\"n\",\"tax_free\":0,"
				+ "\"vat_amount\":100,\"currency\":\"KRW\",\"buyer_name\":\"이름\",\"buyer_email\":\"a@b.c\","
				+ "\"buyer_tel\":\"010\",\"buyer_addr\":\"주소\",\"buyer_postcode\":\"06236\",\"card_quota\":0,"
				+ "\"product_type\":\"digital\",\"custom_data\":\"{}\",\"notice_url\":\"https://n\"}");
	}

	@Test
	void cutsDrippingBodyAtTheDeadline() {
		this.server.always(AGAIN, drip("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", 20));
		this.gateway.signIn();

		long start = System.nanoTime();
		Answer answer = this.gateway.charge(REQUEST, () -> true);
		long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);

		assertThat(answer.kind()).isEqualTo(Answer.Kind.TIMEOUT);
		assertThat(millis).isBetween(590L, 4000L);
	}

	@Test
	void reusesConnectionsAndNoticesThatTheServerClosedThem() throws Exception {
		this.server.always(AGAIN, paid());
		assertThat(this.gateway.charge(REQUEST, () -> true).kind()).isEqualTo(Answer.Kind.PAYMENT);
		assertThat(this.gateway.charge(REQUEST, () -> true).kind()).isEqualTo(Answer.Kind.PAYMENT);
		assertThat(this.server.connections()).isEqualTo(1);

		this.server.closeConnections();
		// Connections that were used just now are not looked at before they are used.
		await().pollDelay(Duration.ofMillis(150)).until(() -> this.server.openConnections() == 0);

		assertThat(this.gateway.charge(REQUEST, () -> true).kind()).isEqualTo(Answer.Kind.PAYMENT);
		assertThat(this.server.count(AGAIN)).isEqualTo(3);
	}

	@Test
	void doesNotSendWhenNoConnectionGetsFree() throws Exception {
		try (PortOneGateway narrow = new PortOneGateway(
				new PortOneSettings(this.server.url(), "k", "s", Duration.ofMillis(200), Duration.ofSeconds(20), false),
				1)) {
			CountDownLatch arrived = new CountDownLatch(1);
			CountDownLatch release = new CountDownLatch(1);
			this.server.always(AGAIN, (socket) -> {
				arrived.countDown();
				waitFor(release);
				return paid().play(socket);
			});
			ExecutorService threads = Executors.newSingleThreadExecutor();
			Future<Answer> first = threads.submit(() -> narrow.charge(REQUEST, () -> true));
			assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();

			Answer second = narrow.charge(REQUEST, () -> true);
			release.countDown();

			assertThat(second.kind()).isEqualTo(Answer.Kind.NOT_SENT);
			assertThat(first.get(10, TimeUnit.SECONDS).kind()).isEqualTo(Answer.Kind.PAYMENT);
			assertThat(this.server.count(AGAIN)).isEqualTo(1);
			threads.shutdownNow();
		}
	}

	@Test
	void tellsWhatItBrokeOffItself() throws Exception {
		this.server.always(AGAIN, silence());
		try (PortOneGateway patient = new PortOneGateway(
				new PortOneSettings(this.server.url(), "k", "s", Duration.ofSeconds(5), Duration.ofSeconds(60), false),
				4)) {
			ExecutorService threads = Executors.newSingleThreadExecutor();
			Future<Answer> sent = threads.submit(() -> patient.charge(REQUEST, () -> true));
			await().until(() -> this.server.count(AGAIN) == 1);

			patient.breakOff();

			assertThat(sent.get(10, TimeUnit.SECONDS).kind()).isEqualTo(Answer.Kind.INTERRUPTED);
			assertThat(patient.charge(REQUEST, () -> true).kind()).isEqualTo(Answer.Kind.NOT_SENT);
			assertThat(this.server.count(AGAIN)).isEqualTo(1);
			threads.shutdownNow();
		}
	}

	@Test
	void doesNotSendWhenNobodyListens() throws IOException {
		this.server.refuse();
		try (PortOneGateway nowhere = gateway(this.server.url())) {
			assertThat(nowhere.charge(REQUEST, () -> true).kind()).isEqualTo(Answer.Kind.NOT_SENT);
		}
	}

	@Test
	void doesNotSendChargeWhenConnectionOfChargeFails() throws IOException {
		this.server.always(TOKEN, rawAndClose("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
				+ envelope("{\"access_token\":\"T1\",\"now\":1000,\"expired_at\":2800}")));
		assertThat(this.gateway.signIn().kind()).isEqualTo(PaymentGateway.SignIn.Kind.ACCEPTED);
		this.server.refuse();

		Answer answer = this.gateway.charge(REQUEST, () -> true);

		assertThat(answer.kind()).isEqualTo(Answer.Kind.NOT_SENT);
		assertThat(answer.message()).startsWith("nothing was sent: HttpHostConnectException");
		assertThat(this.server.count(AGAIN)).isZero();
	}

	@Test
	void doesNotSendWhenItsCallerMayNoLongerWhenTheConnectionStands() {
		this.server.always(AGAIN, paid());
		this.gateway.signIn();
		long connections = this.server.connections();
		AtomicLong connectedWhenAsked = new AtomicLong();

		Answer answer = this.gateway.charge(REQUEST, () -> {
			connectedWhenAsked.set(this.server.connections());
			return false;
		});

		assertThat(answer.kind()).isEqualTo(Answer.Kind.NOT_SENT);
		assertThat(connectedWhenAsked.get()).isGreaterThanOrEqualTo(connections);
		assertThat(this.server.count(AGAIN)).isZero();
		assertThat(this.gateway.charge(REQUEST, () -> true).kind()).isEqualTo(Answer.Kind.PAYMENT);
	}

	@Test
	void doesNotSendWhenTheNameIsUnknown() {
		PortOneSettings settings = new PortOneSettings("http://no-such-host.invalid", "k", "s", Duration.ofMillis(300),
				Duration.ofMillis(300), true);
		try (PortOneGateway nowhere = new PortOneGateway(settings, 2)) {
			Answer answer = nowhere.charge(REQUEST, () -> true);

			assertThat(answer.kind()).isEqualTo(Answer.Kind.NOT_SENT);
			assertThat(answer.message()).contains("no access token");
		}
	}

	@Test
	void doesNotSendWhenTlsFails() {
		// The server does not speak TLS: it takes the ClientHello for a request without
		// end.
		try (PortOneGateway secure = gateway("https://127.0.0.1:" + this.server.port())) {
			assertThat(secure.charge(REQUEST, () -> true).kind()).isEqualTo(Answer.Kind.NOT_SENT);
		}
	}

	@Test
	void tellsFailuresBeforeAndAfterTheRequestLeft() throws IOException {
		// Connections to a full backlog hang; nothing of the charge can have left.
		try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				Socket first = new Socket(full.getInetAddress(), full.getLocalPort());
				Socket second = new Socket(full.getInetAddress(), full.getLocalPort());
				PortOneHttp http = new PortOneHttp(settings("http://127.0.0.1:" + full.getLocalPort()), 2)) {
			assertThat(first.isConnected() && second.isConnected()).isTrue();

			assertThat(http.post(AGAIN, new byte[0], null, () -> true).result()).isEqualTo(Reply.Result.NOT_SENT);
		}
	}

	@Test
	void isSafeForManyThreads() throws Exception {
		this.server.always(AGAIN, paid());
		ExecutorService threads = Executors.newFixedThreadPool(32);
		try {
			var answers = IntStream.range(0, 320)
				.mapToObj((i) -> threads.submit(() -> this.gateway.charge(REQUEST, () -> true).kind()))
				.toList();

			for (Future<Answer.Kind> answer : answers) {
				assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo(Answer.Kind.PAYMENT);
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(this.server.count(AGAIN)).isEqualTo(320);
		assertThat(this.server.count(TOKEN)).isEqualTo(1);
	}

	@Test
	void givesConnectionBackAfterEveryKindOfFailure() throws IOException {
		try (PortOneGateway narrow = new PortOneGateway(settings(this.server.url()), 1)) {
			this.server.next(AGAIN, json(200, " ".repeat((1 << 20) + 1)), silence(), reset(), json(500, "x"),
					drip("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", 20), paid());

			var kinds = IntStream.range(0, 6).mapToObj((i) -> narrow.charge(REQUEST, () -> true).kind()).toList();

			assertThat(kinds).containsExactly(Answer.Kind.UNREADABLE, Answer.Kind.TIMEOUT, Answer.Kind.RESET,
					Answer.Kind.HTTP, Answer.Kind.TIMEOUT, Answer.Kind.PAYMENT);
		}
	}

	private static Arguments behaviour(String name, ScriptedServer.Step step, Answer.Kind expected) {
		return Arguments.of(name, step, expected);
	}

	private static void waitFor(CountDownLatch latch) throws IOException {
		try {
			latch.await(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
	}

}
