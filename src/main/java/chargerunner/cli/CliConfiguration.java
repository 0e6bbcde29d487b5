package chargerunner.cli;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Stream;

import chargerunner.job.ChargeSettings;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.MessageSourceAccessor;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.env.Environment;

/**
 * What all commands share: the language and everybody's sentences.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ChargeSettings.class)
class CliConfiguration {

	@Bean
	Locale locale(Environment environment) {
		return Locale.forLanguageTag(environment.getProperty("charge.lang", "en"));
	}

	@Bean
	MessageSource messageSource() {
		return sentences();
	}

	@Bean
	MessageSourceAccessor messages(MessageSource messageSource, Locale locale) {
		return new MessageSourceAccessor(messageSource, locale);
	}

	static MessageSource sentences() {
		ResourceBundleMessageSource source = new ResourceBundleMessageSource();
		source.setBasenames(Stream.of("cli", "job", "intake", "report", "gateway", "issuance")
			.map((name) -> "chargerunner." + name + ".messages")
			.toArray(String[]::new));
		source.setDefaultEncoding(StandardCharsets.UTF_8.name());
		source.setFallbackToSystemLocale(false);
		return source;
	}

}
