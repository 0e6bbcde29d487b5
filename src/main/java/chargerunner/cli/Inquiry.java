package chargerunner.cli;

import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import chargerunner.charge.ChargeStory;
import chargerunner.charge.Chronicle;
import chargerunner.charge.Chronicle.RunView;
import chargerunner.charge.RunReports;
import chargerunner.job.CommandFailedException;
import chargerunner.job.ExitCode;
import chargerunner.job.ReportCommands;
import chargerunner.report.RunListText;
import chargerunner.report.RunText;
import chargerunner.report.StoryText;
import chargerunner.report.Written;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.context.support.MessageSourceAccessor;

/**
 * Answers what people ask the ledger, on standard output. Nothing is waited for and
 * PortOne is not called.
 */
final class Inquiry {

	private static final int SUGGESTIONS = 5;

	private final Invocation invocation;

	private final boolean debug;

	Inquiry(Invocation invocation, boolean debug) {
		this.invocation = invocation;
		this.debug = debug;
	}

	int runs(int limit) {
		return print((context) -> {
			Chronicle chronicle = context.getBean(Chronicle.class);
			return new RunListText(messages(context)).text(chronicle.runs(limit), chronicle.runCount());
		});
	}

	int show(long runId) {
		return print((context) -> {
			Chronicle chronicle = context.getBean(Chronicle.class);
			RunView run = chronicle.run(runId)
				.orElseThrow(() -> new CommandFailedException(ExitCode.USAGE, "job.run-unknown", runId));
			return runText(context).text(run, chronicle.reasons(runId, RunText.REASONS + 1),
					chronicle.decisions(runId));
		});
	}

	int writeFiles(long runId, @Nullable Path directory) {
		return new Execution(this.invocation, this.debug).read((context) -> {
			Written written = context.getBean(ReportCommands.class).writeFiles(runId, directory);
			this.invocation.surroundings().out().println(runText(context).text(written));
			return written.balance().holds() ? ExitCode.OK : ExitCode.BROKEN;
		});
	}

	int explain(String text) {
		String asked = Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
		return print((context) -> {
			Chronicle chronicle = context.getBean(Chronicle.class);
			Optional<ChargeStory> story = chronicle.story(asked);
			return new StoryText(messages(context), context.getBean(RunReports.class))
				.text(story.orElseThrow(() -> unknown(asked, chronicle.similar(asked, SUGGESTIONS))));
		});
	}

	private static CommandFailedException unknown(String asked, List<String> similar) {
		return similar.isEmpty() ? new CommandFailedException(ExitCode.USAGE, "cli.explain.unknown", asked)
				: new CommandFailedException(ExitCode.USAGE, "cli.explain.similar", asked,
						String.join("\n  ", similar));
	}

	private int print(Function<ApplicationContext, String> text) {
		return new Execution(this.invocation, this.debug).read((context) -> {
			this.invocation.surroundings().out().println(text.apply(context));
			return ExitCode.OK;
		});
	}

	private static RunText runText(ApplicationContext context) {
		return new RunText(messages(context), context.getBean(RunReports.class));
	}

	private static MessageSourceAccessor messages(ApplicationContext context) {
		return context.getBean(MessageSourceAccessor.class);
	}

}
