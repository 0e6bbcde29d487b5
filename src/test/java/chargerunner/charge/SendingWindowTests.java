package chargerunner.charge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import chargerunner.charge.SendingWindow.Limits;
import chargerunner.charge.SendingWindow.Ports;
import chargerunner.charge.SendingWindow.Stop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ParameterizedClass(name = "{0} threads")
@MethodSource("kindsOfThreads")
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class SendingWindowTests {

	private static final long RUN = 7;

	private static final Duration AT_ONCE = Duration.ofNanos(1);

	@Parameter
	Threads threads;

	private final MovableClock clock = new MovableClock();

	private final ScriptedGateway gateway = new ScriptedGateway();

	private final TestLease lease = new TestLease(RUN, 1);

	private final ResultList ledger = new ResultList();

	private final List<AttemptResult> progress = new ArrayList<>();

	private final List<ExecutorService> executors = new ArrayList<>();

	private final Semaphore answers = new Semaphore(0);

	private Consumer<List<AttemptResult>> display = this.progress::addAll;

	static Stream<Threads> kindsOfThreads() {
		return Threads.kinds();
	}

	@AfterEach
	void endThreads() throws InterruptedException {
		this.answers.release(1_000);
		for (ExecutorService executor : this.executors) {
			executor.shutdown();
			assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).as("all workers ended").isTrue();
		}
	}

	@Test
	void sendsEachAttemptOnceAndRecordsItsAnswer() throws InterruptedException {
		List<ClaimedAttempt> attempts = attempts(50);
		try (SendingWindow window = window(4)) {
			window.submit(attempts);
			window.drain();

			assertThat(this.ledger.numbers()).containsExactlyInAnyOrderElementsOf(numbers(attempts));
			assertThat(window.stopped()).isNull();
			assertThat(window.recordingFailure()).isNull();
		}

		assertThat(this.gateway.charged()).containsExactlyInAnyOrderElementsOf(numbers(attempts));
		assertThat(this.progress).containsExactlyElementsOf(this.ledger.results());
		assertThat(this.ledger.results()).allSatisfy((result) -> {
			assertThat(result.verdict().outcome()).isEqualTo(Outcome.PAID);
			assertThat(result.timesSent()).isEqualTo(1);
			assertThat(result.requestedAt()).isEqualTo(this.clock.instant());
			assertThat(result.answeredAt()).isEqualTo(this.clock.instant());
			assertThat(attempts).contains(result.attempt());
		});
	}

	@Test
	void timesTheRequestAndItsAnswer() throws InterruptedException {
		this.gateway.answering((request) -> {
			this.clock.moveTo(this.clock.instant().plusSeconds(3));
			return paid(request);
		});

		AttemptResult result = only(send(attempts(1)));

		assertThat(Duration.between(result.requestedAt(), result.answeredAt())).isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void neverHasMoreRequestsInFlightThanItsLimit() throws InterruptedException {
		this.gateway.answering(this::held);
		try (SendingWindow window = window(3)) {
			window.submit(attempts(12));
			for (int begun = 3; begun <= 12; begun++) {
				this.gateway.awaitCharges(begun);
				assertThat(this.gateway.charged()).hasSize(begun);
				this.answers.release();
			}
			this.answers.release(2);
			window.drain();
		}

		assertThat(this.gateway.mostInFlight()).isEqualTo(3);
		assertThat(this.gateway.charged()).hasSize(12);
	}

	@Test
	void neverHasTwoRequestsInFlightForOneCustomerAndSendsOthersMeanwhile() throws InterruptedException {
		CountDownLatch kims = new CountDownLatch(1);
		this.gateway.answering((request) -> {
			if (request.customerUid().equals("kim")) {
				await(kims);
			}
			return paid(request);
		});
		List<ClaimedAttempt> attempts = List.of(attempt("k1", "kim"), attempt("k2", "kim"), attempt("k3", "kim"),
				attempt("l1", "lee"), attempt("l2", "lee"), attempt("p1", "park"));
		try (SendingWindow window = window(3)) {
			window.submit(attempts);
			this.gateway.awaitCharges(4);
			assertThat(this.gateway.charged()).containsExactlyInAnyOrder("k1", "l1", "l2", "p1");

			kims.countDown();
			window.drain();
		}

		assertThat(this.gateway.charged().subList(4, 6)).containsExactly("k2", "k3");
		assertThat(this.gateway.mostOfOneCustomer()).isEqualTo(1);
		assertThat(this.ledger.results()).hasSize(6);
	}

	@Test
	void neverHasTwoRequestsInFlightForOneCustomerUnderLoad() throws InterruptedException {
		List<ClaimedAttempt> attempts = IntStream.range(0, 300)
			.mapToObj((number) -> attempt("n" + number, "customer-" + number % 3))
			.toList();

		send(8, attempts);

		assertThat(this.gateway.mostOfOneCustomer()).isEqualTo(1);
		assertThat(this.gateway.mostInFlight()).isLessThanOrEqualTo(3);
		assertThat(this.gateway.charged()).hasSize(300).doesNotHaveDuplicates();
	}

	@Test
	void staysFullAcrossHandOversWhileAnAnswerIsSlow() throws InterruptedException {
		CountDownLatch slow = new CountDownLatch(1);
		this.gateway.answering((request) -> {
			if (request.merchantUid().equals("slow")) {
				await(slow);
			}
			return paid(request);
		});
		try (SendingWindow window = window(2)) {
			window.submit(List.of(attempt("slow", "slow")));
			for (int handOver = 1; handOver <= 5; handOver++) {
				int room = window.awaitRoom();
				assertThat(room).isBetween(2, 4);
				window.submit(attempts(handOver * 100, room));
			}
			this.gateway.awaitCharges(11);
			assertThat(this.ledger.numbers()).doesNotContain("slow");

			slow.countDown();
			window.drain();
		}

		assertThat(this.ledger.numbers()).contains("slow");
	}

	@Test
	void hasRoomForTwiceItsLimitUnsentAndNoMore() throws Exception {
		Semaphore renewals = new Semaphore(0);
		this.lease.freshWhile(() -> {
			renewals.acquireUninterruptibly();
			return true;
		});
		this.gateway.answering(this::held);
		try (SendingWindow window = window(2)) {
			assertThat(window.awaitRoom()).isEqualTo(4);
			window.submit(attempts(4));

			FutureTask<Integer> room = inAnotherThread(window::awaitRoom);
			renewals.release();
			this.gateway.awaitCharges(1);
			assertThat(room).isNotDone();

			renewals.release();
			assertThat(room.get(20, TimeUnit.SECONDS)).isEqualTo(2);

			renewals.release(100);
			this.answers.release(100);
			window.drain();
			assertThat(window.awaitRoom()).isEqualTo(4);
		}
	}

	@Test
	void keepsToTheRate() throws InterruptedException {
		long begin = System.nanoTime();

		send(new Limits(4, 50, 3, AT_ONCE), attempts(6));

		List<Long> begun = this.gateway.begunNanos();
		for (int call = 0; call < 6; call++) {
			assertThat(begun.get(call) - begin).as("call %s", call)
				.isGreaterThanOrEqualTo(Duration.ofMillis(20L * call).toNanos());
		}
	}

	@Test
	void keepsToTheRateWhenItTriesAgain() throws InterruptedException {
		this.gateway.answering((request) -> Answer.of(Answer.Kind.THROTTLED, 429, "slow down"));
		long begin = System.nanoTime();

		send(new Limits(1, 50, 4, AT_ONCE), attempts(1));

		assertThat(this.gateway.begunNanos().get(3) - begin).isGreaterThanOrEqualTo(Duration.ofMillis(60).toNanos());
	}

	@Test
	void keepsToTheRateWhenTheGatewaySendsAgainWithANewToken() throws InterruptedException {
		this.gateway.renewingTokens();
		long begin = System.nanoTime();

		send(new Limits(1, 50, 4, AT_ONCE), attempts(2));

		assertThat(this.gateway.begunNanos().get(3) - begin).isGreaterThanOrEqualTo(Duration.ofMillis(60).toNanos());
	}

	@ParameterizedTest
	@EnumSource(names = { "THROTTLED", "NOT_SENT" })
	void triesAgainWithTheSameNumberWhatWasNotLetIn(Answer.Kind kind) throws InterruptedException {
		AtomicInteger calls = new AtomicInteger();
		this.gateway
			.answering((request) -> (calls.incrementAndGet() < 3) ? Answer.of(kind, null, "not now") : paid(request));

		AttemptResult result = only(send(attempts(1)));

		assertThat(this.gateway.charged()).containsExactly("n0", "n0", "n0");
		assertThat(result.verdict().outcome()).isEqualTo(Outcome.PAID);
		assertThat(result.timesSent()).isEqualTo(3);
	}

	@ParameterizedTest
	@EnumSource(names = { "THROTTLED", "NOT_SENT" })
	void givesUpAfterItsTriesAndSendsTheNext(Answer.Kind kind) throws InterruptedException {
		this.gateway.answering((request) -> Answer.of(kind, null, "not now"));

		List<AttemptResult> results = send(new Limits(1, 0, 4, AT_ONCE), attempts(2));

		assertThat(this.gateway.charged()).containsExactly("n0", "n0", "n0", "n0", "n1", "n1", "n1", "n1");
		assertThat(results).hasSize(2).allSatisfy((result) -> {
			assertThat(result.verdict().outcome()).isEqualTo(Outcome.NOT_SENT);
			assertThat(result.verdict().reasonClass()).isNotEqualTo(ReasonClass.STOPPED);
			assertThat(result.timesSent()).isEqualTo(4);
		});
	}

	@Test
	void waitsAboutTwiceAsLongBeforeEachFurtherTry() throws InterruptedException {
		this.gateway.answering((request) -> Answer.of(Answer.Kind.THROTTLED, 429, "slow down"));

		send(new Limits(1, 0, 4, Duration.ofMillis(20)), attempts(1));

		List<Long> begun = this.gateway.begunNanos();
		assertThat(begun.get(1) - begun.get(0)).isGreaterThanOrEqualTo(Duration.ofMillis(10).toNanos());
		assertThat(begun.get(2) - begun.get(1)).isGreaterThanOrEqualTo(Duration.ofMillis(20).toNanos());
		assertThat(begun.get(3) - begun.get(2)).isGreaterThanOrEqualTo(Duration.ofMillis(40).toNanos());
	}

	@Test
	void holdsEverybodyUpWhenPortOneSaysThatThereAreTooMany() throws InterruptedException {
		this.gateway.answering((request) -> request.merchantUid().equals("n0") && this.gateway.charged().size() == 1
				? Answer.of(Answer.Kind.THROTTLED, 429, "slow down") : paid(request));

		send(new Limits(1, 0, 2, Duration.ofMillis(20)), attempts(3));

		List<Long> begun = this.gateway.begunNanos();
		assertThat(this.gateway.charged()).containsExactly("n0", "n0", "n1", "n2");
		assertThat(begun.get(1) - begun.get(0)).isGreaterThanOrEqualTo(Duration.ofMillis(10).toNanos());
	}

	@Test
	void sendsNothingMoreInAStorm() throws InterruptedException {
		this.gateway.answering((request) -> Answer.of(Answer.Kind.TIMEOUT, null, "no answer"));

		try (SendingWindow window = window(new Limits(1, 0, 1, AT_ONCE, new StormLimits(3, 0, 0)))) {
			window.submit(attempts(10));
			window.drain();
			assertThat(window.stopped()).isEqualTo(Stop.STORM);
		}

		assertThat(this.gateway.charged()).hasSize(3);
		assertThat(this.ledger.results()).hasSize(10)
			.filteredOn((result) -> result.verdict().reasonClass() == ReasonClass.STOPPED)
			.hasSize(7);
	}

	@Test
	void asksForItsLeaseOnceMoreWhenTheConnectionStands() throws InterruptedException {
		this.gateway.connecting(() -> this.lease.freshWhile(() -> false));

		List<AttemptResult> results = send(attempts(2));

		assertThat(this.gateway.charged()).isEmpty();
		assertThat(results).hasSize(2).allSatisfy((result) -> {
			assertThat(result.verdict().outcome()).isEqualTo(Outcome.NOT_SENT);
			assertThat(result.verdict().reasonClass()).isEqualTo(ReasonClass.STOPPED);
		});
	}

	@Test
	void doesNotWaitAfterItsLastTry() throws InterruptedException {
		this.gateway.answering((request) -> Answer.of(Answer.Kind.THROTTLED, 429, "slow down"));

		assertThat(send(new Limits(1, 0, 1, Duration.ofDays(1)), attempts(2))).hasSize(2);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "THROTTLED", "NOT_SENT" })
	void neverTriesAgainWhatMayHaveBeenLetIn(Answer.Kind kind) throws InterruptedException {
		this.gateway.answering((request) -> switch (kind) {
			case PAYMENT -> Answer.payment(TestPayment.failed(request, "soft"));
			case REFUSED -> Answer.refused(-1, "soft");
			default -> Answer.of(kind, null, "what happened");
		});

		AttemptResult result = only(send(attempts(1)));

		assertThat(this.gateway.charged()).containsExactly("n0");
		assertThat(result.timesSent()).isEqualTo(1);
	}

	@Test
	void looksUpARefusalBeforeItBelievesIt() throws InterruptedException {
		this.gateway.answering((request) -> Answer.refused(-1, "duplicate"))
			.finding((number) -> LookUp.found(List.of(TestPayment.paid(attempt(number, "c0").request()))));

		assertThat(only(send(List.of(attempt("n0", "c0")))).verdict().outcome()).isEqualTo(Outcome.PAID);
		assertThat(this.gateway.lookedUp()).containsExactly("n0");
	}

	@Test
	void looksNothingElseUp() throws InterruptedException {
		this.gateway.answering((request) -> Answer.of(Answer.Kind.TIMEOUT, null, "timed out"));

		send(attempts(3));

		assertThat(this.gateway.lookedUp()).isEmpty();
	}

	@Test
	void stopsAndGivesBackTheWaitingOnesWhenTheCredentialsAreRefused() throws InterruptedException {
		this.gateway.answering((request) -> Answer.of(Answer.Kind.UNAUTHORIZED, 401, "wrong key"));
		List<ClaimedAttempt> attempts = attempts(5);
		try (SendingWindow window = window(1)) {
			window.submit(attempts);
			window.drain();

			assertThat(window.stopped()).isEqualTo(Stop.UNAUTHORIZED);
			assertThat(window.awaitRoom()).isZero();
			window.submit(attempts(10, 2));
			window.drain();
		}

		assertThat(this.gateway.charged()).containsExactly("n0");
		assertThat(this.ledger.results()).hasSize(7)
			.allMatch((result) -> result.verdict().outcome() == Outcome.NOT_SENT
					&& result.verdict().reasonClass() == ReasonClass.STOPPED);
		assertThat(this.ledger.results()).extracting(AttemptResult::timesSent).containsOnlyOnce(1).containsOnly(0, 1);
		assertThat(this.ledger.numbers()).containsAll(numbers(attempts));
	}

	@Test
	void sendsNothingOnceTheLeaseIsStale() throws InterruptedException {
		this.lease.freshWhile(() -> this.gateway.charged().size() < 2);
		try (SendingWindow window = window(1)) {
			window.submit(attempts(5));
			window.drain();

			assertThat(window.stopped()).isEqualTo(Stop.LEASE_LOST);
		}

		assertThat(this.gateway.charged()).containsExactly("n0", "n1");
		assertThat(this.ledger.results()).filteredOn((result) -> result.timesSent() == 0)
			.hasSize(3)
			.allMatch((result) -> result.verdict().reasonClass() == ReasonClass.STOPPED);
	}

	@Test
	void triesNothingAgainOnceTheLeaseIsStale() throws InterruptedException {
		this.lease.freshWhile(() -> this.gateway.charged().isEmpty());
		this.gateway.answering((request) -> Answer.of(Answer.Kind.THROTTLED, 429, "slow down"));

		AttemptResult result = only(send(attempts(1)));

		assertThat(this.gateway.charged()).containsExactly("n0");
		assertThat(result.timesSent()).isEqualTo(1);
		assertThat(result.verdict().reasonClass()).isEqualTo(ReasonClass.THROTTLED);
	}

	@Test
	void checksTheLeaseAfterItHasWaitedForItsTurn() throws InterruptedException {
		AtomicInteger checks = new AtomicInteger();
		long begin = System.nanoTime();
		List<Long> checked = new ArrayList<>();
		this.lease.freshWhile(() -> {
			checked.add(System.nanoTime() - begin);
			return checks.incrementAndGet() <= 2;
		});

		send(new Limits(1, 20, 3, AT_ONCE), attempts(3));

		assertThat(this.gateway.charged()).hasSize(2);
		assertThat(checked.get(1)).isGreaterThanOrEqualTo(Duration.ofMillis(50).toNanos());
		assertThat(checked.get(2)).isGreaterThanOrEqualTo(Duration.ofMillis(100).toNanos());
	}

	static Stream<Throwable> recordingFailures() {
		return Stream.of(new IllegalStateException("database gone"), new StackOverflowError());
	}

	@ParameterizedTest
	@MethodSource("recordingFailures")
	void stopsAndLeavesTheRestUnrecordedWhenAResultCannotBeRecorded(Throwable failure) throws InterruptedException {
		this.ledger.failAfter(2, failure);
		RuntimeException kept;
		try (SendingWindow window = window(1)) {
			this.gateway.answering(this::held);
			window.submit(attempts(6));
			this.answers.release(2);
			this.gateway.awaitCharges(3);
			this.ledger.awaitRecorded(2);
			this.answers.release();
			this.ledger.awaitFailure();
			this.answers.release(3);
			window.drain();

			assertThat(window.stopped()).isEqualTo(Stop.NOT_RECORDED);
			assertThat(window.awaitRoom()).isZero();
			kept = window.recordingFailure();
		}

		assertThat(kept).satisfiesAnyOf((ex) -> assertThat(ex).isSameAs(failure),
				(ex) -> assertThat(ex).hasCause(failure));
		assertThat(this.ledger.numbers()).containsExactly("n0", "n1");
		assertThat(this.ledger.failedCalls()).isEqualTo(1);
	}

	@Test
	void recordsOnWhenTheDisplayOfProgressBreaks() throws InterruptedException {
		this.display = (results) -> {
			throw new IllegalStateException("terminal gone");
		};

		send(1, attempts(3));

		assertThat(this.ledger.numbers()).containsExactly("n0", "n1", "n2");
	}

	@Test
	void awaitsInDrainAllThatWasHandedOver() throws Exception {
		this.gateway.answering(this::held);
		try (SendingWindow window = window(2)) {
			window.submit(attempts(3));
			FutureTask<Integer> drained = inAnotherThread(() -> {
				window.drain();
				return this.ledger.results().size();
			});

			this.answers.release(2);
			this.ledger.awaitRecorded(2);
			assertThat(drained).isNotDone();

			this.answers.release();
			assertThat(drained.get(20, TimeUnit.SECONDS)).isEqualTo(3);
		}
	}

	@Test
	void drainsAtOnceWhenNothingWasHandedOver() throws InterruptedException {
		try (SendingWindow window = window(2)) {
			window.drain();
		}

		assertThat(this.ledger.results()).isEmpty();
	}

	static Stream<Throwable> gatewayFailures() {
		return Stream.of(new IllegalStateException("bug"), new AssertionError("bug"));
	}

	@ParameterizedTest
	@MethodSource("gatewayFailures")
	void leavesAttemptUnknownWhenTheGatewayThrows(Throwable bug) throws InterruptedException {
		this.gateway.answering((request) -> {
			if (request.merchantUid().equals("n0")) {
				throw asUnchecked(bug);
			}
			return paid(request);
		});

		List<AttemptResult> results = send(1, attempts(2));

		assertThat(this.gateway.charged()).containsExactly("n0", "n1");
		assertThat(results.get(0).verdict()).isEqualTo(
				Verdict.of(Outcome.UNKNOWN, ReasonClass.UNREADABLE, "internal error " + bug.getClass().getName()));
		assertThat(results.get(0).timesSent()).isEqualTo(1);
		assertThat(results.get(1).verdict().outcome()).isEqualTo(Outcome.PAID);
	}

	@Test
	void leavesAttemptUnknownWhenTheLookUpAfterARefusalThrows() throws InterruptedException {
		this.gateway.answering((request) -> Answer.refused(-1, "soft")).finding((number) -> {
			throw new IllegalStateException("bug");
		});

		assertThat(only(send(attempts(1))).verdict().outcome()).isEqualTo(Outcome.UNKNOWN);
	}

	@Test
	void awaitsWhatIsInFlightAndGivesBackTheRestWhenAskedToStop() throws InterruptedException {
		this.gateway.answering(this::held);
		try (SendingWindow window = window(2)) {
			window.submit(attempts(5));
			this.gateway.awaitCharges(2);
			window.stop(Stop.ASKED);
			window.stop(Stop.LEASE_LOST);
			this.ledger.awaitRecorded(3);
			this.answers.release(2);
			window.drain();

			assertThat(window.stopped()).isEqualTo(Stop.ASKED);
		}

		assertThat(this.gateway.charged()).containsExactlyInAnyOrder("n0", "n1");
		assertThat(this.ledger.results()).filteredOn((result) -> result.verdict().outcome() == Outcome.PAID).hasSize(2);
		assertThat(this.ledger.results())
			.filteredOn((result) -> result.verdict()
				.equals(Verdict.of(Outcome.NOT_SENT, ReasonClass.STOPPED, "the run stopped first")))
			.hasSize(3);
	}

	@Test
	void endsALongWaitWhenItStops() throws InterruptedException {
		this.gateway.answering((request) -> Answer.of(Answer.Kind.THROTTLED, 429, "slow down"));
		try (SendingWindow window = window(new Limits(1, 0, 3, Duration.ofDays(1)))) {
			window.submit(attempts(1));
			this.gateway.awaitCharges(1);
			window.stop(Stop.ASKED);
			window.drain();
		}

		assertThat(this.gateway.charged()).hasSize(1);
		assertThat(only(this.ledger.results()).verdict().reasonClass()).isEqualTo(ReasonClass.THROTTLED);
	}

	@Test
	void wakesWhoeverWaitsForRoomWhenItStops() throws Exception {
		this.gateway.answering(this::held);
		try (SendingWindow window = window(1)) {
			window.submit(attempts(4));
			FutureTask<Integer> room = inAnotherThread(window::awaitRoom);
			window.stop(Stop.ASKED);

			assertThat(room.get(20, TimeUnit.SECONDS)).isZero();
			this.answers.release(1);
		}
	}

	@Test
	void givesBackWhatWaitsWhenItIsClosed() throws Exception {
		this.gateway.answering(this::held);
		SendingWindow window = window(1);
		window.submit(attempts(3));
		this.gateway.awaitCharges(1);
		FutureTask<Integer> closed = inAnotherThread(() -> {
			window.close();
			return this.ledger.results().size();
		});
		this.ledger.awaitRecorded(2);
		this.answers.release(3);

		assertThat(closed.get(20, TimeUnit.SECONDS)).isEqualTo(3);
		assertThat(this.gateway.charged()).containsExactly("n0");
		window.close();
	}

	@Test
	void leavesTheHandOverWhenInterruptedAndStaysUsable() throws InterruptedException {
		this.gateway.answering(this::held);
		try (SendingWindow window = window(1)) {
			window.submit(attempts(4));
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(InterruptedException.class).isThrownBy(window::awaitRoom);
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(InterruptedException.class).isThrownBy(window::drain);

			this.answers.release(4);
			window.drain();
		}

		assertThat(this.ledger.results()).hasSize(4);
	}

	@Test
	void recordsAllThoughTheClosingThreadIsInterrupted() {
		List<ClaimedAttempt> attempts = attempts(3);
		SendingWindow window = window(1);
		window.submit(attempts);
		Thread.currentThread().interrupt();
		window.close();

		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.ledger.numbers()).containsExactlyInAnyOrderElementsOf(numbers(attempts));
	}

	@Test
	void stopsWhenAWaitingWorkerIsInterrupted() throws InterruptedException {
		this.gateway.answering((request) -> {
			Thread.currentThread().interrupt();
			return Answer.of(Answer.Kind.NOT_SENT, null, "interrupted");
		});
		try (SendingWindow window = window(new Limits(1, 0, 3, Duration.ofDays(1)))) {
			window.submit(attempts(3));
			window.drain();

			assertThat(window.stopped()).isEqualTo(Stop.ASKED);
		}

		assertThat(this.gateway.charged()).containsExactly("n0");
		assertThat(this.ledger.results()).hasSize(3);
	}

	private List<AttemptResult> send(List<ClaimedAttempt> attempts) throws InterruptedException {
		return send(1, attempts);
	}

	private List<AttemptResult> send(int inFlight, List<ClaimedAttempt> attempts) throws InterruptedException {
		return send(new Limits(inFlight, 0, 3, AT_ONCE), attempts);
	}

	private List<AttemptResult> send(Limits limits, List<ClaimedAttempt> attempts) throws InterruptedException {
		try (SendingWindow window = window(limits)) {
			window.submit(attempts);
			window.drain();
		}
		return this.ledger.results();
	}

	private SendingWindow window(int inFlight) {
		return window(new Limits(inFlight, 0, 3, AT_ONCE));
	}

	private SendingWindow window(Limits limits) {
		ExecutorService executor = this.threads.newExecutor();
		this.executors.add(executor);
		return new SendingWindow(limits, new Ports(this.gateway, new Judge(new TestReasons()), this.ledger, this.lease,
				this.clock, (results) -> this.display.accept(results)), executor);
	}

	private Answer held(ChargeRequest request) {
		this.answers.acquireUninterruptibly();
		return paid(request);
	}

	private static Answer paid(ChargeRequest request) {
		return Answer.payment(TestPayment.paid(request));
	}

	private static List<ClaimedAttempt> attempts(int count) {
		return attempts(0, count);
	}

	private static List<ClaimedAttempt> attempts(int from, int count) {
		return IntStream.range(from, from + count).mapToObj((number) -> attempt("n" + number, "c" + number)).toList();
	}

	private static ClaimedAttempt attempt(String number, String customer) {
		return new ClaimedAttempt(1, RUN, 1, new ChargeRequest(number, customer, 1_000, "Plan", ChargeDetails.NONE),
				false);
	}

	private static List<String> numbers(List<ClaimedAttempt> attempts) {
		return attempts.stream().map((attempt) -> attempt.request().merchantUid()).toList();
	}

	private static AttemptResult only(List<AttemptResult> results) {
		assertThat(results).hasSize(1);
		return results.get(0);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static RuntimeException asUnchecked(Throwable bug) {
		if (bug instanceof Error error) {
			throw error;
		}
		return (RuntimeException) bug;
	}

	/** Begins a task in another thread and waits until that thread waits. */
	private static <T> FutureTask<T> inAnotherThread(Callable<T> task) {
		FutureTask<T> future = new FutureTask<>(task);
		Thread thread = new Thread(future, "waiting");
		thread.setDaemon(true);
		thread.start();
		while (!future.isDone() && thread.getState() != Thread.State.WAITING) {
			Thread.onSpinWait();
		}
		return future;
	}

	/** The threads that send. */
	enum Threads {

		PLATFORM(Executors::newCachedThreadPool),
		/** Where the JDK has them; the language level has not. */
		VIRTUAL(Threads::newVirtualThreads);

		private final Supplier<ExecutorService> factory;

		Threads(Supplier<ExecutorService> factory) {
			this.factory = factory;
		}

		static Stream<Threads> kinds() {
			return (Runtime.version().feature() >= 21) ? Stream.of(PLATFORM, VIRTUAL) : Stream.of(PLATFORM);
		}

		ExecutorService newExecutor() {
			return this.factory.get();
		}

		private static ExecutorService newVirtualThreads() {
			try {
				return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
