package chargerunner.job;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

import chargerunner.charge.ChargeDetails;
import chargerunner.charge.ChargeLedger;
import chargerunner.charge.ChargeRequest;
import chargerunner.charge.Doubt;
import chargerunner.charge.Judge;
import chargerunner.charge.LookSchedule;
import chargerunner.charge.LookUp;
import chargerunner.charge.Outcome;
import chargerunner.charge.PaymentGateway;
import chargerunner.charge.ReasonClass;
import chargerunner.charge.ReasonClassifier.Reason;
import chargerunner.charge.Resolver;
import chargerunner.charge.Run;
import chargerunner.charge.Runs.HeldLease;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.batch.infrastructure.item.Chunk;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When looking ends, and the moment that a look is evidence of.
 */
@Timeout(10)
class LookTimeTests {

	private static final Instant NOW = Instant.parse("2026-11-23T02:00:00Z");

	private static final LookSchedule SCHEDULE = new LookSchedule(Duration.ofMinutes(10));

	@Test
	void endsWhenTheTimeIsOverThoughLooksAreOverdue() throws Exception {
		DoubtReader reader = reader(NOW.minusMillis(1), doubt(NOW.minusSeconds(3_600)));

		assertThat(reader.read()).isNull();
	}

	@Test
	void endsWhenNoLookComesDueInTime() throws Exception {
		DoubtReader reader = reader(NOW.plusMillis(50), doubt(NOW));

		assertThat(reader.read()).isNull();
	}

	@Test
	void givesALookThatIsDueAtTheLastMoment() throws Exception {
		DoubtReader reader = reader(NOW, doubt(NOW.minusSeconds(3_600)));

		assertThat(reader.read()).hasSize(1);
	}

	@Test
	void recordsSlowLooksAsOfTheMomentBeforeTheyWereMade() throws Exception {
		AtomicReference<Instant> now = new AtomicReference<>(NOW);
		AtomicReference<Object> recorded = new AtomicReference<>();
		ChargeLedger ledger = proxy(ChargeLedger.class, (method, arguments) -> switch (method.getName()) {
			case "now" -> now.get();
			case "recordLooks" -> {
				recorded.set(arguments[1]);
				yield null;
			}
			default -> throw new UnsupportedOperationException(method.getName());
		});
		PaymentGateway slow = proxy(PaymentGateway.class, (method, arguments) -> {
			now.set(NOW.plusSeconds(60));
			return LookUp.none();
		});
		Resolver resolver = new Resolver(slow, new Judge((text) -> Reason.UNCLASSIFIED), 1, Runnable::run);
		LookWriter writer = new LookWriter(new LookWriter.Ports(ledger, resolver, SCHEDULE), work(), null);

		writer.write(Chunk.of(List.of(doubt(NOW.minusSeconds(3_600)))));

		assertThat(recorded.get()).isEqualTo(NOW);
	}

	private static <T> T proxy(Class<T> port, BiFunction<Method, Object[], Object> calls) {
		return port.cast(Proxy.newProxyInstance(LookTimeTests.class.getClassLoader(), new Class<?>[] { port },
				(proxy, method, arguments) -> calls.apply(method, arguments)));
	}

	private static DoubtReader reader(Instant until, Doubt doubt) {
		ChargeLedger ledger = proxy(ChargeLedger.class, (method, arguments) -> switch (method.getName()) {
			case "now" -> NOW;
			case "doubts" -> List.of(doubt);
			default -> throw new UnsupportedOperationException(method.getName());
		});
		RunWork work = work();
		work.resolveUntil(until);
		return new DoubtReader(ledger, SCHEDULE, work);
	}

	private static RunWork work() {
		Run run = new Run(1, Run.Kind.CSV, Run.State.SEALED, "digest", "2026-11", null, null, "out", "charges",
				List.of(), null, null, NOW, null, null, null);
		return new RunWork(run, new HeldForEver(), new Installation.Silence(), false, null);
	}

	/** A lease that nobody takes. */
	private static final class HeldForEver implements HeldLease {

		@Override
		public long runId() {
			return 1;
		}

		@Override
		public long token() {
			return 1;
		}

		@Override
		public boolean isFresh() {
			return true;
		}

		@Override
		public void close() {
			// Nothing is held.
		}

	}

	private static Doubt doubt(Instant lastLookAt) {
		ChargeRequest request = new ChargeRequest("cr01", "kim", 1_000, "Plan", ChargeDetails.NONE);
		return new Doubt(1, 1, request, Outcome.UNKNOWN, ReasonClass.TIMEOUT, NOW.minusSeconds(7_200), lastLookAt, 1, 0,
				null, null);
	}

}
