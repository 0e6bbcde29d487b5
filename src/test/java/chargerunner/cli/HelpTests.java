package chargerunner.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

import static org.assertj.core.api.Assertions.assertThat;

class HelpTests {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@CsvSource({ "--help,Example", "charge --help,Examples", "resolve --help,Example", "migrate --help,Example",
			"sandbox --help,Example", "charge -h,--expect-sum=WON" })
	void everyCommandHasAnExampleAndItsExitCodes(String arguments, String fragment) {
		Ran ran = Ran.with(Map.of(), this.directory, arguments.split(" "));

		assertThat(ran.code()).isZero();
		assertThat(ran.err()).isEmpty();
		assertThat(ran.out()).contains(fragment)
			.contains("Exit codes:", " 0   all rows", " 2   wrong", "65 ", "69 ", "70 ", "75 ", "78 ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "--help", "charge --help", "resolve --help", "migrate --help", "sandbox --help" })
	void isKoreanInKorean(String arguments) {
		Ran ran = Ran.with(Map.of("CHARGE_LANG", "ko"), this.directory, arguments.split(" "));

		assertThat(ran.out()).startsWith("사용법: charge-runner").contains("종료 코드:", "예:");
	}

	@Test
	void isInTheEncodingOfTheStream() {
		Charset korean = Charset.forName("EUC-KR");
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		Surroundings surroundings = new Surroundings(Map.of("CHARGE_LANG", "ko"), new PrintStream(bytes, true, korean),
				System.err, () -> false, Ran.CLOCK, this.directory);

		Program.run(new String[] { "--help" }, FakeApplication.class, surroundings);

		assertThat(bytes.toString(korean)).startsWith("사용법:");
	}

	@Test
	void namesEverySetting() {
		String help = Ran.with(Map.of(), this.directory, "--help").out();

		assertThat(Setting.ALL).allSatisfy((setting) -> assertThat(help).contains(setting.variable()));
		assertThat(help).contains("CHARGE_SECRETS_DIR", "CHARGE_DECLINE_REASONS", "SPRING_DATASOURCE_URL");
	}

	@ParameterizedTest
	@ValueSource(strings = { "en", "ko" })
	void describesEveryOption(String language) {
		Surroundings surroundings = new Surroundings(Map.of("CHARGE_LANG", language), System.out, System.err,
				() -> false, Ran.CLOCK, this.directory);
		CommandLine main = Program.commandLine(
				new Invocation(FakeApplication.class, List.of(), surroundings, Texts.of(surroundings.environment())));

		assertThat(main.getSubcommands().values())
			.allSatisfy((command) -> assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty());
		assertThat(main.getSubcommands().values().stream().flatMap((sub) -> sub.getCommandSpec().options().stream()))
			.allSatisfy((OptionSpec option) -> assertThat(option.description()).as(option.longestName()).isNotEmpty());
	}

	@ParameterizedTest
	@ValueSource(strings = { "--version", "charge --version", "-V" })
	void tellsItsVersion(String arguments) {
		Ran ran = Ran.with(Map.of(), this.directory, arguments.split(" "));

		assertThat(ran.code()).isZero();
		assertThat(ran.out()).matches("charge-runner \\S+\\R");
	}

}
