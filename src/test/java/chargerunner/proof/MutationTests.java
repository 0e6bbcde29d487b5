package chargerunner.proof;

import java.nio.file.Path;
import java.util.List;

import chargerunner.proof.Sabotage.Mutation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The proof fails whenever one of the safeguards is taken out of the program: else it
 * would prove nothing.
 */
@Tag("proof")
class MutationTests {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@EnumSource
	void isNoticed(Mutation mutation) {
		Sabotage sabotage = Sabotage.mutate(mutation);
		try (Laboratory laboratory = new Laboratory(this.directory, 1, sabotage)) {
			List<Verdict> verdicts = ExactlyOnceProof.against(sabotage, new Scenarios(laboratory))
				.stream()
				.map((scenario) -> scenario.get())
				.toList();

			assertThat(verdicts).as("%s", verdicts).anySatisfy((verdict) -> assertThat(verdict.twice()).isPositive());
		}
	}

}
