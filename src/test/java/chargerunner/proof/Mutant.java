package chargerunner.proof;

import java.lang.reflect.Method;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import chargerunner.charge.AttemptResult;
import chargerunner.charge.ChargeLedger;
import chargerunner.charge.ClaimedAttempt;
import chargerunner.charge.Doubt;
import chargerunner.charge.Lease;
import chargerunner.charge.Look;
import chargerunner.charge.LookUp;
import chargerunner.charge.Outcome;
import chargerunner.charge.PlannedCharge;
import chargerunner.proof.Sabotage.Mutation;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;

/**
 * The program without one of its safeguards.
 */
final class Mutant implements SabotageConfiguration.Interference {

	private final Mutation mutation;

	private final ObjectProvider<JdbcTemplate> sql;

	/** What was claimed and not committed, by number. */
	private final Map<String, Claim> claims = new ConcurrentHashMap<>();

	private final ThreadLocal<Boolean> claiming = ThreadLocal.withInitial(() -> false);

	Mutant(Mutation mutation, ObjectProvider<JdbcTemplate> sql) {
		this.mutation = mutation;
		this.sql = sql;
	}

	@Override
	public boolean concernsTransactions() {
		return this.mutation == Mutation.NO_WRITE_AHEAD;
	}

	@Override
	public Object call(Object target, Method method, Object[] arguments) throws Throwable {
		return switch (this.mutation) {
			case NO_WRITE_AHEAD -> withoutWriteAhead(target, method, arguments);
			case NO_LOOK_BEFORE_REDRIVE -> withoutLooks(target, method, arguments);
			case FRESH_NUMBER_WHEN_IN_DOUBT -> withFreshNumbers(target, method, arguments);
			case OUTCOME_OVERWRITE -> overwriting(target, method, arguments);
			case LEASE_IGNORED -> withoutLease(target, method, arguments);
		};
	}

	@SuppressWarnings("unchecked")
	private Object withoutWriteAhead(Object target, Method method, Object[] arguments) throws Throwable {
		if (method.getName().equals("commit") && this.claiming.get()) {
			((PlatformTransactionManager) target).rollback((TransactionStatus) arguments[0]);
			return null;
		}
		if (method.getName().equals("claim")) {
			return claim((ChargeLedger) target, (Lease) arguments[0], (List<PlannedCharge>) arguments[1]);
		}
		if (method.getName().equals("record")) {
			for (AttemptResult result : (List<AttemptResult>) arguments[0]) {
				Claim claim = this.claims.remove(result.attempt().request().merchantUid());
				if (claim != null) {
					((ChargeLedger) target).claim(claim.lease(), List.of(claim.charge()));
				}
			}
		}
		return SabotageConfiguration.proceed(target, method, arguments);
	}

	private List<ClaimedAttempt> claim(ChargeLedger ledger, Lease lease, List<PlannedCharge> charges) {
		this.claiming.set(true);
		List<ClaimedAttempt> claimed = ledger.claim(lease, charges);
		this.claiming.set(false);
		for (ClaimedAttempt attempt : claimed) {
			charges.stream()
				.filter((charge) -> charge.chargeId() == attempt.chargeId())
				.forEach((charge) -> this.claims.put(attempt.request().merchantUid(), new Claim(lease, charge)));
		}
		return claimed;
	}

	@SuppressWarnings("unchecked")
	private Object withoutLooks(Object target, Method method, Object[] arguments) throws Throwable {
		if (method.getName().equals("lookUp")) {
			return LookUp.none();
		}
		Object result = SabotageConfiguration.proceed(target, method, arguments);
		if (!method.getName().equals("doubts")) {
			return result;
		}
		List<Doubt> doubts = new ArrayList<>();
		for (Doubt doubt : (List<Doubt>) result) {
			doubts.add(new Doubt(doubt.chargeId(), doubt.runId(), doubt.request(), doubt.outcome(), doubt.reasonClass(),
					Instant.EPOCH, doubt.lastLookAt(), doubt.looks(), doubt.noneLooks(),
					(doubt.noneSince() != null) ? Instant.EPOCH : null, doubt.recheckAt()));
		}
		return doubts;
	}

	private Object withFreshNumbers(Object target, Method method, Object[] arguments) throws Throwable {
		if (method.getName().equals("attemptsOf")) {
			return List.of();
		}
		Object result = SabotageConfiguration.proceed(target, method, arguments);
		if (method.getName().equals("take")) {
			sql("UPDATE charge_attempt SET outcome = 'declined', reason_class = 'soft', in_flight = FALSE"
					+ " WHERE outcome IS NULL OR outcome = 'unknown'");
			sql("UPDATE charge SET status = 'planned' WHERE status IN ('claimed', 'unknown')");
		}
		return result;
	}

	@SuppressWarnings("unchecked")
	private Object overwriting(Object target, Method method, Object[] arguments) throws Throwable {
		Object result = SabotageConfiguration.proceed(target, method, arguments);
		if (method.getName().equals("recordLooks")) {
			for (Look look : (List<Look>) arguments[0]) {
				if (look.verdict() != null && look.verdict().outcome() == Outcome.PAID) {
					sql("UPDATE charge_attempt SET outcome = 'not_sent', reason_class = 'connect', imp_uid = NULL,"
							+ " amount_paid = NULL, paid_at = NULL WHERE merchant_uid = '"
							+ look.doubt().request().merchantUid() + "'");
					sql("UPDATE charge SET status = 'not_sent' WHERE charge_id = " + look.doubt().chargeId());
				}
			}
		}
		return result;
	}

	private Object withoutLease(Object target, Method method, Object[] arguments) throws Throwable {
		Object result = SabotageConfiguration.proceed(target, method, arguments);
		if (!method.getName().equals("take")) {
			return result;
		}
		return ((Optional<?>) result).map((lease) -> SabotageConfiguration.around(lease,
				(held, called, given) -> called.getName().equals("isFresh") ? true
						: SabotageConfiguration.proceed(held, called, given)));
	}

	private void sql(String statement) {
		this.sql.getObject().update(statement);
	}

	private record Claim(Lease lease, PlannedCharge charge) {
	}

}
