package chargerunner.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Where settings come from: options, then the environment, then files in
 * {@code CHARGE_SECRETS_DIR}, named as environment variables or as properties. Blank
 * variables of ours are none.
 */
final class SettingSources {

	private static final String SECRETS_DIR = "CHARGE_SECRETS_DIR";

	private SettingSources() {
	}

	static ConfigurableEnvironment environment(Map<String, String> given, Start start) {
		Map<String, Object> variables = new HashMap<>(secretFiles(given));
		given.forEach((name, value) -> {
			if (!isOurs(name)) {
				variables.put(name, value);
			}
			else if (!value.isBlank()) {
				variables.put(name, value.strip());
			}
		});
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
		environment.getPropertySources().addFirst(new MapPropertySource("options", options(given, start)));
		return environment;
	}

	private static Map<String, Object> options(Map<String, String> given, Start start) {
		Map<String, Object> options = new LinkedHashMap<>(start.options());
		String directory = given.get(SECRETS_DIR);
		if (directory != null && !directory.isBlank()) {
			options.put("spring.config.import", "optional:configtree:" + directory.strip() + "/");
		}
		if (start.serves()) {
			options.put("spring.main.web-application-type", "servlet");
		}
		if (start.debug()) {
			options.put("logging.level.chargerunner", "DEBUG");
			options.put("logging.level.org.springframework.batch", "WARN");
			options.put("logging.exception-conversion-word", "%ex");
		}
		return options;
	}

	private static boolean isOurs(String name) {
		return name.startsWith("CHARGE_") || name.startsWith("PORTONE_API_") || name.startsWith("SPRING_DATASOURCE_");
	}

	private static Map<String, String> secretFiles(Map<String, String> given) {
		String directory = given.get(SECRETS_DIR);
		if (directory == null || directory.isBlank()) {
			return Map.of();
		}
		Path path = Path.of(directory.strip());
		if (!Files.isDirectory(path)) {
			throw new SettingsException(
					List.of(new Setting.Problem("cli.settings.secrets-dir", SECRETS_DIR, path.toString())));
		}
		Map<String, String> secrets = new HashMap<>();
		try (Stream<Path> files = Files.list(path)) {
			files.filter((file) -> isOurs(file.getFileName().toString()) && Files.isRegularFile(file))
				.forEach((file) -> secrets.put(file.getFileName().toString(), read(file)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return secrets;
	}

	private static String read(Path file) {
		try {
			return Files.readString(file).strip();
		}
		catch (IOException ex) {
			throw new SettingsException(
					List.of(new Setting.Problem("cli.settings.secret-file", SECRETS_DIR, file.toString())));
		}
	}

}
