package chargerunner.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code serve}: its options; the work is {@link ServeSession}'s.
 */
@Command(name = "serve")
final class ServeCommand implements Callable<Integer> {

	private final Invocation invocation;

	@Spec
	private CommandSpec spec = CommandSpec.create();

	@Option(names = "--port", paramLabel = "N", converter = OptionValues.Port.class)
	private @Nullable Integer port;

	@Option(names = "--port-file", paramLabel = "FILE", converter = OptionValues.Place.class)
	private @Nullable Path portFile;

	@Option(names = "--out", paramLabel = "DIR", defaultValue = "out", converter = OptionValues.Place.class)
	private Path out = Path.of("out");

	ServeCommand(Invocation invocation) {
		this.invocation = invocation;
	}

	@Override
	public Integer call() {
		return new ServeSession(this.invocation, MainCommand.debug(this.spec.commandLine())).run(this);
	}

	@Nullable Integer port() {
		return this.port;
	}

	@Nullable Path portFile() {
		return this.portFile;
	}

	Path out() {
		return this.out;
	}

}
