package chargerunner.report;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Moments as people read them, in every language: Asia/Seoul.
 */
public final class SeoulTime {

	private static final DateTimeFormatter SECOND = seoul("uuuu-MM-dd HH:mm:ss");

	private static final DateTimeFormatter MINUTE = seoul("uuuu-MM-dd HH:mm");

	private SeoulTime() {
	}

	private static DateTimeFormatter seoul(String pattern) {
		return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneId.of("Asia/Seoul"));
	}

	/**
	 * {@return a moment as {@code 2026-11-23 02:00:05 KST}}
	 * @param moment the moment
	 */
	public static String second(Instant moment) {
		return plainSecond(moment) + " KST";
	}

	/**
	 * {@return a moment as {@code 2026-11-23 02:00:05}, where the text around it names
	 * the zone}
	 * @param moment the moment
	 */
	static String plainSecond(Instant moment) {
		return SECOND.format(moment);
	}

	/**
	 * {@return a moment as {@code 2026-11-23 02:00}, where the text around it names the
	 * zone}
	 * @param moment the moment
	 */
	static String minute(Instant moment) {
		return MINUTE.format(moment);
	}

}
