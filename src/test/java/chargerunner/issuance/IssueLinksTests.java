package chargerunner.issuance;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;

import chargerunner.issuance.IssueLinks.Link;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class IssueLinksTests {

	private static final Instant NOW = Instant.parse("2026-11-23T01:00:00Z");

	private static final String SECRET = "0123456789abcdef0123456789abcdef";

	private final IssueLinks links = links(SECRET, NOW);

	private final String token = this.links.token("i1", NOW.plusSeconds(60));

	@Test
	void readsItsOwnTokens() {
		assertThat(this.token).matches("[A-Za-z0-9_-]+");
		assertThat(this.links.read(this.token)).isEqualTo(new Link(Link.Kind.VALID, "i1"));
	}

	@Test
	void knowsWhenATokenHasExpired() {
		Duration life = Duration.ofSeconds(60);

		assertThat(links(SECRET, NOW.plus(life).minusNanos(1)).read(this.token).kind()).isEqualTo(Link.Kind.VALID);
		assertThat(links(SECRET, NOW.plus(life)).read(this.token)).isEqualTo(new Link(Link.Kind.EXPIRED, "i1"));
	}

	@Test
	void believesNoTokenOfWhichAnyBitWasChanged() {
		byte[] bytes = Base64.getUrlDecoder().decode(this.token);
		for (int bit = 0; bit < bytes.length * 8; bit++) {
			bytes[bit / 8] ^= (byte) (1 << (bit % 8));
			assertThat(this.links.read(encoded(bytes)).kind()).isEqualTo(Link.Kind.FORGED);
			bytes[bit / 8] ^= (byte) (1 << (bit % 8));
		}
		assertThat(this.links.read(encoded(bytes)).kind()).isEqualTo(Link.Kind.VALID);
	}

	@Test
	void believesNoTokenOfAnotherSecret() {
		assertThat(links(SECRET.replace('f', 'e'), NOW).read(this.token).kind()).isEqualTo(Link.Kind.FORGED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "AAAA", "../../etc/passwd", "%00", "한글", "<script>" })
	void believesNothingElse(String token) {
		assertThat(this.links.read(token).kind()).isEqualTo(Link.Kind.FORGED);
	}

	@Test
	void believesNoTokenOfAnyOtherLength() {
		for (int length = 0; length < 400; length++) {
			assertThat(this.links.read(encoded("a".repeat(length).getBytes(StandardCharsets.US_ASCII))).kind())
				.isEqualTo(Link.Kind.FORGED);
		}
		assertThat(this.links.read(this.token.substring(1)).kind()).isEqualTo(Link.Kind.FORGED);
		assertThat(this.links.read(this.token + "AAAA").kind()).isEqualTo(Link.Kind.FORGED);
	}

	@Test
	void takesNoShortSecret() {
		assertThatIllegalArgumentException().isThrownBy(() -> links(SECRET.substring(1), NOW))
			.withMessage("The secret is shorter than 32 characters");
	}

	private static String encoded(byte[] bytes) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	private static IssueLinks links(String secret, Instant now) {
		return new IssueLinks(secret, Clock.fixed(now, ZoneOffset.UTC));
	}

}
