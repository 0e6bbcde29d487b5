package chargerunner.sandbox;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Access tokens ({@code POST /users/getToken}): one live token for an API key, whoever
 * asks; stretched by five minutes when asked for in its last minute. All in seconds of
 * the server's clock. Safe for many threads.
 */
final class Tokens {

	private static final long LAST_MINUTE = 60;

	private static final long STRETCH = 300;

	private final SecureRandom random = new SecureRandom();

	private final Map<String, Token> byKey = new HashMap<>();

	private final SandboxOptions options;

	private final Clock clock;

	Tokens(SandboxOptions options, Clock clock) {
		this.options = options;
		this.clock = clock;
	}

	Reply issue(Request request) {
		String key = request.fields().text("imp_key");
		String secret = request.fields().text("imp_secret");
		if (!fits(this.options.key(), key) || !fits(this.options.secret(), secret) || key == null) {
			return Reply.unauthorized();
		}
		long now = now();
		Token token = issue(key, now);
		return Reply.ok(Map.of("access_token", token.value, "now", now, "expired_at", token.expiresAt));
	}

	private static boolean fits(@Nullable String expected, @Nullable String given) {
		return given != null && !given.isEmpty() && (expected == null || expected.equals(given));
	}

	private synchronized Token issue(String key, long now) {
		Token token = this.byKey.get(key);
		if (token == null || token.expiresAt <= now) {
			token = new Token(newValue(), now + this.options.tokenLife().toSeconds());
		}
		else if (token.expiresAt - now <= LAST_MINUTE) {
			token = new Token(token.value, token.expiresAt + STRETCH);
		}
		this.byKey.put(key, token);
		return token;
	}

	private String newValue() {
		byte[] bytes = new byte[20];
		this.random.nextBytes(bytes);
		return HexFormat.of().formatHex(bytes);
	}

	synchronized boolean accepts(@Nullable String value) {
		long now = now();
		return this.byKey.values().stream().anyMatch((token) -> token.value.equals(value) && token.expiresAt > now);
	}

	synchronized void revokeAll() {
		this.byKey.clear();
	}

	private long now() {
		return this.clock.instant().getEpochSecond();
	}

	private record Token(String value, long expiresAt) {
	}

}
