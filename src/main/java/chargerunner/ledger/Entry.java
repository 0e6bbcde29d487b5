package chargerunner.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import chargerunner.charge.AttemptEvent;
import chargerunner.charge.AttemptResult;
import chargerunner.charge.ChargeRequest;
import chargerunner.charge.Judge;
import chargerunner.charge.Look;
import chargerunner.charge.LookUp;
import chargerunner.charge.MerchantUid;
import chargerunner.charge.Outcome;
import chargerunner.charge.Payment;
import chargerunner.charge.ReasonClass;
import chargerunner.charge.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * One attempt's row while its charge is locked, and what is to be told of it beside the
 * row: its looks, and its recorded answer before another takes its place.
 */
final class Entry {

	private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\u2028\\u2029]+");

	private static final int MAX_REASON = 500;

	private static final int MAX_IMP_UID = 64;

	private static final int MAX_PG_TID = 200;

	private static final int MAX_RECEIPT_URL = 2_000;

	final String merchantUid;

	final int attemptNo;

	final long runId;

	final long token;

	private final @Nullable ChargeRequest adopted;

	private final List<AttemptEvent> events = new ArrayList<>();

	boolean inFlight;

	@Nullable Outcome outcome;

	@Nullable ReasonClass reasonClass;

	@Nullable String impUid;

	int looks;

	private boolean changed;

	/** What is entered is the answer itself, recorded now. */
	private boolean landing;

	private boolean answerKept;

	private int timesSent;

	private @Nullable Instant requestedAt;

	private @Nullable Instant lastSentAt;

	private @Nullable Instant recordedAt;

	private int noneLooks;

	private @Nullable Instant noneSince;

	private @Nullable Instant lastLookAt;

	private @Nullable Instant recheckAt;

	private @Nullable String reason;

	private @Nullable Integer httpStatus;

	private @Nullable Integer code;

	private @Nullable String pgTid;

	private @Nullable Instant paidAt;

	private @Nullable Long amountPaid;

	private @Nullable String receiptUrl;

	private @Nullable Boolean sandbox;

	private @Nullable Instant cancelledAt;

	private Entry(String merchantUid, int attemptNo, long runId, long token, @Nullable ChargeRequest adopted) {
		this.merchantUid = merchantUid;
		this.attemptNo = attemptNo;
		this.runId = runId;
		this.token = token;
		this.adopted = adopted;
	}

	static Entry of(ResultSet row) throws SQLException {
		Entry entry = new Entry(row.getString("merchant_uid"), row.getInt("attempt_no"), row.getLong("run_id"),
				row.getLong("token"), null);
		entry.inFlight = row.getBoolean("in_flight");
		entry.timesSent = row.getInt("times_sent");
		entry.requestedAt = Database.instant(row, "requested_at");
		entry.lastSentAt = Database.instant(row, "last_sent_at");
		entry.recordedAt = Database.instant(row, "recorded_at");
		entry.looks = row.getInt("looks");
		entry.noneLooks = row.getInt("none_looks");
		entry.noneSince = Database.instant(row, "none_since");
		entry.lastLookAt = Database.instant(row, "last_look_at");
		entry.recheckAt = Database.instant(row, "recheck_at");
		entry.answerKept = row.getBoolean("answer_kept");
		entry.readOutcome(row);
		return entry;
	}

	private void readOutcome(ResultSet row) throws SQLException {
		this.outcome = AttemptEvents.outcome(row);
		this.reasonClass = AttemptEvents.reasonClass(row);
		this.reason = row.getString("reason");
		this.httpStatus = Database.integer(row, "http_status");
		this.code = Database.integer(row, "code");
		this.impUid = row.getString("imp_uid");
		this.pgTid = row.getString("pg_tid");
		this.paidAt = Database.instant(row, "paid_at");
		this.amountPaid = Database.wholeNumber(row, "amount_paid");
		this.receiptUrl = row.getString("receipt_url");
		boolean test = row.getBoolean("sandbox");
		this.sandbox = row.wasNull() ? null : test;
		this.cancelledAt = Database.instant(row, "cancelled_at");
	}

	static Entry adopted(ChargeRequest request, long runId, long token, Instant now) {
		String number = request.merchantUid();
		Entry entry = new Entry(number, MerchantUid.attemptOf(number), runId, token, request);
		entry.lastSentAt = now;
		entry.recordedAt = now;
		entry.lastLookAt = now;
		entry.looks = 1;
		entry.answerKept = true;
		return entry;
	}

	boolean isChanged() {
		return this.changed;
	}

	boolean isAdopted() {
		return this.adopted != null;
	}

	/**
	 * {@return what is to be added to the history}
	 */
	List<AttemptEvent> events() {
		return this.events;
	}

	void landed(AttemptResult result, Instant now, @Nullable Instant recheckAt) {
		this.changed = true;
		this.landing = true;
		this.inFlight = false;
		this.recordedAt = now;
		this.answerKept = false;
		this.recheckAt = null;
		if (result.timesSent() > 0) {
			this.timesSent += result.timesSent();
			this.requestedAt = result.requestedAt();
			this.lastSentAt = now;
			this.recheckAt = recheckAt;
		}
	}

	/**
	 * Counts a look. A series of looks without a record begins when the first of them is
	 * recorded and lasts until the last of them was asked, which makes it no longer than
	 * it was.
	 */
	void looked(LookUp.Kind kind, Instant askedAt, Instant now, Instant nextRecheck) {
		this.changed = true;
		this.looks++;
		this.lastLookAt = askedAt;
		boolean none = kind == LookUp.Kind.NONE;
		this.noneLooks = none ? this.noneLooks + 1 : 0;
		this.noneSince = none ? Objects.requireNonNullElse(this.noneSince, now) : null;
		if (this.recheckAt != null && !askedAt.isBefore(this.recheckAt)) {
			this.recheckAt = (kind == LookUp.Kind.NO_ANSWER) ? nextRecheck : null;
		}
	}

	/** An answer that changes nothing is told by the history alone. */
	void answeredInVain(Verdict verdict, Instant now) {
		tell(AttemptEvent.Kind.ANSWER, verdict, now);
		this.answerKept = true;
	}

	void tell(AttemptEvent.Kind kind, Verdict verdict, Instant now) {
		this.events.add(AttemptEvent.of(this.merchantUid, now, kind, verdict));
	}

	void tell(Look look, Instant now) {
		AttemptEvent.Kind kind = AttemptEvent.Kind.valueOf(look.lookUp().kind().name());
		AttemptEvent event = AttemptEvent.of(this.merchantUid, now, kind, look.verdict());
		this.events.add((look.verdict() != null) ? event : event.because(look.lookUp().message()));
	}

	private void keepAnswer() {
		if (this.recordedAt != null && this.outcome != null && !this.answerKept && !this.landing) {
			Instant sentAt = (this.reasonClass == ReasonClass.INTERRUPTED) ? this.lastSentAt : this.requestedAt;
			this.events
				.add(new AttemptEvent(this.merchantUid, this.recordedAt, AttemptEvent.Kind.ANSWER, this.runId, sentAt,
						this.outcome, this.reasonClass, reason(this.reason), this.httpStatus, this.code, this.impUid));
			this.answerKept = true;
		}
	}

	void apply(Verdict verdict) {
		keepAnswer();
		this.changed = true;
		this.outcome = verdict.outcome();
		this.reasonClass = verdict.reasonClass();
		this.reason = shortened(verdict.reason(), MAX_REASON);
		this.httpStatus = verdict.httpStatus();
		this.code = verdict.code();
		if (verdict.payment() != null) {
			apply(verdict.payment());
		}
	}

	private void apply(Payment payment) {
		this.impUid = impUid(payment);
		this.pgTid = (payment.pgTid() != null) ? shortened(payment.pgTid(), MAX_PG_TID) : null;
		this.paidAt = payment.paidAt();
		this.amountPaid = (this.outcome == Outcome.PAID) ? payment.amount() : null;
		String url = payment.receiptUrl();
		this.receiptUrl = (url != null && url.length() <= MAX_RECEIPT_URL && isPrintable(url)) ? url : null;
		this.sandbox = payment.sandbox();
		this.cancelledAt = payment.cancelledAt();
	}

	void cancelledLater(Payment payment) {
		if (this.reasonClass == ReasonClass.CANCELLED_LATER) {
			return;
		}
		keepAnswer();
		this.changed = true;
		this.cancelledAt = payment.cancelledAt();
		this.reasonClass = ReasonClass.CANCELLED_LATER;
		this.reason = "cancelled at PortOne";
	}

	void chargedTwice(String imps) {
		String text = shortened(imps, MAX_REASON);
		if (this.reasonClass == ReasonClass.CHARGED_TWICE_AT_PORTONE && text.equals(this.reason)) {
			return;
		}
		keepAnswer();
		this.changed = true;
		this.reasonClass = ReasonClass.CHARGED_TWICE_AT_PORTONE;
		this.reason = text;
	}

	boolean isCancelledLater() {
		return this.reasonClass == ReasonClass.CANCELLED_LATER;
	}

	/**
	 * Is whole again when one payment stands and each of the others that were paid under
	 * this number is seen cancelled. One that a look does not show is not cancelled:
	 * PortOne's list may be late.
	 */
	void chargedOnce(Look look) {
		Verdict verdict = look.verdict();
		if (this.reasonClass != ReasonClass.CHARGED_TWICE_AT_PORTONE || verdict == null
				|| verdict.outcome() != Outcome.PAID || verdict.reasonClass() != null) {
			return;
		}
		Set<String> gone = look.lookUp()
			.payments()
			.stream()
			.filter((payment) -> payment.status().equals("cancelled"))
			.map((payment) -> impUid(payment))
			.collect(Collectors.toSet());
		Set<String> surplus = Judge.paidTwice(Objects.requireNonNull(this.reason));
		surplus.remove(impUid(Objects.requireNonNull(verdict.payment())));
		if (!surplus.isEmpty() && gone.containsAll(surplus)) {
			apply(verdict);
		}
	}

	/** The surplus payment under another number was given back. */
	void chargedOnceWithout(Entry surplus) {
		if (this.reasonClass == ReasonClass.CHARGED_TWICE_AT_PORTONE && this.reason != null && surplus.impUid != null
				&& this.reason.contains(surplus.impUid)) {
			keepAnswer();
			this.changed = true;
			this.reasonClass = null;
			this.reason = "";
		}
	}

	/**
	 * {@return PortOne's number as far as there is room for it}
	 */
	static String impUid(Payment payment) {
		return shortened(payment.impUid(), MAX_IMP_UID);
	}

	static @Nullable String impUid(@Nullable String text) {
		return (text != null) ? shortened(text, MAX_IMP_UID) : null;
	}

	/**
	 * {@return a reason as far as there is room for it}
	 */
	static String reason(@Nullable String text) {
		return shortened(Objects.requireNonNullElse(text, ""), MAX_REASON);
	}

	/**
	 * An outcome must not be lost because a text of the gateway's is too long, nor a file
	 * spoilt by what cannot be printed.
	 */
	private static String shortened(String text, int length) {
		String printable = isPrintable(text) ? text : CONTROLS.matcher(text).replaceAll(" ");
		return (printable.length() <= length) ? printable : printable.substring(0, length - 1) + "…";
	}

	private static boolean isPrintable(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
				return false;
			}
		}
		return true;
	}

	Values parameters(long chargeId) {
		Values values = new Values().addValue("number", this.merchantUid)
			.addValue("charge", chargeId)
			.addValue("no", this.attemptNo)
			.addValue("run", this.runId)
			.addValue("token", this.token)
			.addValue("inFlight", this.inFlight)
			.addValue("timesSent", this.timesSent)
			.addValue("requestedAt", Database.utc(this.requestedAt))
			.addValue("lastSentAt", Database.utc(this.lastSentAt))
			.addValue("recordedAt", Database.utc(this.recordedAt))
			.addValue("looks", this.looks)
			.addValue("noneLooks", this.noneLooks)
			.addValue("noneSince", Database.utc(this.noneSince))
			.addValue("lastLookAt", Database.utc(this.lastLookAt))
			.addValue("recheckAt", Database.utc(this.recheckAt))
			.addValue("answerKept", this.answerKept);
		addOutcome(values);
		if (this.adopted != null) {
			values.addValue("customer", this.adopted.customerUid())
				.addValue("amount", this.adopted.amount())
				.addValue("currency", this.adopted.currency());
		}
		return values;
	}

	private void addOutcome(Values values) {
		values.addValue("outcome", (this.outcome != null) ? this.outcome.text() : null)
			.addValue("reasonClass", (this.reasonClass != null) ? this.reasonClass.text() : null)
			.addValue("reason", this.reason)
			.addValue("httpStatus", this.httpStatus)
			.addValue("code", this.code)
			.addValue("impUid", this.impUid)
			.addValue("pgTid", this.pgTid)
			.addValue("paidAt", Database.utc(this.paidAt))
			.addValue("amountPaid", this.amountPaid)
			.addValue("receiptUrl", this.receiptUrl)
			.addValue("sandbox", this.sandbox)
			.addValue("cancelledAt", Database.utc(this.cancelledAt));
	}

}
