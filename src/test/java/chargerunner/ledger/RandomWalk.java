package chargerunner.ledger;

import java.lang.reflect.Proxy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

import chargerunner.charge.AttemptResult;
import chargerunner.charge.ChargeDetails;
import chargerunner.charge.ChargeRequest;
import chargerunner.charge.ChargeStatus;
import chargerunner.charge.ClaimedAttempt;
import chargerunner.charge.Doubt;
import chargerunner.charge.Lease;
import chargerunner.charge.Look;
import chargerunner.charge.LookSchedule;
import chargerunner.charge.LookUp;
import chargerunner.charge.MerchantUid;
import chargerunner.charge.Outcome;
import chargerunner.charge.Payment;
import chargerunner.charge.ReasonClass;
import chargerunner.charge.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * One charge, a gateway that charges whatever it gets, and processes that come and go.
 * What is decided about attempts is decided by {@link Book}, {@link Entry} and
 * {@link LookSchedule}; the conditions of claims, take-overs and sends over again stand
 * here as their SQL has them.
 */
final class RandomWalk {

	private static final Duration QUARANTINE = Duration.ofMinutes(10);

	private static final Duration LEASE = Duration.ofSeconds(15);

	private static final Duration READ_TIMEOUT = Duration.ofSeconds(60);

	/** The gateway charges, if it does, within this time. */
	private static final int LATEST_COMMIT_SECONDS = 590;

	private static final String REFERENCE = "R";

	private static final long CHARGE = 1;

	private final Random random;

	private final @Nullable Broken broken;

	private final LookSchedule schedule = new LookSchedule(QUARANTINE);

	private final List<Taken> taken = new ArrayList<>();

	private final List<Process> processes = new ArrayList<>();

	private final List<String> story = new ArrayList<>();

	private Instant now = Instant.parse("2026-11-23T00:00:00Z");

	private Ledger ledger = new Ledger();

	private @Nullable Ledger backup;

	private boolean checkFirst;

	private boolean quiet;

	private boolean sentAgain;

	private int payments;

	RandomWalk(Random random, @Nullable Broken broken) {
		this.random = random;
		this.broken = broken;
	}

	void walk(int steps) {
		for (int step = 0; step < steps; step++) {
			this.now = this.now.plusMillis(this.random.nextInt(this.random.nextInt(8) == 0 ? 120_000 : 4_000));
			this.processes.forEach(this::hear);
			step(this.random.nextInt(20));
		}
	}

	private void step(int choice) {
		switch (choice) {
			case 0, 1 -> take();
			case 2, 3, 4 -> any(this::renew);
			case 5, 6, 7 -> any(this::claim);
			case 8, 9, 10, 11 -> any(this::send);
			case 12, 13 -> any(this::look);
			case 14 -> any(this::sendAgain);
			case 15 -> any((process) -> process.alive = this.random.nextInt(3) > 0);
			case 16 -> any((process) -> process.paused = !process.paused);
			case 17 -> laterRun();
			case 18 -> this.backup = (this.backup == null) ? this.ledger.copy() : this.backup;
			default -> restore();
		}
	}

	private void any(java.util.function.Consumer<Process> act) {
		List<Process> alive = this.processes.stream().filter((process) -> process.alive).toList();
		if (!alive.isEmpty()) {
			act.accept(alive.get(this.random.nextInt(alive.size())));
		}
	}

	/** Everything comes to rest: one process works on until nothing is left. */
	void end() {
		this.quiet = true;
		this.processes.forEach((process) -> process.alive = false);
		for (int round = 0; round < 40 && !isOver(); round++) {
			this.now = this.now.plus(LEASE).plusSeconds(LATEST_COMMIT_SECONDS);
			take();
			Process process = this.processes.get(this.processes.size() - 1);
			for (int step = 0; step < 6; step++) {
				this.now = this.now.plusSeconds(8);
				renew(process);
				claim(process);
				send(process);
				this.now = this.now.plusSeconds(1);
				hear(process);
				renew(process);
				look(process);
				sendAgain(process);
				send(process);
				hear(process);
			}
			process.alive = false;
		}
		this.now = this.now.plusSeconds(LATEST_COMMIT_SECONDS);
	}

	private boolean isOver() {
		return this.ledger.status == ChargeStatus.PAID || this.ledger.status == ChargeStatus.DECLINED;
	}

	boolean isPaid() {
		return this.ledger.status == ChargeStatus.PAID;
	}

	boolean hasSentAgain() {
		return this.sentAgain;
	}

	/** What is wrong at the end; null when nothing is. */
	@Nullable String complaint() {
		long paid = this.taken.stream().filter((one) -> one.paid).count();
		if (paid > 1) {
			return "charged " + paid + " times";
		}
		if (!isOver()) {
			return "never comes to an end: " + this.ledger.status;
		}
		return (paid == 1) == isPaid() ? null : "taken " + paid + " times, but " + this.ledger.status;
	}

	@Override
	public String toString() {
		return String.join("; ", this.story);
	}

	private void tell(String what) {
		this.story.add(this.now.toString().substring(11, 19) + " " + what);
	}

	private void take() {
		if (this.ledger.leaseUntil.isAfter(this.now) || this.ledger.status == ChargeStatus.PAID) {
			return;
		}
		this.ledger.rows.values().forEach((row) -> leaveBehind(row));
		if (this.ledger.status == ChargeStatus.CLAIMED) {
			this.ledger.status = ChargeStatus.UNKNOWN;
		}
		this.ledger.token++;
		this.ledger.leaseUntil = this.now.plus(LEASE);
		this.processes.add(new Process(this.ledger.runId, this.ledger.token, this.now));
		tell("taken, token " + this.ledger.token);
	}

	private void leaveBehind(Map<String, Object> row) {
		Object outcome = row.get("outcome");
		if (Boolean.TRUE.equals(row.get("in_flight")) && (outcome == null || outcome.equals("unknown"))) {
			row.put("last_sent_at", Database.utc(this.ledger.leaseUntil));
			row.putAll(Map.of("in_flight", false, "recorded_at", Objects.requireNonNull(Database.utc(this.now)),
					"answer_kept", false, "outcome", "unknown", "reason_class", "interrupted", "reason", ""));
		}
		else if (row.get("recheck_at") != null) {
			row.put("in_flight", false);
		}
	}

	private void renew(Process process) {
		if (!process.paused && process.token == this.ledger.token && this.ledger.leaseUntil.isAfter(this.now)) {
			this.ledger.leaseUntil = this.now.plus(LEASE);
			process.confirmed = this.now;
		}
	}

	private void claim(Process process) {
		ChargeStatus status = this.ledger.status;
		boolean may = !process.paused && process.token == this.ledger.token
				&& (status == ChargeStatus.PLANNED || status == ChargeStatus.NOT_SENT);
		if (!may || !earlierNumbersAreClear(process)) {
			return;
		}
		Map<String, Object> last = this.ledger.last();
		boolean reopens = last != null && "not_sent".equals(last.get("outcome"));
		int number = (last == null) ? 1 : (int) last.get("attempt_no") + (reopens ? 0 : 1);
		if (number > 5) {
			return;
		}
		ChargeRequest request = request(number);
		Map<String, Object> row = reopens ? last : Ledger.row(request.merchantUid(), number);
		row.putAll(Map.of("run_id", process.runId, "token", process.token, "in_flight", true, "answer_kept", false,
				"claimed_at", Objects.requireNonNull(Database.utc(this.now))));
		List.of("outcome", "reason_class", "reason", "recorded_at").forEach((column) -> row.put(column, null));
		this.ledger.rows.put(request.merchantUid(), row);
		this.ledger.status = ChargeStatus.CLAIMED;
		process.unsent.add(new ClaimedAttempt(CHARGE, process.runId, process.token, request, false));
		tell("claims number " + number);
	}

	/** As {@code EarlierNumbers} has it. */
	private boolean earlierNumbersAreClear(Process process) {
		if (this.broken == Broken.NEW_NUMBER_WITHOUT_A_LOOK) {
			return true;
		}
		for (Map<String, Object> row : List.copyOf(this.ledger.rows.values())) {
			if (row.get("outcome") != null && !look((String) row.get("merchant_uid"))) {
				return false;
			}
		}
		if (this.checkFirst) {
			for (int number = 1; number <= 5; number++) {
				if (!adopt(process, request(number))) {
					return false;
				}
			}
		}
		return this.ledger.status == ChargeStatus.PLANNED || this.ledger.status == ChargeStatus.NOT_SENT;
	}

	/** Gives whether there was an answer. */
	private boolean adopt(Process process, ChargeRequest request) {
		if (this.ledger.rows.containsKey(request.merchantUid())) {
			return true;
		}
		LookUp found = ask(request.merchantUid());
		if (found.kind() == LookUp.Kind.FOUND) {
			Doubt doubt = new Doubt(CHARGE, process.runId, request, Outcome.UNKNOWN, null, Instant.EPOCH, null, 0, 0,
					null, null);
			enter((book) -> book.adopt(process, new Look(doubt, found, verdict(found))));
			tell("adopts " + request.merchantUid());
		}
		return found.kind() != LookUp.Kind.NO_ANSWER;
	}

	private void send(Process process) {
		if (process.paused || process.unsent.isEmpty()) {
			return;
		}
		ClaimedAttempt attempt = process.unsent.remove(0);
		if (!process.isFresh(this.now) && this.broken != Broken.LEASE_IGNORED) {
			record(attempt, new Verdict(Outcome.NOT_SENT, ReasonClass.STOPPED, "", null, null, null, false), 0);
			return;
		}
		int luck = this.quiet ? 0 : this.random.nextInt(10);
		if (luck == 9) {
			record(attempt, new Verdict(Outcome.NOT_SENT, ReasonClass.THROTTLED, "", null, 429, null, false), 0);
			return;
		}
		boolean reaches = luck != 8;
		boolean paid = this.quiet || luck < 6;
		int delay = this.quiet ? 0 : this.random.nextInt(LATEST_COMMIT_SECONDS);
		if (this.quiet || this.random.nextInt(3) > 0) {
			delay = 0;
		}
		Taken commit = reaches ? new Taken(attempt.request().merchantUid(), this.now.plusSeconds(delay), paid,
				"imp_" + ++this.payments) : null;
		if (commit != null) {
			this.taken.add(commit);
		}
		this.sentAgain |= attempt.redrive();
		boolean answered = commit != null && delay < READ_TIMEOUT.toSeconds()
				&& (this.quiet || this.random.nextInt(3) > 0);
		process.awaited
			.add(new Awaited(attempt, answered ? commit : null, answered ? commit.at : this.now.plus(READ_TIMEOUT)));
		tell("sends " + attempt.request().merchantUid() + (reaches ? paid ? " paid" : " failed" : " lost") + " after "
				+ delay);
	}

	/** Answers and time-outs that have come meanwhile. */
	private void hear(Process process) {
		if (!process.alive || process.paused) {
			return;
		}
		for (Awaited awaited : List.copyOf(process.awaited)) {
			if (!awaited.at.isAfter(this.now)) {
				process.awaited.remove(awaited);
				Verdict verdict = (awaited.commit != null) ? verdict(awaited.commit)
						: new Verdict(Outcome.UNKNOWN, ReasonClass.TIMEOUT, "", null, null, null, false);
				record(awaited.attempt, verdict, 1);
			}
		}
	}

	private void record(ClaimedAttempt attempt, Verdict verdict, int timesSent) {
		if (!this.ledger.rows.containsKey(attempt.request().merchantUid())) {
			return;
		}
		enter((book) -> book.enter(new AttemptResult(attempt, verdict, timesSent, this.now, this.now), QUARANTINE));
		tell("records " + verdict.outcome() + " of " + attempt.request().merchantUid());
	}

	private void look(Process process) {
		if (process.paused || process.token != this.ledger.token) {
			return;
		}
		for (Doubt doubt : this.ledger.doubts()) {
			look(doubt.request().merchantUid());
		}
	}

	/** Gives whether there was an answer. */
	private boolean look(String number) {
		Doubt doubt = this.ledger.doubt(number);
		LookUp found = ask(number);
		Verdict verdict = (found.kind() == LookUp.Kind.FOUND) ? verdict(found) : null;
		enter((book) -> book.enter(new Look(doubt, found, verdict), this.now, QUARANTINE, false));
		return found.kind() != LookUp.Kind.NO_ANSWER;
	}

	private void sendAgain(Process process) {
		if (process.paused || process.token != this.ledger.token) {
			return;
		}
		for (Doubt doubt : this.ledger.doubts()) {
			boolean allowed = (this.broken == Broken.NO_QUARANTINE) ? doubt.isUnknown() && doubt.noneLooks() > 0
					: this.schedule.allowsRedrive(doubt);
			if (allowed && this.ledger.status == ChargeStatus.UNKNOWN) {
				Map<String, Object> row = this.ledger.rows.get(doubt.request().merchantUid());
				row.putAll(Map.of("token", process.token, "in_flight", true, "none_looks", 0, "answer_kept", true,
						"claimed_at", Objects.requireNonNull(Database.utc(this.now)), "recheck_at",
						Objects.requireNonNull(Database.utc(this.now.plus(QUARANTINE)))));
				row.put("none_since", null);
				process.unsent.add(new ClaimedAttempt(CHARGE, doubt.runId(), process.token, doubt.request(), true));
				tell("sends again " + doubt.request().merchantUid());
			}
		}
	}

	/** Another file or a re-run takes an open charge over. */
	private void laterRun() {
		if (this.ledger.status.isOpen() && !this.ledger.leaseUntil.isAfter(this.now)) {
			this.ledger.runId++;
			this.ledger.status = ChargeStatus.PLANNED;
			tell("run " + this.ledger.runId);
		}
	}

	/**
	 * Nothing runs while a backup is brought back, and what was on its way has arrived.
	 */
	private void restore() {
		if (this.backup == null || this.random.nextInt(4) > 0) {
			return;
		}
		this.processes.forEach((process) -> process.alive = false);
		this.now = this.now.plusSeconds(LATEST_COMMIT_SECONDS);
		this.ledger = this.backup.copy();
		this.checkFirst = this.broken != Broken.RESTORED_WITHOUT_A_CHECK;
		tell("restored");
	}

	private LookUp ask(String number) {
		if (!this.quiet && this.random.nextInt(6) == 0) {
			return LookUp.noAnswer("");
		}
		List<Payment> payments = this.taken.stream()
			.filter((one) -> one.number.equals(number) && !one.at.isAfter(this.now))
			.map(RandomWalk::payment)
			.toList();
		return payments.isEmpty() ? LookUp.none() : LookUp.found(payments);
	}

	private static Verdict verdict(Taken taken) {
		return verdict(LookUp.found(List.of(payment(taken))));
	}

	private static Verdict verdict(LookUp found) {
		Payment last = found.payments()
			.stream()
			.filter((payment) -> payment.status().equals("paid"))
			.findFirst()
			.orElse(found.payments().get(0));
		boolean paid = last.status().equals("paid");
		return new Verdict(paid ? Outcome.PAID : Outcome.DECLINED, paid ? null : ReasonClass.SOFT, "", last, 200, 0,
				false);
	}

	private static Payment payment(Taken taken) {
		return new Payment(taken.impUid, taken.number, "kim", taken.paid ? "paid" : "failed", 1_000L, "KRW", null,
				taken.paid ? taken.at : null, taken.paid ? null : taken.at, null, null, null, null, null);
	}

	private static ChargeRequest request(int attempt) {
		return new ChargeRequest(MerchantUid.of("walk", REFERENCE, attempt), "kim", 1_000, "Plan", ChargeDetails.NONE);
	}

	private void enter(java.util.function.Consumer<Book> act) {
		Book book = this.ledger.open(this.now);
		act.accept(book);
		this.ledger.close(book);
	}

	/** What is taken out to see that a walk finds it. */
	enum Broken {

		NO_QUARANTINE, NEW_NUMBER_WITHOUT_A_LOOK, LEASE_IGNORED, RESTORED_WITHOUT_A_CHECK

	}

	private static final class Process implements Lease {

		private final long runId;

		private final long token;

		private final List<ClaimedAttempt> unsent = new ArrayList<>();

		private final List<Awaited> awaited = new ArrayList<>();

		private Instant confirmed;

		private boolean alive = true;

		private boolean paused;

		Process(long runId, long token, Instant now) {
			this.runId = runId;
			this.token = token;
			this.confirmed = now;
		}

		boolean isFresh(Instant time) {
			return Duration.between(this.confirmed, time).compareTo(LEASE.multipliedBy(2).dividedBy(3)) < 0;
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
			return true;
		}

	}

	private record Taken(String number, Instant at, boolean paid, String impUid) {
	}

	private record Awaited(ClaimedAttempt attempt, @Nullable Taken commit, Instant at) {
	}

	/** The tables, as far as one charge needs them. */
	private static final class Ledger {

		private static final Map<String, String> COLUMNS = columns();

		private final Map<String, Map<String, Object>> rows = new TreeMap<>();

		private ChargeStatus status = ChargeStatus.PLANNED;

		private long runId = 1;

		private long token;

		private Instant leaseUntil = Instant.EPOCH;

		private static Map<String, String> columns() {
			Map<String, String> columns = new LinkedHashMap<>();
			for (String pair : ("number merchant_uid,no attempt_no,run run_id,token token,inFlight in_flight,"
					+ "timesSent times_sent,requestedAt requested_at,lastSentAt last_sent_at,recordedAt recorded_at,"
					+ "looks looks,noneLooks none_looks,noneSince none_since,lastLookAt last_look_at,"
					+ "recheckAt recheck_at,answerKept answer_kept,outcome outcome,reasonClass reason_class,"
					+ "reason reason,httpStatus http_status,code code,impUid imp_uid,pgTid pg_tid,paidAt paid_at,"
					+ "amountPaid amount_paid,receiptUrl receipt_url,sandbox sandbox,cancelledAt cancelled_at")
				.split(",")) {
				columns.put(pair.split(" ")[0], pair.split(" ")[1]);
			}
			return columns;
		}

		private static Map<String, Object> row(String number, int attempt) {
			Map<String, Object> row = new HashMap<>();
			row.putAll(Map.of("merchant_uid", number, "attempt_no", attempt, "times_sent", 0, "looks", 0, "none_looks",
					0));
			return row;
		}

		private Ledger copy() {
			Ledger copy = new Ledger();
			this.rows.forEach((number, row) -> copy.rows.put(number, new HashMap<>(row)));
			copy.status = this.status;
			copy.runId = this.runId;
			copy.token = this.token;
			copy.leaseUntil = this.leaseUntil;
			return copy;
		}

		private @Nullable Map<String, Object> last() {
			return this.rows.values()
				.stream()
				.reduce((one, other) -> (int) one.get("attempt_no") > (int) other.get("attempt_no") ? one : other)
				.orElse(null);
		}

		private List<Doubt> doubts() {
			return this.rows.values()
				.stream()
				.filter((row) -> !Boolean.TRUE.equals(row.get("in_flight"))
						&& ("unknown".equals(row.get("outcome")) || row.get("recheck_at") != null))
				.map((row) -> doubt((String) row.get("merchant_uid")))
				.toList();
		}

		private Doubt doubt(String number) {
			Map<String, Object> row = this.rows.get(number);
			String outcome = (String) row.get("outcome");
			String reasonClass = (String) row.get("reason_class");
			Instant sent = instant(row.get("last_sent_at"));
			return new Doubt(CHARGE, ((Number) row.get("run_id")).longValue(), request((int) row.get("attempt_no")),
					(outcome != null) ? Outcome.ofText(outcome) : Outcome.UNKNOWN,
					(reasonClass != null) ? ReasonClass.ofText(reasonClass) : null,
					(sent != null) ? sent : Objects.requireNonNullElse(instant(row.get("claimed_at")), Instant.EPOCH),
					instant(row.get("last_look_at")), (int) row.get("looks"), (int) row.get("none_looks"),
					instant(row.get("none_since")), instant(row.get("recheck_at")));
		}

		private static @Nullable Instant instant(@Nullable Object time) {
			return (time != null) ? ((LocalDateTime) time).toInstant(ZoneOffset.UTC) : null;
		}

		private Book open(Instant now) {
			Book book = new Book(CHARGE, this.runId, this.status, now);
			try {
				for (Map<String, Object> row : this.rows.values()) {
					book.entries().add(Entry.of(resultSet(row)));
				}
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
			return book;
		}

		private void close(Book book) {
			for (Entry entry : book.entries()) {
				if (entry.isChanged()) {
					write(entry.parameters(CHARGE).known());
				}
			}
			book.changedStatus().ifPresent((changed) -> this.status = changed);
		}

		private void write(Map<String, Object> values) {
			String number = (String) Objects.requireNonNull(values.get("number"));
			Map<String, Object> row = this.rows.computeIfAbsent(number, (key) -> row(key, MerchantUid.attemptOf(key)));
			Object outcome = values.get("outcome");
			if ("paid".equals(row.get("outcome")) && !"paid".equals(outcome)) {
				return;
			}
			COLUMNS.forEach((parameter, column) -> row.put(column, values.get(parameter)));
		}

		private static ResultSet resultSet(Map<String, Object> row) {
			boolean[] wasNull = new boolean[1];
			return (ResultSet) Proxy.newProxyInstance(RandomWalk.class.getClassLoader(),
					new Class<?>[] { ResultSet.class }, (proxy, method, arguments) -> {
						if (method.getName().equals("wasNull")) {
							return wasNull[0];
						}
						Object value = row.get((String) arguments[0]);
						wasNull[0] = value == null;
						return switch (method.getName()) {
							case "getLong" -> (value != null) ? ((Number) value).longValue() : 0L;
							case "getInt" -> (value != null) ? ((Number) value).intValue() : 0;
							case "getBoolean" -> Boolean.TRUE.equals(value);
							default -> value;
						};
					});
		}

	}

}
