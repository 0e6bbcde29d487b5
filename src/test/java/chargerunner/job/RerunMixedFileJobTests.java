package chargerunner.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import chargerunner.charge.RowOutcome;
import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.Fault;
import chargerunner.sandbox.RecordedRequest;
import chargerunner.sandbox.Sandbox;
import chargerunner.sandbox.SandboxCharge;
import chargerunner.sandbox.SandboxCharge.Status;
import chargerunner.sandbox.SandboxOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A run of two thousand rows with everything in it, and what failed in it charged again
 * once the customers have money.
 */
@Timeout(300)
class RerunMixedFileJobTests {

	private static final int ROWS = 2000;

	/** The rows beyond were not sent, and have no number. */
	private static final int SENT = 1900;

	private static final List<Fault> FAULTS = List.of(Fault.SOFT, Fault.HARD, Fault.UNSEEN, Fault.UNREGISTERED,
			Fault.LOST_AFTER, Fault.THROTTLED_ALWAYS, Fault.CURRENCY, Fault.CANCELLED, Fault.SOFT, Fault.HTML502);

	@TempDir
	Path directory;

	@Test
	void chargesSoftDeclinesUnderTheNextNumberAndUnsentRowsUnderTheirs() {
		try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults())) {
			Installation installation = Installation.shared(TestDatabase.MYSQL, this.directory, sandbox);
			Path file = installation.write("charges.csv", mixedRows());
			RunResult first = installation.charge(file, new Wishes(this.directory.resolve("out")).limit(SENT).build());
			Books.mustAgree(installation, sandbox, first);
			Map<String, String> expected = expectedNumbers(first);
			List<String> sayings = new ArrayList<>();
			recover(sandbox, first);
			int seen = sandbox.recordedRequests().size();
			long wonBefore = sandbox.paidWon();

			RunResult second = installation.commands()
				.rerun(RerunWishes.of(first).status("declined", "not_sent").build(),
						(preview) -> preview.forEach((sentence) -> sayings.add(installation.text(sentence))),
						new Installation.Silence())
				.orElseThrow();

			Books.mustAgree(installation, sandbox, second);
			assertThat(second.exitCode()).isEqualTo(ExitCode.OK);
			RunFiles files = RunFiles.of(Objects.requireNonNull(second.written()));
			assertThat(files.column("outcome")).hasSize(expected.size()).containsOnly("paid");
			assertThat(posted(sandbox, seen)).as("each once, and nothing else")
				.containsExactlyInAnyOrderElementsOf(
						expected.values().stream().map((number) -> number.isEmpty() ? "fresh" : number).toList());
			assertEachIsPaidOnce(sandbox, files, expected);
			assertThat(sandbox.paidWon() - wonBefore).isEqualTo(second.tally().won(RowOutcome.PAID));
			assertThat(sayings).contains("Will POST %d (%,d won), look up %d, 0 of what is paid or in doubt."
				.formatted(expected.size(), second.tally().won(), rows(first, "declined", "soft").size()));
			assertThat(installation.rerun(RerunWishes.of(first).status("declined", "not_sent"))).isEmpty();
		}
	}

	/** Of the rows that are sent every tenth has a fault, each in its turn. */
	private static String mixedRows() {
		StringBuilder content = new StringBuilder("memo,customer_uid,amount,name\r\n");
		IntStream.rangeClosed(1, ROWS).forEach((row) -> {
			Fault fault = (row % 10 == 0 && row <= SENT) ? FAULTS.get(row / 10 % FAULTS.size()) : Fault.NONE;
			String prefix = fault.prefix().isEmpty() ? "kim_" : fault.prefix();
			content.append("%d,%s%d,%d,Plan A\r\n".formatted(row, prefix, row, 1000 + row));
		});
		return content.toString();
	}

	private static List<Map<String, String>> rows(RunResult run, String outcome, String reasonClass) {
		return RunFiles.of(Objects.requireNonNull(run.written()))
			.result()
			.stream()
			.filter((row) -> row.get("outcome").equals(outcome) && row.get("reason_class").equals(reasonClass))
			.toList();
	}

	/**
	 * The number that each row is to be sent with, by reference: the next one after a
	 * soft decline, its own where it was not sent; empty where it had none.
	 */
	private static Map<String, String> expectedNumbers(RunResult first) {
		Map<String, String> numbers = new HashMap<>();
		for (Map<String, String> row : rows(first, "declined", "soft")) {
			String declined = row.get("merchant_uid");
			assertThat(declined).endsWith("01");
			numbers.put(row.get("reference"), declined.substring(0, declined.length() - 2) + "02");
		}
		rows(first, "not_sent", "throttled")
			.forEach((row) -> numbers.put(row.get("reference"), row.get("merchant_uid")));
		rows(first, "not_sent", "limit").forEach((row) -> numbers.put(row.get("reference"), ""));
		assertThat(rows(first, "declined", "soft")).hasSizeGreaterThan(30);
		assertThat(rows(first, "not_sent", "throttled")).hasSizeGreaterThan(15)
			.allSatisfy((row) -> assertThat(row.get("merchant_uid")).endsWith("01"));
		assertThat(rows(first, "not_sent", "limit")).hasSize(ROWS - SENT);
		return numbers;
	}

	/** The customers have money again, and PortOne lets everybody in. */
	private static void recover(Sandbox sandbox, RunResult first) {
		sandbox.refill();
		rows(first, "not_sent", "throttled").forEach((row) -> sandbox.setFault(row.get("customer_uid"), Fault.NONE));
	}

	/**
	 * The numbers that were asked for since; those of a row's first attempt as "fresh".
	 */
	private static List<String> posted(Sandbox sandbox, int seen) {
		List<RecordedRequest> all = sandbox.recordedRequests();
		List<String> before = all.subList(0, seen)
			.stream()
			.map(RecordedRequest::merchantUid)
			.filter(Objects::nonNull)
			.toList();
		return all.subList(seen, all.size())
			.stream()
			.map(RecordedRequest::merchantUid)
			.filter(Objects::nonNull)
			.map((number) -> (number.endsWith("01") && !before.contains(number)) ? "fresh" : number)
			.toList();
	}

	private static void assertEachIsPaidOnce(Sandbox sandbox, RunFiles files, Map<String, String> expected) {
		Map<String, Long> paid = new HashMap<>();
		sandbox.charges()
			.stream()
			.filter((charge) -> charge.status() == Status.PAID)
			.map(SandboxCharge::merchantUid)
			.forEach((number) -> paid.merge(number, 1L, Long::sum));
		for (Map<String, String> row : files.result()) {
			String number = row.get("merchant_uid");
			String wanted = expected.get(row.get("reference"));
			assertThat(wanted).as(row.toString()).isNotNull();
			assertThat(number).as(row.toString()).endsWith(wanted.isEmpty() ? "01" : wanted);
			assertThat(paid).as(row.toString()).containsEntry(number, 1L);
			long others = IntStream.of(1, 2)
				.mapToObj((attempt) -> number.substring(0, number.length() - 2) + "0" + attempt)
				.filter(paid::containsKey)
				.count();
			assertThat(others).as("of all numbers of %s", row).isOne();
		}
	}

}
