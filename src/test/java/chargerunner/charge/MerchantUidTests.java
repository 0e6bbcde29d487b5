package chargerunner.charge;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MerchantUidTests {

	/** Another derivation would charge again what an older version has charged. */
	@ParameterizedTest
	@CsvSource({ "default, sub:42:2026-11-30,  1, crwxbfajlitoun4w6inlr2bh72b6vk6r2d01",
			"default, 청구-1,            99, crs4bfzwbl4ewaoekucmwwdb5ryqqaptm399",
			"shop-b,  sub:42:2026-11-30, 10, crzxspdpefowvwkgpberbxhhyqr5do2r7l10" })
	void neverChangesItsDerivation(String namespace, String reference, int attempt, String number) {
		assertThat(MerchantUid.of(namespace, reference, attempt)).isEqualTo(number);
	}

	@Test
	void has36LowerCaseLettersAndDigitsWhateverTheReference() {
		for (String reference : List.of("a", "sub:1:2026-11-30", "가나다", "x".repeat(1_000), "%/ \t")) {
			for (int attempt = 1; attempt <= MerchantUid.MAX_ATTEMPTS; attempt++) {
				assertThat(MerchantUid.of("default", reference, attempt)).matches("cr[a-z2-7]{32}[0-9]{2}");
			}
		}
	}

	@Test
	void isAnotherForEveryNamespaceReferenceAndAttempt() {
		Set<String> numbers = new HashSet<>();
		for (String namespace : List.of("a", "b", "ab")) {
			for (String reference : List.of("a", "b", "ba", "bb")) {
				for (int attempt = 1; attempt <= MerchantUid.MAX_ATTEMPTS; attempt++) {
					numbers.add(MerchantUid.of(namespace, reference, attempt));
				}
			}
		}

		assertThat(numbers).hasSize(3 * 4 * MerchantUid.MAX_ATTEMPTS);
	}

	@Test
	void endsWithTheAttempt() {
		assertThat(MerchantUid.of("default", "a", 9)).endsWith("09");
		assertThat(MerchantUid.of("default", "a", 10)).endsWith("10");
		assertThat(MerchantUid.attemptOf(MerchantUid.of("default", "a", 9))).isEqualTo(9);
		assertThat(MerchantUid.attemptOf(MerchantUid.of("default", "a", 99))).isEqualTo(99);
		assertThat(MerchantUid.of("default", "a", 10)).isGreaterThan(MerchantUid.of("default", "a", 9));
		assertThat(MerchantUid.of("default", "a", 1).substring(0, 34))
			.isEqualTo(MerchantUid.of("default", "a", 99).substring(0, 34));
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 100 })
	void refusesAnAttemptThatHasNoTwoDigits(int attempt) {
		assertThatIllegalArgumentException().isThrownBy(() -> MerchantUid.of("default", "a", attempt))
			.withMessageContaining("attempt " + attempt);
	}

}
