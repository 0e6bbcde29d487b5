package chargerunner.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class HelpTests {

	private static final int WIDTH = 100;

	@TempDir
	private Path directory;

	static CommandLine commandLine(String language) {
		Surroundings surroundings = new Surroundings(Map.of("CHARGE_LANG", language), System.out, System.err,
				() -> false, Ran.NOBODY, Ran.CLOCK, Path.of(""));
		return Program.commandLine(
				new Invocation(FakeApplication.class, List.of(), surroundings, Texts.of(surroundings.environment())));
	}

	/** The program itself as an empty name, and every command. */
	static Stream<Arguments> commandsAndLanguages() {
		List<String> commands = new ArrayList<>(List.of(""));
		commandLine("en").getSubcommands().forEach((name, command) -> {
			commands.add(name);
			command.getSubcommands().keySet().forEach((part) -> commands.add(name + " " + part));
		});
		return commands.stream().flatMap((name) -> Stream.of("en", "ko").map((language) -> arguments(name, language)));
	}

	private String help(String command, String language) {
		Ran ran = Ran.with(Map.of("CHARGE_LANG", language), this.directory, (command + " --help").strip().split(" "));
		assertThat(ran.code()).isZero();
		assertThat(ran.err()).isEmpty();
		return ran.out();
	}

	@ParameterizedTest
	@MethodSource("commandsAndLanguages")
	void everyCommandHasAnExampleAndItsExitCodes(String command, String language) {
		List<String> lines = help(command, language).lines().toList();

		String headline = language.equals("ko") ? "예:" : "Examples?:";
		int examples = lines.stream().filter((line) -> line.matches(headline)).mapToInt(lines::indexOf).sum();
		assertThat(examples).isPositive();
		String call = "  (\\w+=\\S+ )*(java -jar charge-runner\\.jar|charge-runner) " + command + "\\b.*";
		// A call may go on in the next line.
		String calls = String.join("\n", lines.subList(examples + 1, lines.size())).replaceAll("\\\\\n +", "");
		assertThat(calls.lines()).isNotEmpty().allSatisfy((line) -> assertThat(line).matches(call));
		assertThat(lines).anyMatch((line) -> line.matches(language.equals("ko") ? "종료 코드:" : "Exit codes:"));
		for (String code : List.of(" 0", " 2", "65", "69", "70", "75", "78")) {
			assertThat(lines).anyMatch((line) -> line.startsWith("  " + code + "   "));
		}
	}

	@ParameterizedTest
	@MethodSource("commandsAndLanguages")
	void noLineIsWiderThanThePage(String command, String language) {
		assertThat(help(command, language).lines())
			.allSatisfy((line) -> assertThat(WholeWords.width(line)).as(line).isLessThanOrEqualTo(WIDTH));
	}

	/** Of a command of a command. */
	private static boolean isOfPart(String key) {
		return key.startsWith("charge-runner.keys.check.") || key.startsWith("charge-runner.keys.revoke.");
	}

	@ParameterizedTest
	@MethodSource("commandsAndLanguages")
	void noWordIsBroken(String command, String language) {
		Set<String> shown = new HashSet<>(Arrays.asList(help(command, language).split("\\s+")));
		Properties texts = BundlesTests.read("chargerunner/cli/help" + (language.equals("ko") ? "_ko" : ""));
		String own = command.isEmpty() ? "charge-runner.usage.description."
				: "charge-runner." + command.replace(' ', '.') + ".";

		assertThat(texts.stringPropertyNames())
			.filteredOn((key) -> key.startsWith(own) && (command.contains(" ") || !isOfPart(key)))
			.isNotEmpty()
			.allSatisfy(
					(key) -> assertThat(shown).as(key).containsAll(Arrays.asList(words(key, texts.getProperty(key)))));
	}

	private static String[] words(String key, String text) {
		// An exit code stands before a colon and is shown in a column of its own.
		String shown = key.contains(".exitCodeList.") ? text.replaceFirst(":", " ") : String.format(text);
		return shown.strip().split("\\s+");
	}

	@ParameterizedTest
	@MethodSource("commandsAndLanguages")
	void isInOneLanguage(String command, String language) {
		String help = help(command, language);

		if (language.equals("ko")) {
			assertThat(help).startsWith("사용법:").containsPattern("  charge-runner " + command);
		}
		else {
			assertThat(help).startsWith(("Usage: charge-runner " + command).strip()).doesNotContainPattern("[가-힣]");
		}
	}

	@Test
	void isInTheEncodingOfTheStream() {
		Charset korean = Charset.forName("EUC-KR");
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		Surroundings surroundings = new Surroundings(Map.of("CHARGE_LANG", "ko"), new PrintStream(bytes, true, korean),
				System.err, () -> false, Ran.NOBODY, Ran.CLOCK, this.directory);

		Program.run(new String[] { "--help" }, FakeApplication.class, surroundings);

		assertThat(bytes.toString(korean)).startsWith("사용법:");
	}

	@Test
	void namesEverySetting() {
		String help = help("", "en") + help("serve", "en");

		assertThat(Setting.ALL).allSatisfy((setting) -> assertThat(help).contains(setting.variable()));
		assertThat(help).contains("CHARGE_SECRETS_DIR", "CHARGE_DECLINE_REASONS", "SPRING_DATASOURCE_URL");
	}

	@ParameterizedTest
	@ValueSource(strings = { "en", "ko" })
	void describesEveryOption(String language) {
		List<CommandLine> commands = commandLine(language).getSubcommands()
			.values()
			.stream()
			.flatMap((command) -> Stream.concat(Stream.of(command), command.getSubcommands().values().stream()))
			.toList();

		assertThat(commands)
			.allSatisfy((command) -> assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty());
		assertThat(commands.stream().flatMap((sub) -> sub.getCommandSpec().args().stream()))
			.allSatisfy((ArgSpec argument) -> assertThat(argument.description()).as(argument.toString()).isNotEmpty());
		assertThat(help("charge", language)).contains("--expect-sum=WON");
	}

	@ParameterizedTest
	@ValueSource(strings = { "--version", "charge --version", "-V" })
	void tellsItsVersion(String arguments) {
		Ran ran = Ran.with(Map.of(), this.directory, arguments.split(" "));

		assertThat(ran.code()).isZero();
		assertThat(ran.out()).matches("charge-runner \\S+\\R");
	}

}
