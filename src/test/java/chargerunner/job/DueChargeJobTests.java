package chargerunner.job;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import chargerunner.charge.RowOutcome;
import chargerunner.job.Progress.Phase;
import chargerunner.job.RunResult.Kind;
import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.Fault;
import chargerunner.sandbox.Sandbox;
import chargerunner.sandbox.SandboxOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Whole jobs over due subscriptions. Most nights are in the past, so that no clock has to
 * be moved.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class DueChargeJobTests extends StagedJob {

	private static final LocalDate NIGHT = LocalDate.of(2026, 3, 10);

	@BeforeParameterizedClassInvocation
	static void install(TestDatabase database) {
		stage = new Stage(database, directory, SandboxOptions.defaults());
	}

	@Test
	void chargesWhatIsDueToday() {
		LocalDate today = LocalDate.now(ZoneId.of("Asia/Seoul"));
		subscriptions().add("kim", 1000, "month", today)
			.add("lee", 2000, "month", today.plusDays(1))
			.add("choi", 4000, "week", today.minusDays(1));

		RunResult run = only(
				stage.installation.commands().chargeDue(null, stage.installation.options(), Watcher.silent()));

		stage.after(run)
			.exits(ExitCode.OK)
			.hasRows("sub:choi:" + today.minusDays(1) + " paid", "sub:kim:" + today + " paid")
			.leavesNothingToDo()
			.charged(2, 5000);
		assertThat(run.written().result()).hasFileName("due-" + today + ".result.csv");
		assertThat(subscriptions().dueOn("choi")).isEqualTo(today.plusDays(6));
		assertThat(subscriptions().dueOn("lee")).isEqualTo(today.plusDays(1));
	}

	@ParameterizedTest
	@CsvSource({ "month, 2026-01-31, 2026-02-28 2026-03-31 2026-04-30 2026-05-31",
			"month, 2024-01-31, 2024-02-29 2024-03-31", "month, 2026-01-30, 2026-02-28 2026-03-30",
			"quarter, 2025-11-30, 2026-02-28 2026-05-30", "year, 2024-02-29, 2025-02-28 2026-02-28 2027-02-28" })
	void keepsTheAnchorOfMonthEnds(String cadence, LocalDate anchor, String periods) {
		subscriptions().add("kim", 1000, cadence, anchor);
		LocalDate night = anchor;

		int nights = 0;
		for (String next : periods.split(" ")) {
			RunResult run = only(charge(night));

			nights++;
			stage.after(run)
				.exits(ExitCode.OK)
				.hasRows("sub:kim:" + night + " paid")
				.leavesNothingToDo()
				.charged(nights, nights * 1000L);
			assertThat(subscriptions().dueOn("kim")).isEqualTo(next);
			night = LocalDate.parse(next);
		}
	}

	@Test
	void catchesUpMissedPeriodsOldestFirst() {
		subscriptions().add("daily", 100, "day", NIGHT.minusDays(2))
			.add("weekly", 1000, "week", NIGHT.minusDays(15))
			.add("monthly", 10_000, "month", NIGHT.minusDays(1))
			.add("another", 10_000, "month", NIGHT.minusDays(1))
			.add("later", 100_000, "month", NIGHT.plusDays(1));

		RunResult run = only(charge(NIGHT));

		stage.after(run)
			.exits(ExitCode.OK)
			.hasRows("sub:weekly:2026-02-23 paid", "sub:weekly:2026-03-02 paid", "sub:daily:2026-03-08 paid",
					"sub:another:2026-03-09 paid", "sub:daily:2026-03-09 paid", "sub:monthly:2026-03-09 paid",
					"sub:weekly:2026-03-09 paid", "sub:daily:2026-03-10 paid")
			.leavesNothingToDo()
			.charged(8, 23_300);
		assertThat(subscriptions().dueOn("daily")).isEqualTo(NIGHT.plusDays(1));
		assertThat(subscriptions().dueOn("weekly")).isEqualTo(NIGHT.plusDays(6));
	}

	@Test
	void sendsTheTaxPartsOfASubscription() {
		subscriptions().add("kim", 1100, "month", NIGHT);
		stage.installation.sql().update("UPDATE subscription SET tax_free = 0, vat_amount = 100");

		Aftermath night = stage.after(only(charge(NIGHT)));

		night.exits(ExitCode.OK).hasRows("sub:kim:2026-03-10 paid").leavesNothingToDo().charged(1, 1100);
		assertThat(night.result().get(0)).containsEntry("customer_uid", "kim")
			.containsEntry("amount", "1100")
			.containsEntry("name", "Plan")
			.containsEntry("tax_free", "0")
			.containsEntry("vat_amount", "100");
	}

	@Test
	void saysThatTheNightIsFinishedWhenItComesAgain() {
		subscriptions().add("kim", 1000, "month", NIGHT).add("hard-lee", 1000, "month", NIGHT);
		RunResult first = only(charge(NIGHT));

		RunResult again = only(charge(NIGHT));

		assertThat(again.kind()).isEqualTo(Kind.FINISHED_ALREADY);
		assertThat(again.runId()).isEqualTo(first.runId());
		assertThat(again.finishedAt()).isNotNull();
		stage.after(again)
			.exits(ExitCode.OK)
			.hasRows("sub:hard-lee:2026-03-10 declined hard", "sub:kim:2026-03-10 paid")
			.hasRetry()
			.hasReview("sub:hard-lee:2026-03-10")
			.charged(2, 1000);
	}

	@Test
	void plansWhatBecameDueSince() {
		subscriptions().add("kim", 1000, "month", NIGHT);
		RunResult first = only(charge(NIGHT));
		subscriptions().add("lee", 2000, "month", NIGHT);

		RunResult second = only(charge(NIGHT));

		assertThat(second.runId()).isNotEqualTo(first.runId());
		stage.after(second).exits(ExitCode.OK).hasRows("sub:lee:2026-03-10 paid").leavesNothingToDo().charged(2, 3000);
		assertThat(directory.resolve("out/due-2026-03-10.run" + first.runId() + ".result.csv")).exists();
	}

	@Test
	void finishesEarlierNightsFirst() {
		subscriptions().add("kim", 1000, "month", NIGHT).add("lee", 2000, "day", NIGHT);
		stage.sandbox.setFault("kim", Fault.THROTTLED_ALWAYS);
		RunResult first = only(charge(NIGHT));
		stage.after(first)
			.exits(ExitCode.UNFINISHED)
			.hasRows("sub:kim:2026-03-10 not_sent throttled", "sub:lee:2026-03-10 paid")
			.hasRetry("sub:kim:2026-03-10")
			.hasReview()
			.charged(4, 2000);
		stage.sandbox.setFault("kim", Fault.NONE);

		List<RunResult> results = charge(NIGHT.plusDays(1));

		assertThat(results).hasSize(2);
		assertThat(results.get(0).runId()).isEqualTo(first.runId());
		stage.after(results.get(0))
			.exits(ExitCode.OK)
			.hasRows("sub:kim:2026-03-10 paid", "sub:lee:2026-03-10 paid")
			.leavesNothingToDo();
		stage.after(results.get(1))
			.exits(ExitCode.OK)
			.hasRows("sub:lee:2026-03-11 paid")
			.leavesNothingToDo()
			.charged(6, 5000);
	}

	@Test
	void givesOneResultWhenTheSameNightIsFinished() {
		subscriptions().add("kim", 1000, "month", NIGHT);
		stage.sandbox.setFault("kim", Fault.THROTTLED_ALWAYS);
		RunResult first = only(charge(NIGHT));
		RunResult second = only(charge(NIGHT));
		stage.after(second).exits(ExitCode.UNFINISHED).hasRows("sub:kim:2026-03-10 not_sent throttled");
		stage.sandbox.setFault("kim", Fault.NONE);

		RunResult third = only(charge(NIGHT));

		assertThat(List.of(second.runId(), third.runId())).containsOnly(first.runId());
		stage.after(third).exits(ExitCode.OK).hasRows("sub:kim:2026-03-10 paid").leavesNothingToDo().charged(7, 1000);
		assertThat(stage.rows("charge_run")).isOne();
	}

	@Test
	void sendsNoMoreThanTheLimitHoweverOftenRepeated() {
		subscriptions().add("a", 1000, "month", NIGHT).add("b", 1000, "month", NIGHT).add("c", 1000, "month", NIGHT);

		for (int times = 0; times < 3; times++) {
			RunResult run = only(charge(NIGHT, (ask) -> ask.limit(2)));

			stage.after(run)
				.exits(ExitCode.UNFINISHED)
				.hasRows("sub:a:2026-03-10 paid", "sub:b:2026-03-10 paid", "sub:c:2026-03-10 not_sent limit")
				.hasRetry("sub:c:2026-03-10")
				.hasReview()
				.charged(2, 2000);
		}
		stage.after(only(charge(NIGHT)))
			.exits(ExitCode.OK)
			.hasRows("sub:a:2026-03-10 paid", "sub:b:2026-03-10 paid", "sub:c:2026-03-10 paid")
			.leavesNothingToDo()
			.charged(3, 3000);
	}

	@Test
	void refusesDateAfterToday() {
		LocalDate tomorrow = LocalDate.now(ZoneId.of("Asia/Seoul")).plusDays(1);
		subscriptions().add("kim", 1000, "month", tomorrow);

		assertThatExceptionOfType(CommandFailedException.class).isThrownBy(() -> charge(tomorrow)).satisfies((ex) -> {
			assertThat(ex.exitCode()).isEqualTo(ExitCode.USAGE);
			assertThat(stage.installation.text(ex)).contains(tomorrow.toString(), "--dry-run");
		});
		assertNothingPlanned();
		assertThat(stage.rows("charge_run")).isZero();
	}

	@Test
	void showsInDryRunWhatWillBeDue() {
		LocalDate tomorrow = LocalDate.now(ZoneId.of("Asia/Seoul")).plusDays(1);
		subscriptions().add("kim", 1000, "day", tomorrow.minusDays(1));

		RunResult shown = only(charge(tomorrow, Ask::dryRun));

		assertThat(shown.kind()).isEqualTo(Kind.DRY_RUN);
		assertThat(shown.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(shown.tally().rows(RowOutcome.NOT_SENT)).isEqualTo(2);
		assertThat(shown.tally().won()).isEqualTo(2000);
		assertNothingPlanned();
		assertThat(directory.resolve("out")).doesNotExist();
	}

	@Test
	void plansNothingWhenASubscriptionIsLongOverdue() {
		subscriptions().add("old", 1000, "month", NIGHT.minusDays(36)).add("kim", 1000, "month", NIGHT.minusDays(35));

		RunResult refused = only(charge(NIGHT));

		assertThat(refused.kind()).isEqualTo(Kind.REFUSED);
		assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
		assertThat(refused.notes().stream().map(stage.installation::text)).anyMatch((note) -> note.contains("old"))
			.noneMatch((note) -> note.contains("kim"));
		assertNothingPlanned();
		assertThat(subscriptions().dueOn("old")).isEqualTo(NIGHT.minusDays(36));
	}

	@Test
	void plansNothingWhenASubscriptionAsksForMoreThanTheCap() {
		subscriptions().add("dear", 1001, "month", NIGHT).add("kim", 1000, "month", NIGHT);
		try (Installation capped = stage.otherProcess()) {
			capped.set("charge.max-amount", "1000");

			RunResult refused = only(capped.chargeDue(NIGHT));

			assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
			assertThat(refused.notes().stream().map(capped::text))
				.anyMatch((note) -> note.contains("more than 1,000 won"))
				.anyMatch((note) -> note.contains("asks for 1,001 won"))
				.noneMatch((note) -> note.contains("kim"));
		}
		assertNothingPlanned();
		assertThat(subscriptions().dueOn("dear")).isEqualTo(NIGHT);
	}

	@Test
	void catchesUpLongOverdueSubscriptionsWhenAsked() {
		subscriptions().add("old", 1000, "month", LocalDate.of(2026, 1, 31));

		RunResult run = only(charge(NIGHT, Ask::catchUp));

		stage.after(run)
			.exits(ExitCode.OK)
			.hasRows("sub:old:2026-01-31 paid", "sub:old:2026-02-28 paid")
			.leavesNothingToDo()
			.charged(2, 2000);
		assertThat(subscriptions().dueOn("old")).isEqualTo(LocalDate.of(2026, 3, 31));
	}

	@ParameterizedTest
	@EnumSource
	void plansNothingWhenTotalsDiffer(WrongTotals totals) {
		subscriptions().add("a", 1000, "day", NIGHT.minusDays(1)).add("b", 500, "month", NIGHT);

		RunResult refused = only(charge(NIGHT, totals.wrong));

		assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
		assertNothingPlanned();
		assertThat(subscriptions().dueOn("a")).isEqualTo(NIGHT.minusDays(1));
		stage.after(only(charge(NIGHT, totals.right))).exits(ExitCode.OK).leavesNothingToDo().charged(3, 2500);
	}

	enum WrongTotals {

		COUNT((ask) -> ask.expectCount(2), (ask) -> ask.expectCount(3)),

		SUM((ask) -> ask.expectSum(2499), (ask) -> ask.expectSum(2500)),

		CEILING((ask) -> ask.maxSum(2499), (ask) -> ask.maxSum(2500));

		private final UnaryOperator<Ask> wrong;

		private final UnaryOperator<Ask> right;

		WrongTotals(UnaryOperator<Ask> wrong, UnaryOperator<Ask> right) {
			this.wrong = wrong;
			this.right = right;
		}

	}

	@Test
	void endsWellWhenNothingIsDue() {
		subscriptions().add("kim", 1000, "month", NIGHT.plusDays(1));

		RunResult run = only(charge(NIGHT));

		stage.after(run).exits(ExitCode.OK).hasRows().leavesNothingToDo().charged(0, 0);
		assertThat(only(charge(NIGHT)).kind()).isEqualTo(Kind.FINISHED_ALREADY);
	}

	@Test
	void leavesPausedAndEndedSubscriptionsAlone() {
		subscriptions().add("paused", 1000, "month", NIGHT)
			.add("ended", 1000, "month", NIGHT)
			.add("active", 1000, "month", NIGHT);
		subscriptions().become("paused", "paused");
		subscriptions().become("ended", "ended");

		RunResult run = only(charge(NIGHT));

		stage.after(run).exits(ExitCode.OK).hasRows("sub:active:2026-03-10 paid").leavesNothingToDo().charged(1, 1000);
		assertThat(subscriptions().dueOn("paused")).isEqualTo(NIGHT);
	}

	@Test
	void skipsWhatBecameInactiveBetweenPlanAndSend() {
		subscriptions().add("active", 1, "month", NIGHT)
			.add("ended", 10, "month", NIGHT)
			.add("failed", 100, "month", NIGHT)
			.add("issued", 1000, "month", NIGHT)
			.add("paused", 10_000, "month", NIGHT)
			.add("revoked", 100_000, "month", NIGHT);
		subscriptions().key("issued", "issued");
		subscriptions().key("revoked", "issued");

		RunResult run = only(charge(NIGHT, Watcher.atBegin(Phase.SENDING, () -> {
			subscriptions().become("paused", "paused");
			subscriptions().become("ended", "ended");
			subscriptions().key("failed", "failed");
			stage.installation.sql().update("UPDATE billing_key SET status = 'revoked' WHERE customer_uid = 'revoked'");
		})));

		stage.after(run)
			.exits(ExitCode.OK)
			.leavesNothingToDo()
			.hasResultLines("sub:active:2026-03-10 paid", "sub:ended:2026-03-10 skipped inactive",
					"sub:failed:2026-03-10 skipped inactive", "sub:issued:2026-03-10 paid",
					"sub:paused:2026-03-10 skipped inactive", "sub:revoked:2026-03-10 skipped inactive")
			.charged(2, 1001);
		assertThat(stage.rows("charge_attempt")).isEqualTo(2);
	}

	@Test
	void chargesAnUnregisteredKeyNoMore() {
		subscriptions().add("unregistered-kim", 1000, "day", NIGHT);
		subscriptions().key("unregistered-kim", "issued");

		stage.after(only(charge(NIGHT)))
			.exits(ExitCode.OK)
			.hasRows("sub:unregistered-kim:2026-03-10 refused hard")
			.hasRetry()
			.hasReview("sub:unregistered-kim:2026-03-10")
			.charged(1, 0);
		assertThat(subscriptions().keyStatus("unregistered-kim")).isEqualTo("failed");
		stage.after(only(charge(NIGHT.plusDays(1))))
			.exits(ExitCode.OK)
			.hasRows("sub:unregistered-kim:2026-03-11 skipped inactive")
			.leavesNothingToDo()
			.charged(1, 0);
	}

	@Test
	void chargesManySubscriptionsOverSeveralPages() {
		addMany(1200);

		RunResult run = only(charge(NIGHT));

		stage.after(run).exits(ExitCode.OK).hasRows(paid(1200)).leavesNothingToDo().charged(1200, 1200 * 100L);
	}

	@Test
	void plansOnWhatAKilledProcessBeganToPlan() {
		addMany(400);
		Watcher killer = Watcher.atAdvance(Phase.PLANNING, () -> {
			throw new IllegalStateException("killed");
		});
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> charge(NIGHT, killer));
		assertThat(stage.rows("run_row")).isPositive().isLessThan(400);
		assertThat(stage.posts()).isZero();

		RunResult run = only(charge(NIGHT));

		stage.after(run).exits(ExitCode.OK).hasRows(paid(400)).leavesNothingToDo().charged(400, 40_000);
		assertThat(stage.rows("charge_run")).isOne();
		assertThat(only(charge(NIGHT)).kind()).isEqualTo(Kind.FINISHED_ALREADY);
		assertThat(stage.posts()).isEqualTo(400);
	}

	@Test
	void plansOnTheNightAfterWhatAKilledProcessBeganToPlan() {
		addMany(400);
		LocalDate next = NIGHT.plusDays(1);
		subscriptions().add("z", 7, "month", next);
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> charge(NIGHT, Watcher.atAdvance(Phase.PLANNING, () -> {
				throw new IllegalStateException("killed");
			})));

		RunResult run = only(charge(next));

		String[] all = java.util.stream.Stream
			.concat(java.util.Arrays.stream(paid(400)), java.util.stream.Stream.of("sub:z:2026-03-11 paid"))
			.toArray(String[]::new);
		stage.after(run).exits(ExitCode.OK).hasRows(all).leavesNothingToDo().charged(401, 40_007);
		assertThat(only(charge(next)).kind()).isEqualTo(Kind.FINISHED_ALREADY);
	}

	@Test
	void countsWhatAKilledProcessPlannedInTheTotals() {
		addMany(400);
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> charge(NIGHT, Watcher.atAdvance(Phase.PLANNING, () -> {
				throw new IllegalStateException("killed");
			})));

		assertThat(only(charge(NIGHT, (ask) -> ask.expectCount(399))).exitCode()).isEqualTo(ExitCode.REFUSED);
		assertThat(stage.posts()).isZero();
		stage.after(only(charge(NIGHT, (ask) -> ask.expectCount(400)))).exits(ExitCode.OK).charged(400, 40_000);
	}

	@ParameterizedTest
	@ValueSource(longs = { -6, 6 })
	void plansNothingWhenTheClockIsFarFromPortOnes(long minutes) {
		subscriptions().add("kim", 1000, "month", NIGHT);
		SandboxOptions options = SandboxOptions.builder().clockOffset(Duration.ofMinutes(minutes)).build();
		try (Sandbox sandbox = Sandbox.start(options); Installation process = stage.otherProcess()) {
			process.set("portone.api.base-url", sandbox.baseUrl().toString());

			assertThatExceptionOfType(CommandFailedException.class).isThrownBy(() -> process.chargeDue(NIGHT))
				.satisfies((ex) -> {
					assertThat(ex.exitCode()).isEqualTo(ExitCode.SETTINGS);
					assertThat(process.text(ex)).contains("PortOne's");
				});
			assertThat(sandbox.postsOfAgain()).isZero();
		}
		assertNothingPlanned();
		assertThat(stage.rows("charge_run")).isZero();
		assertThat(subscriptions().dueOn("kim")).isEqualTo(NIGHT);
	}

	@Test
	void leavesNightAloneThatALiveProcessCharges() throws Exception {
		subscriptions().add("kim", 1000, "month", NIGHT);
		long posts = stage.sandbox.postsOfAgain();
		stage.sandbox.hold();
		try (Installation other = stage.otherProcess()) {
			other.process();
			Future<RunResult> first = start(() -> only(charge(NIGHT)));
			assertThat(stage.sandbox.awaitPostsOfAgain(posts + 1, Duration.ofSeconds(20))).isTrue();

			assertThatExceptionOfType(CommandFailedException.class).isThrownBy(() -> other.chargeDue(NIGHT))
				.satisfies((ex) -> assertThat(ex.exitCode()).isEqualTo(ExitCode.HELD));

			stage.sandbox.release();
			stage.after(first.get(20, TimeUnit.SECONDS))
				.exits(ExitCode.OK)
				.hasRows("sub:kim:2026-03-10 paid")
				.leavesNothingToDo()
				.charged(1, 1000);
			assertThat(stage.rows("charge_run")).isOne();
		}
		finally {
			stage.sandbox.release();
		}
	}

	@Test
	void chargesOnceWhenTwoCommandsStartTogether() throws Exception {
		addMany(300);
		try (Installation other = stage.otherProcess()) {
			other.process();
			CyclicBarrier start = new CyclicBarrier(2);
			List<Future<RunResult>> both = List.of(start(() -> together(start, stage.installation)),
					start(() -> together(start, other)));

			List<RunResult> results = new ArrayList<>();
			List<ExitCode> refusals = new ArrayList<>();
			for (Future<RunResult> one : both) {
				try {
					results.add(one.get(60, TimeUnit.SECONDS));
				}
				catch (ExecutionException ex) {
					assertThat(ex).hasCauseInstanceOf(CommandFailedException.class);
					refusals.add(((CommandFailedException) ex.getCause()).exitCode());
				}
			}

			assertThat(refusals).hasSizeLessThan(2).allMatch(ExitCode.HELD::equals);
			RunResult run = results.stream().filter((result) -> result.kind() == Kind.RUN).findFirst().orElseThrow();
			stage.after(run).exits(ExitCode.OK).hasRows(paid(300)).leavesNothingToDo().charged(300, 30_000);
			assertThat(stage.rows("charge_run")).isOne();
		}
	}

	@Test
	void leavesToTheNextCommandWhatAnotherPlannedWhileThisOneLooked() throws Exception {
		subscriptions().add("kim", 1000, "month", NIGHT);
		try (Installation other = stage.otherProcess()) {
			other.process();
			Watcher slow = Watcher.atAdvance(Phase.CHECKING, () -> {
				assertThat(only(other.chargeDue(NIGHT)).exitCode()).isEqualTo(ExitCode.OK);
				subscriptions().add("lee", 2000, "month", NIGHT);
			});

			assertThatExceptionOfType(CommandFailedException.class).isThrownBy(() -> charge(NIGHT, slow))
				.satisfies((ex) -> assertThat(ex.exitCode()).isEqualTo(ExitCode.HELD));

			assertThat(stage.rows("charge_run")).isOne();
			assertThat(subscriptions().dueOn("lee")).isEqualTo(NIGHT);
			stage.after(only(charge(NIGHT))).exits(ExitCode.OK).hasRows("sub:lee:2026-03-10 paid");
			assertThat(stage.rows("charge_run")).isEqualTo(2);
		}
	}

	private static RunResult together(CyclicBarrier start, Installation process) throws Exception {
		start.await(20, TimeUnit.SECONDS);
		return only(process.chargeDue(NIGHT));
	}

	private static <T> Future<T> start(Callable<T> work) {
		FutureTask<T> task = new FutureTask<>(work);
		new Thread(task, "command").start();
		return task;
	}

	private static void assertNothingPlanned() {
		assertThat(stage.rows("charge")).isZero();
		assertThat(stage.rows("run_row")).isZero();
		assertThat(stage.posts()).isZero();
	}

	private static void addMany(int count) {
		List<Object[]> rows = IntStream.range(0, count)
			.mapToObj((i) -> new Object[] { "s%05d".formatted(i) + stage.mark(), "c%05d".formatted(i), NIGHT, NIGHT })
			.toList();
		stage.installation.sql()
			.batchUpdate("INSERT INTO subscription (id, customer_uid, name, amount, cadence, anchor_date, next_due_on)"
					+ " VALUES (?, ?, 'Plan', 100, 'month', ?, ?)", rows);
	}

	private static String[] paid(int count) {
		return IntStream.range(0, count).mapToObj("sub:s%05d:2026-03-10 paid"::formatted).toArray(String[]::new);
	}

	private static Subscriptions subscriptions() {
		return stage.subscriptions();
	}

	private static RunResult only(List<RunResult> results) {
		assertThat(results).hasSize(1);
		return results.get(0);
	}

	private static List<RunResult> charge(LocalDate night) {
		return charge(night, (ask) -> ask);
	}

	private static List<RunResult> charge(LocalDate night, UnaryOperator<Ask> asking) {
		ChargeOptions options = asking.apply(new Ask(stage.installation.options())).options();
		return stage.installation.commands().chargeDue(night, options, Watcher.silent());
	}

	private static List<RunResult> charge(LocalDate night, Watcher watcher) {
		return stage.installation.commands().chargeDue(night, stage.installation.options(), watcher);
	}

}
