package chargerunner.ledger;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A JDBC address with the settings that the ledger's promises rest on, whatever the given
 * address says of them: UTC sessions, strict mode, matched rows counted, batches
 * rewritten, statements parsed once, the server not asked for the state of a session that
 * only the driver changes; for the embedded database MySQL's ways and no delayed writing.
 */
record JdbcUrl(String url) {

	private static final Map<String, String> MYSQL = Map.ofEntries(Map.entry("connectionTimeZone", "UTC"),
			Map.entry("forceConnectionTimeZoneToSession", "true"), Map.entry("rewriteBatchedStatements", "true"),
			Map.entry("useAffectedRows", "false"), Map.entry("jdbcCompliantTruncation", "true"),
			Map.entry("allowMultiQueries", "false"), Map.entry("autoReconnect", "false"),
			Map.entry("useLocalSessionState", "true"), Map.entry("cachePrepStmts", "true"),
			Map.entry("prepStmtCacheSize", "64"), Map.entry("prepStmtCacheSqlLimit", "4096"));

	private static final Map<String, String> H2 = Map.of("MODE", "MySQL", "WRITE_DELAY", "0", "TIME ZONE", "UTC",
			"DB_CLOSE_ON_EXIT", "FALSE", "LOCK_TIMEOUT", "20000", "DEFAULT_LOCK_TIMEOUT", "20000", "CACHE_SIZE",
			"4096");

	/**
	 * {@return the address with the settings enforced}
	 * @param given the address as it was configured
	 */
	static JdbcUrl enforcedOn(String given) {
		if (given.startsWith("jdbc:mysql:")) {
			return new JdbcUrl(enforce(given, "?", "&", MYSQL));
		}
		if (given.startsWith("jdbc:h2:")) {
			return new JdbcUrl(enforce(given, ";", ";", H2));
		}
		return new JdbcUrl(given);
	}

	private static String enforce(String given, String first, String separator, Map<String, String> enforced) {
		int start = given.indexOf(first);
		String base = (start < 0) ? given : given.substring(0, start);
		Map<String, String> settings = new LinkedHashMap<>();
		if (start >= 0) {
			Arrays.stream(given.substring(start + 1).split(separator))
				.filter((setting) -> !setting.isBlank() && !names(enforced, setting))
				.forEach((setting) -> settings.put(setting, setting));
		}
		enforced.forEach((name, value) -> settings.put(name, name + "=" + value));
		return settings.values().stream().sorted().collect(Collectors.joining(separator, base + first, ""));
	}

	private static boolean names(Map<String, String> enforced, String setting) {
		String name = setting.split("=", 2)[0].strip().toLowerCase(Locale.ROOT);
		return enforced.keySet().stream().anyMatch((key) -> key.toLowerCase(Locale.ROOT).equals(name));
	}

	boolean isEmbedded() {
		return this.url.startsWith("jdbc:h2:");
	}

}
