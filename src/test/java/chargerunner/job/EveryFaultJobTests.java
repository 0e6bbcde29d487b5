package chargerunner.job;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.Fault;
import chargerunner.sandbox.SandboxCharge;
import chargerunner.sandbox.SandboxCharge.Status;
import chargerunner.sandbox.SandboxOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One row for everything that can go wrong, and what becomes of it.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class EveryFaultJobTests extends WholeJob {

	private static final Map<Fault, Expected> TABLE = Map.ofEntries(
			// What the gateway answers
			Map.entry(Fault.NONE, new Expected("paid", "", 1, 1)),
			Map.entry(Fault.SOFT, new Expected("declined", "soft", 1, 0)),
			Map.entry(Fault.HARD, new Expected("declined", "hard", 1, 0)),
			Map.entry(Fault.UNSEEN, new Expected("declined", "unclassified", 1, 0)),
			Map.entry(Fault.MAINTENANCE, new Expected("declined", "soft", 1, 0)),
			Map.entry(Fault.UNREGISTERED, new Expected("refused", "hard", 1, 0)),
			Map.entry(Fault.LIVE, new Expected("paid", "", 1, 1)),
			// Charged, and the answer says nothing
			Map.entry(Fault.LOST_AFTER, new Expected("paid", "", 1, 1)),
			Map.entry(Fault.SLOW, new Expected("paid", "", 1, 1)),
			Map.entry(Fault.DRIP, new Expected("paid", "", 1, 1)),
			Map.entry(Fault.HTML502, new Expected("paid", "", 1, 1)),
			Map.entry(Fault.TRUNCATED, new Expected("paid", "", 1, 1)),
			Map.entry(Fault.NOT_JSON, new Expected("paid", "", 1, 1)),
			Map.entry(Fault.HUGE, new Expected("paid", "", 1, 1)), Map.entry(Fault.LAG, new Expected("paid", "", 1, 1)),
			Map.entry(Fault.LOOK_UP_404_HTML, new Expected("paid", "", 1, 1)),
			Map.entry(Fault.LOOK_UP_500, new Expected("paid", "", 1, 1)),
			Map.entry(Fault.READY, new Expected("paid", "", 1, 1)),
			Map.entry(Fault.READY_FAILED, new Expected("declined", "soft", 1, 0)),
			Map.entry(Fault.CANCELLED, new Expected("cancelled", "", 1, 0)),
			Map.entry(Fault.TWICE, new Expected("paid", "charged_twice_at_portone", 1, 2)),
			// Not charged, and the answer does not say so: sent once more
			Map.entry(Fault.LOST_BEFORE, new Expected("paid", "", 2, 1)),
			Map.entry(Fault.HTML500, new Expected("paid", "", 2, 1)),
			Map.entry(Fault.UNAVAILABLE, new Expected("paid", "", 2, 1)),
			Map.entry(Fault.REDIRECT, new Expected("paid", "", 2, 1)),
			// Not let in
			Map.entry(Fault.THROTTLED, new Expected("paid", "", 3, 1)),
			Map.entry(Fault.THROTTLED_ALWAYS, new Expected("not_sent", "throttled", 3, 0)),
			Map.entry(Fault.UNAUTHORIZED, new Expected("paid", "", 2, 1)),
			// For a person
			Map.entry(Fault.READY_ALWAYS, new Expected("unknown", "ready", 1, 0)),
			Map.entry(Fault.AMOUNT, new Expected("unknown", "mismatch", 1, 1)),
			Map.entry(Fault.CURRENCY, new Expected("unknown", "mismatch", 1, 1)),
			Map.entry(Fault.CUSTOMER, new Expected("unknown", "mismatch", 1, 1)));

	@Test
	void endsEveryRowAsItMust() {
		// Slower than the time-out, and found before it would be sent again.
		start(SandboxOptions.builder().slow(Duration.ofMillis(1100)).lookUpLag(Duration.ofMillis(500)).build());
		List<Fault> faults = TABLE.keySet().stream().sorted().toList();
		List<String> lines = new ArrayList<>(List.of("customer_uid,amount,name"));
		faults.forEach((fault) -> lines.add(customer(fault) + "," + (1000 + fault.ordinal()) + ",Plan A"));
		Path file = file("charges.csv", lines.toArray(String[]::new));

		RunResult result = charge(file);

		assertThat(result.exitCode()).isEqualTo(ExitCode.BROKEN);
		List<Map<String, String>> rows = files(result).result();
		for (int row = 0; row < faults.size(); row++) {
			Fault fault = faults.get(row);
			Expected seen = new Expected(rows.get(row).get("outcome"), rows.get(row).get("reason_class"),
					posts(customer(fault)), charged(rows.get(row).get("merchant_uid")));
			assertThat(seen).as(rows.get(row).toString()).isEqualTo(TABLE.get(fault));
		}
		assertThat(this.sandbox.redirectsFollowed()).isZero();
		assertThat(TABLE.keySet()).hasSize(Fault.values().length - 1).doesNotContain(Fault.LOST_ALWAYS);
	}

	private static String customer(Fault fault) {
		return fault.prefix() + "1";
	}

	private int posts(String customer) {
		return (int) this.sandbox.recordedRequests()
			.stream()
			.filter((request) -> customer.equals(request.customerUid()))
			.count();
	}

	private int charged(String number) {
		return (int) this.sandbox.charges()
			.stream()
			.filter((charge) -> charge.status() == Status.PAID)
			.map(SandboxCharge::merchantUid)
			.filter(number::equals)
			.count();
	}

	@Test
	void sendsWhatIsAlwaysLostAgainUnderTheSameNumber() {
		RunResult result = charge(file("charges.csv", "customer_uid,amount,name", "lost-always-1,1000,Plan A"));

		assertThat(result.exitCode()).isEqualTo(ExitCode.UNFINISHED);
		assertThat(outcomes(result)).containsExactly("unknown");
		assertThat(files(result).column("attempts")).containsExactly("1");
		assertThat(this.sandbox.charges()).isEmpty();
		assertThat(this.sandbox.recordedRequests()
			.stream()
			.filter((request) -> request.merchantUid() != null)
			.map((request) -> request.merchantUid())).hasSizeGreaterThan(1)
			.containsOnly(files(result).column("merchant_uid").get(0));
	}

	/**
	 * What becomes of a row.
	 *
	 * @param outcome how it ends
	 * @param reasonClass why
	 * @param posts how often it is sent
	 * @param charged how often money moves
	 */
	private record Expected(String outcome, String reasonClass, int posts, int charged) {
	}

}
