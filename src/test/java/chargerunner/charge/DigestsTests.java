package chargerunner.charge;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DigestsTests {

	private static final String LONGEST = "pymponzrdmw4hmxsnhoxqollani7ct5wn35iph3wrszddamihr";

	@Test
	void givesTheBeginningOfTheWholeDigest() {
		String longest = Digests.base32(Digests.MAX_LENGTH, "a", "b");

		assertThat(longest).isEqualTo(LONGEST);
		assertThat(Digests.base32(1, "a", "b")).isEqualTo(longest.substring(0, 1));
		assertThat(Digests.base32(32, "a", "b")).isEqualTo(longest.substring(0, 32));
	}

	@Test
	void tellsOrderAndBordersOfWordsApart() {
		assertThat(Digests.base32(32, "a", "b")).isNotEqualTo(Digests.base32(32, "b", "a"))
			.isNotEqualTo(Digests.base32(32, "ab"))
			.isNotEqualTo(Digests.base32(32, "", "ab"))
			.isNotEqualTo(Digests.base32(32, "a", "b", ""));
	}

}
