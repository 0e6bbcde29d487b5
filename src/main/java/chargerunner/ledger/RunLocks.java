package chargerunner.ledger;

import java.util.List;
import java.util.Map;

import chargerunner.charge.Lease;
import chargerunner.charge.LeaseLostException;

/**
 * Locks a run's row for a transaction, with the lease's token in the condition: what a
 * process whose run was taken from it tries to write is refused.
 */
record RunLocks(Database database) {

	void lock(Lease lease) {
		List<Long> held = this.database.longs(
				"SELECT run_id FROM charge_run WHERE run_id = :run AND lease_token = :token"
						+ " AND lease_until > CURRENT_TIMESTAMP(6) FOR UPDATE",
				Map.of("run", lease.runId(), "token", lease.token()));
		if (held.isEmpty()) {
			throw new LeaseLostException(lease.runId());
		}
	}

}
