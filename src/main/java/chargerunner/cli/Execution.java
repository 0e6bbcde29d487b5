package chargerunner.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

import chargerunner.charge.Runs;
import chargerunner.gateway.PortOneSettings;
import chargerunner.job.ChargeCommands;
import chargerunner.job.ChargeOptions;
import chargerunner.job.ExitCode;
import chargerunner.job.Progress;
import chargerunner.job.RunResult;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.MessageSourceAccessor;

/**
 * Runs one command in the application: starts it, has the job do the work, prints the
 * results and stops it. Whatever goes wrong ends as a sentence and an exit code.
 */
final class Execution {

	private final Invocation invocation;

	private final boolean debug;

	Execution(Invocation invocation, boolean debug) {
		this.invocation = invocation;
		this.debug = debug;
	}

	int charge(ChargeCommand command) {
		Map<String, Object> options = new LinkedHashMap<>();
		if (command.concurrency() != null) {
			options.put("charge.concurrency", command.concurrency());
		}
		if (command.rate() != null) {
			options.put("charge.rate", command.rate());
		}
		return run(start(options, command.isDryRun(), !command.isDryRun()), (context) -> work(context,
				(commands, progress) -> results(commands, command, progress), "cli.charge.nothing"));
	}

	private List<RunResult> results(ChargeCommands commands, ChargeCommand command, Progress progress) {
		Path file = command.csv();
		return (file != null) ? List.of(commands.chargeFile(file, options(command), progress))
				: commands.chargeDue(command.dueOn(), options(command), progress);
	}

	int resolve() {
		return run(start(Map.of(), false, true),
				(context) -> work(context, (commands, progress) -> commands.resolve(progress), "cli.resolve.nothing"));
	}

	int migrate() {
		return run(start(Map.of(), false, false), (context) -> {
			this.invocation.surroundings().out().println(this.invocation.texts().say("cli.migrate.done"));
			return ExitCode.OK;
		});
	}

	private Start start(Map<String, Object> options, boolean dryRun, boolean movesMoney) {
		Map<String, Object> all = new LinkedHashMap<>(options);
		String wanted = Texts.wanted(this.invocation.surroundings().environment());
		if (wanted == null || Texts.language(wanted) != null) {
			all.put("charge.lang", this.invocation.texts().locale().getLanguage());
		}
		return new Start(all, dryRun, movesMoney, this.debug);
	}

	private int run(Start start, Function<ApplicationContext, ExitCode> work) {
		DatabaseChoice database = new DatabaseChoice(this.invocation, start);
		Setting.unknown(this.invocation.surroundings().environment())
			.forEach((name) -> this.invocation.complain("cli.settings.unknown", name));
		try (ConfigurableApplicationContext context = start(start, database)) {
			return work.apply(context).code();
		}
		catch (Exception | LinkageError | OutOfMemoryError | StackOverflowError ex) {
			return new Failures(this.invocation, database).tell(ex, this.debug);
		}
	}

	private ConfigurableApplicationContext start(Start start, DatabaseChoice database) {
		return new SpringApplicationBuilder(this.invocation.application())
			.environment(SettingSources.environment(this.invocation.surroundings().environment(), start))
			.initializers(new SettingsCheck(), database)
			.web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.logStartupInfo(false)
			.run();
	}

	private ExitCode work(ApplicationContext context, BiFunction<ChargeCommands, Progress, List<RunResult>> call,
			String whenNothing) {
		MessageSourceAccessor messages = context.getBean(MessageSourceAccessor.class);
		List<RunResult> results;
		try (ShownProgress progress = ShownProgress.on(this.invocation, messages)) {
			results = call.apply(context.getBean(ChargeCommands.class), progress);
		}
		if (results.isEmpty()) {
			this.invocation.surroundings().out().println(this.invocation.texts().say(whenNothing));
			return ExitCode.OK;
		}
		boolean live = context.getBeanProvider(PortOneSettings.class).stream().anyMatch(PortOneSettings::isLive);
		return new Results(this.invocation, messages, live).print(results);
	}

	private ChargeOptions options(ChargeCommand command) {
		return new ChargeOptions(command.out(), command.isDryRun(), command.batch(), command.isSkipInvalid(),
				command.isCatchUp(), command.expectCount(), command.expectSum(), command.maxSum(), command.limit(),
				command.isCheckFirst(), this.invocation.texts().locale(), caller());
	}

	private Runs.Caller caller() {
		return new Runs.Caller(System.getProperty("user.name", "-"), host(), Version.current(),
				this.invocation.commandLine());
	}

	private static String host() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "-";
		}
	}

}
