package chargerunner.sandbox;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query string or a form.
 *
 * @param values the decoded values by decoded name, in the order they came
 */
record Query(Map<String, List<String>> values) {

	static Query of(@Nullable String rawQuery) {
		return new Query((rawQuery != null) ? parse(rawQuery) : Map.of());
	}

	static Map<String, List<String>> parse(String encoded) {
		Map<String, List<String>> values = new HashMap<>();
		for (String pair : encoded.split("&", -1)) {
			if (!pair.isEmpty()) {
				int equals = pair.indexOf('=');
				String name = decode((equals < 0) ? pair : pair.substring(0, equals));
				String value = (equals < 0) ? "" : decode(pair.substring(equals + 1));
				values.computeIfAbsent(name, (key) -> new ArrayList<>()).add(value);
			}
		}
		return values;
	}

	private static String decode(String encoded) {
		try {
			return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			// A stray percent sign: the live server is lenient there too.
			return encoded;
		}
	}

	List<String> all(String name) {
		return this.values.getOrDefault(name, List.of());
	}

	String first(String name, String absent) {
		return all(name).stream().findFirst().orElse(absent);
	}

	/**
	 * {@return a whole number, or null where there is one that cannot be read}
	 * @param name the parameter's name
	 * @param absent what its absence means
	 */
	@Nullable Long whole(String name, long absent) {
		String value = first(name, String.valueOf(absent));
		return value.matches("\\d{1,18}") ? Long.valueOf(value) : null;
	}

}
