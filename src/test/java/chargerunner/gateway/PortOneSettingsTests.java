package chargerunner.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PortOneSettingsTests {

	static Stream<Map<String, Object>> environments() {
		return Stream.of(
				Map.of("PORTONE_API_BASE_URL", "http://127.0.0.1:8080/x/", "PORTONE_API_KEY", "k", "PORTONE_API_SECRET",
						"s\n", "PORTONE_API_CONNECT_TIMEOUT", "500ms", "PORTONE_API_READ_TIMEOUT", "3m",
						"PORTONE_API_ALLOW_HTTP", "true"),
				Map.of("PORTONE_API_BASEURL", "http://127.0.0.1:8080/x", "PORTONE_API_KEY", "k", "PORTONE_API_SECRET",
						"s", "PORTONE_API_CONNECTTIMEOUT", "500ms", "PORTONE_API_READTIMEOUT", "3m",
						"PORTONE_API_ALLOWHTTP", "TRUE"));
	}

	@ParameterizedTest
	@MethodSource("environments")
	void bindsFromTheEnvironmentWithAndWithoutInnerUnderscores(Map<String, Object> environment) {
		PortOneSettings settings = bind(environment);

		assertThat(settings).isEqualTo(new PortOneSettings("http://127.0.0.1:8080/x", "k", "s", Duration.ofMillis(500),
				Duration.ofMinutes(3), true));
		assertThat(settings.problems()).isEmpty();
	}

	@Test
	void callsTheLiveHostWithPatienceByDefault() {
		PortOneSettings settings = bind(Map.of());

		assertThat(settings).isEqualTo(new PortOneSettings("https://api.iamport.kr", null, null, Duration.ofSeconds(5),
				Duration.ofSeconds(60), false));
		assertThat(settings.isLive()).isTrue();
		assertThat(codes(settings)).containsExactly("gateway.settings.key-missing", "gateway.settings.secret-missing");
	}

	@ParameterizedTest
	@CsvSource({ "500ms, PT0.5S", "2s, PT2S", "3m, PT3M", "20d, PT480H" })
	void readsDurations(String text, Duration expected) {
		assertThat(bind(Map.of("PORTONE_API_READ_TIMEOUT", text)).readTimeout()).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://api.iamport.kr", "https://static-api.iamport.kr/", "http://localhost:8080",
			"http://127.0.0.1", "http://127.1.2.3:1", "http://[::1]:8080/p", "HTTPS://EXAMPLE.COM/prefix" })
	void takesBaseUrls(String baseUrl) {
		assertThat(codes(withBaseUrl(baseUrl))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "api.iamport.kr", "ftp://api.iamport.kr", "https://", "https:///x", "https://a b",
			"https://user:pass@host", "https://host?x=1", "https://host#x", "localhost:8080", "https://under_score" })
	void refusesWhatIsNoBaseUrl(String baseUrl) {
		assertThat(codes(withBaseUrl(baseUrl))).containsExactly("gateway.settings.base-url-invalid");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://api.iamport.kr", "http://10.0.0.1:80", "http://localhost.example.com",
			"http://127.0.0.1.example.com", "http://[2001:db8::1]" })
	void allowsPlainHttpOnlyToLoopbackUnlessToldOtherwise(String baseUrl) {
		assertThat(codes(withBaseUrl(baseUrl))).containsExactly("gateway.settings.http-not-allowed");
		assertThat(
				new PortOneSettings(baseUrl, "k", "s", Duration.ofSeconds(1), Duration.ofSeconds(1), true).problems())
			.isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "0s", "-1s", "500us" })
	void refusesTimeoutsThatMeanForEver(String timeout) {
		assertThat(codes(bind(Map.of("PORTONE_API_KEY", "k", "PORTONE_API_SECRET", "s", "PORTONE_API_READ_TIMEOUT",
				timeout, "PORTONE_API_CONNECT_TIMEOUT", timeout))))
			.containsExactly("gateway.settings.timeout-not-positive", "gateway.settings.timeout-not-positive");
	}

	@Test
	void hidesCredentials() {
		PortOneSettings settings = new PortOneSettings("https://user:pass@host", "the-key", "the-secret",
				Duration.ofSeconds(1), Duration.ofSeconds(1), false);

		assertThat(settings.toString()).doesNotContain("the-key", "the-secret", "pass");
		assertThat(text(settings.problems().get(0), Locale.ENGLISH)).doesNotContain("pass");
	}

	@ParameterizedTest
	@ValueSource(strings = { "en", "ko" })
	void hasASentenceForEveryProblem(Locale locale) {
		PortOneSettings wrong = new PortOneSettings("ftp://x", null, " ", Duration.ZERO, Duration.ZERO, false);
		List<MessageSourceResolvable> problems = Stream
			.concat(wrong.problems().stream(), withBaseUrl("http://example.com").problems().stream())
			.toList();

		assertThat(problems).hasSize(6)
			.extracting((problem) -> text(problem, locale))
			.allSatisfy((text) -> assertThat(text).contains("PORTONE_API_").doesNotContain("{"));
		assertThat(text(problems.get(0), Locale.KOREAN)).contains("ftp://x").contains("호스트");
	}

	@Test
	void beansAreMadeOnlyWhenTheyAreAskedFor() {
		new ApplicationContextRunner().withUserConfiguration(GatewayConfiguration.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(ReasonTable.class)).isNotNull();
			assertThatExceptionOfType(Exception.class).isThrownBy(() -> context.getBean(PortOneGateway.class))
				.withRootCauseInstanceOf(GatewaySettingsException.class);
		});
	}

	@Test
	void beansFollowTheProperties() {
		new ApplicationContextRunner().withUserConfiguration(GatewayConfiguration.class)
			.withPropertyValues("portone.api.base-url=http://localhost:1", "portone.api.key=k", "portone.api.secret=s",
					"charge.decline-reasons=no-such-file.csv")
			.run((context) -> {
				assertThat(context.getBean(PortOneGateway.class)).isNotNull();
				assertThatExceptionOfType(Exception.class).isThrownBy(() -> context.getBean(ReasonTable.class))
					.withRootCauseInstanceOf(GatewaySettingsException.class);
			});
	}

	static String text(MessageSourceResolvable problem, Locale locale) {
		ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
		messages.setBasename("chargerunner/gateway/messages");
		messages.setDefaultEncoding("UTF-8");
		messages.setFallbackToSystemLocale(false);
		return messages.getMessage(problem, locale);
	}

	private static PortOneSettings withBaseUrl(String baseUrl) {
		return new PortOneSettings(baseUrl, "k", "s", Duration.ofSeconds(1), Duration.ofSeconds(1), false);
	}

	private static List<String> codes(PortOneSettings settings) {
		return settings.problems().stream().map((problem) -> problem.getCodes()[0]).toList();
	}

	private static PortOneSettings bind(Map<String, Object> variables) {
		var source = new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
				variables);
		return new Binder(ConfigurationPropertySources.from(source)).bindOrCreate("portone.api", PortOneSettings.class);
	}

}
