package chargerunner.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import chargerunner.job.CommandFailedException;
import chargerunner.job.Consent;
import chargerunner.job.ExitCode;
import chargerunner.job.StopSignal;

import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.support.MessageSourceAccessor;

/**
 * Shows on standard error what will be sent. Unless consent was given on the command
 * line, asks at the terminal; without a terminal there is no consent, and no question.
 *
 * @param invocation where to ask
 * @param messages the language
 * @param progress is silent while a person reads
 * @param stop ends the waiting for an answer
 * @param given whether the command line says yes
 */
record AskedConsent(Invocation invocation, MessageSourceAccessor messages, ShownProgress progress, StopSignal stop,
		boolean given) implements Consent {

	/** The key of the letter y gives a vowel where the keyboard writes Korean. */
	private static final Set<String> YES = Set.of("y", "yes", "ㅛ", "예", "네");

	@Override
	public void ask(List<MessageSourceResolvable> preview) {
		this.progress.pause();
		PrintStream err = this.invocation.surroundings().err();
		preview.forEach((sentence) -> err.println(this.messages.getMessage(sentence)));
		if (!this.given) {
			ask(err, this.invocation.surroundings().person());
		}
	}

	private void ask(PrintStream err, Person person) {
		if (!person.isThere()) {
			throw new CommandFailedException(ExitCode.USAGE, "cli.rerun.no-terminal");
		}
		err.print(this.invocation.texts().say("cli.rerun.question") + " ");
		err.flush();
		String answer = answer(person);
		if (!YES.contains(answer.strip().toLowerCase(Locale.ROOT))) {
			throw new CommandFailedException(ExitCode.USAGE, "cli.rerun.not-wanted");
		}
	}

	/** The answer is read aside: a process that is asked to stop does not wait for it. */
	private String answer(Person person) {
		CompletableFuture<String> answer = new CompletableFuture<>();
		Thread reader = new Thread(() -> answer.complete(Objects.requireNonNullElse(person.answer(), "")), "answer");
		reader.setDaemon(true);
		reader.start();
		StopSignal.Listening listening = this.stop.whenAsked(() -> answer.complete(""));
		try {
			String line = answer.join();
			this.stop.check();
			return line;
		}
		finally {
			listening.close();
		}
	}

}
