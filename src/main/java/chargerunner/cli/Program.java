package chargerunner.cli;

import java.util.List;

import picocli.CommandLine;
import picocli.CommandLine.Help;

/**
 * The program: reads a command line and runs its command. Help, version and wrong usage
 * are answered without starting Spring. Standard output carries what scripts read,
 * everything else goes to standard error. Never throws: what goes wrong ends as a
 * sentence and an exit code.
 */
public final class Program {

	private static final int WIDTH = 100;

	private Program() {
	}

	/**
	 * Runs one command in this process's surroundings.
	 * @param arguments the command line
	 * @param application the configuration class that commands run in
	 * @return the exit code
	 */
	public static int run(String[] arguments, Class<?> application) {
		return run(arguments, application, Surroundings.real());
	}

	static int run(String[] arguments, Class<?> application, Surroundings surroundings) {
		Texts texts = Texts.of(surroundings.environment());
		return commandLine(new Invocation(application, List.of(arguments), surroundings, texts)).execute(arguments);
	}

	static CommandLine commandLine(Invocation invocation) {
		CommandLine commandLine = new CommandLine(new MainCommand(invocation));
		commandLine.addSubcommand(new ChargeCommand(invocation));
		commandLine.addSubcommand(new ResolveCommand(invocation));
		commandLine.addSubcommand(new RerunCommand(invocation));
		commandLine.addSubcommand(new DecideCommand(invocation));
		commandLine.addSubcommand(new RunsCommand(invocation));
		commandLine.addSubcommand(new ShowCommand(invocation));
		commandLine.addSubcommand(new ExplainCommand(invocation));
		commandLine.addSubcommand(new ServeCommand(invocation));
		commandLine.addSubcommand(new IssueLinkCommand(invocation));
		commandLine
			.addSubcommand(new CommandLine(new KeysCommand(invocation)).addSubcommand(new KeysCommand.Check(invocation))
				.addSubcommand(new KeysCommand.Revoke(invocation)));
		commandLine.addSubcommand(new MigrateCommand(invocation));
		commandLine.addSubcommand(new SandboxCommand(invocation));
		commandLine.setResourceBundle(invocation.texts().help());
		commandLine.setOut(StreamWriter.to(invocation.surroundings().out()));
		commandLine.setErr(StreamWriter.to(invocation.surroundings().err()));
		commandLine.setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
		commandLine.setUsageHelpWidth(WIDTH);
		commandLine.setParameterExceptionHandler(new UsageErrors(invocation));
		commandLine.setExecutionExceptionHandler(
				(ex, command, result) -> new BugReport(invocation).tell(ex, MainCommand.debug(command)));
		return commandLine;
	}

}
