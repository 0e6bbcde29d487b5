package chargerunner.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import com.sun.net.httpserver.HttpExchange;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * A request, read to its end.
 *
 * @param method the HTTP method
 * @param uri path and query as on the wire
 * @param segments the path's segments, each percent-decoded: one may hold a slash
 * @param query the query's parameters
 * @param token the access token, in whichever of the three headers it came
 * @param body the body as it came
 * @param fields the body's fields
 */
record Request(String method, String uri, List<String> segments, Query query, @Nullable String token, String body,
		Fields fields) {

	private static final String BEARER = "bearer ";

	static Request read(HttpExchange exchange) throws IOException {
		byte[] body = exchange.getRequestBody().readAllBytes();
		Fields fields = "POST".equals(exchange.getRequestMethod())
				? Fields.of(exchange.getRequestHeaders().getFirst("Content-Type"), body) : Fields.NONE;
		return new Request(exchange.getRequestMethod(), exchange.getRequestURI().toString(),
				segments(exchange.getRequestURI().getRawPath()), Query.of(exchange.getRequestURI().getRawQuery()),
				token(exchange), new String(body, StandardCharsets.UTF_8), fields);
	}

	private static List<String> segments(String rawPath) {
		return Arrays.stream(rawPath.split("/"))
			.skip(1)
			.map((segment) -> StringUtils.uriDecode(segment, StandardCharsets.UTF_8))
			.toList();
	}

	private static @Nullable String token(HttpExchange exchange) {
		String authorization = exchange.getRequestHeaders().getFirst("Authorization");
		if (authorization == null) {
			return exchange.getRequestHeaders().getFirst("X-ImpTokenHeader");
		}
		return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
				? authorization.substring(BEARER.length()).strip() : authorization.strip();
	}

	/**
	 * {@return a segment of the path, or the other where there is none}
	 * @param index from 0
	 * @param absent what its absence means
	 */
	String segment(int index, String absent) {
		return (index < this.segments.size()) ? this.segments.get(index) : absent;
	}

	RecordedRequest recorded() {
		boolean charge = AgainCall.isFor(this);
		return new RecordedRequest(this.method, this.uri, charge ? this.fields.text("merchant_uid") : null,
				charge ? this.fields.text("customer_uid") : null, charge ? this.body : "");
	}

}
