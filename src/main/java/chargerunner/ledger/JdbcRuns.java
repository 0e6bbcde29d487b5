package chargerunner.ledger;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;

import chargerunner.charge.Lease;
import chargerunner.charge.LeaseLostException;
import chargerunner.charge.Run;
import chargerunner.charge.Runs;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.support.GeneratedKeyHolder;

/**
 * Runs over JDBC. A run is found or created under the lock of its digest's row, and held
 * by a lease that is kept by the database's time.
 */
final class JdbcRuns implements Runs {

	private static final String DUE_DIGEST = "due";

	private final Database database;

	private final RunLocks locks;

	private final NamedParameterJdbcTemplate renewals;

	private final ScheduledExecutorService renewer;

	private final LedgerSettings settings;

	JdbcRuns(Database database, NamedParameterJdbcTemplate renewals, ScheduledExecutorService renewer,
			LedgerSettings settings) {
		this.database = database;
		this.locks = new RunLocks(database);
		this.renewals = renewals;
		this.renewer = renewer;
		this.settings = settings;
	}

	@Override
	public String rememberNamespace(String namespace) {
		return this.database.write(() -> {
			List<String> stored = this.database.texts("SELECT namespace FROM installation WHERE id = 1", Map.of());
			if (!stored.isEmpty()) {
				return stored.get(0);
			}
			this.database.jdbc()
				.update("INSERT INTO installation (id, namespace, created_at) VALUES (1, :namespace, CURRENT_TIMESTAMP(6))",
						Map.of("namespace", namespace));
			return namespace;
		});
	}

	@Override
	public Instant now() {
		return this.database.now();
	}

	@Override
	public Run run(long runId) {
		return Objects.requireNonNull(this.database.jdbc()
			.queryForObject("SELECT * FROM charge_run WHERE run_id = :run", Map.of("run", runId),
					(row, number) -> RunRows.run(row)));
	}

	@Override
	public Optional<Run> known(long runId) {
		return runs("run_id = :run", Map.of("run", runId)).stream().findFirst();
	}

	private List<Run> runs(String condition, Map<String, ?> parameters) {
		return this.database.jdbc()
			.query("SELECT * FROM charge_run WHERE " + condition, parameters, (row, number) -> RunRows.run(row));
	}

	@Override
	public Optional<Run> find(String digest, @Nullable String batch, Instant createdSince) {
		List<Run> runs = runs("digest = :digest AND state <> 'rejected' ORDER BY run_id DESC",
				Map.of("digest", digest));
		List<Run> ofBatch = runs.stream().filter((run) -> batch == null || batch.equals(run.batch())).toList();
		return ofBatch.stream()
			.filter((run) -> run.state() != Run.State.FINISHED)
			.findFirst()
			.or(() -> ofBatch.stream().filter((run) -> !run.createdAt().isBefore(createdSince)).findFirst());
	}

	@Override
	public Run findOrCreate(NewRun request, boolean anyBatch, Instant createdSince) {
		return this.database.write(() -> {
			lockDigest(request.digest());
			return find(request.digest(), anyBatch ? null : request.batch(), createdSince)
				.orElseGet(() -> create(request));
		});
	}

	@Override
	public Run createDue(NewRun request, long newestKnown) {
		return this.database.write(() -> {
			lockDigest(DUE_DIGEST);
			Optional<Run> planning = planningDue();
			if (planning.isPresent()) {
				return planning.get();
			}
			long newest = newestDueNumber();
			return (newest > newestKnown) ? run(newest) : create(request);
		});
	}

	@Override
	public Optional<Run> planningDue() {
		return runs("kind = 'due' AND state = 'planning' ORDER BY run_id", Map.of()).stream().findFirst();
	}

	@Override
	public long newestDueNumber() {
		return this.database
			.longs("SELECT run_id FROM charge_run WHERE digest = :digest ORDER BY run_id DESC LIMIT 1",
					Map.of("digest", DUE_DIGEST))
			.stream()
			.findFirst()
			.orElse(0L);
	}

	private void lockDigest(String digest) {
		Map<String, String> parameters = Map.of("digest", digest);
		if (this.database.texts("SELECT digest FROM run_digest WHERE digest = :digest FOR UPDATE", parameters)
			.isEmpty()) {
			this.database.jdbc().update("INSERT INTO run_digest (digest) VALUES (:digest)", parameters);
		}
	}

	private Run create(NewRun request) {
		Caller caller = request.caller();
		Run.Part part = request.part();
		Values values = new Values().addValue("kind", request.kind().text())
			.addValue("digest", request.digest())
			.addValue("batch", request.batch())
			.addValue("dueOn", request.dueOn())
			.addValue("rerunOf", (part != null) ? part.runId() : null)
			.addValue("selection", (part != null) ? part.selection() : null)
			.addValue("fileName", request.fileName())
			.addValue("sha256", request.fileSha256())
			.addValue("directory", request.directory().toString())
			.addValue("name", request.name())
			.addValue("columns", RunRows.json(request.columns()))
			.addValue("language", request.locale().toLanguageTag())
			.addValue("osUser", caller.osUser())
			.addValue("host", caller.host())
			.addValue("version", caller.version())
			.addValue("commandLine", caller.commandLine());
		GeneratedKeyHolder key = new GeneratedKeyHolder();
		this.database.jdbc()
			.update("INSERT INTO charge_run (kind, state, digest, batch, due_on, rerun_of, selection, file_name,"
					+ " file_sha256, directory, name, input_columns, language, os_user, host, version, command_line,"
					+ " created_at) VALUES (:kind, 'planning', :digest, :batch, :dueOn, :rerunOf, :selection, :fileName,"
					+ " :sha256, :directory, :name, :columns, :language, :osUser, :host, :version, :commandLine,"
					+ " CURRENT_TIMESTAMP(6))", values, key, new String[] { "run_id" });
		return run(Objects.requireNonNull(key.getKey()).longValue());
	}

	@Override
	public List<Run> unfinished() {
		return runs(
				"state = 'sealed' OR (state = 'finished' AND run_id IN (SELECT run_id FROM charge_attempt"
						+ " WHERE awaits_look = TRUE AND recheck_at <= CURRENT_TIMESTAMP(6))) ORDER BY run_id",
				Map.of());
	}

	@Override
	public Optional<Run> newestDue(LocalDate dueOn) {
		return runs("kind = 'due' AND state IN ('sealed', 'finished') AND due_on = :due ORDER BY run_id DESC LIMIT 1",
				Map.of("due", dueOn))
			.stream()
			.findFirst();
	}

	@Override
	public Optional<HeldLease> take(long runId) {
		String owner = "%s pid %d %s".formatted(HostName.get(), ProcessHandle.current().pid(), UUID.randomUUID());
		long confirmed = System.nanoTime();
		Optional<Long> token = this.database.write(() -> takeFree(runId, owner));
		return token.map((value) -> new RenewedLease(runId, value, this.settings.lease(), this.renewals, confirmed)
			.start(this.renewer));
	}

	private Optional<Long> takeFree(long runId, String owner) {
		List<Long> free = this.database.longs(
				"SELECT lease_token FROM charge_run WHERE run_id = :run"
						+ " AND (lease_until IS NULL OR lease_until <= CURRENT_TIMESTAMP(6)) FOR UPDATE",
				Map.of("run", runId));
		if (free.isEmpty()) {
			return Optional.empty();
		}
		long token = free.get(0) + 1;
		markLeftBehind(runId);
		this.database.jdbc()
			.update("UPDATE charge_run SET lease_owner = :owner, lease_token = :token,"
					+ " lease_until = TIMESTAMPADD(MICROSECOND, :lease, CURRENT_TIMESTAMP(6)) WHERE run_id = :run",
					Map.of("owner", owner, "token", token, "run", runId, "lease",
							JdbcChargeLedger.micros(this.settings.lease())));
		return Optional.of(token);
	}

	/**
	 * The process that held the run is gone or may send nothing more: what it left
	 * without an outcome may have been sent until its lease ended.
	 */
	private void markLeftBehind(long runId) {
		Map<String, Object> run = Map.of("run", runId);
		this.database.jdbc()
			.update("UPDATE charge_attempt SET last_sent_at = (SELECT lease_until FROM charge_run WHERE run_id = :run),"
					+ " in_flight = FALSE, recorded_at = CURRENT_TIMESTAMP(6), answer_kept = FALSE, outcome = 'unknown',"
					+ " reason_class = 'interrupted', reason = 'the process that claimed it ended first'"
					+ " WHERE run_id = :run AND in_flight = TRUE AND (outcome IS NULL OR outcome = 'unknown')", run);
		// A number that was sent again may have been seen paid while it was on its way.
		this.database.jdbc()
			.update("UPDATE charge_attempt SET in_flight = FALSE WHERE run_id = :run AND in_flight = TRUE"
					+ " AND recheck_at IS NOT NULL", run);
		this.database.jdbc()
			.update("UPDATE charge SET status = 'unknown' WHERE run_id = :run AND status = 'claimed'"
					+ " AND charge_id IN (SELECT charge_id FROM charge_attempt WHERE awaits_look = TRUE"
					+ " AND run_id = :run AND outcome = 'unknown')", run);
	}

	@Override
	public void prepare(Lease lease, Path directory, String name, @Nullable Long rowLimit) {
		Map<String, Object> values = new HashMap<>();
		values.put("run", lease.runId());
		values.put("directory", directory.toString());
		values.put("name", name);
		values.put("limit", rowLimit);
		update(lease, "directory = :directory, name = :name, row_limit = :limit", values);
	}

	@Override
	public void dueOn(Lease lease, LocalDate date) {
		update(lease, "due_on = :date", Map.of("run", lease.runId(), "date", date));
	}

	@Override
	public void reject(Lease lease) {
		update(lease, "state = 'rejected'", Map.of("run", lease.runId()));
	}

	@Override
	public void finish(Lease lease, boolean finished) {
		update(lease, finished ? "state = 'finished', finished_at = COALESCE(finished_at, CURRENT_TIMESTAMP(6))"
				: "state = 'sealed', finished_at = NULL", Map.of("run", lease.runId()));
	}

	private void update(Lease lease, String change, Map<String, ?> values) {
		this.database.writeNothingBack(() -> {
			this.locks.lock(lease);
			if (this.database.jdbc().update("UPDATE charge_run SET " + change + " WHERE run_id = :run", values) != 1) {
				throw new LeaseLostException(lease.runId());
			}
		});
	}

	@Override
	public Optional<Instant> nextRecheck(long runId) {
		return Optional.ofNullable(this.database.jdbc()
			.query("SELECT /*+ INDEX(charge_attempt charge_attempt_awaiting) */ recheck_at FROM charge_attempt"
					+ " WHERE awaits_look = TRUE AND run_id = :run AND recheck_at IS NOT NULL ORDER BY recheck_at LIMIT 1",
					Map.of("run", runId), (row, number) -> Objects.requireNonNull(Database.instant(row, 1)))
			.stream()
			.findFirst()
			.orElse(null));
	}

}
