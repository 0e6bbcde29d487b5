package chargerunner.cli;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;

import org.jspecify.annotations.Nullable;

/**
 * The command line's own sentences in one language, also where Spring is not started.
 * Numbers are grouped; run numbers and the like are given as text. Safe for use by
 * several threads.
 */
final class Texts {

	private static final ResourceBundle.Control BASE_IS_ENGLISH = ResourceBundle.Control
		.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

	private final Locale locale;

	private final ResourceBundle bundle;

	private Texts(Locale locale) {
		this.locale = locale;
		this.bundle = bundle("messages", locale);
	}

	static Texts in(Locale locale) {
		return new Texts(locale);
	}

	/**
	 * {@return the texts in the language that the environment or the locale asks for}
	 * @param environment the environment variables
	 */
	static Texts of(Map<String, String> environment) {
		String wanted = wanted(environment);
		Locale locale = (wanted != null) ? language(wanted) : null;
		if (locale == null) {
			locale = "ko".equals(Locale.getDefault().getLanguage()) ? Locale.KOREAN : Locale.ENGLISH;
		}
		return new Texts(locale);
	}

	static @Nullable String wanted(Map<String, String> environment) {
		String property = System.getProperty("charge.lang");
		String wanted = (property != null) ? property : environment.get("CHARGE_LANG");
		return (wanted != null && !wanted.isBlank()) ? wanted.strip() : null;
	}

	/**
	 * {@return the language of a name such as {@code ko}, {@code ko_KR.UTF-8} or
	 * {@code en-US}; null where we do not speak it}
	 * @param name the name
	 */
	static @Nullable Locale language(String name) {
		return switch (name.split("[-_.]", 2)[0].toLowerCase(Locale.ROOT)) {
			case "ko" -> Locale.KOREAN;
			case "en" -> Locale.ENGLISH;
			default -> null;
		};
	}

	Locale locale() {
		return this.locale;
	}

	ResourceBundle help() {
		ResourceBundle help = bundle("help", this.locale);
		return Locale.KOREAN.equals(this.locale) ? new WholeWords(help) : help;
	}

	String say(String key, Object... arguments) {
		return new MessageFormat(this.bundle.getString(key), this.locale).format(arguments);
	}

	private static ResourceBundle bundle(String name, Locale locale) {
		// Looking for the file of English, which is the base, would open every jar.
		Locale file = Locale.ENGLISH.equals(locale) ? Locale.ROOT : locale;
		return ResourceBundle.getBundle("chargerunner.cli." + name, file, BASE_IS_ENGLISH);
	}

}
