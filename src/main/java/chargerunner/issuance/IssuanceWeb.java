package chargerunner.issuance;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.catalina.filters.RateLimitFilter;
import org.apache.catalina.valves.RemoteIpValve;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.util.matcher.IpAddressMatcher;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;

/**
 * What {@code serve} runs beside the beans of every command: the server, the pages and
 * who may call what.
 */
@EnableAutoConfiguration
@PropertySource("classpath:chargerunner/issuance/serve.properties")
@EnableConfigurationProperties(ServeSettings.class)
@Import({ IssuancePages.class, LinkRequests.class, Notices.class })
public class IssuanceWeb {

	/** One address, a minute. Customers of one mobile network share addresses. */
	private static final int PAGES_A_MINUTE = 600;

	/**
	 * A merchant's program makes many at once; somebody who tries passwords does not get
	 * far.
	 */
	private static final int LINKS_A_MINUTE = 6_000;

	/** PortOne sends a notice for each payment, all from three addresses. */
	private static final int NOTICES_A_MINUTE = 12_000;

	private static final int NOTICES_WAITING = 10_000;

	/**
	 * Checks all settings at once, before the server listens.
	 * @param serve where and for whom
	 * @param issuance what is issued
	 */
	IssuanceWeb(ServeSettings serve, IssuanceSettings issuance) {
		List<MessageSourceResolvable> problems = issuance.problemsOfPages();
		problems.addAll(serve.problems());
		IssuanceConfiguration.refuse(problems);
	}

	/** Merchants' programs: by password, without a session. */
	@Bean
	@Order(1)
	SecurityFilterChain merchants(HttpSecurity http, ServeSettings settings) throws Exception {
		return http.securityMatcher(LinkRequests.PATH).authorizeHttpRequests((requests) -> {
			if (settings.hasUser()) {
				requests.anyRequest().authenticated();
			}
			else {
				requests.anyRequest().denyAll();
			}
		})
			.httpBasic(Customizer.withDefaults())
			.csrf(AbstractHttpConfigurer::disable)
			.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.build();
	}

	/**
	 * PortOne and probes: nobody knows a password, and nothing that is sent is believed.
	 */
	@Bean
	@Order(2)
	SecurityFilterChain machines(HttpSecurity http, ServeSettings settings) throws Exception {
		List<IpAddressMatcher> sources = settings.webhookSources()
			.stream()
			.map((source) -> new IpAddressMatcher(source.strip()))
			.toList();
		return http.securityMatcher(Notices.PATH, "/actuator/health/**")
			.authorizeHttpRequests(
					(requests) -> requests.requestMatchers((request) -> !isNotice(request) || isFrom(request, sources))
						.permitAll()
						.anyRequest()
						.denyAll())
			.csrf(AbstractHttpConfigurer::disable)
			.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.build();
	}

	private static boolean isNotice(HttpServletRequest request) {
		return request.getRequestURI().startsWith(Notices.PATH);
	}

	private static boolean isFrom(HttpServletRequest request, List<IpAddressMatcher> sources) {
		return sources.isEmpty() || sources.stream().anyMatch((source) -> source.matches(request));
	}

	/** Customers' browsers. */
	@Bean
	@Order(3)
	SecurityFilterChain customers(HttpSecurity http, IssuanceSettings settings) throws Exception {
		return http
			.authorizeHttpRequests((requests) -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
				.permitAll()
				.requestMatchers("/issuances/**", "/assets/**")
				.permitAll()
				.anyRequest()
				.denyAll())
			.csrf((csrf) -> csrf.csrfTokenRepository(cookies(settings)))
			.requestCache(AbstractHttpConfigurer::disable)
			.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.headers((headers) -> headers
				.contentSecurityPolicy((policy) -> policy.policyDirectives(contentSecurityPolicy(settings.sdkUrl())))
				.referrerPolicy((policy) -> policy.policy(ReferrerPolicy.NO_REFERRER)))
			.build();
	}

	private static CookieCsrfTokenRepository cookies(IssuanceSettings settings) {
		boolean encrypted = Objects.requireNonNull(settings.publicUrl()).startsWith("https:");
		CookieCsrfTokenRepository cookies = new CookieCsrfTokenRepository();
		cookies.setCookieCustomizer((cookie) -> cookie.httpOnly(true).secure(encrypted).sameSite("Strict"));
		return cookies;
	}

	/** PortOne's SDK opens frames of its own hosts; nothing else is let in. */
	static String contentSecurityPolicy(String sdkUrl) {
		URI uri = URI.create(sdkUrl);
		String origin = uri.getScheme() + "://" + uri.getAuthority();
		String hosts = uri.getHost().endsWith(".iamport.kr") ? origin + " https://*.iamport.kr" : origin;
		return "default-src 'none'; script-src 'self' " + origin + "; style-src 'self'; img-src 'self' " + hosts
				+ "; connect-src 'self' " + hosts + "; frame-src " + hosts + "; form-action 'self' " + hosts
				+ "; base-uri 'none'; frame-ancestors 'none'";
	}

	/**
	 * Compares in constant time, and no slower: the password is long and random, is in
	 * this process's environment anyway, and a slow digest would be a way to keep the
	 * server busy.
	 */
	@Bean
	PasswordEncoder passwordEncoder() {
		return new PasswordEncoder() {

			@Override
			public String encode(@Nullable CharSequence password) {
				return String.valueOf(password);
			}

			@Override
			public boolean matches(@Nullable CharSequence password, @Nullable String encoded) {
				return MessageDigest.isEqual(String.valueOf(password).getBytes(StandardCharsets.UTF_8),
						String.valueOf(encoded).getBytes(StandardCharsets.UTF_8));
			}

		};
	}

	/** The merchant's user, or nobody. */
	@Bean
	UserDetailsService users(ServeSettings settings, PasswordEncoder encoder) {
		InMemoryUserDetailsManager users = new InMemoryUserDetailsManager();
		if (settings.hasUser()) {
			users.createUser(User.withUsername(Objects.requireNonNull(settings.user()))
				.password(encoder.encode(settings.password()))
				.build());
		}
		return users;
	}

	@Bean
	FilterRegistrationBean<Filter> pageLimit() {
		// The pattern takes in what merchants' programs call, too.
		return limit("pageLimit", new RateLimitFilter() {

			@Override
			public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
					throws IOException, ServletException {
				if (((HttpServletRequest) request).getRequestURI().equals(LinkRequests.PATH)) {
					chain.doFilter(request, response);
				}
				else {
					super.doFilter(request, response, chain);
				}
			}

		}, PAGES_A_MINUTE, "/issuances/*", "/assets/*");
	}

	@Bean
	FilterRegistrationBean<Filter> linkLimit() {
		return limit("linkLimit", new RateLimitFilter(), LINKS_A_MINUTE, LinkRequests.PATH);
	}

	@Bean
	FilterRegistrationBean<Filter> noticeLimit() {
		return limit("noticeLimit", new RateLimitFilter(), NOTICES_A_MINUTE, Notices.PATH);
	}

	private static FilterRegistrationBean<Filter> limit(String name, RateLimitFilter filter, int requests,
			String... paths) {
		filter.setBucketDuration(60);
		filter.setBucketRequests(requests);
		FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(filter);
		registration.setName(name);
		registration.addUrlPatterns(paths);
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
		return registration;
	}

	/** Pages speak Korean to browsers that ask for it, and English to all others. */
	@Bean
	LocaleResolver localeResolver() {
		AcceptHeaderLocaleResolver resolver = new AcceptHeaderLocaleResolver();
		resolver.setSupportedLocales(List.of(Locale.KOREAN, Locale.ENGLISH));
		resolver.setDefaultLocale(Locale.ENGLISH);
		return resolver;
	}

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> proxies(ServeSettings settings) {
		return (factory) -> {
			if (settings.behindProxy()) {
				RemoteIpValve valve = new RemoteIpValve();
				valve.setProtocolHeader("X-Forwarded-Proto");
				factory.addEngineValves(valve);
			}
		};
	}

	/**
	 * Asks about what notices name, a few at a time; a stop leaves the rest to resolve.
	 */
	@Bean
	ThreadPoolTaskExecutor noticeExecutor() {
		ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
		executor.setCorePoolSize(2);
		executor.setMaxPoolSize(2);
		executor.setQueueCapacity(NOTICES_WAITING);
		executor.setThreadNamePrefix("notice-");
		executor.setDaemon(true);
		return executor;
	}

	/** Without the database nothing can be shown or kept. */
	@Bean
	HealthIndicator ledgerHealthIndicator(JdbcClient jdbc) {
		return () -> {
			try {
				jdbc.sql("SELECT 1").query(Integer.class).single();
				return Health.up().build();
			}
			catch (DataAccessException ex) {
				return Health.down().build();
			}
		};
	}

}
