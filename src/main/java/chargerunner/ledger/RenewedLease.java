package chargerunner.ledger;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import chargerunner.charge.Runs.HeldLease;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.transaction.TransactionException;

/**
 * A lease renewed every third of its length, on a connection and a thread of its own. It
 * is fresh while the last renewal that the database confirmed was begun less than two
 * thirds of its length ago by this process's monotonic clock.
 */
final class RenewedLease implements HeldLease {

	private static final Logger logger = LoggerFactory.getLogger(RenewedLease.class);

	private final long runId;

	private final long token;

	private final Duration length;

	private final NamedParameterJdbcTemplate jdbc;

	private volatile long confirmedNanos;

	private volatile boolean lost;

	private @Nullable ScheduledFuture<?> renewal;

	RenewedLease(long runId, long token, Duration length, NamedParameterJdbcTemplate jdbc, long confirmedNanos) {
		this.runId = runId;
		this.token = token;
		this.length = length;
		this.jdbc = jdbc;
		this.confirmedNanos = confirmedNanos;
	}

	RenewedLease start(ScheduledExecutorService renewer) {
		long third = this.length.toNanos() / 3;
		this.renewal = renewer.scheduleWithFixedDelay(this::renew, third, third, TimeUnit.NANOSECONDS);
		return this;
	}

	@Override
	public long runId() {
		return this.runId;
	}

	@Override
	public long token() {
		return this.token;
	}

	@Override
	public boolean isFresh() {
		return !this.lost && System.nanoTime() - this.confirmedNanos < this.length.toNanos() / 3 * 2;
	}

	private void renew() {
		long begun = System.nanoTime();
		try {
			if (updateUntil(JdbcChargeLedger.micros(this.length)) == 1) {
				this.confirmedNanos = begun;
			}
			else {
				this.lost = true;
				logger.warn("run={} lease lost: it ran out, or another process took the run; nothing more is sent",
						this.runId);
			}
		}
		catch (DataAccessException | TransactionException ex) {
			logger.warn("run={} lease not renewed ({}); nothing more is sent unless the next try succeeds", this.runId,
					ex.getClass().getSimpleName());
		}
	}

	private int updateUntil(long micros) {
		return this.jdbc.update(
				"UPDATE charge_run SET lease_until = TIMESTAMPADD(MICROSECOND, :micros, CURRENT_TIMESTAMP(6))"
						+ " WHERE run_id = :run AND lease_token = :token AND lease_until > CURRENT_TIMESTAMP(6)",
				Map.of("micros", micros, "run", this.runId, "token", this.token));
	}

	@Override
	public void close() {
		if (this.renewal != null) {
			this.renewal.cancel(false);
		}
		this.lost = true;
		try {
			updateUntil(0);
		}
		catch (DataAccessException | TransactionException ex) {
			logger.warn("run={} lease not given back ({}); it runs out within {} ms", this.runId,
					ex.getClass().getSimpleName(), this.length.toMillis());
		}
	}

}
