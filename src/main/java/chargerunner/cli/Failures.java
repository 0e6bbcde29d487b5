package chargerunner.cli;

import java.io.PrintStream;
import java.net.BindException;
import java.util.List;
import java.util.Optional;

import chargerunner.gateway.GatewaySettingsException;
import chargerunner.issuance.IssuanceSettingsException;
import chargerunner.issuance.UnusableTermsException;
import chargerunner.job.CommandFailedException;
import chargerunner.job.ExitCode;
import chargerunner.ledger.SchemaTooNewException;

import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.MessageSource;
import org.springframework.context.MessageSourceResolvable;

/**
 * Turns whatever a command threw into sentences that say what happened, what state things
 * are in and what to do, and into an exit code. Traces are for {@code --debug}.
 */
final class Failures {

	private final Invocation invocation;

	private final DatabaseChoice database;

	private final MessageSource sentences = CliConfiguration.sentences();

	Failures(Invocation invocation, DatabaseChoice database) {
		this.invocation = invocation;
		this.database = database;
	}

	int tell(Throwable failure, boolean debug) {
		List<Throwable> chain = Causes.of(failure);
		Optional<ExitCode> exitCode = chain.stream()
			.map(this::tellKnown)
			.flatMap(Optional::stream)
			.findFirst()
			.or(() -> tellDatabase(chain));
		if (exitCode.isEmpty()) {
			return new BugReport(this.invocation).tell(failure, debug);
		}
		if (debug) {
			failure.printStackTrace(this.invocation.surroundings().err());
		}
		return exitCode.get().code();
	}

	private Optional<ExitCode> tellKnown(Throwable failure) {
		if (failure instanceof SettingsException settings) {
			settings.problems()
				.forEach((problem) -> this.invocation.complain(problem.key(), problem.arguments().toArray()));
			return Optional.of(ExitCode.SETTINGS);
		}
		if (failure instanceof GatewaySettingsException gateway) {
			gateway.problems().forEach(this::say);
			return Optional.of(ExitCode.SETTINGS);
		}
		if (failure instanceof IssuanceSettingsException issuance) {
			issuance.problems().forEach(this::say);
			return Optional.of(ExitCode.SETTINGS);
		}
		if (failure instanceof UnusableTermsException terms) {
			terms.faults()
				.forEach((fault) -> this.invocation.complain("cli.issue-link.fault", option(fault.name()),
						fault.problem()));
			return Optional.of(ExitCode.USAGE);
		}
		if (failure instanceof PortInUseException || failure instanceof BindException) {
			this.invocation.complain("cli.serve.cannot-listen", String.valueOf(failure.getMessage()));
			return Optional.of(ExitCode.SETTINGS);
		}
		if (failure instanceof SchemaTooNewException schema) {
			this.invocation.complain("cli.database.schema-too-new", this.database.name(), schema.version(),
					Version.current());
			return Optional.of(ExitCode.SETTINGS);
		}
		if (failure instanceof MessageSourceResolvable sentence) {
			say(sentence);
			return Optional
				.of((failure instanceof CommandFailedException ended) ? ended.exitCode() : ExitCode.UNFINISHED);
		}
		return Optional.empty();
	}

	private static String option(String name) {
		return "--" + name.replace('_', '-');
	}

	private Optional<ExitCode> tellDatabase(List<Throwable> chain) {
		DatabaseTrouble trouble = DatabaseTrouble.in(chain);
		if (trouble == null) {
			return Optional.empty();
		}
		this.invocation.complain(trouble.key(), this.database.name(), trouble.detail());
		return Optional.of(trouble.exitCode());
	}

	private void say(MessageSourceResolvable sentence) {
		PrintStream err = this.invocation.surroundings().err();
		err.println(this.sentences.getMessage(sentence, this.invocation.texts().locale()));
	}

}
