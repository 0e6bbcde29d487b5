package chargerunner.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A unit file of systemd.
 *
 * @param settings the values of each {@code Section.Name}, in order
 */
record Unit(Map<String, List<String>> settings) {

	static Unit read(String name) {
		Map<String, List<String>> settings = new HashMap<>();
		String section = "";
		for (String line : lines(name)) {
			if (line.startsWith("[")) {
				section = line.substring(1, line.length() - 1);
			}
			else if (!line.isBlank() && !line.startsWith("#")) {
				String[] setting = line.split("=", 2);
				settings.computeIfAbsent(section + "." + setting[0], (key) -> new ArrayList<>()).add(setting[1]);
			}
		}
		return new Unit(settings);
	}

	private static List<String> lines(String name) {
		try {
			return Files.readAllLines(Path.of("jobs/systemd", name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The value of a setting that stands there once. */
	String one(String section, String name) {
		List<String> values = this.settings.getOrDefault(section + "." + name, List.of());
		if (values.size() != 1) {
			throw new AssertionError(name + " stands there " + values.size() + " times");
		}
		return values.get(0);
	}

}
