package chargerunner.cli;

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code runs}.
 */
@Command(name = "runs")
final class RunsCommand implements Callable<Integer> {

	private static final int SHOWN = 20;

	private final Invocation invocation;

	@Spec
	private CommandSpec spec = CommandSpec.create();

	@Option(names = "--all")
	private boolean all;

	@Option(names = "--limit", paramLabel = "N", converter = OptionValues.Rows.class)
	private @Nullable Long limit;

	RunsCommand(Invocation invocation) {
		this.invocation = invocation;
	}

	@Override
	public Integer call() {
		if (this.all && this.limit != null) {
			throw new ParameterException(this.spec.commandLine(),
					this.invocation.texts().say("cli.usage.all-or-limit"));
		}
		long shown = this.all ? Integer.MAX_VALUE : (this.limit != null) ? this.limit : SHOWN;
		return new Inquiry(this.invocation, MainCommand.debug(this.spec.commandLine()))
			.runs((int) Math.min(shown, Integer.MAX_VALUE));
	}

}
