package chargerunner.cli;

import java.util.concurrent.Callable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The program without a command, and the options of every command.
 */
@Command(name = "charge-runner", mixinStandardHelpOptions = true, scope = ScopeType.INHERIT,
		versionProvider = Version.class, sortOptions = false)
final class MainCommand implements Callable<Integer> {

	private final Invocation invocation;

	@Spec
	private CommandSpec spec = CommandSpec.create();

	@Option(names = "--debug", scope = ScopeType.INHERIT)
	private boolean debug;

	MainCommand(Invocation invocation) {
		this.invocation = invocation;
	}

	static boolean debug(CommandLine command) {
		Object root = command.getCommandSpec().root().userObject();
		return root instanceof MainCommand main && main.debug;
	}

	@Override
	public Integer call() {
		throw new ParameterException(this.spec.commandLine(), this.invocation.texts().say("cli.usage.no-command"));
	}

}
