package chargerunner.ledger;

import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import chargerunner.charge.ChargeStatus;
import chargerunner.charge.Disposition;
import chargerunner.charge.Disposition.Kind;
import chargerunner.charge.Instruction;
import chargerunner.charge.KnownCharge;
import chargerunner.charge.Lease;
import chargerunner.charge.PlanRow;
import chargerunner.charge.PlanRules;
import chargerunner.charge.Plans;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/**
 * Planning over JDBC. New charges are written as they are planned; a charge of an earlier
 * run is taken over only by the seal, so that a plan that is refused or killed has taken
 * nothing from anybody.
 */
final class JdbcPlans implements Plans {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final int GROUP = 500;

	private final Database database;

	private final RunLocks runs;

	JdbcPlans(Database database) {
		this.database = database;
		this.runs = new RunLocks(database);
	}

	@Override
	public List<Disposition> check(Scope scope, List<Instruction> instructions) {
		Map<String, KnownCharge> known = known(references(instructions), false);
		return instructions.stream()
			.map((instruction) -> PlanRules.decide(instruction, known.get(instruction.reference()), scope.runId()))
			.toList();
	}

	private static Set<String> references(Collection<Instruction> instructions) {
		Set<String> references = new HashSet<>();
		instructions.forEach((instruction) -> references.add(instruction.reference()));
		return references;
	}

	private Map<String, KnownCharge> known(Set<String> references, boolean lock) {
		Map<String, KnownCharge> known = new HashMap<>();
		if (references.isEmpty()) {
			return known;
		}
		Map<String, Object> parameters = Map.of("references", references);
		if (lock) {
			this.database.longs(
					"SELECT /*+ INDEX(charge charge_reference) */ charge_id FROM charge WHERE reference IN (:references) ORDER BY charge_id FOR UPDATE",
					parameters);
		}
		this.database.jdbc()
			.query("SELECT /*+ INDEX(c charge_reference) INDEX(a charge_attempt_no) */ " + ChargeRows.KNOWN
					+ " FROM charge c" + ChargeRows.KNOWN_JOINS + " WHERE c.reference IN (:references)", parameters,
					(ResultSet row) -> {
						KnownCharge charge = ChargeRows.known(row);
						known.put(charge.reference(), charge);
					});
		return known;
	}

	@Override
	public Map<String, LikelyDuplicate> likelyDuplicates(Scope scope, List<Instruction> instructions) {
		List<Instruction> derived = instructions.stream().filter(Instruction::derived).toList();
		if (derived.isEmpty()) {
			return Map.of();
		}
		Map<String, List<LikelyDuplicate>> others = new HashMap<>();
		this.database.jdbc()
			.query("SELECT /*+ INDEX(c charge_customer_since) */ c.customer_uid, c.amount, c.reference,"
					+ " c.status = 'paid', c.run_id FROM charge c" + " JOIN charge_run r ON r.run_id = c.run_id"
					+ " LEFT JOIN charge_run f ON f.run_id = c.first_run_id"
					+ " WHERE c.customer_uid IN (:customers) AND c.created_at >= :newer"
					+ " AND c.status IN (:harmful) AND (r.state IN ('sealed', 'finished') OR (r.state = 'planning'"
					+ " AND r.run_id <> :run AND r.lease_until > CURRENT_TIMESTAMP(6)))"
					+ " AND NOT (f.digest = :digest AND COALESCE(f.batch, '') = :batch)"
					+ " ORDER BY CASE WHEN c.status = 'paid' THEN 1 ELSE 0 END, c.charge_id",
					duplicateParameters(scope, derived), (ResultSet row) -> {
						others.computeIfAbsent(row.getString(1) + "\n" + row.getLong(2), (key) -> new ArrayList<>())
							.add(new LikelyDuplicate(row.getString(3), row.getBoolean(4), row.getLong(5)));
					});
		Map<String, LikelyDuplicate> found = new LinkedHashMap<>();
		if (others.isEmpty()) {
			return found;
		}
		Map<String, KnownCharge> known = known(references(derived), false);
		for (Instruction instruction : derived) {
			KnownCharge own = known.get(instruction.reference());
			if (own != null && own.runSealed()) {
				continue;
			}
			others.getOrDefault(instruction.customerUid() + "\n" + instruction.amount(), List.of())
				.stream()
				.filter((other) -> !other.reference().equals(instruction.reference()))
				.findFirst()
				.ifPresent((other) -> found.put(instruction.reference(), other));
		}
		return found;
	}

	/**
	 * What is not sent is uncharged today, and yet charged as soon as its own command is
	 * run again.
	 */
	private static Map<String, Object> duplicateParameters(Scope scope, List<Instruction> derived) {
		List<String> harmful = new ArrayList<>();
		for (ChargeStatus status : List.of(ChargeStatus.PLANNED, ChargeStatus.CLAIMED, ChargeStatus.NOT_SENT,
				ChargeStatus.UNKNOWN, ChargeStatus.PAID)) {
			if (!scope.harmless().contains(status)) {
				harmful.add(status.text());
			}
		}
		// MySQL takes ten times as long over pairs of customer and amount.
		Set<String> customers = derived.stream().map(Instruction::customerUid).collect(Collectors.toSet());
		return Map.of("customers", customers, "newer", Objects.requireNonNull(Database.utc(scope.newerThan())),
				"harmful", harmful, "run", scope.runId(), "digest", scope.digest(), "batch",
				Objects.requireNonNullElse(scope.batch(), ""));
	}

	@Override
	public Map<Long, Disposition> plan(Lease lease, Scope scope, List<PlanRow> rows,
			Function<Disposition, String> words) {
		return this.database.write(() -> {
			this.runs.lock(lease);
			List<PlanRow> due = moveDueDates(rows);
			List<Instruction> instructions = due.stream()
				.map(PlanRow::instruction)
				.filter(Objects::nonNull)
				.map(Objects::requireNonNull)
				.toList();
			Map<String, KnownCharge> known = known(references(instructions), true);
			Map<Long, Disposition> dispositions = new LinkedHashMap<>();
			for (PlanRow row : due) {
				Instruction instruction = row.instruction();
				if (instruction != null) {
					Disposition made = PlanRules.decide(instruction, known.get(instruction.reference()), scope.runId());
					boolean invalid = made.kind() == Kind.INVALID;
					dispositions.put(row.rowNumber(), invalid ? made.saying(words.apply(made)) : made);
				}
			}
			writeCharges(scope, due, dispositions, known);
			writeRows(scope, due, dispositions, known);
			return dispositions;
		});
	}

	/**
	 * Moves the due dates of subscriptions and leaves out those that are no longer due.
	 */
	private List<PlanRow> moveDueDates(List<PlanRow> rows) {
		// By date, so that a subscription of several periods moves from one to the next.
		Map<LocalDate, Map<LocalDate, List<Instruction.Due>>> periods = new TreeMap<>();
		rows.stream()
			.map(JdbcPlans::due)
			.filter(Objects::nonNull)
			.forEach((due) -> periods.computeIfAbsent(due.period(), (period) -> new TreeMap<>())
				.computeIfAbsent(due.nextPeriod(), (next) -> new ArrayList<>())
				.add(due));
		Set<Instruction.Due> moved = new HashSet<>();
		periods.forEach((period, nexts) -> nexts.forEach((next, due) -> moved.addAll(moveDueDates(period, next, due))));
		return rows.stream().filter((row) -> due(row) == null || moved.contains(due(row))).toList();
	}

	private static Instruction.@Nullable Due due(PlanRow row) {
		return (row.instruction() != null) ? row.instruction().due() : null;
	}

	private List<Instruction.Due> moveDueDates(LocalDate period, LocalDate next, List<Instruction.Due> due) {
		Set<String> active = new HashSet<>(this.database.texts("SELECT /*+ INDEX(subscription PRIMARY) */ id"
				+ " FROM subscription WHERE id IN (:ids) AND next_due_on = :period AND status = 'active' ORDER BY id"
				+ " FOR UPDATE",
				Map.of("ids", due.stream().map(Instruction.Due::subscriptionId).toList(), "period", period)));
		if (!active.isEmpty()) {
			this.database.jdbc()
				.update("UPDATE subscription SET next_due_on = :next WHERE id IN (:ids)",
						Map.of("ids", active, "next", next));
		}
		return due.stream().filter((one) -> active.contains(one.subscriptionId())).toList();
	}

	/** Writes the charges that no sealed run has; what unsealed runs left is replaced. */
	private void writeCharges(Scope scope, List<PlanRow> rows, Map<Long, Disposition> dispositions,
			Map<String, KnownCharge> known) {
		List<SqlParameterSource> charges = new ArrayList<>();
		List<Long> replaced = new ArrayList<>();
		for (PlanRow row : rows) {
			Disposition disposition = dispositions.get(row.rowNumber());
			if (disposition == null || disposition.kind() != Kind.OWN) {
				continue;
			}
			Instruction instruction = Objects.requireNonNull(row.instruction());
			KnownCharge charge = known.get(instruction.reference());
			if (charge == null || !charge.runSealed() || charge.runId() == scope.runId()) {
				charges.add(parameters(scope.runId(), instruction));
				if (charge != null) {
					replaced.add(charge.chargeId());
				}
			}
		}
		if (!replaced.isEmpty()) {
			this.database.jdbc().update("DELETE FROM charge WHERE charge_id IN (:ids)", Map.of("ids", replaced));
		}
		if (!charges.isEmpty()) {
			this.database.jdbc()
				.batchUpdate("INSERT INTO charge (reference, run_id, first_run_id, status, customer_uid, amount, name,"
						+ " tax_free, vat_amount, currency, buyer_name, buyer_email, buyer_tel, buyer_addr,"
						+ " buyer_postcode, card_quota, product_type, custom_data, notice_url, subscription_id, period,"
						+ " created_at) VALUES (:reference, :run, :run, 'planned', :customer, :amount, :name, :taxFree,"
						+ " :vatAmount, :currency, :buyerName, :buyerEmail, :buyerTel, :buyerAddr, :buyerPostcode,"
						+ " :cardQuota, :productType, :customData, :noticeUrl, :subscription, :period,"
						+ " CURRENT_TIMESTAMP(6))", charges.toArray(SqlParameterSource[]::new));
		}
	}

	private static Values parameters(long runId, Instruction instruction) {
		Instruction.Due due = instruction.due();
		return ChargeRows.parameters(instruction.details())
			.addValue("reference", instruction.reference())
			.addValue("run", runId)
			.addValue("customer", instruction.customerUid())
			.addValue("amount", instruction.amount())
			.addValue("name", instruction.name())
			.addValue("subscription", (due != null) ? due.subscriptionId() : null)
			.addValue("period", (due != null) ? due.period() : null);
	}

	private void writeRows(Scope scope, List<PlanRow> rows, Map<Long, Disposition> dispositions,
			Map<String, KnownCharge> known) {
		Map<String, Long> ids = chargeIds(rows);
		List<SqlParameterSource> values = new ArrayList<>();
		for (PlanRow row : rows) {
			values.add(rowParameters(scope.runId(), row, dispositions.get(row.rowNumber()), known, ids));
		}
		if (!values.isEmpty()) {
			this.database.jdbc()
				.batchUpdate("INSERT INTO run_row (run_id, row_no, cells, amount, charge_id, repeats, disposition,"
						+ " reason_class, reason, other_run) VALUES (:run, :no, :cells, :amount, :charge, :repeats,"
						+ " :disposition, :reasonClass, :reason, :otherRun)",
						values.toArray(SqlParameterSource[]::new));
		}
	}

	private Map<String, Long> chargeIds(List<PlanRow> rows) {
		Set<String> references = new HashSet<>();
		rows.stream()
			.map(PlanRow::instruction)
			.filter(Objects::nonNull)
			.forEach((instruction) -> references.add(Objects.requireNonNull(instruction).reference()));
		Map<String, Long> ids = new HashMap<>();
		if (!references.isEmpty()) {
			this.database.jdbc()
				.query("SELECT /*+ INDEX(charge charge_reference) */ reference, charge_id FROM charge WHERE reference IN (:references)",
						Map.of("references", references), (ResultSet row) -> {
							ids.put(row.getString(1), row.getLong(2));
						});
		}
		return ids;
	}

	private static Values rowParameters(long runId, PlanRow row, @Nullable Disposition disposition,
			Map<String, KnownCharge> known, Map<String, Long> ids) {
		Instruction instruction = row.instruction();
		Values values = new Values().addValue("run", runId)
			.addValue("no", row.rowNumber())
			.addValue("cells", RunRows.json(row.cells()));
		boolean valid = instruction != null && disposition != null && disposition.kind() != Kind.INVALID;
		if (!valid) {
			return values.addValue("amount", null)
				.addValue("charge", null)
				.addValue("repeats", null)
				.addValue("disposition", Kind.INVALID.text())
				.addValue("reasonClass", "invalid")
				.addValue("reason", Entry.reason((disposition != null) ? disposition.reason() : row.problem()))
				.addValue("otherRun", null);
		}
		Instruction asked = Objects.requireNonNull(instruction);
		Disposition made = Objects.requireNonNull(disposition);
		KnownCharge charge = known.get(asked.reference());
		boolean repeats = made.kind() == Kind.OWN && charge != null && charge.runSealed() && charge.runId() != runId;
		return values.addValue("amount", asked.amount())
			.addValue("charge", ids.get(asked.reference()))
			.addValue("repeats", repeats ? JSON.writeValueAsString(asked) : null)
			.addValue("disposition", made.kind().text())
			.addValue("reasonClass", (made.reasonClass() != null) ? made.reasonClass().text() : null)
			.addValue("reason", made.reason())
			.addValue("otherRun", made.otherRun());
	}

	@Override
	public long lastRow(long runId) {
		Long last = this.database.jdbc()
			.queryForObject("SELECT COALESCE(MAX(row_no), 0) FROM run_row WHERE run_id = :run", Map.of("run", runId),
					Long.class);
		return Objects.requireNonNull(last);
	}

	@Override
	public Totals totals(long runId) {
		return Objects.requireNonNull(this.database.jdbc()
			.queryForObject(
					"SELECT COUNT(*) AS row_count, COALESCE(SUM(CASE WHEN disposition <> 'invalid' THEN 1 ELSE 0 END), 0) AS valid_count,"
							+ " COALESCE(SUM(amount), 0) AS won, COALESCE(SUM(CASE WHEN disposition = 'own' THEN 1 ELSE 0 END), 0) AS own_count"
							+ " FROM run_row WHERE run_id = :run",
					Map.of("run", runId), (row, number) -> new Totals(row.getLong("row_count"),
							row.getLong("valid_count"), row.getLong("won"), row.getLong("own_count"))));
	}

	@Override
	public Totals seal(Lease lease) {
		return this.database.write(() -> {
			takeOverAll(lease.runId());
			Totals totals = totals(lease.runId());
			// The run is locked last: its lease could not be renewed meanwhile, and
			// taking
			// many charges over lasts longer than a lease.
			this.runs.lock(lease);
			int sealed = this.database.jdbc()
				.update("UPDATE charge_run SET state = 'sealed', sealed_at = CURRENT_TIMESTAMP(6), planned_rows = :rows,"
						+ " planned_valid = :valid, planned_won = :won WHERE run_id = :run AND state = 'planning'",
						Map.of("rows", totals.rows(), "valid", totals.validRows(), "won", totals.won(), "run",
								lease.runId()));
			if (sealed != 1) {
				throw new IllegalStateException("run " + lease.runId() + " is not being planned");
			}
			return totals;
		});
	}

	private void takeOverAll(long runId) {
		long after = 0;
		for (List<Repeat> group = repeats(runId, after); !group.isEmpty(); group = repeats(runId, after)) {
			takeOver(runId, group);
			after = group.get(group.size() - 1).rowNumber();
		}
	}

	private List<Repeat> repeats(long runId, long after) {
		return this.database.jdbc()
			.query("SELECT row_no, repeats FROM run_row WHERE run_id = :run AND row_no > :after AND repeats IS NOT NULL"
					+ " AND disposition = 'own' ORDER BY run_id, row_no LIMIT " + GROUP,
					Map.of("run", runId, "after", after),
					(row, number) -> new Repeat(row.getLong(1), JSON.readValue(row.getString(2), Instruction.class)));
	}

	private void takeOver(long runId, List<Repeat> group) {
		Map<String, KnownCharge> known = known(references(group.stream().map(Repeat::instruction).toList()), true);
		List<SqlParameterSource> taken = new ArrayList<>();
		List<SqlParameterSource> left = new ArrayList<>();
		for (Repeat repeat : group) {
			KnownCharge charge = Objects.requireNonNull(known.get(repeat.instruction().reference()));
			Disposition disposition = PlanRules.decide(repeat.instruction(), charge, runId);
			if (disposition.kind() != Kind.OWN) {
				skip(runId, repeat.rowNumber(), disposition, charge);
				continue;
			}
			Values values = parameters(runId, repeat.instruction()).addValue("id", charge.chargeId())
				.addValue("old", charge.runId())
				.addValue("status", charge.status().text());
			taken.add(values);
			if (charge.status() == ChargeStatus.PLANNED || charge.status() == ChargeStatus.NOT_SENT) {
				left.add(values);
			}
		}
		takeOver(taken, left);
	}

	private void takeOver(List<SqlParameterSource> taken, List<SqlParameterSource> left) {
		if (!taken.isEmpty()) {
			int[] changed = this.database.jdbc()
				.batchUpdate(
						"UPDATE charge SET run_id = :run, status = 'planned', customer_uid = :customer, name = :name,"
								+ " buyer_name = :buyerName, buyer_email = :buyerEmail, buyer_tel = :buyerTel,"
								+ " buyer_addr = :buyerAddr, buyer_postcode = :buyerPostcode, card_quota = :cardQuota,"
								+ " product_type = :productType, custom_data = :customData, notice_url = :noticeUrl"
								+ " WHERE charge_id = :id AND run_id = :old AND status = :status",
						taken.toArray(SqlParameterSource[]::new));
			if (Arrays.stream(changed).anyMatch((count) -> count != 1 && count != Statement.SUCCESS_NO_INFO)) {
				throw new IllegalStateException("a charge changed under its lock");
			}
		}
		if (!left.isEmpty()) {
			this.database.jdbc()
				.batchUpdate(
						"UPDATE run_row SET disposition = 'skipped', reason_class = 'in_other_run', other_run = :run"
								+ " WHERE charge_id = :id AND run_id = :old AND disposition = 'own'",
						left.toArray(SqlParameterSource[]::new));
		}
	}

	/** Another run was faster between plan and seal. */
	private void skip(long runId, long rowNumber, Disposition disposition, KnownCharge charge) {
		String reasonClass = (disposition.reasonClass() != null) ? disposition.reasonClass().text() : "in_other_run";
		this.database.jdbc()
			.update("UPDATE run_row SET disposition = 'skipped', reason_class = :class, reason = :reason,"
					+ " other_run = :other WHERE run_id = :run AND row_no = :no",
					Map.of("class", reasonClass, "reason", disposition.reason(), "other", charge.runId(), "run", runId,
							"no", rowNumber));
	}

	@Override
	public void clear(Lease lease) {
		boolean more = true;
		while (more) {
			more = this.database.write(() -> clearGroup(lease));
		}
	}

	private boolean clearGroup(Lease lease) {
		this.runs.lock(lease);
		List<Long> sealed = this.database.longs(
				"SELECT run_id FROM charge_run WHERE run_id = :run AND state <> 'planning'",
				Map.of("run", lease.runId()));
		if (!sealed.isEmpty()) {
			throw new IllegalStateException("run " + lease.runId() + " is sealed; its plan stays");
		}
		// The latest periods first, so that a subscription's due date ends at the
		// earliest.
		List<Planned> group = this.database.jdbc()
			.query("SELECT r.row_no, c.charge_id, c.subscription_id, c.period FROM run_row r LEFT JOIN charge c"
					+ " ON c.charge_id = r.charge_id AND c.run_id = r.run_id WHERE r.run_id = :run"
					+ " ORDER BY r.run_id DESC, r.row_no DESC LIMIT " + GROUP, Map.of("run", lease.runId()),
					(row, number) -> new Planned(row.getLong(1), row.getLong(2), row.getString(3),
							row.getObject(4, LocalDate.class)));
		if (group.isEmpty()) {
			return false;
		}
		for (Planned planned : group) {
			if (planned.subscriptionId() != null && planned.period() != null) {
				this.database.jdbc()
					.update("UPDATE subscription SET next_due_on = :period WHERE id = :id AND next_due_on > :period",
							Map.of("period", planned.period(), "id", planned.subscriptionId()));
			}
		}
		this.database.jdbc()
			.update("DELETE FROM charge WHERE charge_id IN (:ids) AND run_id = :run AND charge_id NOT IN"
					+ " (SELECT /*+ INDEX(charge_attempt charge_attempt_no) */ charge_id FROM charge_attempt WHERE charge_id IN (:ids))",
					Map.of("ids", group.stream().map(Planned::chargeId).toList(), "run", lease.runId()));
		this.database.jdbc()
			.update("DELETE FROM run_row WHERE run_id = :run AND row_no IN (:rows)",
					Map.of("run", lease.runId(), "rows", group.stream().map(Planned::rowNumber).toList()));
		return true;
	}

	private record Repeat(long rowNumber, Instruction instruction) {
	}

	private record Planned(long rowNumber, long chargeId, @Nullable String subscriptionId, @Nullable LocalDate period) {
	}

}
