package chargerunner.charge;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import chargerunner.charge.SendingWindow.Limits;
import chargerunner.charge.SendingWindow.Ports;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The window under a scheduler that answers one request at a time, in an order that a
 * seed decides: whatever the order, each attempt is sent and recorded once, no customer
 * has two requests in flight, and the window is as full as it can be whenever it comes to
 * rest.
 */
class SeededWindowTests {

	private static final int SEEDS = 300;

	private static final int IN_FLIGHT = 6;

	private static final int CUSTOMERS = 9;

	private static final int ATTEMPTS = 40;

	@Test
	void isFullAndSendsOnceInWhateverOrderTheAnswersCome() throws InterruptedException {
		for (int seed = 0; seed < SEEDS; seed++) {
			new Schedule(seed).run();
		}
	}

	/** One order of answers. */
	private static final class Schedule implements PaymentGateway {

		private final Random random;

		private final int seed;

		/** What waits for its answer, by number. */
		private final Map<String, CompletableFuture<Answer>> waiting = new LinkedHashMap<>();

		private final Map<String, String> customers = new HashMap<>();

		private final List<String> sent = new ArrayList<>();

		private final Map<String, Outcome> expected = new HashMap<>();

		private final ResultList ledger = new ResultList();

		Schedule(int seed) {
			this.seed = seed;
			this.random = new Random(seed);
		}

		void run() throws InterruptedException {
			List<ClaimedAttempt> attempts = new ArrayList<>();
			for (int number = 0; number < ATTEMPTS; number++) {
				String customer = "c" + this.random.nextInt(CUSTOMERS);
				this.customers.put("n" + number, customer);
				attempts.add(new ClaimedAttempt(1, 1, 1,
						new ChargeRequest("n" + number, customer, 1_000, "Plan", ChargeDetails.NONE), false));
			}
			ExecutorService executor = Executors.newCachedThreadPool();
			try (SendingWindow window = new SendingWindow(new Limits(IN_FLIGHT, 0, 1, Duration.ZERO),
					new Ports(this, new Judge(new TestReasons()), this.ledger, new TestLease(1, 1),
							java.time.Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), (results) -> {
							}),
					executor)) {
				window.submit(attempts);
				for (int answered = 0; answered < ATTEMPTS; answered++) {
					answerOne(answered);
				}
				window.drain();
			}
			executor.shutdown();
			assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
			assertThat(this.sent).as("seed %s", this.seed).hasSize(ATTEMPTS).doesNotHaveDuplicates();
			Map<String, Outcome> recorded = new HashMap<>();
			this.ledger.results()
				.forEach(
						(result) -> recorded.put(result.attempt().request().merchantUid(), result.verdict().outcome()));
			assertThat(this.ledger.results()).hasSize(ATTEMPTS);
			assertThat(recorded).as("seed %s", this.seed).isEqualTo(this.expected);
		}

		/** Waits until the window is at rest, and gives one of the answers. */
		private synchronized void answerOne(int answered) throws InterruptedException {
			Set<String> left = new HashSet<>();
			this.customers.forEach((number, customer) -> {
				if (!this.expected.containsKey(number)) {
					left.add(customer);
				}
			});
			int full = Math.min(IN_FLIGHT, left.size());
			long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
			while (this.waiting.size() < full && System.nanoTime() < end) {
				wait(100);
			}
			assertThat(this.waiting).as("seed %s, after %s answers", this.seed, answered).hasSize(full);
			assertThat(this.waiting.keySet().stream().map(this.customers::get)).doesNotHaveDuplicates();
			List<String> numbers = new ArrayList<>(this.waiting.keySet());
			String number = numbers.get(this.random.nextInt(numbers.size()));
			this.waiting.remove(number).complete(answer(number));
		}

		private Answer answer(String number) {
			switch (this.random.nextInt(4)) {
				case 0 -> {
					this.expected.put(number, Outcome.UNKNOWN);
					return Answer.of(Answer.Kind.TIMEOUT, null, "no answer in time");
				}
				case 1 -> {
					this.expected.put(number, Outcome.NOT_SENT);
					return Answer.of(Answer.Kind.NOT_SENT, null, "connect refused");
				}
				default -> {
					this.expected.put(number, Outcome.PAID);
					return Answer.payment(TestPayment.paid(
							new ChargeRequest(number, this.customers.get(number), 1_000, "Plan", ChargeDetails.NONE)));
				}
			}
		}

		@Override
		public Answer charge(ChargeRequest request, Permission permission) {
			CompletableFuture<Answer> answer = new CompletableFuture<>();
			synchronized (this) {
				this.sent.add(request.merchantUid());
				this.waiting.put(request.merchantUid(), answer);
				notifyAll();
			}
			return answer.join();
		}

		@Override
		public List<Payment> lookUp(Collection<String> merchantUids) {
			throw new UnsupportedOperationException();
		}

		@Override
		public LookUp lookUp(String merchantUid) {
			throw new UnsupportedOperationException();
		}

		@Override
		public SignIn signIn() {
			throw new UnsupportedOperationException();
		}

		@Override
		public void breakOff() {
			this.waiting.values().forEach((answer) -> answer.cancel(false));
		}

	}

}
