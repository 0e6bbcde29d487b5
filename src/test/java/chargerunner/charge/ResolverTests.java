package chargerunner.charge;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class ResolverTests {

	private final ScriptedGateway gateway = new ScriptedGateway();

	private final ExecutorService executor = Executors.newCachedThreadPool();

	@AfterEach
	void endThreads() {
		this.executor.shutdownNow();
	}

	@Test
	void looksEachNumberUpOnce() {
		List<Doubt> doubts = doubts(50);

		List<Look> looks = resolver(4).look(doubts, () -> false);

		assertThat(looks).extracting(Look::doubt).containsExactlyInAnyOrderElementsOf(doubts);
		assertThat(looks).allMatch((look) -> look.lookUp().equals(LookUp.none()) && look.verdict() == null);
		assertThat(this.gateway.lookedUp()).containsExactlyInAnyOrderElementsOf(
				doubts.stream().map((doubt) -> doubt.request().merchantUid()).toList());
		assertThat(this.gateway.charged()).isEmpty();
	}

	@Test
	void asksNothingWhenThereIsNothingToLookUp() {
		assertThat(resolver(4).look(List.of(), () -> false)).isEmpty();
		assertThat(this.gateway.lookedUp()).isEmpty();
	}

	@Test
	void judgesWhatItFindsByWhatWasAsked() {
		Doubt doubt = doubts(1).get(0);
		List<Payment> records = List.of(TestPayment.of(doubt.request(), "paid").amount(1L).build());
		this.gateway.finding((number) -> LookUp.found(records));

		Look look = resolver(1).look(List.of(doubt), () -> false).get(0);

		assertThat(look.lookUp()).isEqualTo(LookUp.found(records));
		assertThat(look.verdict()).isEqualTo(new Judge(new TestReasons()).found(doubt.request(), records));
	}

	@Test
	void passesNoAnswerAndRefusedCredentialsOnWithoutAVerdict() {
		this.gateway.finding((number) -> number.equals("n0") ? LookUp.noAnswer("503") : LookUp.unauthorized("401"));

		assertThat(resolver(2).look(doubts(2), () -> false)).allMatch((look) -> look.verdict() == null)
			.extracting(Look::lookUp)
			.containsExactlyInAnyOrder(LookUp.noAnswer("503"), LookUp.unauthorized("401"));
	}

	@Test
	void looksUpAsManyAtOnceAsItMayAndNoMore() {
		CyclicBarrier three = new CyclicBarrier(3);
		AtomicInteger inFlight = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		this.gateway.finding((number) -> {
			most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
			await(three);
			inFlight.decrementAndGet();
			return LookUp.none();
		});

		assertThat(resolver(3).look(doubts(9), () -> false)).hasSize(9);
		assertThat(most).hasValue(3);
	}

	@Test
	void looksTheOthersUpWhenOneBreaksIt() {
		this.gateway.finding((number) -> number.equals("n1") ? LookUp.found(List.of()) : LookUp.none());

		List<Look> looks = resolver(1).look(doubts(3), () -> false);

		assertThat(looks).extracting((look) -> look.lookUp().kind())
			.containsExactlyInAnyOrder(LookUp.Kind.NONE, LookUp.Kind.NO_ANSWER, LookUp.Kind.NONE);
		assertThat(looks).allMatch((look) -> look.verdict() == null);
	}

	private Resolver resolver(int inFlight) {
		return new Resolver(this.gateway, new Judge(new TestReasons()), inFlight, this.executor);
	}

	private static List<Doubt> doubts(int count) {
		return IntStream.range(0, count)
			.mapToObj((number) -> new Doubt(number, 1,
					new ChargeRequest("n" + number, "c", 1_000, "Plan", ChargeDetails.NONE), Outcome.UNKNOWN,
					ReasonClass.TIMEOUT, Instant.EPOCH, null, 0, 0, null, null))
			.toList();
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await(20, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
