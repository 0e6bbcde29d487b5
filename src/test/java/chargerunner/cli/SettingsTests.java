package chargerunner.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import chargerunner.job.ChargeSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SettingsTests {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			CHARGE_LEASE                | abc        | CHARGE_LEASE is "abc"
			CHARGE_LEASE                | 900ms      | at least 1s
			CHARGE_LEASE                | 15         | CHARGE_LEASE is "15"
			CHARGE_QUARANTINE           | -1s        | CHARGE_QUARANTINE is "-1s"
			CHARGE_QUARANTINE           | 59s        | must not be shorter than PORTONE_API_READ_TIMEOUT
			CHARGE_RESOLVE_FOR          | 9m         | must not be shorter than CHARGE_QUARANTINE
			CHARGE_RESOLVEFOR           | 9m         | must not be shorter than CHARGE_QUARANTINE
			CHARGE_STOP_GRACE           | soon       | CHARGE_STOP_GRACE is "soon"
			CHARGE_DUPLICATE_WINDOW     | 20         | CHARGE_DUPLICATE_WINDOW is "20"
			CHARGE_MAX_OVERDUE          | x          | CHARGE_MAX_OVERDUE is "x"
			CHARGE_CONCURRENCY          | 0          | from 1 to 512
			CHARGE_CONCURRENCY          | 513        | from 1 to 512
			CHARGE_CONCURRENCY          | many       | from 1 to 512
			CHARGE_RATE                 | -1         | charges a second
			CHARGE_MAX_AMOUNT           | 3,000      | without commas
			CHARGE_MAX_AMOUNT           | 0          | whole won from 1
			CHARGE_NAMESPACE            | a b        | 1 to 64
			CHARGE_LANG                 | fr         | Give ko or en
			PORTONE_API_READ_TIMEOUT    | 1 minute   | PORTONE_API_READ_TIMEOUT is
			PORTONE_API_CONNECT_TIMEOUT | 0s         | PORTONE_API_CONNECT_TIMEOUT is
			PORTONE_API_ALLOW_HTTP      | maybe      | Give true or false
			SPRING_DATASOURCE_URL       | jdbc:postgresql://h/d?password=geheim | no database for this program
			CHARGE_SECRETS_DIR          | /nowhere   | which is no directory
			""")
	void areRefusedInASentenceBeforeAnythingIsOpened(String variable, String value, String sentence) {
		Ran ran = Ran.with(Map.of(variable, value), this.directory, "migrate");

		assertThat(ran.code()).as(ran.err()).isEqualTo(78);
		assertThat(ran.err()).contains(sentence).doesNotContain("\tat ", "Exception", "geheim");
		assertThat(ran.out()).isEmpty();
		assertThat(this.directory.resolve("data")).doesNotExist();
	}

	@Test
	void areRefusedAllAtOnceInKorean() {
		Ran ran = Ran.with(Map.of("CHARGE_LANG", "ko", "CHARGE_LEASE", "abc", "CHARGE_CONCURRENCY", "0"),
				this.directory, "migrate");

		assertThat(ran.err()).contains("CHARGE_LEASE 값이 \"abc\"", "CHARGE_CONCURRENCY 값이 \"0\"");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void bindFromEitherSpelling(boolean underscores) {
		Map<String, String> environment = new HashMap<>();
		Map.of("RESOLVE_FOR", "3h", "STOP_GRACE", "7s", "DUPLICATE_WINDOW", "5d", "MAX_OVERDUE", "6d", "MAX_AMOUNT",
				"70000", "DECLINE_REASONS", "reasons.csv")
			.forEach((name, value) -> environment.put("CHARGE_" + (underscores ? name : name.replace("_", "")), value));

		ChargeSettings settings = resolve(environment);

		assertThat(settings.resolveFor()).isEqualTo(Duration.ofHours(3));
		assertThat(settings.stopGrace()).isEqualTo(Duration.ofSeconds(7));
		assertThat(settings.duplicateWindow()).isEqualTo(Duration.ofDays(5));
		assertThat(settings.maxOverdue()).isEqualTo(Duration.ofDays(6));
		assertThat(settings.maxAmount()).isEqualTo(70_000);
		assertThat(settings.declineReasons()).isEqualTo(Path.of("reasons.csv"));
	}

	@Test
	void areTheDefaultsWhereVariablesAreBlank() {
		ChargeSettings settings = resolve(
				Map.of("CHARGE_LEASE", " ", "CHARGE_CONCURRENCY", "", "CHARGE_NAMESPACE", " shop "));

		assertThat(settings.lease()).isEqualTo(Duration.ofSeconds(15));
		assertThat(settings.concurrency()).isEqualTo(16);
		assertThat(settings.namespace()).isEqualTo("shop");
	}

	@Test
	void canAllGoDownToOneSecond() {
		ChargeSettings settings = resolve(Map.of("PORTONE_API_READ_TIMEOUT", "1s", "PORTONE_API_CONNECT_TIMEOUT", "1s",
				"CHARGE_LEASE", "1s", "CHARGE_QUARANTINE", "1s", "CHARGE_RESOLVE_FOR", "1s"));

		assertThat(settings.quarantine()).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void ofTheCommandLineWin() throws IOException {
		Path file = Files.createFile(this.directory.resolve("charges.csv"));

		ChargeSettings settings = run(Map.of("CHARGE_CONCURRENCY", "3", "CHARGE_RATE", "4"), "charge", "--csv",
				file.toString(), "--concurrency", "64", "--rate", "0");

		assertThat(settings.concurrency()).isEqualTo(64);
		assertThat(settings.rate()).isZero();
	}

	@Test
	void comeFromSecretFilesUnlessTheEnvironmentHasThem() throws IOException {
		Files.writeString(this.directory.resolve("CHARGE_NAMESPACE"), "from-file\n");
		Files.writeString(this.directory.resolve("CHARGE_RATE"), "9\n");
		Files.writeString(this.directory.resolve("charge.concurrency"), "5\n");

		ChargeSettings settings = resolve(Map.of("CHARGE_SECRETS_DIR", this.directory.toString(), "CHARGE_RATE", "8"));

		assertThat(settings.namespace()).isEqualTo("from-file");
		assertThat(settings.rate()).isEqualTo(8);
		assertThat(settings.concurrency()).isEqualTo(5);
	}

	@Test
	void thatAreMisspeltAreNoticed() {
		Ran ran = Ran.with(withDatabase(Map.of("CHARGE_MAX_AMUONT", "1")), this.directory, "resolve");

		assertThat(ran.code()).isZero();
		assertThat(ran.err()).contains("CHARGE_MAX_AMUONT is no setting").doesNotContain("CHARGE_LANG is no");
	}

	private ChargeSettings resolve(Map<String, String> environment) {
		return run(environment, "resolve");
	}

	private ChargeSettings run(Map<String, String> environment, String... arguments) {
		FakeApplication.SEEN.remove();
		Ran ran = Ran.with(withDatabase(environment), this.directory, arguments);
		assertThat(ran.code()).as(ran.err()).isZero();
		return FakeApplication.SEEN.get().settings();
	}

	private static Map<String, String> withDatabase(Map<String, String> environment) {
		Map<String, String> all = new HashMap<>(environment);
		all.put("SPRING_DATASOURCE_URL", "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
		return all;
	}

}
