package chargerunner.cli;

import java.io.PrintStream;
import java.util.List;

import chargerunner.job.ExitCode;
import chargerunner.job.RunResult;
import chargerunner.report.Facts;
import chargerunner.report.Summary;
import chargerunner.report.Written;

import org.springframework.context.support.MessageSourceAccessor;

/**
 * Prints how runs ended: problems and notes to standard error, summaries to standard
 * output. Each summary's last line has its own run's exit code; the process ends with the
 * worst.
 */
final class Results {

	private final Invocation invocation;

	private final MessageSourceAccessor messages;

	private final boolean live;

	/**
	 * Creates the printer.
	 * @param invocation where to
	 * @param messages the language
	 * @param live whether PortOne's own host was called: only there a test channel is a
	 * surprise
	 */
	Results(Invocation invocation, MessageSourceAccessor messages, boolean live) {
		this.invocation = invocation;
		this.messages = messages;
		this.live = live;
	}

	ExitCode print(List<RunResult> results) {
		PrintStream out = this.invocation.surroundings().out();
		ExitCode worst = ExitCode.OK;
		String between = "";
		for (RunResult result : results) {
			printProblems(result);
			out.print(between);
			out.println(summary(result));
			between = System.lineSeparator();
			worst = worst.worse(result.exitCode());
		}
		return worst;
	}

	private void printProblems(RunResult result) {
		PrintStream err = this.invocation.surroundings().err();
		result.problems().forEach(err::println);
		long more = result.problemCount() - result.problems().size();
		if (more > 0) {
			this.invocation.complain("cli.problems.more", more);
		}
		if (result.problemsFile() != null) {
			this.invocation.complain("cli.problems.file", result.problemsFile().toString());
		}
		result.notes().forEach((note) -> err.println(this.messages.getMessage(note)));
	}

	private String summary(RunResult result) {
		Summary summary = new Summary(this.messages);
		Facts facts = new Facts(Facts.Kind.valueOf(result.kind().name()), result.runId(), result.exitCode().code(),
				result.finishedAt(), this.live ? result.sandboxAnswers() : 0);
		Written written = result.written();
		return (written != null) ? summary.text(written, facts) : summary.text(result.tally(), facts);
	}

}
