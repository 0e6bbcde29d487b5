package chargerunner.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class InvocationTests {

	@Test
	void commandLineIsKeptWithoutSecrets() {
		Invocation invocation = new Invocation(FakeApplication.class,
				List.of("charge", "--csv", "my charges.csv", "--api-key=abc", "password=geheim", "x"),
				new Surroundings(Map.of(), System.out, System.err, () -> false, Ran.NOBODY, Ran.CLOCK, Path.of("")),
				Texts.in(Locale.ENGLISH));

		assertThat(invocation.commandLine()).isEqualTo("charge --csv 'my charges.csv' --api-key=*** password=*** x");
	}

	@Test
	void noCommandThatMakesRunsTakesASecret() {
		Invocation invocation = new Invocation(FakeApplication.class, List.of(),
				new Surroundings(Map.of(), System.out, System.err, () -> false, Ran.NOBODY, Ran.CLOCK, Path.of("")),
				Texts.in(Locale.ENGLISH));

		assertThat(Program.commandLine(invocation).getSubcommands()).hasSizeGreaterThan(3)
			.allSatisfy((name, command) -> {
				if (!name.equals("sandbox")) {
					assertThat(command.getCommandSpec().optionsMap().keySet())
						.noneMatch((option) -> option.matches("(?i).*(secret|password|token|api-?key).*"));
				}
			});
	}

	@ParameterizedTest
	@CsvSource({ "UTF-8,true", "x-windows-949,true", "MS949,true", "EUC-KR,true", "US-ASCII,false",
			"ANSI_X3.4-1968,false", "ISO-8859-1,false", "nonsense,false" })
	void terminalsWithoutKoreanGetUtf8(String charset, boolean kept) {
		assertThat(Encoding.hasKorean(charset)).isEqualTo(kept);
		assertThat(Encoding.of("none.such")).satisfiesAnyOf(
				(encoding) -> assertThat(encoding).isEqualTo(StandardCharsets.UTF_8),
				(encoding) -> assertThat(Encoding.hasKorean(encoding.name())).isTrue());
	}

	@ParameterizedTest
	@CsvSource({ "ko,ko", "KO,ko", "ko_KR.UTF-8,ko", "ko-KR,ko", "en,en", "en_US,en" })
	void languageIsThatOfTheEnvironment(String value, String language) {
		assertThat(Texts.of(Map.of("CHARGE_LANG", value)).locale()).hasToString(language);
	}

}
