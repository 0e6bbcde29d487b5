package chargerunner.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import chargerunner.charge.AttemptResult;
import chargerunner.charge.ChargeLedger;
import chargerunner.charge.ClaimedAttempt;
import chargerunner.charge.Doubt;
import chargerunner.charge.LookUp;
import chargerunner.charge.Look;
import chargerunner.charge.Outcome;
import chargerunner.charge.PlannedCharge;
import chargerunner.charge.ReasonClass;
import chargerunner.charge.Runs.HeldLease;
import chargerunner.charge.Verdict;
import chargerunner.mysql.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The connection is lost at COMMIT, before it arrived or after.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class LostCommitTests {

	@Parameter
	TestDatabase database;

	private TestLedger ledger;

	private FrailTransactions transactions;

	private ChargeLedger charges;

	private HeldLease run;

	@BeforeEach
	void open() {
		this.ledger = new TestLedger(this.database,
				new LedgerSettings("test", Duration.ofSeconds(30), Duration.ofMillis(1)));
		this.transactions = new FrailTransactions(this.ledger);
		this.charges = new JdbcChargeLedger(new Database(this.ledger.dataSource, this.transactions),
				new LedgerSettings("test", Duration.ofSeconds(30), Duration.ofMillis(1)));
		this.run = this.ledger.sealedRun("d1", "a", "b");
	}

	@AfterEach
	void close() {
		this.ledger.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void claimsEachChargeOnce(boolean arrived) {
		List<PlannedCharge> planned = this.charges.plannedCharges(this.run.runId(), 0, Long.MAX_VALUE, 10);
		this.transactions.loseNext(arrived);

		List<ClaimedAttempt> claimed = this.charges.claim(this.run, planned);

		assertThat(claimed).extracting((attempt) -> attempt.request().merchantUid())
			.hasSize(2)
			.allMatch((number) -> number.endsWith("01"))
			.doesNotHaveDuplicates();
		assertThat(this.ledger.sql.queryForObject("SELECT COUNT(*) FROM charge_attempt", Long.class)).isEqualTo(2);
		assertThat(this.transactions.commits.get()).isEqualTo(arrived ? 2 : 1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void recordsAnOutcomeOnce(boolean arrived) {
		ClaimedAttempt attempt = claim();
		this.transactions.loseNext(arrived);

		this.charges.record(List.of(result(attempt, Outcome.DECLINED, ReasonClass.SOFT)));

		assertThat(this.ledger.status("a")).isEqualTo("declined");
		assertThat(this.ledger.sql.queryForObject("SELECT times_sent FROM charge_attempt WHERE merchant_uid = ?",
				Integer.class, attempt.request().merchantUid()))
			.isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void sendsAgainOnce(boolean arrived) {
		ClaimedAttempt attempt = claim();
		this.charges.record(List.of(result(attempt, Outcome.UNKNOWN, ReasonClass.TIMEOUT)));
		look(LookUp.none());
		List<Doubt> doubts = this.charges.doubts(this.run.runId());
		this.transactions.loseNext(arrived);

		List<ClaimedAttempt> again = this.charges.claimAgain(this.run, doubts);

		assertThat(again).singleElement()
			.satisfies((claimed) -> assertThat(claimed.request()).isEqualTo(attempt.request()));
		assertThat(this.charges.claimAgain(this.run, doubts)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void tellsALookOnce(boolean arrived) {
		ClaimedAttempt attempt = claim();
		this.charges.record(List.of(result(attempt, Outcome.UNKNOWN, ReasonClass.TIMEOUT)));
		this.transactions.loseNext(arrived);

		look(LookUp.none());

		assertThat(this.ledger.sql.queryForObject("SELECT COUNT(*) FROM attempt_event", Long.class)).isOne();
		assertThat(this.ledger.sql.queryForObject("SELECT looks FROM charge_attempt", Long.class)).isOne();
	}

	@Test
	void claimsNothingThatItSendsAlready() {
		List<PlannedCharge> planned = this.charges.plannedCharges(this.run.runId(), 0, Long.MAX_VALUE, 10);
		this.charges.claim(this.run, planned.subList(0, 1));

		List<ClaimedAttempt> claimed = this.charges.claim(this.run, planned);

		assertThat(claimed).singleElement()
			.satisfies((attempt) -> assertThat(attempt.chargeId()).isEqualTo(planned.get(1).chargeId()));
	}

	private ClaimedAttempt claim() {
		return this.charges
			.claim(this.run, this.charges.plannedCharges(this.run.runId(), 0, Long.MAX_VALUE, 10).subList(0, 1))
			.get(0);
	}

	private void look(LookUp lookUp) {
		this.charges.recordLooks(
				this.charges.doubts(this.run.runId()).stream().map((doubt) -> new Look(doubt, lookUp, null)).toList(),
				this.charges.now());
	}

	private static AttemptResult result(ClaimedAttempt attempt, Outcome outcome, ReasonClass reasonClass) {
		return new AttemptResult(attempt, new Verdict(outcome, reasonClass, "text", null, 200, 0, false), 1,
				Instant.now(), Instant.now());
	}

	/** Loses the connection at one COMMIT. */
	private static final class FrailTransactions extends JdbcTransactionManager {

		private static final long serialVersionUID = 1L;

		private final AtomicInteger commits = new AtomicInteger();

		private transient Boolean arrives;

		FrailTransactions(TestLedger ledger) {
			super(ledger.dataSource);
		}

		void loseNext(boolean arrived) {
			this.arrives = arrived;
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
			Boolean lost = this.arrives;
			this.arrives = null;
			if (lost == null || lost) {
				super.doCommit(status);
				this.commits.incrementAndGet();
			}
			else {
				super.doRollback(status);
			}
			if (lost != null) {
				throw new DataAccessResourceFailureException("the connection is gone");
			}
		}

	}

}
