package chargerunner.intake;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class InputSamplesTests {

	/** A cap on one amount, as the README of the samples sets it. */
	private static final Limits LIMITS = new Limits(10_000_000L);

	@ParameterizedTest
	@ValueSource(strings = { "charges.csv", "charges-cp949.csv", "large-mixed.csv", "large-mixed.retry.csv",
			"needs-a-person.csv" })
	void areValid(String name) throws RefusedFileException {
		assertThat(open(name).firstProblems()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "charges-cp949.csv", "large-mixed.retry.csv" })
	void areAsKoreanExcelSavesThem(String name) throws RefusedFileException {
		assertThat(open(name).charset()).isEqualTo(FileFormat.CP949);
	}

	@Test
	void haveEveryMistakeThatARowCanHave() throws RefusedFileException {
		Set<String> mistakes = Stream.of(ProblemCode.values())
			.map(ProblemCode::text)
			.filter((code) -> !code.startsWith("file.") && !code.startsWith("header.") && !code.startsWith("id."))
			.collect(Collectors.toSet());

		ChargeFile file = open("with-mistakes.csv");

		assertThat(file.firstProblems()).extracting(Problem::code).containsAll(mistakes);
		assertThat(file.firstProblems()).extracting(Problem::row).as("one mistake a row").doesNotHaveDuplicates();
	}

	private static ChargeFile open(String name) throws RefusedFileException {
		return ChargeFile.open(Path.of("input-samples", name), LIMITS);
	}

}
