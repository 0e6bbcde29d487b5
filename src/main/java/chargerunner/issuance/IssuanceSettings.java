package chargerunner.issuance;

import java.net.URI;
import java.net.URISyntaxException;
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
 * How billing keys are issued. Binding never fails for a value that is merely missing or
 * wrong: {@link #problems()} tells. The secret is in no text that this record makes. The
 * descriptions below are also those of {@code docs/configuration.md}, so they are plain
 * text.
 *
 * @param publicUrl where customers and PortOne reach serve from outside: https, without a
 * path. Links and the way back from the PG begin so. http is for loopback only
 * @param secret signs the links: at least 32 characters that nobody else knows, the same
 * for serve and issue-link. A new one makes every link that is out worthless. It is in no
 * log, error or file
 * @param linkLife how long a link is good
 * @param merchantCode the merchant's code of the PortOne console, as imp12345678, for
 * IMP.init. It is no secret: browsers see it
 * @param pg the PG as IMP.request_pay takes it: chai, or chai.{public_key} where several
 * shop ids exist
 * @param payMethod how it is paid there: trans for CHAI
 * @param sdkUrl where browsers load PortOne's V1 SDK from. Pages let in scripts and
 * frames of that host only, and of *.iamport.kr where it is PortOne's own
 * @param testChannels whether keys that a test channel issued count although
 * PORTONE_API_BASE_URL is PortOne's own: true or false
 */
@ConfigurationProperties("charge.issuance")
record IssuanceSettings(@Nullable String publicUrl, @Nullable String secret, @DefaultValue("7d") Duration linkLife,
		@Nullable String merchantCode, @DefaultValue("chai") String pg, @DefaultValue("trans") String payMethod,
		@DefaultValue("https://cdn.iamport.kr/v1/iamport.js") String sdkUrl,
		@DefaultValue("false") boolean testChannels) {

	private static final int LONGEST_PG = 80;

	IssuanceSettings {
		publicUrl = (publicUrl != null) ? publicUrl.strip().replaceFirst("/+$", "") : null;
	}

	/**
	 * {@return what keeps links from being made, as codes and arguments of the bundle
	 * {@code chargerunner/issuance/messages}; empty when nothing does}
	 */
	List<MessageSourceResolvable> problems() {
		List<MessageSourceResolvable> problems = new ArrayList<>();
		if (this.publicUrl == null || this.publicUrl.isEmpty()) {
			problems.add(problem("issuance.settings.public-url-missing"));
		}
		else if (!isOrigin(this.publicUrl)) {
			problems.add(problem("issuance.settings.public-url", this.publicUrl));
		}
		if (this.secret == null || this.secret.length() < IssueLinks.SHORTEST_SECRET) {
			problems.add(problem("issuance.settings.secret", IssueLinks.SHORTEST_SECRET));
		}
		return problems;
	}

	/**
	 * {@return what keeps pages from being shown; empty when nothing does}
	 */
	List<MessageSourceResolvable> problemsOfPages() {
		List<MessageSourceResolvable> problems = problems();
		if (this.merchantCode == null || this.merchantCode.isBlank()) {
			problems.add(problem("issuance.settings.merchant-code"));
		}
		if (this.pg.isBlank() || this.pg.length() > LONGEST_PG) {
			problems.add(problem("issuance.settings.pg", LONGEST_PG));
		}
		if (!isSafe(uri(this.sdkUrl))) {
			problems.add(problem("issuance.settings.sdk-url", this.sdkUrl));
		}
		return problems;
	}

	private static boolean isOrigin(String url) {
		URI uri = uri(url);
		return isSafe(uri) && uri != null && uri.getRawPath().isEmpty() && uri.getRawQuery() == null
				&& uri.getRawFragment() == null;
	}

	/** Encrypted, or on this machine. */
	private static boolean isSafe(@Nullable URI uri) {
		if (uri == null || uri.getHost() == null || uri.getScheme() == null || uri.getRawUserInfo() != null) {
			return false;
		}
		String host = uri.getHost().toLowerCase(Locale.ROOT);
		boolean here = host.equals("localhost") || host.matches("127(\\.\\d{1,3}){3}") || host.equals("[::1]");
		return uri.getScheme().equals("https") || (uri.getScheme().equals("http") && here);
	}

	private static @Nullable URI uri(String text) {
		try {
			return new URI(text);
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

	private static MessageSourceResolvable problem(String code, Object... arguments) {
		return new DefaultMessageSourceResolvable(new String[] { code }, arguments);
	}

	@Override
	public String toString() {
		return "IssuanceSettings[publicUrl=" + this.publicUrl + ", linkLife=" + this.linkLife + ", pg=" + this.pg + "]";
	}

}
