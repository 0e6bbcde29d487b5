package chargerunner.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import chargerunner.charge.RowOutcome;
import chargerunner.job.RunResult.Kind;
import chargerunner.mysql.TestDatabase;
import chargerunner.report.Written;
import chargerunner.sandbox.Fault;
import chargerunner.sandbox.Sandbox;
import chargerunner.sandbox.SandboxCharge;
import chargerunner.sandbox.SandboxCharge.Status;
import chargerunner.sandbox.SandboxOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Large files with everything in them.
 */
class MixedFileJobTests {

	/** What no look-up and no second try ends. */
	private static final Set<Fault> FOR_A_PERSON = Set.of(Fault.READY_ALWAYS, Fault.AMOUNT, Fault.CURRENCY,
			Fault.CUSTOMER);

	@TempDir
	Path directory;

	@Test
	void accountsForEveryRowAndEveryWonOfFiveThousandRows() {
		SandboxOptions options = SandboxOptions.builder()
			.slow(Duration.ofMillis(1500))
			.lookUpLag(Duration.ofMillis(500))
			.faultMix(0.15)
			.lookUpFaults(0.1)
			.seed(7)
			.build();
		try (Sandbox sandbox = Sandbox.start(options);
				Installation installation = new Installation(TestDatabase.MYSQL, this.directory, sandbox)) {
			installation.set("charge.concurrency", "64")
				.set("charge.lease", "20s")
				.set("portone.api.connect-timeout", "1s")
				.set("charge.resolve-for", "5s");
			Path file = installation.write("charges.csv", mixedRows(5000, Arrays.asList(Fault.values())));

			RunResult result = untilSettled(installation, sandbox, file);

			assertThat(result.exitCode()).isEqualTo(ExitCode.BROKEN);
			assertThat(result.tally().rows()).isEqualTo(5000);
			assertThat(result.tally().won()).isEqualTo(wonOf(5000));
			assertOnlyHopelessRowsAreLeft(result);
			assertEveryWonIsAccountedFor(result, sandbox);
		}
	}

	/** The same command again, until only what no machine can end is left. */
	private static RunResult untilSettled(Installation installation, Sandbox sandbox, Path file) {
		RunResult result = installation.charge(file);
		for (int again = 0; again < 4 && !leftOver(result).isEmpty(); again++) {
			Books.mustAgree(installation, sandbox, result);
			result = installation.charge(file);
		}
		Books.mustAgree(installation, sandbox, result);
		return result;
	}

	private static List<Map<String, String>> leftOver(RunResult result) {
		Set<Fault> hopeless = Set.of(Fault.READY_ALWAYS, Fault.LOST_ALWAYS, Fault.THROTTLED_ALWAYS);
		return RunFiles.of(Objects.requireNonNull(result.written()))
			.result()
			.stream()
			.filter((row) -> Set.of("unknown", "not_sent").contains(row.get("outcome")))
			.filter((row) -> !"mismatch".equals(row.get("reason_class")))
			.filter((row) -> !hopeless.contains(faultOf(row)))
			.toList();
	}

	private static Fault faultOf(Map<String, String> row) {
		return Fault.ofCustomer(Objects.requireNonNull(row.get("customer_uid"))).orElse(Fault.NONE);
	}

	private static void assertOnlyHopelessRowsAreLeft(RunResult result) {
		assertThat(leftOver(result)).isEmpty();
		for (Map<String, String> row : RunFiles.of(Objects.requireNonNull(result.written())).result()) {
			Fault fault = faultOf(row);
			if (FOR_A_PERSON.contains(fault) || fault == Fault.LOST_ALWAYS) {
				assertThat(row).containsEntry("outcome", "unknown");
			}
			else if (fault == Fault.THROTTLED_ALWAYS) {
				assertThat(row).containsEntry("outcome", "not_sent").containsEntry("reason_class", "throttled");
			}
			else if (fault != Fault.NONE) {
				assertThat(row.get("outcome")).as(row.toString()).isNotIn("unknown", "not_sent");
			}
		}
	}

	/**
	 * What was taken is what the file says, and what it says is in doubt or taken twice.
	 */
	private static void assertEveryWonIsAccountedFor(RunResult result, Sandbox sandbox) {
		Written written = Objects.requireNonNull(result.written());
		List<SandboxCharge> taken = sandbox.charges()
			.stream()
			.filter((charge) -> charge.status() == Status.PAID)
			.toList();
		Set<String> differing = RunFiles.of(written)
			.result()
			.stream()
			.filter((row) -> "mismatch".equals(row.get("reason_class")))
			.map((row) -> row.get("merchant_uid"))
			.collect(toSet());
		long won = 0;
		for (SandboxCharge charge : taken) {
			won += differing.contains(charge.merchantUid()) ? 0 : charge.amount();
		}
		long twice = taken.stream()
			.filter((charge) -> charge.customerUid().startsWith("twice-"))
			.mapToLong(SandboxCharge::amount)
			.sum() / 2;
		assertThat(twice).isPositive();
		assertThat(won - twice).isEqualTo(written.wonPaid());
		assertThat(taken.stream()
			.filter((charge) -> !charge.customerUid().startsWith("twice-"))
			.collect(groupingBy(SandboxCharge::merchantUid, counting()))
			.values()).containsOnly(1L);
	}

	@Test
	void chargesTwoThousandRowsInOrderAndNothingTheSecondTime() {
		SandboxOptions options = SandboxOptions.builder().lookUpLag(Duration.ofMillis(300)).build();
		try (Sandbox sandbox = Sandbox.start(options)) {
			Installation installation = Installation.shared(TestDatabase.MYSQL, this.directory, sandbox);
			List<Fault> faults = List.of(Fault.SOFT, Fault.HARD, Fault.UNSEEN, Fault.UNREGISTERED, Fault.LOST_AFTER,
					Fault.LOST_BEFORE, Fault.HTML502, Fault.TRUNCATED, Fault.LAG, Fault.READY, Fault.CANCELLED);
			String content = mixedRows(2000, faults);
			long lostBefore = content.lines().filter((line) -> line.contains("lost-before-")).count();
			Path file = installation.write("charges.csv", content);

			RunResult result = installation.charge(file);

			Books.mustAgree(installation, sandbox, result);
			assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
			assertThat(RunFiles.of(Objects.requireNonNull(result.written())).column("memo")).containsExactlyElementsOf(
					Stream.iterate(1, (row) -> row + 1).limit(2000).map(String::valueOf).toList());
			assertThat(result.tally().won()).isEqualTo(wonOf(2000));
			assertThat(result.tally().won(RowOutcome.PAID)).isEqualTo(sandbox.paidWon());
			assertThat(sandbox.postsOfAgain()).isEqualTo(2000 + lostBefore);
			long requests = sandbox.requests();

			RunResult again = installation.charge(file);

			Books.mustAgree(installation, sandbox, again);
			assertThat(again.kind()).isEqualTo(Kind.FINISHED_ALREADY);
			assertThat(again.exitCode()).isEqualTo(ExitCode.OK);
			assertThat(sandbox.postsOfAgain()).isEqualTo(2000 + lostBefore);
			assertThat(sandbox.requests() - requests).as("looks once more at what was sent twice")
				.isLessThanOrEqualTo(lostBefore + 1);
		}
	}

	@Test
	void givesTheSameFilesOnBothDatabases() throws Exception {
		List<Fault> faults = Arrays.stream(Fault.values())
			.filter((fault) -> !Set
				.of(Fault.SLOW, Fault.DRIP, Fault.LOST_ALWAYS, Fault.THROTTLED_ALWAYS, Fault.READY_ALWAYS)
				.contains(fault))
			.toList();
		String content = mixedRows(10 * faults.size(), faults);
		List<List<String>> files = new ArrayList<>();
		for (TestDatabase database : TestDatabase.values()) {
			try (Sandbox sandbox = Sandbox.start(SandboxOptions.builder().lookUpLag(Duration.ofMillis(300)).build())) {
				Installation installation = Installation.shared(database,
						Files.createDirectory(this.directory.resolve(database.name())), sandbox);

				RunResult result = installation.charge(installation.write("charges.csv", content));

				Books.mustAgree(installation, sandbox, result);
				Written written = Objects.requireNonNull(result.written());
				files.add(Stream.of(written.result(), written.retry(), written.review())
					.map(RunFiles::text)
					.map(MixedFileJobTests::withoutTimesAndNumbers)
					.toList());
			}
		}

		assertThat(files.get(0)).isEqualTo(files.get(1));
		assertThat(files.get(0)).allSatisfy((text) -> assertThat(text.lines().count()).isGreaterThan(2));
	}

	private static String withoutTimesAndNumbers(String text) {
		return text.replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+09:00", "TIME")
			.replaceAll("imp_\\d+", "IMP_UID");
	}

	/** Every tenth row has a fault, each in its turn. */
	private static String mixedRows(int rows, List<Fault> faults) {
		StringBuilder content = new StringBuilder("memo,customer_uid,amount,name\r\n");
		for (int row = 1; row <= rows; row++) {
			Fault fault = (row % 10 == 0) ? faults.get(row / 10 % faults.size()) : Fault.NONE;
			String prefix = fault.prefix().isEmpty() ? "kim_" : fault.prefix();
			content.append(row).append(',').append(prefix).append(row).append(',').append(amount(row));
			content.append((row % 3 == 0) ? ",\"정기 결제, 11월\"\r\n" : ",Plan A\r\n");
		}
		return content.toString();
	}

	private static long amount(int row) {
		return 1000L + row;
	}

	private static long wonOf(int rows) {
		return 1000L * rows + (long) rows * (rows + 1) / 2;
	}

}
