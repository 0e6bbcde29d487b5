package chargerunner.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import com.sun.net.httpserver.HttpExchange;

/**
 * Puts replies on the wire, in whichever way they are to reach the client.
 */
final class Wire {

	/** The query parameter that marks a followed redirect. */
	static final String REDIRECTED = "redirected";

	private static final int HUGE = 1_300_000;

	/** Below 1 MiB, so that a client does not give up by the length alone. */
	private static final int DRIPPING_LENGTH = 1_000_000;

	private static final Duration LONGEST_DRIP = Duration.ofMinutes(10);

	private final Duration drip;

	Wire(Duration drip) {
		this.drip = drip;
	}

	void send(HttpExchange exchange, Reply reply) throws IOException, InterruptedException {
		switch (reply.delivery()) {
			case WHOLE -> sendJson(exchange, reply.status(), reply.body());
			case HUGE -> sendJson(exchange, reply.status(), padded(reply.body()));
			case DROPPED -> exchange.close();
			case TRUNCATED -> sendHalf(exchange, reply);
			case DRIPPING -> drip(exchange, reply);
			default -> sendHtml(exchange, reply.delivery());
		}
	}

	private static void sendJson(HttpExchange exchange, int status, String json) throws IOException {
		byte[] bytes = bytes(json);
		sendJsonHeaders(exchange, status, bytes.length);
		exchange.getResponseBody().write(bytes);
	}

	private static void sendJsonHeaders(HttpExchange exchange, int status, int length) throws IOException {
		exchange.getResponseHeaders().set("Content-Type", "application/json;charset=UTF-8");
		exchange.sendResponseHeaders(status, length);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	private static String padded(String json) {
		String begin = json.substring(0, json.length() - 1) + ",\"zz\":\"";
		return begin + "x".repeat(HUGE - begin.length()) + "\"}";
	}

	private static void sendHalf(HttpExchange exchange, Reply reply) throws IOException {
		byte[] bytes = bytes(reply.body());
		sendJsonHeaders(exchange, reply.status(), bytes.length);
		OutputStream body = exchange.getResponseBody();
		body.write(bytes, 0, bytes.length / 2);
		body.flush();
		exchange.close();
	}

	private void drip(HttpExchange exchange, Reply reply) throws IOException, InterruptedException {
		byte[] bytes = bytes(reply.body());
		sendJsonHeaders(exchange, reply.status(), DRIPPING_LENGTH);
		OutputStream body = exchange.getResponseBody();
		long drops = Math.min(DRIPPING_LENGTH - 1, LONGEST_DRIP.dividedBy(this.drip));
		for (int i = 0; i < drops; i++) {
			body.write((i < bytes.length) ? bytes[i] : ' ');
			body.flush();
			Thread.sleep(this.drip.toMillis());
		}
		exchange.close();
	}

	private static void sendHtml(HttpExchange exchange, Delivery delivery) throws IOException {
		if (delivery == Delivery.REDIRECTED) {
			exchange.getResponseHeaders()
				.set("Location", exchange.getRequestURI().getRawPath() + "?" + REDIRECTED + "=1");
		}
		if (delivery == Delivery.UNAVAILABLE) {
			exchange.getResponseHeaders().set("Retry-After", "1");
		}
		byte[] html = bytes("<html><head><title>" + delivery.status() + "</title></head><body><h1>" + delivery.status()
				+ "</h1><hr>nginx</body></html>\n");
		exchange.getResponseHeaders().set("Content-Type", "text/html");
		exchange.sendResponseHeaders(delivery.status(), html.length);
		exchange.getResponseBody().write(html);
	}

}
