package chargerunner.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code show}.
 */
@Command(name = "show")
final class ShowCommand implements Callable<Integer> {

	private final Invocation invocation;

	@Spec
	private CommandSpec spec = CommandSpec.create();

	@Parameters(paramLabel = "RUN", descriptionKey = "run", converter = OptionValues.RunNumber.class)
	private long run;

	@Option(names = "--files")
	private boolean files;

	@Option(names = "--out", paramLabel = "DIR", converter = OptionValues.Place.class)
	private @Nullable Path out;

	ShowCommand(Invocation invocation) {
		this.invocation = invocation;
	}

	@Override
	public Integer call() {
		if (this.out != null && !this.files) {
			throw new ParameterException(this.spec.commandLine(),
					this.invocation.texts().say("cli.usage.out-needs-files"));
		}
		Inquiry inquiry = new Inquiry(this.invocation, MainCommand.debug(this.spec.commandLine()));
		return this.files ? inquiry.writeFiles(this.run, this.out) : inquiry.show(this.run);
	}

}
