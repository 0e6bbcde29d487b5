package chargerunner.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import chargerunner.charge.ChargeLedger;
import chargerunner.charge.ChargeStory;
import chargerunner.charge.Chronicle;
import chargerunner.charge.PastDecision;
import chargerunner.charge.LookSchedule;
import chargerunner.charge.RowOutcome;
import chargerunner.charge.Run;
import chargerunner.charge.RunRecord;
import chargerunner.charge.RowGroups;
import chargerunner.charge.Waits;

/**
 * Reads runs and charges over JDBC, without locks. Only the rows of the runs that are
 * asked for are touched, each by an index.
 */
final class JdbcChronicle implements Chronicle {

	private final Database database;

	private final ChargeLedger charges;

	private final LookSchedule schedule;

	private final RowSums sums;

	private final JdbcStories stories;

	JdbcChronicle(Database database, ChargeLedger charges, LedgerSettings settings) {
		this.database = database;
		this.charges = charges;
		this.schedule = new LookSchedule(settings.quarantine());
		this.sums = new RowSums(database);
		this.stories = new JdbcStories(database, charges, this.schedule);
	}

	@Override
	public List<RunView> runs(int limit) {
		Set<Long> ids = new TreeSet<>(this.database
			.longs("SELECT run_id FROM charge_run ORDER BY run_id DESC LIMIT :limit", Map.of("limit", limit)));
		ids.addAll(this.database.longs("SELECT run_id FROM charge_run WHERE state = 'sealed'", Map.of()));
		return views(ids);
	}

	@Override
	public long runCount() {
		return this.database.longs("SELECT COUNT(*) FROM charge_run", Map.of()).get(0);
	}

	@Override
	public Optional<RunView> run(long runId) {
		return views(Set.of(runId)).stream().findFirst();
	}

	private List<RunView> views(Set<Long> ids) {
		if (ids.isEmpty()) {
			return List.of();
		}
		Instant now = this.database.now();
		List<RunRecord> records = this.database.jdbc()
			.query("SELECT * FROM charge_run WHERE run_id IN (:ids) ORDER BY run_id DESC", Map.of("ids", ids),
					(row, number) -> RunRows.record(row, now));
		List<Long> sealed = records.stream().map(RunRecord::run).filter(Run::isSealed).map(Run::id).toList();
		Map<Long, RowGroups> rows = this.sums.of(sealed);
		Set<Long> rechecked = rechecked();
		List<RunView> views = new ArrayList<>();
		for (RunRecord asked : records) {
			long id = asked.run().id();
			RowGroups own = rows.getOrDefault(id, RowGroups.NONE);
			boolean waits = own.tally().rows(RowOutcome.UNKNOWN) > 0 || rechecked.contains(id);
			views
				.add(new RunView(asked, own, waits ? Waits.of(this.charges.doubts(id), this.schedule) : Waits.NOTHING));
		}
		return views;
	}

	private Set<Long> rechecked() {
		return Set.copyOf(this.database.longs(
				"SELECT DISTINCT run_id FROM charge_attempt WHERE awaits_look = TRUE AND recheck_at IS NOT NULL",
				Map.of()));
	}

	@Override
	public List<Reason> reasons(long runId, int limit) {
		return this.sums.reasons(runId, limit);
	}

	@Override
	public List<PastDecision> decisions(long runId) {
		return this.database.jdbc()
			.query("SELECT d.*, c.reference FROM decision d JOIN charge c ON c.charge_id = d.charge_id"
					+ " JOIN charge_attempt a ON a.merchant_uid = d.merchant_uid WHERE a.run_id = :run"
					+ " ORDER BY d.decision_id", Map.of("run", runId), (row, number) -> decision(row));
	}

	static PastDecision decision(ResultSet row) throws SQLException {
		return new PastDecision(row.getString("reference"), row.getString("merchant_uid"),
				Objects.requireNonNull(Database.instant(row, "decided_at")), row.getString("decided_as"),
				row.getString("imp_uid"), row.getString("note"), row.getString("os_user"), row.getString("host"));
	}

	@Override
	public Optional<ChargeStory> story(String text) {
		return this.stories.story(text);
	}

	@Override
	public List<String> similar(String text, int limit) {
		return this.stories.similar(text, limit);
	}

}
