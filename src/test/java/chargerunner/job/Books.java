package chargerunner.job;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import chargerunner.charge.Chronicle;
import chargerunner.charge.RowGroups;
import chargerunner.charge.RowOutcome;
import chargerunner.report.Written;
import chargerunner.sandbox.Sandbox;
import chargerunner.sandbox.SandboxCharge;
import chargerunner.sandbox.SandboxCharge.Status;
import org.jspecify.annotations.Nullable;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What must hold after every command, whatever happened: the summary, the three files,
 * the ledger and what the gateway really did tell one story.
 */
final class Books {

	private final Installation installation;

	private final Sandbox sandbox;

	private final RunResult result;

	private final Written written;

	private final RunFiles files;

	private Books(Installation installation, Sandbox sandbox, RunResult result, Written written) {
		this.installation = installation;
		this.sandbox = sandbox;
		this.result = result;
		this.written = written;
		this.files = RunFiles.of(written);
	}

	static void mustAgree(Installation installation, Sandbox sandbox, RunResult result) {
		Written written = result.written();
		assertThat(written).as("files of %s", result).isNotNull();
		Books books = new Books(installation, sandbox, result, written);
		books.summaryAgreesWithFiles();
		books.sumsAgreeWithFiles();
		books.retryAndReviewHoldWhatTheyMust();
		books.ledgerAgreesWithFiles();
		books.gatewayAgreesWithFiles();
		books.gatewayDidNothingTwice();
	}

	private void summaryAgreesWithFiles() {
		assertThat(this.written.balance().holds()).as(this.written.balance().toString()).isTrue();
		assertThat(this.result.tally().rows()).isEqualTo(this.files.result().size());
		for (RowOutcome outcome : RowOutcome.values()) {
			assertThat(this.result.tally().rows(outcome)).as("rows %s", outcome).isEqualTo(rows(outcome.text()).size());
		}
		long paid = rows("paid").stream().mapToLong((row) -> Long.parseLong(row.get("amount_paid"))).sum();
		assertThat(paid).isEqualTo(this.written.wonPaid()).isEqualTo(this.result.tally().won(RowOutcome.PAID));
		long open = this.result.tally().rows(RowOutcome.UNKNOWN) + this.result.tally().rows(RowOutcome.NOT_SENT);
		if (this.result.exitCode() == ExitCode.OK) {
			assertThat(open).isZero();
		}
		assertThat(state()).isEqualTo((open == 0) ? "finished" : "sealed");
	}

	/** What {@code runs} and {@code show} add up in the database. */
	private void sumsAgreeWithFiles() {
		Chronicle.RunView run = this.installation.process()
			.getBean(Chronicle.class)
			.run(this.result.runId())
			.orElseThrow();
		Map<String, Long> sums = new HashMap<>();
		for (RowGroups.Group group : run.rows().groups()) {
			String reason = (group.reasonClass() != null) ? group.reasonClass().text() : "";
			sums.put(group.outcome().text() + " " + reason, group.rows());
		}
		assertThat(sums).isEqualTo(this.files.result()
			.stream()
			.collect(groupingBy((row) -> row.get("outcome") + " " + row.get("reason_class"), counting())));
		assertThat(run.rows().wonPaid()).isEqualTo(this.written.wonPaid());
		assertThat(run.rows().tally().won()).isEqualTo(this.result.tally().won());
	}

	private @Nullable String state() {
		return this.installation.sql()
			.queryForObject("SELECT state FROM charge_run WHERE run_id = ?", String.class, this.result.runId());
	}

	private List<Map<String, String>> rows(String outcome) {
		return this.files.result().stream().filter((row) -> row.get("outcome").equals(outcome)).toList();
	}

	private void retryAndReviewHoldWhatTheyMust() {
		List<String> retry = new ArrayList<>();
		List<String> review = new ArrayList<>();
		for (Map<String, String> row : this.files.result()) {
			boolean soft = row.get("reason_class").equals("soft");
			switch (row.get("outcome")) {
				case "not_sent" -> retry.add(key(row));
				case "declined", "refused" -> (soft ? retry : review).add(key(row));
				case "unknown", "cancelled" -> review.add(key(row));
				case "paid" -> {
					if (!row.get("reason_class").isEmpty()) {
						review.add(key(row));
					}
				}
				default -> assertThat(row.get("outcome")).isIn("skipped", "invalid");
			}
		}
		assertThat(this.files.retry().stream().map(this::repeated)).containsExactlyElementsOf(retry);
		assertThat(this.files.review().stream().map(Books::key)).containsExactlyElementsOf(review);
		assertThat(this.files.review()).allSatisfy((row) -> assertThat(row.get("advice")).isNotBlank());
	}

	/**
	 * Reference and number of a row to retry; a number that this run has not used is no
	 * number of the result file, but the charge's last one.
	 */
	private String repeated(Map<String, String> row) {
		boolean used = !row.get("retry_of").isEmpty()
				&& this.files.column("merchant_uid").contains(row.get("retry_of"));
		if (!used) {
			assertThat(row.get("retry_of")).isEqualTo(lastNumber(row.get("reference")));
		}
		return row.get("reference") + " " + (used ? row.get("retry_of") : "");
	}

	private String lastNumber(String reference) {
		return this.installation.sql()
			.queryForObject("SELECT COALESCE(MAX(a.merchant_uid), '') FROM charge_attempt a JOIN charge c"
					+ " ON c.charge_id = a.charge_id WHERE c.reference = ?", String.class, reference);
	}

	private static String key(Map<String, String> row) {
		return row.get("reference") + " " + row.get("merchant_uid");
	}

	private void ledgerAgreesWithFiles() {
		List<Map<String, Object>> rows = this.installation.sql()
			.queryForList("SELECT r.disposition, c.reference, c.run_id, c.status,"
					+ " (SELECT COUNT(*) FROM charge_attempt a WHERE a.charge_id = c.charge_id) AS attempts"
					+ " FROM run_row r LEFT JOIN charge c ON c.charge_id = r.charge_id WHERE r.run_id = ?"
					+ " ORDER BY r.row_no", this.result.runId());
		assertThat(rows).hasSameSizeAs(this.files.result());
		for (int i = 0; i < rows.size(); i++) {
			Map<String, Object> row = rows.get(i);
			Map<String, String> line = this.files.result().get(i);
			boolean adopted = switch (line.get("outcome")) {
				case "skipped" -> "paid".equals(row.get("status"));
				case "cancelled" -> "cancelled".equals(row.get("status"));
				default -> false;
			};
			boolean own = "own".equals(row.get("disposition")) && !adopted;
			assertThat(line.get("outcome")).as(line.toString())
				.matches((outcome) -> own || adopted || outcome.equals(row.get("disposition")));
			if (own && ((Number) row.get("run_id")).longValue() == this.result.runId()) {
				String status = "planned".equals(row.get("status")) ? "not_sent" : (String) row.get("status");
				assertThat(line.get("outcome")).as(line.toString()).isEqualTo(status);
				assertThat(line.get("reference")).isEqualTo(row.get("reference"));
				assertThat(line.get("attempts")).isEqualTo(row.get("attempts").toString());
			}
		}
	}

	/** A row says paid if, and only if, the gateway has taken exactly its money. */
	private void gatewayAgreesWithFiles() {
		Map<String, List<SandboxCharge>> taken = this.sandbox.charges()
			.stream()
			.filter((charge) -> charge.status() == Status.PAID)
			.collect(groupingBy(SandboxCharge::merchantUid));
		for (Map<String, String> row : this.files.result()) {
			List<SandboxCharge> charges = taken.getOrDefault(row.get("merchant_uid"), List.of());
			switch (row.get("outcome")) {
				case "paid" -> assertThat(charges).as(row.toString()).anySatisfy((charge) -> {
					assertThat(charge.impUid()).isEqualTo(row.get("imp_uid"));
					assertThat(charge.customerUid()).isEqualTo(row.get("customer_uid"));
					assertThat(charge.amount()).isEqualTo(Long.parseLong(row.get("amount_paid")));
				});
				case "declined", "refused", "cancelled", "not_sent", "invalid" ->
					assertThat(charges).as(row.toString()).isEmpty();
				default -> assertThat(row.get("outcome")).isIn("unknown", "skipped");
			}
		}
	}

	/**
	 * The gateway was never asked for money that the ledger does not know of, or twice.
	 */
	private void gatewayDidNothingTwice() {
		Map<String, Object> charges = new HashMap<>();
		this.installation.sql()
			.queryForList("SELECT merchant_uid, charge_id FROM charge_attempt")
			.forEach((row) -> charges.put((String) row.get("merchant_uid"), row.get("charge_id")));
		Set<String> numbers = this.sandbox.charges().stream().map(SandboxCharge::merchantUid).collect(toSet());
		assertThat(charges.keySet()).containsAll(numbers);
		Map<Object, Long> perCharge = this.sandbox.charges()
			.stream()
			.filter((charge) -> charge.status() == Status.PAID && !charge.customerUid().startsWith("twice-"))
			.collect(groupingBy((charge) -> charges.get(charge.merchantUid()), counting()));
		assertThat(new HashSet<>(perCharge.values())).isSubsetOf(Set.of(1L));
	}

}
