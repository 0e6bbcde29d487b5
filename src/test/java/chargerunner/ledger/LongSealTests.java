package chargerunner.ledger;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import chargerunner.charge.LeaseLostException;
import chargerunner.charge.PlanRow;
import chargerunner.charge.Runs.HeldLease;
import chargerunner.mysql.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A seal that takes many charges over lasts longer than a lease.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class LongSealTests {

	private static final int ROWS = 3_000;

	private static final int GROUP = 100;

	@Parameter
	TestDatabase database;

	private TestLedger ledger;

	@BeforeEach
	void open() {
		this.ledger = new TestLedger(this.database,
				new LedgerSettings("test", Duration.ofMillis(3_000), Duration.ofMinutes(10)));
	}

	@AfterEach
	void close() {
		this.ledger.close();
	}

	@Test
	void keepsItsLeaseHoweverLongItLasts() {
		HeldLease first = planned("d1");
		this.ledger.plans.seal(first);
		first.close();
		HeldLease second = planned("d2");

		long begun = System.nanoTime();
		this.ledger.plans.seal(second);
		long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);

		assertThat(second.isFresh()).as("fresh after %d ms", took).isTrue();
		assertThat(this.ledger.charges.plannedCount(second.runId(), ROWS)).isEqualTo(ROWS);
		assertThat(this.ledger.charges.plannedCount(first.runId(), ROWS)).isZero();
		assertThat(this.ledger.charges.claim(second, this.ledger.charges.plannedCharges(second.runId(), 0, ROWS, 10)))
			.hasSize(10);
	}

	@Test
	void takesNothingOverUnderALostLease() {
		HeldLease first = this.ledger.sealedRun("d1", "a");
		first.close();
		HeldLease second = this.ledger.newRun("d2");
		this.ledger.plan(second, TestLedger.scope(second.runId(), "d2"),
				List.of(TestLedger.row(1, TestLedger.instruction("a", "customer-a", 1_000))));
		this.ledger.expireLease(second.runId());

		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> this.ledger.plans.seal(second));

		assertThat(this.ledger.charges.plannedCount(first.runId(), 10)).isOne();
	}

	private HeldLease planned(String digest) {
		HeldLease lease = this.ledger.newRun(digest);
		for (int from = 1; from <= ROWS; from += GROUP) {
			List<PlanRow> rows = LongStream.range(from, from + GROUP)
				.mapToObj((number) -> TestLedger.row(number, TestLedger.instruction("r" + number, "c" + number, 1_000)))
				.toList();
			this.ledger.plan(lease, TestLedger.scope(lease.runId(), digest), rows);
		}
		return lease;
	}

}
