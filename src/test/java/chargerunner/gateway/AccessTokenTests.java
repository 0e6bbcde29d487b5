package chargerunner.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
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
import chargerunner.charge.PaymentGateway;
import chargerunner.charge.LookUp;
import chargerunner.charge.PaymentGateway.SignIn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static chargerunner.gateway.GatewayFixture.AGAIN;
import static chargerunner.gateway.GatewayFixture.REQUEST;
import static chargerunner.gateway.GatewayFixture.TOKEN;
import static chargerunner.gateway.GatewayFixture.gateway;
import static chargerunner.gateway.GatewayFixture.paid;
import static chargerunner.gateway.GatewayFixture.patientGateway;
import static chargerunner.gateway.ScriptedServer.json;
import static chargerunner.gateway.ScriptedServer.rawAndClose;
import static chargerunner.gateway.ScriptedServer.silence;
import static chargerunner.gateway.ScriptedServer.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class AccessTokenTests {

	private static final String UNAUTHORIZED = "{\"code\":-1,\"message\":\"Unauthorized\",\"response\":null}";

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000);

	private final AtomicInteger calls = new AtomicInteger();

	private ScriptedServer server;

	private PortOneGateway gateway;

	@BeforeEach
	void start() throws IOException {
		this.server = new ScriptedServer();
		this.server.always(AGAIN, paid());
		this.gateway = gateway(this.server.url());
	}

	@AfterEach
	void stop() throws IOException {
		this.gateway.close();
		this.server.close();
	}

	@Test
	void sendsOnceMoreWithNewTokenAndSameBodyAfter401() {
		this.server.next(TOKEN, token("T1", 1800), token("T2", 1800)).next(AGAIN, json(401, UNAUTHORIZED));

		assertThat(this.gateway.charge(REQUEST, () -> true).kind()).isEqualTo(Answer.Kind.PAYMENT);

		List<ScriptedServer.Request> sent = this.server.requests(AGAIN);
		assertThat(sent).hasSize(2);
		assertThat(sent.get(0).head()).contains("Authorization: Bearer T1\r\n");
		assertThat(sent.get(1).head()).contains("Authorization: Bearer T2\r\n");
		assertThat(sent.get(1).body()).isEqualTo(sent.get(0).body());
		assertThat(this.server.count(TOKEN)).isEqualTo(2);
	}

	@Test
	void asksForATurnBeforeItSendsAgain() {
		this.server.next(AGAIN, json(401, UNAUTHORIZED));
		Turns none = new Turns(false);

		Answer answer = this.gateway.charge(REQUEST, none);

		assertThat(answer.kind()).isEqualTo(Answer.Kind.NOT_SENT);
		assertThat(none.asked).isEqualTo(1);
		assertThat(this.server.count(AGAIN)).isEqualTo(1);
		Turns one = new Turns(true);
		this.server.next(AGAIN, json(401, UNAUTHORIZED));
		assertThat(this.gateway.charge(REQUEST, one).kind()).isEqualTo(Answer.Kind.PAYMENT);
		assertThat(one.asked).isEqualTo(1);
		assertThat(this.server.count(AGAIN)).isEqualTo(3);
	}

	@Test
	void isUnauthorizedWhen401ComesAgain() {
		this.server.always(AGAIN, json(401, UNAUTHORIZED));

		Answer answer = this.gateway.charge(REQUEST, () -> true);

		assertThat(answer.kind()).isEqualTo(Answer.Kind.UNAUTHORIZED);
		assertThat(this.server.count(AGAIN)).isEqualTo(2);
		assertThat(this.server.count(TOKEN)).isEqualTo(2);
	}

	@Test
	void leavesSecondSendInDoubtWhenItGetsNoAnswer() {
		this.server.next(AGAIN, json(401, UNAUTHORIZED), silence());

		assertThat(this.gateway.charge(REQUEST, () -> true).kind()).isEqualTo(Answer.Kind.TIMEOUT);
		assertThat(this.server.count(AGAIN)).isEqualTo(2);
	}

	@Test
	void doesNotSendAgainWhenThereIsNoNewToken() {
		this.server.next(TOKEN, token("T1", 1800), json(503, "x")).next(AGAIN, json(401, UNAUTHORIZED));

		Answer answer = this.gateway.charge(REQUEST, () -> true);

		assertThat(answer.kind()).isEqualTo(Answer.Kind.NOT_SENT);
		assertThat(answer.message()).startsWith("no access token: ");
		assertThat(this.server.count(AGAIN)).isEqualTo(1);
	}

	@Test
	void renewsOnceWhenManyThreadsGet401WithTheSameToken() throws Exception {
		bePatient();
		int threads = 32;
		CountDownLatch allArrived = new CountDownLatch(threads);
		this.server.next(TOKEN, token("T1", 1800)).always(TOKEN, token("T2", 1800));
		ScriptedServer.Step refuse = (socket) -> {
			allArrived.countDown();
			waitFor(allArrived);
			return json(401, UNAUTHORIZED).play(socket);
		};
		IntStream.range(0, threads).forEach((i) -> this.server.next(AGAIN, refuse));
		this.gateway.signIn();

		assertThat(chargeInParallel(threads)).hasSize(threads).containsOnly(Answer.Kind.PAYMENT);

		assertThat(this.server.count(TOKEN)).isEqualTo(2);
		assertThat(this.server.count(AGAIN)).isEqualTo(2 * threads);
	}

	@Test
	void asksOnceWhenManyThreadsStartWithoutToken() throws Exception {
		bePatient();
		assertThat(chargeInParallel(32)).hasSize(32).containsOnly(Answer.Kind.PAYMENT);

		assertThat(this.server.count(TOKEN)).isEqualTo(1);
	}

	@Test
	void sharesFailureWithThreadsThatWaitedForIt() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		AccessTokens tokens = new AccessTokens(() -> {
			this.calls.incrementAndGet();
			asked.countDown();
			waitFor(release);
			return Reply.failed(Reply.Result.TIMEOUT, null, "silence");
		}, new PortOneJson(), this.nanos::get);
		Thread first = new Thread(tokens::current);
		Thread second = new Thread(tokens::current);
		first.start();
		assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
		second.start();
		await().until(() -> second.getState() == Thread.State.WAITING);

		release.countDown();
		first.join(10_000);
		second.join(10_000);

		assertThat(second.isAlive()).isFalse();
		assertThat(this.calls).hasValue(1);
	}

	static Stream<Arguments> tokenFailures() {
		return Stream.of(
				Arguments.of("401", json(401, UNAUTHORIZED), SignIn.Kind.REFUSED, Answer.Kind.UNAUTHORIZED,
						LookUp.Kind.UNAUTHORIZED),
				Arguments.of("401 of html", json(401, "<html/>"), SignIn.Kind.REFUSED, Answer.Kind.UNAUTHORIZED,
						LookUp.Kind.UNAUTHORIZED),
				Arguments.of("code 1", json(200, "{\"code\":1,\"message\":\"no\",\"response\":null}"),
						SignIn.Kind.REFUSED, Answer.Kind.UNAUTHORIZED, LookUp.Kind.UNAUTHORIZED),
				Arguments.of("403, code -1", json(403, UNAUTHORIZED), SignIn.Kind.REFUSED, Answer.Kind.UNAUTHORIZED,
						LookUp.Kind.UNAUTHORIZED),
				Arguments.of("429", json(429, UNAUTHORIZED), SignIn.Kind.NO_ANSWER, Answer.Kind.NOT_SENT,
						LookUp.Kind.NO_ANSWER),
				Arguments.of("503", json(503, UNAUTHORIZED), SignIn.Kind.NO_ANSWER, Answer.Kind.NOT_SENT,
						LookUp.Kind.NO_ANSWER),
				Arguments.of("html", json(200, "<html/>"), SignIn.Kind.NO_ANSWER, Answer.Kind.NOT_SENT,
						LookUp.Kind.NO_ANSWER),
				Arguments.of("no token", json(200, "{\"code\":0,\"response\":{\"now\":1}}"), SignIn.Kind.NO_ANSWER,
						Answer.Kind.NOT_SENT, LookUp.Kind.NO_ANSWER),
				Arguments.of("token with line end",
						json(200, "{\"code\":0,\"response\":{\"access_token\":\"a\\r\\nb\"}}"), SignIn.Kind.NO_ANSWER,
						Answer.Kind.NOT_SENT, LookUp.Kind.NO_ANSWER),
				Arguments.of("silence", silence(), SignIn.Kind.NO_ANSWER, Answer.Kind.NOT_SENT, LookUp.Kind.NO_ANSWER),
				Arguments.of("closed", rawAndClose(""), SignIn.Kind.NO_ANSWER, Answer.Kind.NOT_SENT,
						LookUp.Kind.NO_ANSWER));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("tokenFailures")
	void sendsNothingWithoutToken(String name, ScriptedServer.Step step, SignIn.Kind signIn, Answer.Kind answer,
			LookUp.Kind lookUp) {
		this.server.always(TOKEN, step);

		assertThat(this.gateway.signIn().kind()).isEqualTo(signIn);
		assertThat(this.gateway.charge(REQUEST, () -> true).kind()).isEqualTo(answer);
		assertThat(this.gateway.lookUp("cr01").kind()).isEqualTo(lookUp);
		assertThat(this.server.count(AGAIN)).isZero();
	}

	@Test
	void sendsCredentialsAsJsonAndTellsTheServersTime() {
		SignIn signIn = this.gateway.signIn();

		assertThat(signIn.kind()).isEqualTo(SignIn.Kind.ACCEPTED);
		assertThat(signIn.serverTime()).isEqualTo(Instant.ofEpochSecond(1512446940));
		ScriptedServer.Request asked = this.server.requests(TOKEN).get(0);
		assertThat(asked.body()).isEqualTo("{\"imp_key\":\"the-key\",\"imp_secret\":\"the-secret\"}");
		assertThat(asked.head()).contains("Content-Type: application/json\r\n").doesNotContain("Authorization");
	}

	@Test
	void worksWithServerThatDoesNotTellItsTime() {
		this.server.always(TOKEN, json(200, "{\"code\":0,\"response\":{\"access_token\":\"T9\"}}"));

		assertThat(this.gateway.signIn().serverTime()).isNull();
		assertThat(this.gateway.charge(REQUEST, () -> true).kind()).isEqualTo(Answer.Kind.PAYMENT);
		assertThat(this.server.requests(AGAIN).get(0).head()).contains("Bearer T9\r\n");
		assertThat(this.server.count(TOKEN)).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource({ "1800, 1744, 1746", "300, 244, 246", "61, 30, 31", "10, 4, 6", "1, 0, 1", "0, 0, 1", "-5, 0, 1" })
	void renewsAheadInTheLastMinute(long life, long stillKept, long renewed) {
		AccessTokens tokens = tokens(life);
		tokens.current();

		advance(stillKept);
		tokens.current();
		assertThat(this.calls).hasValue(1);

		advance(renewed - stillKept);
		tokens.current();
		assertThat(this.calls).hasValue(2);
	}

	@Test
	void keepsTokenThatWasStretched() {
		AccessTokens tokens = tokens(59, 359);
		tokens.current();
		advance(30);
		tokens.current();

		advance(300);
		tokens.current();

		assertThat(this.calls).hasValue(2);
	}

	@Test
	void goesOnWithOldTokenWhileItLivesWhenRenewalFails() {
		AccessTokens tokens = tokens(1800, -1);
		AccessToken first = tokens.current().token();
		advance(1750);

		assertThat(tokens.current().token().value()).isEqualTo(first.value());
		assertThat(tokens.current().token().value()).isEqualTo(first.value());
		assertThat(this.calls).hasValue(2);

		advance(50);
		assertThat(tokens.current().token()).isNull();
		assertThat(this.calls).hasValue(3);
	}

	@Test
	void othersGoOnWithOldTokenWhileOneThreadRenews() throws Exception {
		CountDownLatch renewing = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		AccessTokens tokens = new AccessTokens(() -> {
			if (this.calls.incrementAndGet() == 2) {
				renewing.countDown();
				waitFor(release);
			}
			return issued(1800);
		}, new PortOneJson(), this.nanos::get);
		AccessToken first = tokens.current().token();
		advance(1750);
		ExecutorService thread = Executors.newSingleThreadExecutor();
		try {
			Future<AccessTokens.Grant> renewed = thread.submit(tokens::current);
			assertThat(renewing.await(10, TimeUnit.SECONDS)).isTrue();

			assertThat(tokens.current().token().value()).isEqualTo(first.value());
			release.countDown();

			assertThat(renewed.get(10, TimeUnit.SECONDS).token().value()).isEqualTo("T2");
			assertThat(tokens.current().token().value()).isEqualTo("T2");
		}
		finally {
			thread.shutdownNow();
		}
		assertThat(this.calls).hasValue(2);
	}

	@Test
	void asksAgainAfterRefusedTokenEvenIfPortOneGivesTheSameOne() {
		AccessTokens tokens = new AccessTokens(() -> {
			this.calls.incrementAndGet();
			return Reply.answered(200, tokenBody("same", 1800));
		}, new PortOneJson(), this.nanos::get);
		AccessToken first = tokens.current().token();

		AccessToken second = tokens.insteadOf(first).token();

		assertThat(second).isNotSameAs(first);
		assertThat(tokens.insteadOf(first).token()).isSameAs(second);
		assertThat(this.calls).hasValue(2);
	}

	private List<Answer.Kind> chargeInParallel(int count) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(count);
		try {
			List<Future<Answer.Kind>> answers = IntStream.range(0, count)
				.mapToObj((i) -> threads.submit(() -> this.gateway.charge(REQUEST, () -> true).kind()))
				.toList();
			await().until(() -> answers.stream().allMatch(Future::isDone));
			return answers.stream().map((answer) -> {
				try {
					return answer.get();
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			}).toList();
		}
		finally {
			threads.shutdownNow();
		}
	}

	private AccessTokens tokens(long... lives) {
		return new AccessTokens(() -> {
			int call = this.calls.getAndIncrement();
			long life = lives[Math.min(call, lives.length - 1)];
			boolean fails = lives.length > 1 && life < 0;
			return fails ? Reply.failed(Reply.Result.TIMEOUT, null, "silence") : issued(life);
		}, new PortOneJson(), this.nanos::get);
	}

	private Reply issued(long life) {
		return Reply.answered(200, tokenBody("T" + this.calls.get(), life));
	}

	private static byte[] tokenBody(String value, long life) {
		return ("{\"code\":0,\"response\":{\"access_token\":\"" + value + "\",\"now\":1000,\"expired_at\":"
				+ (1000 + life) + "}}")
			.getBytes(StandardCharsets.UTF_8);
	}

	private void advance(long seconds) {
		this.nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
	}

	private void bePatient() {
		this.gateway.close();
		this.gateway = patientGateway(this.server.url());
	}

	private static void waitFor(CountDownLatch latch) {
		try {
			latch.await(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Lets a first send pass, and a second if there is a turn for it. */
	private static final class Turns implements PaymentGateway.Permission {

		private final boolean turn;

		private int asked;

		Turns(boolean turn) {
			this.turn = turn;
		}

		@Override
		public boolean maySend() {
			return true;
		}

		@Override
		public boolean awaitTurn() {
			this.asked++;
			return this.turn;
		}

	}

}
