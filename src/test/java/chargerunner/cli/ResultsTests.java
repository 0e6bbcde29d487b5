package chargerunner.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import chargerunner.charge.Decision;
import chargerunner.job.ChargeOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ResultsTests {

	@TempDir
	private Path directory;

	@Test
	void standardOutputHasTheSummaryAndNothingElse() throws IOException {
		Ran ran = charge("charges.csv");

		assertThat(ran.code()).isZero();
		assertThat(ran.out()).startsWith("Run 4");
		assertThat(ran.lastLine()).isEqualTo("run=4 exit=0 rows=2 paid=2 declined=0 refused=0 cancelled=0 unknown=0"
				+ " not_sent=0 skipped=0 invalid=0 won_paid=3000");
		assertThat(ran.err()).contains("Charging: rows 2, won paid 3,000", "And 7 more.").doesNotContain("run=4");
	}

	@Test
	void eachRunHasItsOwnExitCodeAndTheProcessTheWorst() {
		Ran ran = run(Map.of(), "charge", "--due");

		assertThat(ran.code()).isEqualTo(75);
		assertThat(ran.out()).containsSubsequence("run=7 exit=75 ", "run=8 exit=0 ");
		assertThat(ran.lastLine()).startsWith("run=8 exit=0 ");
	}

	@Test
	void problemsOfRefusedInputGoToStandardError() throws IOException {
		Ran ran = charge("refused.csv");

		assertThat(ran.code()).isEqualTo(65);
		assertThat(ran.err()).contains("line 2, column amount: 1e3", "And 2 more.", "refused.problems.csv");
		assertThat(ran.lastLine()).startsWith("run=0 exit=65 ");
	}

	@Test
	void nothingToResolveIsSaid() {
		Ran ran = run(Map.of(), "resolve");

		assertThat(ran.code()).isZero();
		assertThat(ran.out())
			.isEqualTo("Nothing to look up: no run is unfinished, other than what another process is working on."
					+ System.lineSeparator());
	}

	@ParameterizedTest
	@CsvSource({ "held.csv,69,All problems are in x", "bug.csv,70,This is a bug: java.lang.IllegalStateException" })
	void failuresAreSentences(String file, int code, String sentence) throws IOException {
		Ran ran = charge(file);

		assertThat(ran.code()).isEqualTo(code);
		assertThat(ran.err()).contains(sentence).doesNotContain("\tat ");
		assertThat(ran.out()).isEmpty();
	}

	@Test
	void tracesAreForDebug() throws IOException {
		Ran ran = charge("bug.csv", "--debug");

		assertThat(ran.code()).isEqualTo(70);
		assertThat(ran.err()).contains("This is a bug", "out of order", "\tat ");
	}

	@Test
	void optionsReachTheJob() throws IOException {
		charge("charges.csv", "--out", "there", "--batch", "extra", "--skip-invalid", "--expect-count", "2",
				"--expect-sum", "3,000", "--max-sum", "4000", "--limit", "1", "--check-first");

		ChargeOptions options = FakeApplication.SEEN.get().options();
		assertThat(options).usingRecursiveComparison()
			.ignoringFields("caller", "locale")
			.isEqualTo(new ChargeOptions(Path.of("there"), false, "extra", true, false, 2L, 3_000L, 4_000L, 1L, true,
					options.locale(), options.caller()));
		assertThat(options.locale()).hasToString("en");
		assertThat(options.caller().commandLine()).startsWith("charge --csv ").endsWith("--check-first");
		assertThat(options.caller().osUser()).isEqualTo(System.getProperty("user.name"));
	}

	@ParameterizedTest
	@CsvSource({ "--due,", "--due 2026-11-23,2026-11-23", "--due 2027-01-01 --dry-run,2027-01-01", "--due --catch-up,",
			"--due=2026-01-31,2026-01-31" })
	void dueDateReachesTheJob(String arguments, LocalDate date) {
		run(Map.of(), ("charge " + arguments).split(" "));

		assertThat(FakeApplication.SEEN.get().date()).isEqualTo(date);
	}

	@Test
	void decisionReachesTheJob() {
		Ran ran = run(Map.of(), "decide", " '=R-1", "--as", "paid", "--imp-uid", " imp_1 ", "--note",
				" seen in\nthe\tconsole ");

		assertThat(ran.code()).as(ran.err()).isZero();
		assertThat(ran.lastLine()).startsWith("run=9 exit=0 rows=2 ");
		Decision decision = FakeApplication.SEEN.get().decision();
		assertThat(decision)
			.isEqualTo(new Decision("=R-1", Decision.As.PAID, "imp_1", "seen in the console", decision.caller()));
		assertThat(decision.caller().osUser()).isEqualTo(System.getProperty("user.name"));
	}

	private Ran charge(String name, String... more) throws IOException {
		Path file = Files.createFile(this.directory.resolve(name));
		String[] arguments = new String[3 + more.length];
		arguments[0] = "charge";
		arguments[1] = "--csv";
		arguments[2] = file.toString();
		System.arraycopy(more, 0, arguments, 3, more.length);
		return run(Map.of(), arguments);
	}

	private Ran run(Map<String, String> environment, String... arguments) {
		FakeApplication.SEEN.remove();
		Map<String, String> all = new HashMap<>(environment);
		all.put("SPRING_DATASOURCE_URL", "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
		return Ran.with(all, this.directory, arguments);
	}

}
