package chargerunner.proof;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

import chargerunner.proof.Sabotage.Mutation;
import chargerunner.proof.Sabotage.Point;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs the proof and prints its table. Ends with 0 only when nothing was charged twice,
 * lost or left unaccounted in any scenario, and when the kills really hit: more than five
 * charges under way at their median, and of the numbers that they left in doubt some
 * found paid, some failed and some not there at all.
 */
@Command(name = "verify-exactly-once.sh", mixinStandardHelpOptions = true, sortOptions = false,
		description = { "Kills, halts, stops and pauses the program, fails its database and its gateway, and compares",
				"the books afterwards, row by row. Needs a quarter of a gigabyte and no keys.", "" })
final class ExactlyOnceProof implements Callable<Integer> {

	private static final int LEAST_UNDER_WAY = 5;

	private static final String LINE = "%-30s %-9s %5s %6s %9s %7s %7s %7s %6s %5s %12s %8s%n";

	@Option(names = "--short", description = "a few minutes: at least 30 kills instead of 500")
	private boolean brief;

	@Option(names = "--mutate", paramLabel = "SAFEGUARD",
			description = "take a safeguard out, which must make the proof fail: no-write-ahead,"
					+ " no-look-before-redrive, fresh-number-when-in-doubt, outcome-overwrite, lease-ignored")
	private @Nullable String mutation;

	@Option(names = "--kills", paramLabel = "N", description = "how many random kills on each database")
	private @Nullable Integer kills;

	@Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "chooses rows and moments (1)")
	private long seed;

	private final List<Verdict> verdicts = new ArrayList<>();

	public static void main(String[] arguments) {
		System.exit(new CommandLine(new ExactlyOnceProof()).execute(arguments));
	}

	@Override
	public Integer call() throws Exception {
		Path directory = Path.of("target/proof").toAbsolutePath();
		FileSystemUtils.deleteRecursively(directory);
		Sabotage always = (this.mutation != null) ? Sabotage.mutate(Mutation.of(this.mutation)) : null;
		print("scenario", "database", "kills", "rows", "under way", "paid", "failed", "none", "twice", "lost",
				"unaccounted", "seconds");
		try (Laboratory one = new Laboratory(directory.resolve("1"), this.seed, always);
				Laboratory other = new Laboratory(directory.resolve("2"), this.seed + 1, always)) {
			if (always != null) {
				work(against(always, new Scenarios(one)));
			}
			else {
				List<CompletableFuture<Void>> lanes = Stream
					.of(onMySql(new Scenarios(one)), embedded(new Scenarios(other)))
					.map((lane) -> CompletableFuture.runAsync(() -> work(lane), (task) -> new Thread(task).start()))
					.toList();
				lanes.forEach(CompletableFuture::join);
			}
		}
		return conclude(always);
	}

	private void work(List<Supplier<Verdict>> lane) {
		lane.forEach((scenario) -> tell(scenario.get()));
	}

	private int times(int brief, int full) {
		return this.brief ? brief : full;
	}

	private void addKillsAndHalts(Scenarios scenarios, boolean mySql, List<Supplier<Verdict>> lane) {
		int random = (this.kills != null) ? this.kills : times(8, 200);
		lane.add(() -> scenarios.kills(mySql, random));
		lane.add(() -> scenarios.lateCommits(mySql, times(3, 25)));
		for (Point point : Point.values()) {
			if (!this.brief || mySql == (point.ordinal() % 2 == 1)) {
				lane.add(() -> scenarios.halt(mySql, point, times(1, 3)));
			}
		}
		lane.add(() -> scenarios.pairs(mySql, times(1, 10)));
	}

	private List<Supplier<Verdict>> onMySql(Scenarios scenarios) {
		List<Supplier<Verdict>> lane = new ArrayList<>();
		addKillsAndHalts(scenarios, true, lane);
		lane.add(() -> scenarios.paused(times(1, 5)));
		lane.add(() -> scenarios.serverKilled(times(1, 2)));
		lane.add(scenarios::readOnly);
		lane.add(() -> scenarios.restored(true));
		if (!this.brief) {
			lane.add(() -> scenarios.terminated(true));
		}
		return lane;
	}

	private List<Supplier<Verdict>> embedded(Scenarios scenarios) {
		List<Supplier<Verdict>> lane = new ArrayList<>();
		addKillsAndHalts(scenarios, false, lane);
		lane.add(() -> scenarios.terminated(false));
		if (!this.brief) {
			lane.add(() -> scenarios.restored(false));
			Rows.FAULTS.forEach((fault) -> lane.add(() -> scenarios.fault(false, fault)));
		}
		return lane;
	}

	/** What a missing safeguard shows in soonest. */
	static List<Supplier<Verdict>> against(Sabotage sabotage, Scenarios scenarios) {
		return switch (sabotage.mutation()) {
			case LEASE_IGNORED -> Collections.nCopies(4, () -> scenarios.paused(1));
			case FRESH_NUMBER_WHEN_IN_DOUBT, NO_WRITE_AHEAD, NO_LOOK_BEFORE_REDRIVE, OUTCOME_OVERWRITE ->
				List.of(() -> scenarios.kills(false, 4));
		};
	}

	private synchronized void tell(Verdict verdict) {
		this.verdicts.add(verdict);
		print(verdict.scenario(), verdict.database(), verdict.kills(), verdict.rows(),
				verdict.underWay().isEmpty() ? "" : Verdict.median(verdict.underWay()), verdict.found().paid(),
				verdict.found().failed(), verdict.found().none(), verdict.twice(), verdict.lost(),
				verdict.unaccounted(), verdict.seconds());
		verdict.remarks().forEach((remark) -> System.out.println("    " + remark));
	}

	private static void print(Object... cells) {
		System.out.printf(Locale.ROOT, LINE, cells);
		System.out.flush();
	}

	private int conclude(@Nullable Sabotage always) {
		Verdict all = Scenarios.sum(this.verdicts);
		print("together", "", all.kills(), all.rows(), Verdict.median(all.underWay()), all.found().paid(),
				all.found().failed(), all.found().none(), all.twice(), all.lost(), all.unaccounted(), all.seconds());
		boolean hit = Verdict.median(all.underWay()) > LEAST_UNDER_WAY && all.found().paid() > 0
				&& all.found().failed() > 0 && all.found().none() > 0;
		if (!all.holds()) {
			System.out.println("EXACTLY ONCE DOES NOT HOLD."
					+ ((always != null) ? " That is right: a safeguard was taken out." : ""));
			return 1;
		}
		if (!hit && always == null) {
			System.out.println("Nothing went wrong, but the kills hit too little to prove anything.");
			return 1;
		}
		System.out.println("Charged twice 0, lost 0, unaccounted 0.");
		return 0;
	}

}
