package chargerunner.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import chargerunner.charge.Runs;
import chargerunner.mysql.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.MessageSourceResolvable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A part of an earlier run is charged again.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
@Timeout(60)
class RerunJobTests extends WholeJob {

	private static final String HEADER = "customer_uid,amount,name,reference,memo";

	private static final List<String> MIXED = List.of("kim_1", "soft-2", "hard-3", "unseen-4", "unregistered-5",
			"throttled-always-6", "currency-7", "soft-8", "cancelled-9");

	/** One row a customer, with a reference of its own. */
	private Path rows(String name, List<String> customers) {
		List<String> lines = new ArrayList<>(List.of(HEADER));
		for (int row = 1; row <= customers.size(); row++) {
			lines.add("%s,%d,Plan A,R-%d,memo %d".formatted(customers.get(row - 1), 1000 * row, row, row));
		}
		return file(name, lines.toArray(String[]::new));
	}

	private RunResult mixed() {
		RunResult first = charge(rows("charges.csv", MIXED));
		assertThat(outcomes(first)).containsExactly("paid", "declined", "declined", "declined", "refused", "not_sent",
				"unknown", "declined", "cancelled");
		return first;
	}

	/** The customers have money again, and PortOne lets everybody in. */
	private void recover() {
		this.sandbox.refill();
		this.sandbox.setFault("throttled-always-6", chargerunner.sandbox.Fault.NONE);
	}

	private RunResult rerun(RerunWishes wishes) {
		RunResult result = this.installation.rerun(wishes).orElseThrow();
		Books.mustAgree(this.installation, this.sandbox, result);
		return result;
	}

	@Test
	void chargesWhatTheRetryFileHolds() {
		RunResult first = mixed();
		recover();
		long posts = this.sandbox.postsOfAgain();

		RunResult second = rerun(RerunWishes.of(first));

		assertThat(second.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(files(second).column("reference")).containsExactly("R-2", "R-6", "R-8");
		assertThat(outcomes(second)).containsOnly("paid");
		assertThat(this.sandbox.postsOfAgain() - posts).isEqualTo(3);
		assertThat(files(second).column("memo")).containsExactly("memo 2", "memo 6", "memo 8");
	}

}
