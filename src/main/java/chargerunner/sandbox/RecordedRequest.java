package chargerunner.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * One request as it came in.
 *
 * @param method the HTTP method
 * @param path path and query as they were on the wire, still percent-encoded
 * @param merchantUid the number that was to be charged; null but for charges
 * @param customerUid the customer that was to be charged; null but for charges
 * @param body the raw body of a charge; empty for everything else
 */
public record RecordedRequest(String method, String path, @Nullable String merchantUid, @Nullable String customerUid,
		String body) {
}
