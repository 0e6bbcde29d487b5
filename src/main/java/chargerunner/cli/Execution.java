package chargerunner.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

import chargerunner.charge.Decision;
import chargerunner.charge.Runs;
import chargerunner.charge.Selection;
import chargerunner.gateway.PortOneSettings;
import chargerunner.intake.ChargeFile;
import chargerunner.issuance.IssuanceService;
import chargerunner.issuance.IssuanceWeb;
import chargerunner.job.ChargeCommands;
import chargerunner.job.ChargeOptions;
import chargerunner.job.Consent;
import chargerunner.job.ExitCode;
import chargerunner.job.Progress;
import chargerunner.job.RerunOrder;
import chargerunner.job.RunResult;
import chargerunner.job.StopSignal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.context.support.MessageSourceAccessor;

/**
 * Runs one command in the application: starts it, has the job do the work, prints the
 * results and stops it. Whatever goes wrong ends as a sentence and an exit code.
 */
final class Execution {

	private static final Logger LOGGER = LoggerFactory.getLogger(Execution.class);

	private final Invocation invocation;

	private final boolean debug;

	Execution(Invocation invocation, boolean debug) {
		this.invocation = invocation;
		this.debug = debug;
	}

	int charge(ChargeCommand command) {
		Map<String, Object> options = pace(command.concurrency(), command.rate());
		return run(start(options, command.isDryRun(), !command.isDryRun()), (context) -> {
			if (command.csv() == null && !command.isDryRun()) {
				settleIssuances(context);
			}
			return work(context, (commands, progress) -> results(commands, command, progress), "cli.charge.nothing");
		});
	}

	private static Map<String, Object> pace(@Nullable Integer concurrency, @Nullable Integer rate) {
		Map<String, Object> options = new LinkedHashMap<>();
		if (concurrency != null) {
			options.put("charge.concurrency", concurrency);
		}
		if (rate != null) {
			options.put("charge.rate", rate);
		}
		return options;
	}

	private List<RunResult> results(ChargeCommands commands, ChargeCommand command, Progress progress) {
		Path file = command.csv();
		return (file != null) ? List.of(commands.chargeFile(file, options(command), progress))
				: commands.chargeDue(command.dueOn(), options(command), progress);
	}

	int resolve() {
		return run(start(Map.of(), false, true), (context) -> {
			settleIssuances(context);
			return work(context, (commands, progress) -> commands.resolve(progress), "cli.resolve.nothing");
		});
	}

	/** Whatever comes of it, the command goes on: windows are asked about again. */
	private void settleIssuances(ApplicationContext context) {
		StopSignal stop = context.getBean(StopSignal.class);
		try {
			int issued = context.getBeanProvider(IssuanceService.class)
				.stream()
				.mapToInt((issuances) -> issuances.settlePending(() -> !stop.isAsked()))
				.sum();
			if (issued > 0) {
				this.invocation.complain("cli.issuances.settled", issued);
			}
		}
		catch (RuntimeException ex) {
			LOGGER.debug("Windows were not asked about", ex);
			this.invocation.complain("cli.issuances.not-settled");
		}
	}

	int decide(DecideCommand command) {
		return run(start(Map.of(), false, true), (context) -> work(context,
				(commands, progress) -> List.of(commands.decide(decision(command), progress)), "cli.resolve.nothing"));
	}

	private Decision decision(DecideCommand command) {
		return new Decision(ChargeFile.referenceOf(command.reference()), Decision.As.ofText(command.as()),
				command.impUid(), command.note(), caller());
	}

	int rerun(RerunCommand command) {
		return run(start(pace(command.concurrency(), command.rate()), false, true), (context) -> {
			MessageSourceAccessor messages = context.getBean(MessageSourceAccessor.class);
			StopSignal stop = context.getBean(StopSignal.class);
			return work(context, (commands, progress) -> {
				Consent consent = new AskedConsent(this.invocation, messages, progress, stop, command.isAgreedTo());
				return commands.rerun(order(command), consent, progress).stream().toList();
			}, "cli.rerun.nothing");
		});
	}

	private RerunOrder order(RerunCommand command) {
		List<String> references = command.references().stream().map(ChargeFile::referenceOf).toList();
		return new RerunOrder(command.run(), Selection.of(command.rows(), command.statuses(), references),
				command.out(), command.limit(), command.isCheckFirst(), this.invocation.texts().locale(), caller());
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
		return new Start(all, dryRun, false, movesMoney, false, this.debug);
	}

	/**
	 * Reads the ledger. No credentials are needed, and where there is no database yet
	 * none is made.
	 * @param work reads, prints and says how the command ends
	 * @return the exit code
	 */
	int read(Function<ApplicationContext, ExitCode> work) {
		return run(start(Map.of(), false, false).reading(), work);
	}

	/**
	 * Changes the ledger, or asks PortOne, without charging anything.
	 * @param work does it, prints and says how the command ends
	 * @return the exit code
	 */
	int write(Function<ApplicationContext, ExitCode> work) {
		return run(start(Map.of(), false, false), work);
	}

	/**
	 * Runs the server beside the beans of every command.
	 * @param options properties that the command line sets
	 * @param firstCharges makes what charges at once; closed with the context
	 * @param work has it run and says how the command ends
	 * @return the exit code
	 */
	int serve(Map<String, Object> options, Function<ApplicationContext, ImmediateCharges> firstCharges,
			Function<ConfigurableApplicationContext, ExitCode> work) {
		return run(start(options, false, true).serving(),
				(builder) -> builder.sources(IssuanceWeb.class)
					.initializers((context) -> ((GenericApplicationContext) context)
						.registerBean(ImmediateCharges.class, () -> firstCharges.apply(context))),
				(context) -> work.apply((ConfigurableApplicationContext) context));
	}

	private int run(Start start, Function<ApplicationContext, ExitCode> work) {
		return run(start, (builder) -> {
		}, work);
	}

	private int run(Start start, Consumer<SpringApplicationBuilder> more, Function<ApplicationContext, ExitCode> work) {
		DatabaseChoice database = new DatabaseChoice(this.invocation, start);
		Setting.unknown(this.invocation.surroundings().environment())
			.forEach((name) -> this.invocation.complain("cli.settings.unknown", name));
		try (StopSignals signals = StopSignals.heard(this.invocation);
				ConfigurableApplicationContext context = start(start, database, signals.stop(), more)) {
			return work.apply(context).code();
		}
		catch (Exception | LinkageError | OutOfMemoryError | StackOverflowError ex) {
			return new Failures(this.invocation, database).tell(ex, this.debug);
		}
	}

	private ConfigurableApplicationContext start(Start start, DatabaseChoice database, StopSignal stop,
			Consumer<SpringApplicationBuilder> more) {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(this.invocation.application())
			.environment(SettingSources.environment(this.invocation.surroundings().environment(), start))
			.initializers(new SettingsCheck(), database,
					(context) -> context.getBeanFactory().registerSingleton("stopSignal", stop))
			.bannerMode(Banner.Mode.OFF)
			.logStartupInfo(false);
		more.accept(builder);
		return builder.run();
	}

	private ExitCode work(ApplicationContext context, BiFunction<ChargeCommands, ShownProgress, List<RunResult>> call,
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

	Runs.Caller caller() {
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
