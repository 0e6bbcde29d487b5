package chargerunner.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import tools.jackson.databind.JsonNode;

/**
 * Calls a sandbox as a client of PortOne does. The JDK's client repeats a GET whose
 * connection was dropped, but never a POST.
 */
final class Caller {

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final Sandbox sandbox;

	private String token = "";

	Caller(Sandbox sandbox) {
		this.sandbox = sandbox;
	}

	static Caller signedIn(Sandbox sandbox) {
		Caller caller = new Caller(sandbox);
		caller.signIn();
		return caller;
	}

	JsonNode signIn() {
		JsonNode response = postJson("/users/getToken", Map.of("imp_key", "key", "imp_secret", "secret"))
			.at("/response");
		this.token = response.at("/access_token").asString();
		return response;
	}

	String token() {
		return this.token;
	}

	Answer charge(String merchantUid, String customerUid) {
		return charge(merchantUid, customerUid, 1000);
	}

	Answer charge(String merchantUid, String customerUid, long amount) {
		return postJson("/subscribe/payments/again",
				Map.of("merchant_uid", merchantUid, "customer_uid", customerUid, "amount", amount, "name", "정기구독"));
	}

	Answer postJson(String path, Map<String, ?> fields) {
		return post(path, "application/json", Json.MAPPER.writeValueAsString(fields));
	}

	Answer post(String path, String contentType, String body) {
		return send(request(path).header("Content-Type", contentType).POST(BodyPublishers.ofString(body)));
	}

	Answer get(String path) {
		return send(request(path).GET());
	}

	Answer delete(String path) {
		return send(request(path).DELETE());
	}

	Answer send(HttpRequest.Builder request) {
		try {
			HttpResponse<String> response = this.http.send(request.timeout(Duration.ofSeconds(20)).build(),
					BodyHandlers.ofString());
			return new Answer(response.statusCode(), response.body(), response);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	HttpRequest.Builder request(String path) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.sandbox.baseUrl() + path));
		return this.token.isEmpty() ? request : request.header("Authorization", "Bearer " + this.token);
	}

	HttpRequest.Builder bare(String path) {
		return HttpRequest.newBuilder(URI.create(this.sandbox.baseUrl() + path));
	}

	static String encoded(String segment) {
		return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
	}

	record Answer(int status, String body, HttpResponse<String> response) {

		JsonNode json() {
			return Json.MAPPER.readTree(this.body);
		}

		JsonNode at(String pointer) {
			return json().at(pointer);
		}

		String paymentStatus() {
			return at("/response/status").asString();
		}

	}

}
