package chargerunner.proof;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

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
		try (Laboratory laboratory = new Laboratory(directory, this.seed, always)) {
			print("scenario", "database", "kills", "rows", "under way", "paid", "failed", "none", "twice", "lost",
					"unaccounted", "seconds");
			List<Supplier<Verdict>> scenarios = (always != null) ? against(always, new Scenarios(laboratory))
					: all(new Scenarios(laboratory));
			scenarios.forEach((scenario) -> tell(scenario.get()));
		}
		return conclude(always);
	}

	private List<Supplier<Verdict>> all(Scenarios scenarios) {
		int random = (this.kills != null) ? this.kills : (this.brief ? 8 : 200);
		int late = this.brief ? 3 : 20;
		List<Supplier<Verdict>> all = new ArrayList<>();
		for (boolean mySql : new boolean[] { true, false }) {
			all.add(() -> scenarios.kills(mySql, random));
			all.add(() -> scenarios.lateCommits(mySql, late));
			for (Point point : Point.values()) {
				if (!this.brief || mySql == (point.ordinal() % 2 == 0)) {
					all.add(() -> scenarios.halt(mySql, point, this.brief ? 1 : 3));
				}
			}
			all.add(() -> scenarios.pairs(mySql, this.brief ? 1 : 10));
		}
		all.add(() -> scenarios.terminated(true));
		all.add(() -> scenarios.restored(true));
		all.add(() -> scenarios.paused(this.brief ? 1 : 5));
		all.add(scenarios::serverKilled);
		all.add(scenarios::readOnly);
		if (!this.brief) {
			all.add(() -> scenarios.terminated(false));
			all.add(() -> scenarios.restored(false));
			Rows.FAULTS.forEach((fault) -> all.add(() -> scenarios.fault(true, fault)));
		}
		return all;
	}

	/** What a missing safeguard shows in soonest. */
	private static List<Supplier<Verdict>> against(Sabotage sabotage, Scenarios scenarios) {
		return switch (sabotage.mutation()) {
			case LEASE_IGNORED -> List.of(() -> scenarios.paused(4));
			case FRESH_NUMBER_WHEN_IN_DOUBT, NO_WRITE_AHEAD, NO_LOOK_BEFORE_REDRIVE, OUTCOME_OVERWRITE ->
				List.of(() -> scenarios.kills(false, 4));
		};
	}

	private void tell(Verdict verdict) {
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
