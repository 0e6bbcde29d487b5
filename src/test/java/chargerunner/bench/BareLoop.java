package chargerunner.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;

/**
 * The ceiling: HttpComponents 5 at the same concurrency; no ledger, no files, no checks.
 */
final class BareLoop {

	private BareLoop() {
	}

	/** Takes the gateway, the CSV file and how many are in flight. */
	public static void main(String[] arguments) throws IOException, InterruptedException {
		String gateway = arguments[0];
		List<String> rows = Files.readAllLines(Path.of(arguments[1])).subList(1, rowsEnd(arguments[1]));
		int inFlight = Integer.parseInt(arguments[2]);
		try (CloseableHttpClient http = HttpClients.custom()
			.setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
				.setMaxConnPerRoute(inFlight)
				.setMaxConnTotal(inFlight)
				.build())
			.disableAutomaticRetries()
			.build()) {
			Matcher token = Pattern.compile("\"access_token\":\"([^\"]+)\"")
				.matcher(post(http, gateway + "/users/getToken", null, "{\"imp_key\":\"k\",\"imp_secret\":\"s\"}"));
			if (!token.find()) {
				throw new IllegalStateException("no token");
			}
			String bearer = "Bearer " + token.group(1);
			AtomicInteger next = new AtomicInteger();
			ExecutorService threads = Executors.newFixedThreadPool(inFlight);
			for (int thread = 0; thread < inFlight; thread++) {
				threads.submit(() -> {
					for (int row = next.getAndIncrement(); row < rows.size(); row = next.getAndIncrement()) {
						String[] cells = rows.get(row).split(",");
						post(http, gateway + "/subscribe/payments/again", bearer,
								"{\"customer_uid\":\"" + cells[0] + "\",\"merchant_uid\":\"bare" + row
										+ "\",\"amount\":" + cells[1] + ",\"name\":\"" + cells[2] + "\"}");
					}
					return null;
				});
			}
			threads.shutdown();
			threads.awaitTermination(1, TimeUnit.HOURS);
		}
	}

	private static int rowsEnd(String file) throws IOException {
		return Files.readAllLines(Path.of(file)).size();
	}

	private static String post(CloseableHttpClient http, String url, String bearer, String body) throws IOException {
		HttpPost post = new HttpPost(url);
		if (bearer != null) {
			post.setHeader("Authorization", bearer);
		}
		post.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON));
		return http.execute(post, (response) -> EntityUtils.toString(response.getEntity(), StandardCharsets.UTF_8));
	}

}
