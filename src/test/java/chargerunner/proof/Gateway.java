package chargerunner.proof;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The books of a sandbox in another process.
 *
 * @param baseUrl where it answers
 * @param http asks it
 */
record Gateway(URI baseUrl, HttpClient http) {

	private static final JsonMapper JSON = JsonMapper.shared();

	Gateway(URI baseUrl) {
		this(baseUrl, HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
	}

	Counters counters() {
		JsonNode json = get("/_ledger?counters");
		return new Counters(json.at("/requests").longValue(), json.at("/again_posts").longValue(),
				json.at("/under_way").intValue());
	}

	/** What was really charged, failed charges too, in the order in which it happened. */
	List<Charged> charges() {
		List<Charged> charges = new ArrayList<>();
		get("/_ledger").at("/charges")
			.forEach((charge) -> charges.add(new Charged(charge.at("/merchant_uid").asString(),
					charge.at("/imp_uid").asString(), charge.at("/customer_uid").asString(),
					charge.at("/amount").longValue(), charge.at("/status").asString().equals("paid"))));
		return charges;
	}

	private JsonNode get(String path) {
		try {
			return JSON.readTree(
					this.http.send(HttpRequest.newBuilder(this.baseUrl.resolve(path)).build(), BodyHandlers.ofString())
						.body());
		}
		catch (IOException ex) {
			throw new IllegalStateException("the sandbox does not answer", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * How much the sandbox was asked for.
	 *
	 * @param requests all requests
	 * @param posts the requests to charge
	 * @param underWay the charges that are being made
	 */
	record Counters(long requests, long posts, int underWay) {
	}

	/**
	 * One record of the sandbox.
	 *
	 * @param merchantUid the number
	 * @param impUid the sandbox's number
	 * @param customerUid whose billing key
	 * @param amount won
	 * @param paid whether money was taken
	 */
	record Charged(String merchantUid, String impUid, String customerUid, long amount, boolean paid) {
	}

}
