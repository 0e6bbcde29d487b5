package chargerunner.charge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
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

	@Test
	void looksTenThousandPaidNumbersUpInAHundredRequests() {
		List<Doubt> doubts = doubts(10_000);
		this.gateway.showing((number) -> List.of(TestPayment.paid(request(number))));

		List<Look> looks = resolver(16).look(doubts, () -> false);

		assertThat(this.gateway.lookedUpTogether()).hasSize(100).allMatch((numbers) -> numbers.size() == 100);
		assertThat(this.gateway.lookedUp()).isEmpty();
		assertThat(looks).hasSize(10_000);
		assertThat(looks.stream().map(Look::doubt).collect(Collectors.toSet())).isEqualTo(Set.copyOf(doubts));
		assertThat(looks).allMatch((look) -> look.verdict() != null && look.verdict().outcome() == Outcome.PAID);
	}

	/** Anything but the one payment that was asked for is a question for findAll. */
	@Test
	void looksUpByItselfWhateverIsNotPlainlyPaidAmongMany() {
		this.gateway.showing((number) -> switch (number) {
			case "n0" -> List.of();
			case "n1" -> List.of(TestPayment.of(request(number), "failed").build());
			case "n2" -> List.of(TestPayment.of(request(number), "paid").amount(1L).build());
			case "n3" -> List.of(TestPayment.of(request(number), "ready").build());
			case "n4" -> List.of(TestPayment.of(request(number), "cancelled").build());
			default -> List.of(TestPayment.paid(request(number)));
		});

		List<Look> looks = resolver(4).look(doubts(100), () -> false);

		assertThat(looks).hasSize(100);
		assertThat(this.gateway.lookedUp()).containsExactlyInAnyOrder("n0", "n1", "n2", "n3", "n4");
	}

	@Test
	void looksUpByItselfWhatWasSentAgainAndWhatIsNotInDoubt() {
		List<Doubt> doubts = new ArrayList<>(doubts(100));
		Doubt plain = doubts.get(0);
		doubts.set(0, new Doubt(0, 1, plain.request(), Outcome.UNKNOWN, ReasonClass.TIMEOUT, Instant.EPOCH, null, 3, 0,
				null, Instant.EPOCH));
		doubts.set(1, new Doubt(1, 1, request("n1"), Outcome.PAID, null, Instant.EPOCH, null, 0, 0, null, null));
		this.gateway.showing((number) -> List.of(TestPayment.paid(request(number))));

		assertThat(resolver(4).look(doubts, () -> false)).hasSize(100);
		assertThat(this.gateway.lookedUp()).containsExactlyInAnyOrder("n0", "n1");
	}

	@Test
	void looksEachUpByItselfWhereManyCannotBeLookedUpTogether() {
		this.gateway.showing((number) -> {
			throw new IllegalStateException("broken");
		});

		assertThat(resolver(4).look(doubts(100), () -> false)).hasSize(100);
		assertThat(this.gateway.lookedUp()).hasSize(100);
	}

	@Test
	void looksFewNumbersUpOneByOne() {
		this.gateway.showing((number) -> List.of(TestPayment.paid(request(number))));

		assertThat(resolver(4).look(doubts(99), () -> false)).hasSize(99);
		assertThat(this.gateway.lookedUpTogether()).isEmpty();
		assertThat(this.gateway.lookedUp()).hasSize(99);
	}

	@Test
	void asksNothingMoreOnceStopped() {
		assertThat(resolver(4).look(doubts(500), () -> true)).isEmpty();
		assertThat(this.gateway.lookedUpTogether()).isEmpty();
		assertThat(this.gateway.lookedUp()).isEmpty();
	}

	private static ChargeRequest request(String number) {
		return new ChargeRequest(number, "c", 1_000, "Plan", ChargeDetails.NONE);
	}

	private Resolver resolver(int inFlight) {
		return new Resolver(this.gateway, new Judge(new TestReasons()), inFlight, this.executor);
	}

	private static List<Doubt> doubts(int count) {
		return IntStream.range(0, count)
			.mapToObj((number) -> new Doubt(number, 1, request("n" + number), Outcome.UNKNOWN, ReasonClass.TIMEOUT,
					Instant.EPOCH, null, 0, 0, null, null))
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
