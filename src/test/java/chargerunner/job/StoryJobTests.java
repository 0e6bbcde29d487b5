package chargerunner.job;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

import chargerunner.charge.Chronicle;
import chargerunner.charge.RunReports;
import chargerunner.charge.Runs;
import chargerunner.mysql.TestDatabase;
import chargerunner.report.RunListText;
import chargerunner.report.RunText;
import chargerunner.report.StoryText;
import chargerunner.sandbox.Fault;
import chargerunner.sandbox.SandboxOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.support.MessageSourceAccessor;
import org.springframework.context.support.ResourceBundleMessageSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What people are told of charges that really happened. Times, numbers and directories
 * are left out of what is compared.
 */
@Timeout(60)
@ParameterizedClass
@EnumSource(TestDatabase.class)
class StoryJobTests extends StagedJob {

	@BeforeParameterizedClassInvocation
	static void install(TestDatabase database) {
		stage = new Stage(database, directory, SandboxOptions.defaults());
		stage.installation.set("charge.quarantine", "1s").set("charge.resolve-for", "6s");
	}

	@Test
	void tellsHowADeclinedChargeWasPaidWithItsNextNumber() {
		RunResult declined = charge("charges.csv", "soft-1,3000,Plan,INV-1");
		stage.sandbox.setFault("soft-1", Fault.NONE);

		RunResult paid = stage.installation.charge(Objects.requireNonNull(declined.written()).retry());

		stage.after(paid).exits(ExitCode.OK).charged(2, 3000);
		assertThat(story("INV-1", declined, paid)).isEqualTo("""
				Charge INV-1: paid
				  3,000 won for Plan, customer_uid sof***

				What happened (Asia/Seoul)
				  TIME  Planned by run R1 as row 1 of charges.csv; tester on host ran: charge
				  TIME  Run R1 claims attempt 1, number cr01.
				  TIME  Answer to attempt 1, sent TIME: declined, soft, "잔액부족 (출금계좌의 잔액이 부족합니다.)", imp.
				  TIME  Taken over by run R2 as row 1 of charges.retry.csv; tester on host ran: charge
				  TIME  Look-up of attempt 1: PortOne has it as declined, soft, "잔액부족 (출금계좌의 잔액이 부족합니다.)", imp.
				  TIME  Run R2 claims attempt 2, number cr02.
				  TIME  Answer to attempt 2, sent TIME: paid, imp.

				Attempts
				  attempt  run  sent  merchant_uid  outcome
				  1        R1     1  cr01  declined, soft
				           "잔액부족 (출금계좌의 잔액이 부족합니다.)", imp, TEST CHANNEL, no money moved
				  2        R2     1  cr02  paid
				           3,000 won at TIME, imp, TEST CHANNEL, no money moved, https://receipt.example/imp

				Files
				  Run R1, row 1: declined, soft
				    result  OUT/charges.result.csv
				    retry   OUT/charges.retry.csv
				  Run R2, row 1: paid
				    result  OUT/charges.retry.result.csv

				What happens next
				  - Nothing: it is paid and is not charged again.""");
	}

	@Test
	void tellsHowALostRequestWasSentAgain() {
		RunResult run = charge("charges.csv", "lost-before-1,5000,Plan,INV-4");

		stage.after(run).exits(ExitCode.OK).charged(2, 5000);
		assertThat(story("INV-4", run, run)).containsSubsequence("\n  TIME  Run R1 claims attempt 1, number cr01.",
				"\n  TIME  No clear answer to attempt 1, sent TIME: reset, \"the connection broke",
				"\n  TIME  Look-up of attempt 1: PortOne has no record of it.", " also at CLOCK",
				"\n  TIME  Run R1 claims attempt 1 again, with the same number.",
				"\n  TIME  Answer to attempt 1, sent TIME: paid, imp.", "\n  1        R1     2  cr01  paid\n");
	}

	@Test
	void tellsWhatADoubtWaitsFor() {
		RunResult run = charge("charges.csv", "ready-always-1,1000,Plan,INV-5", "kim_1,1000,Plan,INV-6");

		assertThat(story("INV-5", run, run)).startsWith("Charge INV-5: IN DOUBT").contains("""
				Files
				  Run R1, row 1: unknown, ready
				    result  OUT/charges.result.csv
				    review  OUT/charges.review.csv
				""", "What happens next\n  - Run the command of run R1 again, or resolve: PortOne is asked at once.");
		assertThat(bean(Chronicle.class).runs(9)).singleElement().satisfies((view) -> {
			assertThat(new RunListText(messages(Locale.ENGLISH)).text(List.of(view), 1))
				.contains("waits for look-ups: 1 unknown, possible now");
			assertThat(new RunText(messages(Locale.KOREAN), bean(RunReports.class)).text(view, List.of(), List.of()))
				.contains("확인 필요 1건");
		});
	}

	@Test
	void tellsThatARunIsBeingWorkedOn() {
		RunResult run = charge("charges.csv", "ready-always-1,1000,Plan,INV-5");

		try (Runs.HeldLease lease = bean(Runs.class).take(run.runId()).orElseThrow()) {
			assertThat(lease.isFresh()).isTrue();
			assertThat(story("INV-5", run, run)).contains("- Run R1 is being worked on by ",
					". Nothing has to be done.");
			assertThat(new RunListText(messages(Locale.ENGLISH)).text(bean(Chronicle.class).runs(9), 1))
				.contains("held by ", " s left");
		}
	}

	private static RunResult charge(String name, String... rows) {
		return stage.installation
			.charge(stage.installation.file(name, "customer_uid,amount,name,reference\n" + String.join("\n", rows)));
	}

	private static String story(String reference, RunResult first, RunResult second) {
		Chronicle chronicle = bean(Chronicle.class);
		String text = new StoryText(messages(Locale.ENGLISH), bean(RunReports.class))
			.text(chronicle.story(reference).orElseThrow());
		return text.replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d", "TIME")
			.replaceAll("also at [^\n]*", "also at CLOCK")
			.replaceAll("cr[a-z2-7]{32}", "cr")
			.replaceAll(" {2,}outcome", "  outcome")
			.replaceAll("imp_\\w+", "imp")
			.replaceAll("([Rr]un )" + first.runId() + "\\b", "$1R1")
			.replaceAll("([Rr]un )" + second.runId() + "\\b", "$1R2")
			.replaceAll("(?m)^(  \\d        ) *" + first.runId() + " ", "$1R1 ")
			.replaceAll("(?m)^(  \\d        ) *" + second.runId() + " ", "$1R2 ")
			.replace(stage.installation.directory.resolve("out").toString(), "OUT");
	}

	private static MessageSourceAccessor messages(Locale locale) {
		return new MessageSourceAccessor(bean(ResourceBundleMessageSource.class), locale);
	}

	private static <T> T bean(Class<T> type) {
		return stage.installation.process().getBean(type);
	}

}
