package chargerunner.job;

import java.util.stream.IntStream;
import java.util.stream.Stream;

import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.SandboxOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hundreds of answers are lost at once.
 */
@Timeout(60)
@ParameterizedClass
@EnumSource(TestDatabase.class)
class MassDoubtJobTests extends StagedJob {

	@BeforeParameterizedClassInvocation
	static void install(TestDatabase database) {
		stage = new Stage(database, directory, SandboxOptions.defaults());
		stage.installation.set("charge.storm.failures", "0")
			.set("charge.storm.percent", "0")
			.set("charge.storm.refusals", "0");
	}

	@Test
	void findsHundredsOfPaymentsInAFewRequests() {
		long before = stage.sandbox.requests();

		RunResult result = charge(rows("lost-after-", 400));

		stage.after(result).exits(ExitCode.OK).charged(400, 400_000);
		long lookUps = stage.sandbox.requests() - before - stage.posts();
		assertThat(lookUps).as("with those for the token").isLessThan(15);
	}

	@Test
	void sendsAgainOnlyWhatNoLookByItselfFinds() {
		RunResult result = charge(Stream.concat(rows("lost-after-", 150), rows("lost-before-", 30)));

		stage.after(result).exits(ExitCode.OK).charged(210, 180_000);
		assertThat(stage.rows("charge_attempt")).isEqualTo(180);
	}

	private static Stream<String> rows(String customer, int count) {
		return IntStream.range(0, count)
			.mapToObj((row) -> customer + stage.mark() + row + ",1000,Plan," + customer + stage.mark() + row);
	}

	private RunResult charge(Stream<String> rows) {
		return stage.installation.charge(stage.installation.file("charges.csv",
				Stream.concat(Stream.of("customer_uid,amount,name,reference"), rows).toArray(String[]::new)));
	}

}
