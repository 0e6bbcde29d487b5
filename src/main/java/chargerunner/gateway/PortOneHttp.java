package chargerunner.gateway;

import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/**
 * HTTP as money needs it: one try an exchange. HttpComponents' own retries and redirects,
 * which repeat a POST after 307, 429 and 503, are off; so are cookies, authentication and
 * upgrades. Every exchange ends by its hard deadline. Nothing here throws: a
 * {@link Reply} says how far it went. Safe for use by many threads, virtual ones too.
 */
final class PortOneHttp implements AutoCloseable {

	private static final long MAX_IDLE_MILLIS = 10_000;

	private static final long VALIDATE_AFTER_MILLIS = 100;

	private final ExchangeGuard guard;

	private final CloseableHttpClient httpClient;

	private final RestClient restClient;

	private final String baseUrl;

	PortOneHttp(PortOneSettings settings, int maxConnections) {
		this.baseUrl = settings.baseUrl();
		this.guard = new ExchangeGuard(settings.deadline().toNanos(), startLimitNanos(settings));
		this.httpClient = HttpClients.custom()
			.setConnectionManager(connections(settings, maxConnections, this.guard::mayWrite))
			.setDefaultRequestConfig(requestConfig(settings))
			.setKeepAliveStrategy(PortOneHttp::keepAlive)
			.setUserAgent("charge-runner")
			.disableAutomaticRetries()
			.disableRedirectHandling()
			.disableCookieManagement()
			.disableAuthCaching()
			.disableContentCompression()
			.disableConnectionState()
			.addExecInterceptorFirst("guard", this.guard::around)
			.addExecInterceptorLast("wire", this.guard::atTheWire)
			.build();
		this.restClient = RestClient.builder()
			.requestFactory(new HttpComponentsClientHttpRequestFactory(this.httpClient))
			.configureMessageConverters((converters) -> converters.disableDefaults()
				.addCustomConverter(new ByteArrayHttpMessageConverter()))
			.build();
	}

	/**
	 * {@return for how long after its start an exchange may still begin to write, in ns}
	 * @param settings the connect time-out
	 */
	static long startLimitNanos(PortOneSettings settings) {
		return Math.max(2 * settings.connectTimeout().toNanos(), TimeUnit.SECONDS.toNanos(5));
	}

	Reply post(String path, byte[] json, @Nullable AccessToken token, BooleanSupplier maySend) {
		return this.guard.asking(maySend,
				() -> exchange(this.restClient.post()
					.uri(URI.create(this.baseUrl + path))
					.headers((headers) -> fill(headers, token))
					.contentType(MediaType.APPLICATION_JSON)
					.body(json)));
	}

	Reply get(String pathAndQuery, AccessToken token) {
		return exchange(this.restClient.get()
			.uri(URI.create(this.baseUrl + pathAndQuery))
			.headers((headers) -> fill(headers, token)));
	}

	Reply delete(String path, AccessToken token) {
		return exchange(this.restClient.delete()
			.uri(URI.create(this.baseUrl + path))
			.headers((headers) -> fill(headers, token)));
	}

	/**
	 * Closes every connection, and opens none any more.
	 */
	void breakOff() {
		this.httpClient.close(CloseMode.IMMEDIATE);
	}

	@Override
	public void close() {
		breakOff();
		this.guard.close();
	}

	private static Reply exchange(RestClient.RequestHeadersSpec<?> request) {
		try {
			return request.exchangeForRequiredValue((sent, response) -> Reply.answered(response.getStatusCode().value(),
					response.getBody().readAllBytes()));
		}
		catch (ResourceAccessException ex) {
			if (ex.getCause() instanceof ExchangeFailedException failure) {
				return failure.reply();
			}
			// Nothing is known about how far it went, so it may have been sent.
			return Reply.failed(Reply.Result.RESET, null, "the exchange broke: " + ex.getMessage());
		}
	}

	/** Headers by default would be copied for each request. */
	private static void fill(HttpHeaders headers, @Nullable AccessToken token) {
		headers.set(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE);
		if (token != null) {
			headers.setBearerAuth(token.value());
		}
	}

	private static PoolingHttpClientConnectionManager connections(PortOneSettings settings, int maxConnections,
			BooleanSupplier mayWrite) {
		AtomicLong count = new AtomicLong();
		return PoolingHttpClientConnectionManagerBuilder.create()
			.setMaxConnTotal(maxConnections)
			.setMaxConnPerRoute(maxConnections)
			.setConnectionFactory(
					(socket) -> QuietConnection.create("http-" + count.getAndIncrement(), socket, mayWrite))
			.setDefaultConnectionConfig(ConnectionConfig.custom()
				.setConnectTimeout(Timeout.of(settings.connectTimeout()))
				.setSocketTimeout(Timeout.of(settings.readTimeout()))
				// A connection that the server closed while it was idle would turn a
				// charge into one in doubt.
				.setValidateAfterInactivity(VALIDATE_AFTER_MILLIS, TimeUnit.MILLISECONDS)
				.build())
			.setDefaultTlsConfig(TlsConfig.custom().setHandshakeTimeout(Timeout.of(settings.connectTimeout())).build())
			.setDefaultSocketConfig(
					SocketConfig.custom().setTcpNoDelay(true).setSoTimeout(Timeout.of(settings.readTimeout())).build())
			.build();
	}

	private static RequestConfig requestConfig(PortOneSettings settings) {
		return RequestConfig.custom()
			.setConnectionRequestTimeout(Timeout.of(settings.connectTimeout()))
			.setResponseTimeout(Timeout.of(settings.readTimeout()))
			.setRedirectsEnabled(false)
			.setAuthenticationEnabled(false)
			.setContentCompressionEnabled(false)
			.setExpectContinueEnabled(false)
			.setProtocolUpgradeEnabled(false)
			.build();
	}

	private static TimeValue keepAlive(HttpResponse response, HttpContext context) {
		TimeValue announced = DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(response, context);
		long millis = (announced != null && announced.getDuration() > 0) ? announced.toMilliseconds() / 2
				: MAX_IDLE_MILLIS;
		return TimeValue.ofMilliseconds(Math.min(millis, MAX_IDLE_MILLIS));
	}

}
