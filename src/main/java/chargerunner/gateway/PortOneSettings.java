package chargerunner.gateway;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.support.DefaultMessageSourceResolvable;

/**
 * Where PortOne V1 is, with which credentials it is called and how long an answer may
 * take. Binding never fails for a value that is merely wrong: {@link #problems()} tells,
 * so that all problems can be shown at once and a run that calls nobody needs no
 * credentials. Key and secret are in no text that this record makes. The descriptions
 * below are also those of {@code docs/configuration.md}, so they are plain text.
 *
 * @param baseUrl where PortOne V1 is: http or https, with port and path prefix if need be
 * @param key the REST API key of the PortOne console. A dry run needs none
 * @param secret the REST API secret of the PortOne console. It is in no log, error or
 * file
 * @param connectTimeout how long a connection, its TLS handshake or a place in the pool
 * may take, each. When it passes nothing was sent: the row is not_sent, at the end of all
 * tries
 * @param readTimeout how long PortOne may be silent; together with the connect time-out
 * also the limit of a whole exchange. When it passes the row is unknown and looked up.
 * PortOne advises 60s at least
 * @param allowHttp whether plain http may go to a host that is not loopback: true or
 * false
 */
@ConfigurationProperties("portone.api")
public record PortOneSettings(@DefaultValue(LIVE_URL) String baseUrl, @Nullable String key, @Nullable String secret,
		@DefaultValue("5s") Duration connectTimeout, @DefaultValue("60s") Duration readTimeout,
		@DefaultValue("false") boolean allowHttp) {

	static final String LIVE_URL = "https://api.iamport.kr";

	/**
	 * Takes the values without the blanks and line ends that files leave around them.
	 */
	public PortOneSettings {
		baseUrl = baseUrl.strip().replaceFirst("/+$", "");
		key = stripped(key);
		secret = stripped(secret);
	}

	/**
	 * {@return whether money moves: the base URL is one of PortOne's own hosts}
	 */
	public boolean isLive() {
		URI uri = uri();
		String host = (uri != null) ? uri.getHost() : null;
		return host != null && ("." + host.toLowerCase(Locale.ROOT)).endsWith(".iamport.kr");
	}

	/**
	 * {@return what keeps these settings from being used, as codes and arguments of the
	 * bundle {@code chargerunner/gateway/messages}; empty when they are fine}
	 */
	public List<MessageSourceResolvable> problems() {
		List<MessageSourceResolvable> problems = new ArrayList<>();
		checkBaseUrl(problems);
		checkPresent(this.key, "gateway.settings.key-missing", problems);
		checkPresent(this.secret, "gateway.settings.secret-missing", problems);
		checkPositive(this.connectTimeout, "PORTONE_API_CONNECT_TIMEOUT", problems);
		checkPositive(this.readTimeout, "PORTONE_API_READ_TIMEOUT", problems);
		return problems;
	}

	/**
	 * {@return the limit of a whole exchange, from asking for a connection to the last
	 * byte of the answer}
	 */
	public Duration deadline() {
		return this.connectTimeout.plus(this.readTimeout);
	}

	@Override
	public String toString() {
		return "PortOneSettings[baseUrl=" + withoutUserInfo() + ", connectTimeout=" + this.connectTimeout
				+ ", readTimeout=" + this.readTimeout + ", allowHttp=" + this.allowHttp + "]";
	}

	private void checkBaseUrl(List<MessageSourceResolvable> problems) {
		URI uri = uri();
		if (uri == null || uri.getHost() == null || !List.of("http", "https").contains(scheme(uri))
				|| uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
			problems.add(problem("gateway.settings.base-url-invalid", withoutUserInfo()));
		}
		else if ("http".equals(scheme(uri)) && !this.allowHttp && !isLoopback(uri.getHost())) {
			problems.add(problem("gateway.settings.http-not-allowed", this.baseUrl));
		}
	}

	private @Nullable URI uri() {
		try {
			return new URI(this.baseUrl);
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

	private String withoutUserInfo() {
		return this.baseUrl.replaceAll("(?<=//)[^/]*@", "***@");
	}

	private static String scheme(URI uri) {
		return (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
	}

	private static boolean isLoopback(String host) {
		String name = host.toLowerCase(Locale.ROOT);
		if (name.equals("localhost") || name.endsWith(".localhost")) {
			return true;
		}
		// Only literals, so that the check never asks a name server.
		return (name.startsWith("[") || name.matches("[0-9.]+")) && isLoopbackLiteral(name);
	}

	private static boolean isLoopbackLiteral(String literal) {
		try {
			return InetAddress.getByName(literal).isLoopbackAddress();
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

	private static void checkPresent(@Nullable String value, String code, List<MessageSourceResolvable> problems) {
		if (value == null) {
			problems.add(problem(code));
		}
	}

	private static void checkPositive(Duration value, String name, List<MessageSourceResolvable> problems) {
		// HttpComponents counts in milliseconds and takes 0 for "for ever".
		if (value.toMillis() < 1) {
			problems.add(problem("gateway.settings.timeout-not-positive", name, value));
		}
	}

	private static @Nullable String stripped(@Nullable String value) {
		return (value != null && !value.isBlank()) ? value.strip() : null;
	}

	private static MessageSourceResolvable problem(String code, Object... arguments) {
		return new DefaultMessageSourceResolvable(new String[] { code }, arguments);
	}

}
