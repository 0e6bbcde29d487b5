package chargerunner.cli;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code explain}.
 */
@Command(name = "explain")
final class ExplainCommand implements Callable<Integer> {

	private final Invocation invocation;

	@Spec
	private CommandSpec spec = CommandSpec.create();

	@Parameters(paramLabel = "REFERENCE", descriptionKey = "reference")
	private String reference = "";

	ExplainCommand(Invocation invocation) {
		this.invocation = invocation;
	}

	@Override
	public Integer call() {
		return new Inquiry(this.invocation, MainCommand.debug(this.spec.commandLine())).explain(this.reference);
	}

}
