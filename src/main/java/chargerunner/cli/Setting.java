package chargerunner.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.env.PropertyResolver;

/**
 * A documented setting: how it is named, and what it may be.
 *
 * @param property the property
 * @param variable the environment variable
 * @param key the sentence for a value that it cannot take; its arguments are the
 * variable, the value and the default
 * @param otherwise the value where it is not set
 * @param valid whether it can take a value
 */
record Setting(String property, String variable, String key, String otherwise, Predicate<String> valid) {

	static final Setting READ_TIMEOUT = duration("portone.api.read-timeout", "60s", 1);

	static final Setting QUARANTINE = duration("charge.quarantine", "10m", 1);

	static final Setting RESOLVE_FOR = duration("charge.resolve-for", "20m", 1);

	private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

	/** All settings that have a form to check. */
	static final List<Setting> ALL = List.of(duration("portone.api.connect-timeout", "5s", 1), READ_TIMEOUT,
			new Setting("portone.api.allow-http", "cli.settings.flag", "false", Setting::isFlag),
			number("charge.concurrency", "cli.settings.concurrency", "16", 1, 512),
			number("charge.rate", "cli.settings.rate", "50", 0, Integer.MAX_VALUE),
			new Setting("charge.lease", "cli.settings.lease", "15s", (text) -> isDuration(text, 1000)), QUARANTINE,
			RESOLVE_FOR, duration("charge.stop-grace", "25s", 0), duration("charge.duplicate-window", "20d", 1),
			duration("charge.max-overdue", "35d", 0), number("charge.tries", "cli.settings.tries", "6", 1, 20),
			number("charge.storm.failures", "cli.settings.storm", "30", 0, Integer.MAX_VALUE),
			number("charge.storm.percent", "cli.settings.storm", "60", 0, 100),
			number("charge.storm.refusals", "cli.settings.storm", "20", 0, Integer.MAX_VALUE),
			number("charge.max-amount", "cli.settings.max-amount", "-", 1, Long.MAX_VALUE),
			new Setting("charge.namespace", "cli.settings.namespace", "default",
					(text) -> NAMESPACE.matcher(text).matches()),
			duration("charge.issuance.link-life", "7d", 60_000),
			new Setting("charge.issuance.test-channels", "cli.settings.flag", "false", Setting::isFlag),
			number("charge.serve.port", "cli.settings.port", "8080", 0, 65_535),
			new Setting("charge.serve.behind-proxy", "cli.settings.flag", "false", Setting::isFlag),
			new Setting("charge.lang", "cli.settings.lang", "-", (text) -> Texts.language(text) != null));

	/** Settings that only others check. */
	private static final List<String> FREE = List.of("PORTONE_API_BASE_URL", "PORTONE_API_KEY", "PORTONE_API_SECRET",
			"CHARGE_DECLINE_REASONS", "CHARGE_SECRETS_DIR", "CHARGE_ISSUANCE_PUBLIC_URL", "CHARGE_ISSUANCE_SECRET",
			"CHARGE_ISSUANCE_MERCHANT_CODE", "CHARGE_ISSUANCE_PG", "CHARGE_ISSUANCE_PAY_METHOD",
			"CHARGE_ISSUANCE_SDK_URL", "CHARGE_SERVE_ADDRESS", "CHARGE_SERVE_USER", "CHARGE_SERVE_PASSWORD",
			"CHARGE_SERVE_WEBHOOK_SOURCES");

	private Setting(String property, String key, String otherwise, Predicate<String> valid) {
		this(property, variable(property), key, otherwise, valid);
	}

	private static String variable(String property) {
		return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
	}

	private static Setting duration(String property, String otherwise, long leastMillis) {
		return new Setting(property, "cli.settings.duration", otherwise, (text) -> isDuration(text, leastMillis));
	}

	private static Setting number(String property, String key, String otherwise, long least, long most) {
		return new Setting(property, key, otherwise, (text) -> {
			try {
				long number = Long.parseLong(text);
				return number >= least && number <= most;
			}
			catch (NumberFormatException ex) {
				return false;
			}
		});
	}

	private static boolean isFlag(String text) {
		return text.matches("(?i)true|false");
	}

	// A number without a unit would be taken for milliseconds.
	private static boolean isDuration(String text, long leastMillis) {
		try {
			return !text.matches("[+-]?\\d+") && DurationStyle.detectAndParse(text).toMillis() >= leastMillis;
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			return false;
		}
	}

	@Nullable Problem problem(PropertyResolver properties) {
		String value = properties.getProperty(this.property);
		return (value == null || this.valid.test(value.strip())) ? null
				: new Problem(this.key, this.variable, value, this.otherwise);
	}

	Duration time(PropertyResolver properties) {
		return DurationStyle.detectAndParse(value(properties));
	}

	String value(PropertyResolver properties) {
		return properties.getProperty(this.property, this.otherwise).strip();
	}

	/**
	 * {@return the environment variables that look like settings and are none, each with
	 * nothing else}
	 * @param environment the environment variables
	 */
	static List<String> unknown(Map<String, String> environment) {
		List<String> known = new ArrayList<>(FREE);
		ALL.forEach((setting) -> known.add(setting.variable));
		List<String> flat = known.stream().map(Setting::flat).toList();
		return environment.keySet()
			.stream()
			.filter((name) -> name.startsWith("CHARGE_") || name.startsWith("PORTONE_API_"))
			.filter((name) -> !name.startsWith("CHARGE_TEST_") && !flat.contains(flat(name)))
			.sorted()
			.toList();
	}

	private static String flat(String variable) {
		return variable.replace("_", "");
	}

	/**
	 * What is wrong with the settings.
	 *
	 * @param key the sentence
	 * @param arguments what it needs
	 */
	record Problem(String key, List<String> arguments) {

		Problem(String key, String... arguments) {
			this(key, List.of(arguments));
		}

	}

}
