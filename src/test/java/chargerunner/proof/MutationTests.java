package chargerunner.proof;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import chargerunner.proof.Sabotage.Mutation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.fail;

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
			List<Verdict> verdicts = new ArrayList<>();
			for (Supplier<Verdict> scenario : ExactlyOnceProof.against(sabotage, new Scenarios(laboratory))) {
				verdicts.add(scenario.get());
				if (verdicts.get(verdicts.size() - 1).twice() > 0) {
					return;
				}
			}
			fail("nobody was charged twice: %s", verdicts);
		}
	}

}
