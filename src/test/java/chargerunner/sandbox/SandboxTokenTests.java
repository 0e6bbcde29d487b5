package chargerunner.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class SandboxTokenTests {

	private final MovableClock clock = new MovableClock();

	private Sandbox sandbox = Sandbox.start(SandboxOptions.defaults(), this.clock);

	@AfterEach
	void stop() {
		this.sandbox.close();
	}

	private void restart(SandboxOptions.Builder options) {
		this.sandbox.close();
		this.sandbox = Sandbox.start(options.build(), this.clock);
	}

	@ParameterizedTest(name = "after {0} s: same token {1}, life {2} s")
	@CsvSource({ "0, true, 1800", "1739, true, 61", "1740, true, 360", "1799, true, 301", "1800, false, 1800",
			"5000, false, 1800" })
	void sharesALiveTokenAndStretchesItInItsLastMinute(long later, boolean same, long life) {
		Caller caller = new Caller(this.sandbox);
		JsonNode first = caller.signIn();
		this.clock.move(Duration.ofSeconds(later));
		JsonNode second = caller.signIn();

		assertThat(second.at("/access_token").equals(first.at("/access_token"))).isEqualTo(same);
		assertThat(second.at("/expired_at").longValue() - second.at("/now").longValue()).isEqualTo(life);
		assertThat(second.at("/now").longValue()).isEqualTo(this.clock.instant().getEpochSecond());
	}

	@Test
	void tellsTheServersTime() {
		restart(SandboxOptions.builder().clockOffset(Duration.ofHours(-2)).tokenLife(Duration.ofSeconds(100)));
		JsonNode response = new Caller(this.sandbox).signIn();

		assertThat(response.at("/now").longValue()).isEqualTo(this.clock.instant().getEpochSecond() - 7200);
		assertThat(response.at("/expired_at").longValue()).isEqualTo(response.at("/now").longValue() + 100);
	}

	@Test
	void givesTokensToForms() {
		assertThat(new Caller(this.sandbox)
			.post("/users/getToken", "application/x-www-form-urlencoded", "imp_key=a&imp_secret=b%2B")
			.at("/response/access_token")
			.asString()).matches("[0-9a-f]{40}");
	}

	@ParameterizedTest
	@CsvSource({ "key, secret, 200", "key, wrong, 401", "wrong, secret, 401" })
	void refusesWrongCredentials(String key, String secret, int status) {
		restart(SandboxOptions.builder().key("key").secret("secret"));
		Caller.Answer answer = new Caller(this.sandbox).postJson("/users/getToken",
				Map.of("imp_key", key, "imp_secret", secret));

		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.at("/code").intValue()).isEqualTo((status == 200) ? 0 : -1);
	}

	@Test
	void refusesMissingCredentials() {
		assertThat(new Caller(this.sandbox).postJson("/users/getToken", Map.of("imp_key", "key")).status())
			.isEqualTo(401);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Authorization: Bearer %s", "Authorization: bearer %s", "Authorization: %s",
			"X-ImpTokenHeader: %s" })
	void acceptsTheTokenInThreeForms(String header) {
		Caller caller = Caller.signedIn(this.sandbox);
		String[] parts = header.formatted(caller.token()).split(": ");

		assertThat(caller.send(caller.bare("/payments/status/all").header(parts[0], parts[1])).status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/payments/find/x", "/payments/findAll/x", "/payments/imp_1", "/payments?imp_uid[]=1",
			"/payments/status/paid", "/subscribe/customers/x", "/subscribe/customers?customer_uid[]=x" })
	void refusesCallsWithoutALiveToken(String path) {
		Caller caller = Caller.signedIn(this.sandbox);

		assertThat(caller.send(caller.bare(path).header("Authorization", "Bearer 0")).status()).isEqualTo(401);
		assertThat(caller.send(caller.bare(path)).at("/code").intValue()).isEqualTo(-1);
	}

	@Test
	void chargesNothingWithAnExpiredToken() {
		Caller caller = Caller.signedIn(this.sandbox);
		this.clock.move(Duration.ofSeconds(1800));

		assertThat(caller.charge("n1", "plain").status()).isEqualTo(401);
		assertThat(this.sandbox.charges()).isEmpty();
	}

	@Test
	void expiresAllTokensOnceInMidRun() {
		restart(SandboxOptions.builder().expireTokensAfter(3));
		Caller caller = Caller.signedIn(this.sandbox);
		List<Integer> statuses = IntStream.range(0, 5)
			.mapToObj((i) -> caller.charge("a" + i, "plain").status())
			.toList();
		caller.signIn();
		List<Integer> later = IntStream.range(0, 5).mapToObj((i) -> caller.charge("b" + i, "plain").status()).toList();

		assertThat(statuses).containsExactly(200, 200, 200, 401, 401);
		assertThat(later).containsOnly(200);
	}

	@Test
	void revokesTokensForATest() {
		Caller caller = Caller.signedIn(this.sandbox);
		this.sandbox.revokeTokens();

		assertThat(caller.charge("n1", "plain").status()).isEqualTo(401);
	}

}
