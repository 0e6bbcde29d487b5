package chargerunner.job;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import chargerunner.charge.ChargeDetails;
import chargerunner.charge.ChargeLedger;
import chargerunner.charge.ChargeRequest;
import chargerunner.charge.Doubt;
import chargerunner.charge.LookSchedule;
import chargerunner.charge.Outcome;
import chargerunner.charge.ReasonClass;
import chargerunner.charge.Run;
import chargerunner.charge.Runs.HeldLease;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When looking ends.
 */
@Timeout(10)
class DoubtReaderTests {

	private static final Instant NOW = Instant.parse("2026-11-23T02:00:00Z");

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

	private static DoubtReader reader(Instant until, Doubt doubt) {
		ChargeLedger ledger = (ChargeLedger) Proxy.newProxyInstance(DoubtReaderTests.class.getClassLoader(),
				new Class<?>[] { ChargeLedger.class }, (proxy, method, arguments) -> switch (method.getName()) {
					case "now" -> NOW;
					case "doubts" -> List.of(doubt);
					default -> throw new UnsupportedOperationException(method.getName());
				});
		Run run = new Run(1, Run.Kind.CSV, Run.State.SEALED, "digest", "2026-11", null, null, "out", "charges",
				List.of(), null, null, NOW, null, null, null);
		RunWork work = new RunWork(run, new HeldForEver(), new Installation.Silence(), false, null);
		work.resolveUntil(until);
		return new DoubtReader(ledger, new LookSchedule(Duration.ofMinutes(10)), work);
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
