package chargerunner.issuance;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.MessageSourceResolvable;

import static org.assertj.core.api.Assertions.assertThat;

class IssuanceSettingsTests {

	private static final String SECRET = "0123456789".repeat(4);

	private static final String SDK = "https://cdn.iamport.kr/v1/iamport.js";

	private static IssuanceSettings settings(String publicUrl, String secret, String merchantCode, String sdkUrl) {
		return new IssuanceSettings(publicUrl, secret, Duration.ofDays(7), merchantCode, "chai", "trans", sdkUrl,
				false);
	}

	private static List<String> codes(List<MessageSourceResolvable> problems) {
		return problems.stream().flatMap((problem) -> Stream.of(Objects.requireNonNull(problem.getCodes()))).toList();
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://billing.example.com", "https://billing.example.com/",
			"https://b.example.com:8443", "http://127.0.0.1:8080", "http://localhost", "http://[::1]:8080" })
	void takesWhereCustomersCanGo(String url) {
		assertThat(settings(url, SECRET, "imp12345678", SDK).problemsOfPages()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://billing.example.com", "billing.example.com", "https://", "https://x.com/path",
			"https://x.com?a=b", "https://x.com#a", "https://user@x.com", "ftp://localhost", "https://a b", "//x.com",
			"http://127.0.0.1.evil.com" })
	void takesNoOtherAddress(String url) {
		assertThat(codes(settings(url, SECRET, "imp12345678", SDK).problems()))
			.containsExactly("issuance.settings.public-url");
	}

	@Test
	void saysAllThatIsMissing() {
		assertThat(codes(settings(null, null, null, "http://cdn.example.com/sdk.js").problemsOfPages()))
			.containsExactly("issuance.settings.public-url-missing", "issuance.settings.secret",
					"issuance.settings.merchant-code", "issuance.settings.sdk-url");
		assertThat(codes(settings("https://x.com", "x".repeat(31), "imp1", SDK).problems()))
			.containsExactly("issuance.settings.secret");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 81 })
	void takesNoPgThatTheTableCannotHold(int length) {
		IssuanceSettings settings = new IssuanceSettings("https://x.com", SECRET, Duration.ofDays(7), "imp1",
				"a".repeat(length), "trans", SDK, false);

		assertThat(codes(settings.problemsOfPages())).containsExactly("issuance.settings.pg");
	}

	@Test
	void showsNoSecret() {
		assertThat(settings("https://x.com", SECRET, "imp1", SDK).toString()).doesNotContain(SECRET);
		assertThat(new ServeSettings("127.0.0.1", 1, "shop", SECRET, false, List.of()).toString())
			.doesNotContain(SECRET);
	}

	@ParameterizedTest
	@CsvSource({ "127.0.0.1, , , ", "localhost, , , ", "::1, , , ", "0.0.0.0, shop, sixteen-letters-, ",
			"127.0.0.1, shop, , issuance.serve.half", "127.0.0.1, , sixteen-letters-, issuance.serve.half",
			"0.0.0.0, , , issuance.serve.open", "10.0.0.5, , , issuance.serve.open", "::, , , issuance.serve.open",
			"127.0.0.1.evil.com, , , issuance.serve.open",
			"127.0.0.1, shop, fifteen-letters, issuance.serve.password" })
	void opensItselfToNobodyWithoutAPassword(String address, String user, String password, String problem) {
		ServeSettings settings = new ServeSettings(address, 8080, user, password, false, List.of());

		assertThat(codes(settings.problems())).isEqualTo((problem != null) ? List.of(problem) : List.of());
	}

	@ParameterizedTest
	@CsvSource({ "52.78.100.19, true", "10.0.0.0/8, true", "2001:db8::/32, true", "portone.io, false",
			"52.78.100, false", "10.0.0.0/99, false", "'', false" })
	void takesAddressesAndNetworks(String source, boolean good) {
		ServeSettings settings = new ServeSettings("127.0.0.1", 8080, null, null, false, List.of(source));

		assertThat(settings.problems().isEmpty()).isEqualTo(good);
	}

	@Test
	void letsInPortOnesOwnHostsAndNoOthers() {
		assertThat(IssuanceWeb.contentSecurityPolicy(SDK)).contains("script-src 'self' https://cdn.iamport.kr;")
			.contains("frame-src https://cdn.iamport.kr https://*.iamport.kr;")
			.contains("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")
			.doesNotContain("unsafe");
		assertThat(IssuanceWeb.contentSecurityPolicy("https://sdk.example.com/a.js")).doesNotContain("iamport");
	}

}
