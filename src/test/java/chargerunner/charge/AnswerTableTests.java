package chargerunner.charge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import chargerunner.charge.SendingWindow.Limits;
import chargerunner.charge.SendingWindow.Ports;
import chargerunner.report.RetryFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What one command makes of one charge: by what was tried before, by what looking that up
 * says, and by the answer to what is sent then. A row of the table may name several
 * earlier attempts, look-ups and answers; it stands for every combination of them. What
 * is {@code -} must not be asked at all.
 */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class AnswerTableTests {

	private static final String TABLE = """
			earlier                       | look-up                      | answer                          | sent  | charge    | class       | retry
			# nothing is in doubt: the first number, or again the number that was never sent
			none not_sent                 | -                            | paid                            | 01    | paid      | -           | no
			none not_sent                 | -                            | soft                            | 01    | declined  | soft        | yes
			none not_sent                 | -                            | hard                            | 01    | declined  | hard        | no
			none not_sent                 | -                            | unseen                          | 01    | declined  | unclassified| no
			none not_sent                 | -                            | cancelled                       | 01    | cancelled | -           | no
			none not_sent                 | -                            | differs                         | 01    | unknown   | mismatch    | no
			none not_sent                 | -                            | ready future                    | 01    | unknown   | ready       | no
			none not_sent                 | -                            | refused_soft                    | 01    | refused   | soft        | yes
			none not_sent                 | -                            | refused_hard                    | 01    | refused   | hard        | no
			none not_sent                 | -                            | refused_unseen                  | 01    | refused   | unclassified| no
			none not_sent                 | -                            | refused_found_paid              | 01    | paid      | -           | no
			none not_sent                 | -                            | refused_found_soft              | 01    | declined  | soft        | yes
			none not_sent                 | -                            | refused_found_ready             | 01    | unknown   | ready       | no
			none not_sent                 | -                            | duplicate refused_no_answer     | 01    | unknown   | http        | no
			none not_sent                 | -                            | timeout                         | 01    | unknown   | timeout     | no
			none not_sent                 | -                            | reset                           | 01    | unknown   | reset       | no
			none not_sent                 | -                            | http                            | 01    | unknown   | http        | no
			none not_sent                 | -                            | unreadable other_number throws  | 01    | unknown   | unreadable  | no
			none not_sent                 | -                            | unauthorized                    | 01    | not_sent  | stopped     | yes
			none not_sent                 | -                            | throttled                       | 01 x3 | not_sent  | throttled   | yes
			none not_sent                 | -                            | no_connection                   | 01 x3 | not_sent  | connect     | yes
			# definitely uncharged: the next number, once PortOne has said so again
			declined refused              | none soft                    | paid                            | 02    | paid      | -           | no
			declined refused              | none soft                    | soft                            | 02    | declined  | soft        | yes
			declined refused              | none soft                    | hard                            | 02    | declined  | hard        | no
			declined refused              | none soft                    | unseen                          | 02    | declined  | unclassified| no
			declined refused              | none soft                    | cancelled                       | 02    | cancelled | -           | no
			declined refused              | none soft                    | differs                         | 02    | unknown   | mismatch    | no
			declined refused              | none soft                    | ready future                    | 02    | unknown   | ready       | no
			declined refused              | none soft                    | refused_soft                    | 02    | refused   | soft        | yes
			declined refused              | none soft                    | refused_hard                    | 02    | refused   | hard        | no
			declined refused              | none soft                    | refused_unseen                  | 02    | refused   | unclassified| no
			declined refused              | none soft                    | refused_found_paid              | 02    | paid      | -           | no
			declined refused              | none soft                    | refused_found_soft              | 02    | declined  | soft        | yes
			declined refused              | none soft                    | refused_found_ready             | 02    | unknown   | ready       | no
			declined refused              | none soft                    | duplicate refused_no_answer     | 02    | unknown   | http        | no
			declined refused              | none soft                    | timeout                         | 02    | unknown   | timeout     | no
			declined refused              | none soft                    | reset                           | 02    | unknown   | reset       | no
			declined refused              | none soft                    | http                            | 02    | unknown   | http        | no
			declined refused              | none soft                    | unreadable other_number throws  | 02    | unknown   | unreadable  | no
			declined refused              | none soft                    | unauthorized                    | 02    | not_sent  | stopped     | yes
			declined refused              | none soft                    | throttled                       | 02 x3 | not_sent  | throttled   | yes
			declined refused              | none soft                    | no_connection                   | 02 x3 | not_sent  | connect     | yes
			# it was charged all the same, or nobody knows: no new number
			declined refused              | paid paid_twice              | -                               | -     | paid      | as found    | no
			declined refused              | cancelled                    | -                               | -     | cancelled | -           | no
			declined refused              | differs ready no_answer      | -                               | -     | planned   | as before   | yes
			declined refused              | unauthorized                 | -                               | -     | planned   | as before   | yes
			# in doubt, and PortOne has had no record for a whole quarantine: the same number once more
			timeout interrupted           | none                         | paid                            | 01    | paid      | -           | no
			timeout interrupted           | none                         | soft                            | 01    | declined  | soft        | yes
			timeout interrupted           | none                         | hard                            | 01    | declined  | hard        | no
			timeout interrupted           | none                         | unseen                          | 01    | declined  | unclassified| no
			timeout interrupted           | none                         | cancelled                       | 01    | cancelled | -           | no
			timeout interrupted           | none                         | differs                         | 01    | unknown   | mismatch    | no
			timeout interrupted           | none                         | ready future                    | 01    | unknown   | ready       | no
			timeout interrupted           | none                         | refused_soft                    | 01    | refused   | soft        | yes
			timeout interrupted           | none                         | refused_hard                    | 01    | refused   | hard        | no
			timeout interrupted           | none                         | refused_unseen                  | 01    | refused   | unclassified| no
			timeout interrupted           | none                         | refused_found_paid              | 01    | paid      | -           | no
			timeout interrupted           | none                         | refused_found_soft              | 01    | declined  | soft        | yes
			timeout interrupted           | none                         | refused_found_ready             | 01    | unknown   | ready       | no
			timeout interrupted           | none                         | duplicate refused_no_answer     | 01    | unknown   | http        | no
			timeout interrupted           | none                         | timeout                         | 01    | unknown   | timeout     | no
			timeout interrupted           | none                         | reset                           | 01    | unknown   | reset       | no
			timeout interrupted           | none                         | http                            | 01    | unknown   | http        | no
			timeout interrupted           | none                         | unreadable other_number throws  | 01    | unknown   | unreadable  | no
			# a second sending that did not get through does not undo the first
			timeout interrupted           | none                         | unauthorized                    | 01    | unknown   | as before   | no
			timeout interrupted           | none                         | throttled no_connection         | 01 x3 | unknown   | as before   | no
			# in doubt, and PortOne has a record: as found, nothing is sent
			timeout interrupted ready     | paid paid_twice              | -                               | -     | paid      | as found    | no
			timeout interrupted ready     | soft                         | -                               | -     | declined  | soft        | yes
			timeout interrupted ready     | cancelled                    | -                               | -     | cancelled | -           | no
			timeout interrupted ready     | differs                      | -                               | -     | unknown   | mismatch    | no
			timeout interrupted ready     | ready                        | -                               | -     | unknown   | ready       | no
			timeout interrupted ready     | no_answer unauthorized       | -                               | -     | unknown   | as before   | no
			# PortOne had a record once: never sent again, whatever it has now
			ready                         | none                         | -                               | -     | unknown   | ready       | no
			mismatch                      | none ready differs           | -                               | -     | unknown   | mismatch    | no
			mismatch                      | no_answer unauthorized       | -                               | -     | unknown   | mismatch    | no
			mismatch                      | paid paid_twice              | -                               | -     | paid      | as found    | no
			mismatch                      | soft                         | -                               | -     | declined  | soft        | yes
			mismatch                      | cancelled                    | -                               | -     | cancelled | -           | no
			# over: nothing is asked
			paid                          | -                            | -                               | -     | paid      | -           | no
			cancelled                     | -                            | -                               | -     | cancelled | -           | no
			""";

	private static final Duration QUARANTINE = Duration.ofMinutes(10);

	private static final Duration RESOLVE_FOR = Duration.ofMinutes(20);

	private static final long EARLIER_RUN = 6;

	private static final long RUN = 7;

	private static final ExecutorService EXECUTOR = Executors.newCachedThreadPool();

	private final MovableClock clock = new MovableClock();

	private final ScriptedGateway gateway = new ScriptedGateway();

	private final Judge judge = new Judge(new TestReasons());

	private final InMemoryChargeLedger ledger = new InMemoryChargeLedger(this.clock, QUARANTINE);

	private final Resolver resolver = new Resolver(this.gateway, this.judge, 1, EXECUTOR);

	private final LookSchedule schedule = new LookSchedule(QUARANTINE);

	private TestLease lease = new TestLease(RUN, 2);

	private boolean stopped;

	@AfterAll
	static void endThreads() {
		EXECUTOR.shutdownNow();
	}

	static Stream<Case> table() {
		return TABLE.lines().skip(1).filter((line) -> !line.startsWith("#")).flatMap(AnswerTableTests::combinations);
	}

	private static Stream<Case> combinations(String line) {
		String[] cells = Arrays.stream(line.split("\\|")).map(String::strip).toArray(String[]::new);
		List<Case> cases = new ArrayList<>();
		for (String earlier : cells[0].split(" ")) {
			for (String lookUp : cells[1].split(" ")) {
				for (String answer : cells[2].split(" ")) {
					cases.add(new Case(word(Earlier.class, earlier), optionalWord(Found.class, lookUp),
							optionalWord(Reply.class, answer), cells[3], cells[4], cells[5], cells[6].equals("yes")));
				}
			}
		}
		return cases.stream();
	}

	@Test
	void hasARowForEveryCombination() {
		Map<String, List<String>> answers = new HashMap<>();
		table().forEach((row) -> answers.computeIfAbsent(row.earlier() + " " + row.found(), (key) -> new ArrayList<>())
			.add(String.valueOf(row.reply())));

		Set<String> asked = new HashSet<>();
		for (Earlier earlier : Earlier.values()) {
			asked.addAll(earlier.isLookedUp() ? words(earlier + " ", Found.values()) : List.of(earlier + " null"));
		}
		assertThat(answers.keySet()).containsExactlyInAnyOrderElementsOf(asked);
		assertThat(answers).allSatisfy((key, replies) -> assertThat(replies.stream().sorted().toList()).as(key)
			.isIn(List.of("null"), words("", Reply.values())));
	}

	private static List<String> words(String prefix, Enum<?>[] values) {
		return Arrays.stream(values).map((value) -> prefix + value).sorted().toList();
	}

	@ParameterizedTest
	@MethodSource("table")
	void endsAsTheTableSays(Case row) throws InterruptedException {
		long charge = prepare(row.earlier());
		@Nullable ReasonClass before = reasonClass(charge);
		play(row);

		runCommand();

		assertThat(this.gateway.charged()).isEqualTo(row.numbers());
		assertThat(this.gateway.lookedUp().contains(number("01"))).isEqualTo(row.isLookedUp());
		assertThat(this.ledger.status(charge)).isEqualTo(ChargeStatus.ofText(row.status()));
		assertThat(reasonClass(charge)).isEqualTo(row.reasonClass(before));
		assertThat(RetryFile.holds(line(charge))).isEqualTo(row.retry());
	}

	private void play(Case row) {
		this.gateway.answering((request) -> answer(row, request))
			.finding((number) -> this.gateway.charged().contains(number)
					? Objects.requireNonNull(row.reply()).lookUp(request(number))
					: Objects.requireNonNull(row.found()).lookUp(request(number)));
	}

	private static Answer answer(Case row, ChargeRequest request) {
		return Objects.requireNonNull(row.reply()).answer(request);
	}

	/** What was tried before: by an earlier run where that ended, else by this one. */
	private long prepare(Earlier earlier) {
		long run = earlier.isDefinite() ? EARLIER_RUN : RUN;
		TestLease before = new TestLease(run, 1);
		long charge = this.ledger.plan(run, "reference", "customer");
		if (earlier == Earlier.NONE) {
			return charge;
		}
		List<ClaimedAttempt> claimed = this.ledger.claim(before, this.ledger.plannedCharges(run, 0, Long.MAX_VALUE, 9));
		for (ClaimedAttempt attempt : claimed) {
			earlier.verdict(this.judge, attempt.request())
				.ifPresent((verdict) -> this.ledger.record(
						List.of(new AttemptResult(attempt, verdict, 1, this.clock.instant(), this.clock.instant()))));
		}
		if (earlier.isDefinite() && this.ledger.status(charge).isOpen()) {
			this.ledger.takeOver(charge, RUN);
		}
		this.lease = this.ledger.take(RUN, 2);
		return charge;
	}

	/** The order of a command: what is in doubt, then what is planned. */
	private void runCommand() throws InterruptedException {
		Instant end = this.clock.instant().plus(RESOLVE_FOR);
		look(this.ledger.doubts(RUN));
		Optional<Instant> next = nextLook();
		while (!this.stopped && next.isPresent() && !next.get().isAfter(end)) {
			this.clock.moveTo(next.get());
			look(this.ledger.doubts(RUN));
			List<Doubt> ready = this.ledger.doubts(RUN).stream().filter(this.schedule::allowsRedrive).toList();
			if (!ready.isEmpty()) {
				send(this.ledger.claimAgain(this.lease, ready));
				return;
			}
			next = nextLook();
		}
		List<PlannedCharge> planned = this.ledger.plannedCharges(RUN, 0, Long.MAX_VALUE, 9);
		if (earlierNumbersAreClear(planned)) {
			send(this.ledger.claim(this.lease, planned));
		}
	}

	private Optional<Instant> nextLook() {
		return this.ledger.doubts(RUN)
			.stream()
			.map(this.schedule::nextLook)
			.flatMap(Optional::stream)
			.min(Comparator.naturalOrder());
	}

	private List<Look> look(List<Doubt> doubts) {
		Instant askedAt = this.ledger.now();
		List<Look> looks = this.resolver.look(doubts, () -> this.stopped);
		this.ledger.recordLooks(looks, askedAt);
		this.stopped |= looks.stream().anyMatch((look) -> look.lookUp().kind() == LookUp.Kind.UNAUTHORIZED);
		return looks;
	}

	private boolean earlierNumbersAreClear(List<PlannedCharge> planned) {
		List<Doubt> earlier = this.ledger.attemptsOf(planned.stream().map(PlannedCharge::chargeId).toList());
		return look(earlier.stream().filter((doubt) -> doubt.outcome().isDefinite()).toList()).stream()
			.allMatch((look) -> look.lookUp().kind() == LookUp.Kind.NONE
					|| (look.verdict() != null && look.verdict().outcome().isDefinite()));
	}

	private void send(List<ClaimedAttempt> claimed) throws InterruptedException {
		if (claimed.isEmpty()) {
			return;
		}
		Ports ports = new Ports(this.gateway, this.judge, this.ledger, this.lease, this.clock, (results) -> {
		});
		try (SendingWindow window = new SendingWindow(new Limits(1, 0, 3, Duration.ofNanos(1)), ports, EXECUTOR)) {
			window.submit(claimed);
			window.drain();
		}
	}

	private @Nullable ReasonClass reasonClass(long charge) {
		List<InMemoryChargeLedger.Attempt> attempts = this.ledger.attempts(charge);
		Verdict last = attempts.isEmpty() ? null : attempts.get(attempts.size() - 1).verdict();
		return (last != null) ? last.reasonClass() : null;
	}

	/** The row as its run reports it; a charge that it left planned was not sent. */
	private ReportLine line(long charge) {
		ChargeStatus status = this.ledger.status(charge);
		RowOutcome outcome = (status == ChargeStatus.PLANNED) ? RowOutcome.NOT_SENT : RowOutcome.valueOf(status.name());
		return new ReportLine(1, List.of(), 1_000L, "reference", outcome, null, null, null, null, 1,
				reasonClass(charge), "", null, null);
	}

	private static String number(String attempt) {
		return MerchantUid.of("test", "reference", Integer.parseInt(attempt));
	}

	private static ChargeRequest request(String number) {
		return new ChargeRequest(number, "customer", 1_000, "Plan", ChargeDetails.NONE);
	}

	private static <E extends Enum<E>> E word(Class<E> type, String text) {
		return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
	}

	private static <E extends Enum<E>> @Nullable E optionalWord(Class<E> type, String text) {
		return text.equals("-") ? null : word(type, text);
	}

	/** One combination, and how it ends. */
	record Case(Earlier earlier, @Nullable Found found, @Nullable Reply reply, String sent, String status,
			String reasonWord, boolean retry) {

		List<String> numbers() {
			if (this.sent.equals("-")) {
				return List.of();
			}
			String number = number(this.sent.substring(0, 2));
			return this.sent.endsWith("x3") ? List.of(number, number, number) : List.of(number);
		}

		/**
		 * Whether number 01 is: as an earlier number, or at once after it was refused.
		 */
		boolean isLookedUp() {
			return this.found != null || (this.reply != null && this.reply.isRefusal() && this.sent.equals("01"));
		}

		@Nullable ReasonClass reasonClass(@Nullable ReasonClass before) {
			return switch (this.reasonWord) {
				case "-" -> null;
				case "as before" -> before;
				case "as found" -> (this.found == Found.PAID_TWICE) ? ReasonClass.CHARGED_TWICE_AT_PORTONE : null;
				default -> ReasonClass.ofText(this.reasonWord);
			};
		}

	}

	/** What was tried before. */
	enum Earlier {

		NONE, NOT_SENT, DECLINED, REFUSED, TIMEOUT, INTERRUPTED, READY, MISMATCH, PAID, CANCELLED;

		boolean isDefinite() {
			return this == DECLINED || this == REFUSED || this == PAID || this == CANCELLED;
		}

		boolean isLookedUp() {
			return this != NONE && this != NOT_SENT && this != PAID && this != CANCELLED;
		}

		/** Empty when its process died before it recorded anything. */
		Optional<Verdict> verdict(Judge judge, ChargeRequest request) {
			return switch (this) {
				case NONE, INTERRUPTED -> Optional.empty();
				case NOT_SENT -> Optional.of(judge.answer(request, Reply.NO_CONNECTION.answer(request)));
				case DECLINED -> Optional.of(judge.answer(request, Reply.SOFT.answer(request)));
				case REFUSED -> Optional.of(judge.refusal(request, Answer.refused(-1, "soft"), LookUp.none()));
				case TIMEOUT -> Optional.of(judge.answer(request, Reply.TIMEOUT.answer(request)));
				case READY -> Optional.of(judge.answer(request, Reply.READY.answer(request)));
				case MISMATCH -> Optional.of(judge.answer(request, Reply.DIFFERS.answer(request)));
				case PAID -> Optional.of(judge.answer(request, Reply.PAID.answer(request)));
				case CANCELLED -> Optional.of(judge.answer(request, Reply.CANCELLED.answer(request)));
			};
		}

	}

	/** What looking the earlier number up says, every time. */
	enum Found {

		NONE, PAID, PAID_TWICE, DIFFERS, SOFT, READY, CANCELLED, NO_ANSWER, UNAUTHORIZED;

		LookUp lookUp(ChargeRequest request) {
			Payment paid = TestPayment.paid(request);
			return switch (this) {
				case NONE -> LookUp.none();
				case PAID -> LookUp.found(List.of(paid));
				case PAID_TWICE -> LookUp.found(List.of(paid, TestPayment.of(request, "paid").impUid("imp_2").build()));
				case DIFFERS -> LookUp.found(List.of(TestPayment.of(request, "paid").amount(1L).build()));
				case SOFT -> LookUp.found(List.of(TestPayment.failed(request, "soft")));
				case READY -> LookUp.found(List.of(TestPayment.of(request, "ready").build()));
				case CANCELLED -> LookUp.found(List.of(TestPayment.of(request, "cancelled").build()));
				case NO_ANSWER -> LookUp.noAnswer("503");
				case UNAUTHORIZED -> LookUp.unauthorized("401");
			};
		}

	}

	/** The answer to what is sent. */
	enum Reply {

		PAID, SOFT, HARD, UNSEEN, CANCELLED, DIFFERS, READY, FUTURE, OTHER_NUMBER, REFUSED_SOFT, REFUSED_HARD,
		REFUSED_UNSEEN, REFUSED_FOUND_PAID, REFUSED_FOUND_SOFT, REFUSED_FOUND_READY, REFUSED_NO_ANSWER, DUPLICATE,
		TIMEOUT, RESET, HTTP, UNREADABLE, THROWS, UNAUTHORIZED, THROTTLED, NO_CONNECTION;

		Answer answer(ChargeRequest request) {
			return switch (this) {
				case PAID -> Answer.payment(TestPayment.paid(request));
				case SOFT -> Answer.payment(TestPayment.failed(request, "soft: 잔액부족"));
				case HARD -> Answer.payment(TestPayment.failed(request, "hard: 분실카드"));
				case UNSEEN -> Answer.payment(TestPayment.failed(request, "처음 보는 사유"));
				case CANCELLED, READY, FUTURE -> Answer.payment(TestPayment.of(request, text()).build());
				case DIFFERS -> Answer.payment(TestPayment.of(request, "paid").amount(1L).build());
				case OTHER_NUMBER -> Answer.payment(TestPayment.of(request, "failed").merchantUid("other").build());
				case REFUSED_SOFT, REFUSED_FOUND_PAID, REFUSED_FOUND_SOFT, REFUSED_FOUND_READY, REFUSED_NO_ANSWER ->
					Answer.refused(-1, "soft: 점검시간");
				case REFUSED_HARD -> Answer.refused(-1, "key_unregistered: 미등록");
				case REFUSED_UNSEEN -> Answer.refused(-1, "처음 보는 사유");
				case DUPLICATE -> Answer.refused(1, "duplicate: 이미 결제된 주문번호");
				case TIMEOUT, RESET, HTTP, UNREADABLE, UNAUTHORIZED, THROTTLED ->
					Answer.of(Answer.Kind.valueOf(name()), null, text());
				case NO_CONNECTION -> Answer.of(Answer.Kind.NOT_SENT, null, "connect refused");
				case THROWS -> throw new IllegalStateException("bug");
			};
		}

		/** What looking the number up says right after it was refused. */
		LookUp lookUp(ChargeRequest request) {
			return switch (this) {
				case REFUSED_FOUND_PAID -> Found.PAID.lookUp(request);
				case REFUSED_FOUND_SOFT -> Found.SOFT.lookUp(request);
				case REFUSED_FOUND_READY -> Found.READY.lookUp(request);
				case REFUSED_NO_ANSWER -> Found.NO_ANSWER.lookUp(request);
				case REFUSED_SOFT, REFUSED_HARD, REFUSED_UNSEEN, DUPLICATE -> LookUp.none();
				default -> throw new AssertionError("only refusals are looked up at once");
			};
		}

		boolean isRefusal() {
			return this == DUPLICATE || name().startsWith("REFUSED_");
		}

		private String text() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
