package chargerunner.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.PropertyResolver;

/**
 * Refuses settings that cannot be meant, all at once and before anything is opened.
 */
final class SettingsCheck implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		PropertyResolver properties = context.getEnvironment();
		List<Setting.Problem> problems = new ArrayList<>(
				Setting.ALL.stream().map((setting) -> setting.problem(properties)).filter(Objects::nonNull).toList());
		if (problems.isEmpty()) {
			checkOrder(properties, Setting.QUARANTINE, Setting.READ_TIMEOUT, problems);
			checkOrder(properties, Setting.RESOLVE_FOR, Setting.QUARANTINE, problems);
		}
		if (!problems.isEmpty()) {
			throw new SettingsException(problems);
		}
	}

	private static void checkOrder(PropertyResolver properties, Setting longer, Setting shorter,
			List<Setting.Problem> problems) {
		if (longer.time(properties).compareTo(shorter.time(properties)) < 0) {
			problems.add(new Setting.Problem("cli.settings.order", longer.variable(), longer.value(properties),
					shorter.variable(), shorter.value(properties)));
		}
	}

}
