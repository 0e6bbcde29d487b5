package chargerunner.ledger;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random walks of one charge through claims, sends, answers, losses, crashes, pauses,
 * take-overs, looks, later runs and restored backups, with the ledger's own books: money
 * is never taken twice, and in the end the books say what was taken.
 */
class StateMachineTests {

	private static final int WALKS = 100_000;

	private static final int STEPS = 60;

	@Test
	void noWalkTakesMoneyTwiceOrLosesIt() {
		int paid = 0;
		int sentTwice = 0;
		for (int walk = 0; walk < WALKS; walk++) {
			RandomWalk random = new RandomWalk(new Random(walk), null);
			random.walk(STEPS);
			random.end();
			assertThat(random.complaint()).as("walk %s: %s", walk, random).isNull();
			paid += random.isPaid() ? 1 : 0;
			sentTwice += random.hasSentAgain() ? 1 : 0;
		}
		assertThat(paid).as("walks that end paid").isGreaterThan(WALKS / 4);
		assertThat(sentTwice).as("walks in which a number is sent again").isGreaterThan(WALKS / 100);
	}

	/** Else a walk that goes nowhere would prove nothing. */
	@ParameterizedTest
	@EnumSource
	void someWalkFindsWhatIsBroken(RandomWalk.Broken broken) {
		boolean found = false;
		for (int walk = 0; walk < WALKS && !found; walk++) {
			RandomWalk random = new RandomWalk(new Random(walk), broken);
			random.walk(STEPS);
			random.end();
			found = random.complaint() != null;
		}
		assertThat(found).isTrue();
	}

}
