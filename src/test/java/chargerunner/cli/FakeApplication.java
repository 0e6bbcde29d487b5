package chargerunner.cli;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import chargerunner.charge.RowOutcome;
import chargerunner.charge.Tally;
import chargerunner.job.ChargeCommands;
import chargerunner.job.ChargeOptions;
import chargerunner.job.ChargeSettings;
import chargerunner.job.CommandFailedException;
import chargerunner.job.ExitCode;
import chargerunner.job.Progress;
import chargerunner.job.RunResult;
import chargerunner.ledger.LedgerConfiguration;
import chargerunner.ledger.LedgerSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.DefaultMessageSourceResolvable;

/**
 * An application whose job does nothing but notice how it is called, and ends as the name
 * of the file says.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ CliConfiguration.class, LedgerConfiguration.class })
class FakeApplication {

	/** The settings and options that the job was called with last in this thread. */
	static final ThreadLocal<Seen> SEEN = new ThreadLocal<>();

	@Bean
	LedgerSettings ledgerSettings(ChargeSettings settings) {
		return new LedgerSettings(settings.namespace(), settings.lease(), settings.quarantine());
	}

	@Bean
	ChargeCommands chargeCommands(ChargeSettings settings) {
		return new FakeCommands(settings);
	}

	record Seen(ChargeSettings settings, @Nullable ChargeOptions options, @Nullable LocalDate date) {
	}

	private record FakeCommands(ChargeSettings settings) implements ChargeCommands {

		@Override
		public RunResult chargeFile(Path file, ChargeOptions options, Progress progress) {
			SEEN.set(new Seen(this.settings, options, null));
			progress.begin(Progress.Phase.SENDING, 2);
			progress.advance(2, 3_000);
			progress.notice(new DefaultMessageSourceResolvable(new String[] { "cli.problems.more" }, new Object[] { 7 },
					"notice"));
			return switch (file.getFileName().toString()) {
				case "bug.csv" -> throw new IllegalStateException("out of order");
				case "held.csv" -> throw new CommandFailedException(ExitCode.HELD, "cli.problems.file", "x");
				case "refused.csv" -> refused(Path.of("out/refused.problems.csv"));
				default -> run(4, ExitCode.OK);
			};
		}

		@Override
		public List<RunResult> chargeDue(@Nullable LocalDate date, ChargeOptions options, Progress progress) {
			SEEN.set(new Seen(this.settings, options, date));
			return new ArrayList<>(List.of(run(7, ExitCode.UNFINISHED), run(8, ExitCode.OK)));
		}

		@Override
		public List<RunResult> resolve(Progress progress) {
			SEEN.set(new Seen(this.settings, null, null));
			return List.of();
		}

		private static RunResult run(long id, ExitCode exitCode) {
			Tally tally = new Tally();
			tally.add(RowOutcome.PAID, 2, 3_000);
			if (exitCode == ExitCode.UNFINISHED) {
				tally.add(RowOutcome.UNKNOWN, 1, 500);
			}
			return new RunResult(RunResult.Kind.RUN, id, exitCode, null, tally, null, 0, List.of(), 0, null, List.of());
		}

		private static RunResult refused(Path problems) {
			return new RunResult(RunResult.Kind.REFUSED, 0, ExitCode.REFUSED, null, new Tally(), null, 0,
					List.of("line 2, column amount: 1e3"), 3, problems, List.of());
		}

	}

}
