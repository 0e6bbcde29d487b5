package chargerunner.cli;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import chargerunner.charge.Decision;
import chargerunner.charge.RowOutcome;
import chargerunner.charge.Tally;
import chargerunner.job.ChargeCommands;
import chargerunner.job.ChargeOptions;
import chargerunner.job.ChargeSettings;
import chargerunner.job.CommandFailedException;
import chargerunner.job.Consent;
import chargerunner.job.ExitCode;
import chargerunner.job.Progress;
import chargerunner.job.ReportCommands;
import chargerunner.job.RerunOrder;
import chargerunner.job.RunResult;
import chargerunner.ledger.LedgerConfiguration;
import chargerunner.ledger.LedgerSettings;
import chargerunner.report.Balance;
import chargerunner.report.RowCounts;
import chargerunner.report.Written;
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

	/** Writes for run 4, out of balance for run 70; run 69 is held. */
	@Bean
	ReportCommands reportCommands() {
		return (runId, directory) -> {
			if (runId == 69) {
				throw new CommandFailedException(ExitCode.HELD, "job.files.held", runId, "batch-1", "soon");
			}
			Path out = (directory != null) ? directory : Path.of("own");
			return new Written(runId, out.resolve("a.result.csv"), out.resolve("a.retry.csv"),
					out.resolve("a.review.csv"), new RowCounts(), new Balance(0, (runId == 70) ? 1 : 0, 0, 0, 0, 0, 0));
		};
	}

	/** What was asked to be re-run last in this thread. */
	static final ThreadLocal<RerunOrder> RERUN = new ThreadLocal<>();

	record Seen(ChargeSettings settings, @Nullable ChargeOptions options, @Nullable LocalDate date,
			@Nullable Decision decision) {

		Seen(ChargeSettings settings, @Nullable ChargeOptions options, @Nullable LocalDate date) {
			this(settings, options, date, null);
		}

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
		public Optional<RunResult> chargeFirst(String subscriptionId, ChargeOptions options, Progress progress) {
			return Optional.empty();
		}

		@Override
		public List<RunResult> resolve(Progress progress) {
			SEEN.set(new Seen(this.settings, null, null));
			return List.of();
		}

		@Override
		public RunResult decide(Decision decision, Progress progress) {
			SEEN.set(new Seen(this.settings, null, null, decision));
			return run(9, ExitCode.OK);
		}

		@Override
		public Optional<RunResult> rerun(RerunOrder order, Consent consent, Progress progress) {
			RERUN.set(order);
			SEEN.set(new Seen(this.settings, null, null));
			progress.begin(Progress.Phase.CHECKING, 3);
			if (order.runId() == 404) {
				throw new CommandFailedException(ExitCode.USAGE, "job.run-unknown", order.runId());
			}
			if (order.runId() == 9) {
				return Optional.empty();
			}
			consent.ask(List.of(new DefaultMessageSourceResolvable(new String[] { "job.rerun.send" },
					new Object[] { 3, 57_300, 12 })));
			return Optional.of(run(5, ExitCode.OK));
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
