package chargerunner.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import chargerunner.job.ChargeCommands;
import chargerunner.job.ChargeOptions;
import chargerunner.job.CommandFailedException;
import chargerunner.job.ExitCode;
import chargerunner.job.StopSignal;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.MessageSourceAccessor;
import org.springframework.core.env.Environment;

/**
 * Pages, notices and first charges until the process is told to stop: then what is under
 * way is finished, as far as the grace allows.
 */
final class ServeSession {

	private final Invocation invocation;

	private final Execution execution;

	ServeSession(Invocation invocation, boolean debug) {
		this.invocation = invocation;
		this.execution = new Execution(invocation, debug);
	}

	int run(ServeCommand command) {
		Map<String, Object> options = new HashMap<>();
		if (command.port() != null) {
			options.put("charge.serve.port", command.port());
		}
		ChargeOptions charges = new ChargeOptions(command.out(), false, null, false, false, null, null, null, null,
				false, this.invocation.texts().locale(), this.execution.caller());
		return this.execution.serve(options,
				(context) -> new ImmediateCharges(() -> context.getBean(ChargeCommands.class), charges,
						context.getBean(MessageSourceAccessor.class)),
				(context) -> serve(context, command));
	}

	private static void requireWritable(Path directory) {
		try {
			Files.createDirectories(directory);
		}
		catch (IOException ex) {
			throw new CommandFailedException(ExitCode.UNFINISHED, "cli.serve.out", directory.toString());
		}
		if (!Files.isWritable(directory)) {
			throw new CommandFailedException(ExitCode.UNFINISHED, "cli.serve.out", directory.toString());
		}
	}

	private ExitCode serve(ConfigurableApplicationContext context, ServeCommand command) {
		requireWritable(command.out());
		Environment environment = context.getEnvironment();
		int port = environment.getRequiredProperty("local.server.port", Integer.class);
		this.invocation.surroundings()
			.out()
			.println(this.invocation.texts()
				.say("cli.serve.started", environment.getRequiredProperty("server.address"), Integer.toString(port),
						environment.getRequiredProperty("charge.issuance.public-url")));
		if (environment.getProperty("charge.serve.user") == null) {
			this.invocation.complain("cli.serve.no-user");
		}
		Path portFile = command.portFile();
		try {
			if (portFile != null) {
				PortFile.write(portFile, port);
			}
			context.getBean(StopSignal.class).await();
			// Before anything that it needs is closed.
			context.getBean(ImmediateCharges.class).close();
			return ExitCode.OK;
		}
		catch (UncheckedIOException ex) {
			throw new CommandFailedException(ExitCode.UNFINISHED, "cli.serve.port-file", String.valueOf(portFile),
					String.valueOf(ex.getCause()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return ExitCode.OK;
		}
	}

}
