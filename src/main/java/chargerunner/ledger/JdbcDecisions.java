package chargerunner.ledger;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import chargerunner.charge.ChargeStatus;
import chargerunner.charge.Decision;
import chargerunner.charge.Decisions;
import chargerunner.charge.Lease;
import chargerunner.charge.Outcome;
import chargerunner.charge.Ruling;
import org.jspecify.annotations.Nullable;

/**
 * Decisions over JDBC. A decision and what it makes of the charge's attempts are one
 * transaction, under the run's lease and the charge's row lock.
 */
final class JdbcDecisions implements Decisions {

	private static final String INSERT = "INSERT INTO decision (charge_id, merchant_uid, decided_at, decided_as, imp_uid,"
			+ " note, os_user, host) SELECT charge_id, :number, CURRENT_TIMESTAMP(6), :as, :impUid, :note, :osUser, :host"
			+ " FROM charge WHERE reference = :reference";

	private final Database database;

	private final RunLocks runs;

	private final AttemptBooks books;

	JdbcDecisions(Database database) {
		this.database = database;
		this.runs = new RunLocks(database);
		this.books = new AttemptBooks(database);
	}

	@Override
	public Optional<Case> find(String reference) {
		return this.database.jdbc()
			.query("SELECT charge_id, run_id, status FROM charge WHERE reference = :reference",
					Map.of("reference", reference),
					(row, number) -> standing(row.getLong(1), row.getLong(2), ChargeStatus.ofText(row.getString(3))))
			.stream()
			.findFirst();
	}

	private Case standing(long chargeId, long runId, ChargeStatus status) {
		List<Attempt> attempts = this.database.jdbc()
			.query("SELECT merchant_uid, outcome, imp_uid FROM charge_attempt WHERE charge_id = :charge ORDER BY attempt_no",
					Map.of("charge", chargeId),
					(row, number) -> new Attempt(row.getString(1), row.getString(2), row.getString(3)));
		String last = attempts.isEmpty() ? null : attempts.get(attempts.size() - 1).number();
		String impUid = attempts.stream()
			.filter((attempt) -> attempt.is(Outcome.PAID))
			.findFirst()
			.map(Attempt::impUid)
			.orElse(null);
		return new Case(chargeId, runId, status, attempts.stream().anyMatch(Attempt::isInDoubt), last, impUid,
				lastDecision(chargeId));
	}

	private @Nullable Decided lastDecision(long chargeId) {
		return this.database.jdbc()
			.query("SELECT merchant_uid, decided_as, imp_uid, decided_at, os_user FROM decision WHERE charge_id = :charge"
					+ " ORDER BY decision_id DESC LIMIT 1", Map.of("charge", chargeId),
					(row, number) -> new Decided(row.getString(1), Decision.As.ofText(row.getString(2)),
							row.getString(3), Objects.requireNonNull(Database.instant(row, 4)), row.getString(5)))
			.stream()
			.findFirst()
			.orElse(null);
	}

	@Override
	public boolean record(Lease lease, Decision decision, Ruling ruling) {
		return this.database.write(() -> {
			this.runs.lock(lease);
			List<Long> charge = this.database.longs("SELECT charge_id FROM charge WHERE reference = :reference",
					Map.of("reference", decision.reference()));
			Map<Long, Book> opened = this.books.open(charge);
			boolean stands = opened.values().stream().allMatch((book) -> book.decide(ruling.verdicts()));
			if (stands) {
				this.books.close(opened.values());
				this.database.jdbc().update(INSERT, parameters(decision, ruling));
			}
			return stands;
		});
	}

	private static Values parameters(Decision decision, Ruling ruling) {
		return new Values().addValue("reference", decision.reference())
			.addValue("number", ruling.merchantUid())
			.addValue("as", decision.as().text())
			.addValue("impUid", decision.impUid())
			.addValue("note", decision.note())
			.addValue("osUser", decision.caller().osUser())
			.addValue("host", decision.caller().host());
	}

	private record Attempt(String number, @Nullable String outcome, @Nullable String impUid) {

		boolean is(Outcome wanted) {
			return wanted.text().equals(this.outcome);
		}

		boolean isInDoubt() {
			return this.outcome == null || is(Outcome.UNKNOWN);
		}

	}

}
