package chargerunner.job;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import chargerunner.charge.Disposition;
import chargerunner.charge.DueSubscription;
import chargerunner.charge.Tally;
import chargerunner.intake.DueSubscriptions;
import chargerunner.intake.InputRow;
import chargerunner.intake.Problem;
import chargerunner.intake.ProblemTexts;
import chargerunner.intake.ProblemsFile;
import chargerunner.job.RunResult.Kind;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSourceResolvable;

/**
 * Tells what is wrong with a file: the first problems as sentences, all of them in a file
 * beside the others.
 */
final class Refusals {

	/** How many problems are shown; the file has them all. */
	static final int SHOWN = 20;

	private final ProblemTexts texts;

	private final ProblemsFile problemsFile;

	Refusals(ProblemTexts texts) {
		this.texts = texts;
		this.problemsFile = new ProblemsFile(texts);
	}

	List<String> sentences(Path file, List<Problem> problems) {
		String name = String.valueOf(file.getFileName());
		return problems.stream().limit(SHOWN).map((problem) -> this.texts.sentence(name, problem)).toList();
	}

	/**
	 * {@return what is wrong with a subscription, in sentences}
	 * @param subscription the subscription
	 */
	List<String> sentences(DueSubscription subscription) {
		return DueSubscriptions.problems(subscription)
			.stream()
			.map((problem) -> this.texts.sentenceOfSubscription(subscription.id(), problem))
			.toList();
	}

	/**
	 * {@return what is wrong with an invalid row, in short}
	 * @param row the row
	 */
	String firstProblem(InputRow row) {
		Problem first = row.problems().get(0);
		return (first.column().isEmpty() ? "" : first.column() + ": ") + this.texts.problem(first);
	}

	/**
	 * {@return what the ledger has against a row, in short}
	 * @param disposition what the ledger makes of the row: invalid
	 */
	String ledgerProblem(Disposition disposition) {
		String code = Objects.requireNonNull(disposition.problem());
		return FileSurvey.columnOf(code) + ": "
				+ this.texts.problem(new Problem(0, 0, "", "", FileSurvey.LEDGER + code, disposition.arguments()));
	}

	/**
	 * Writes all problems.
	 * @param file the input file
	 * @param directory where the file of problems goes
	 * @param problems gives each problem to the consumer that it is called with
	 * @return the file of problems
	 * @throws CommandFailedException when it cannot be written
	 */
	Path write(Path file, Path directory, Consumer<Consumer<Problem>> problems) {
		try {
			return this.problemsFile.write(ProblemsFile.pathOf(directory, file), problems);
		}
		catch (UncheckedIOException ex) {
			throw new CommandFailedException(ExitCode.UNFINISHED, "job.problems-not-written", directory,
					String.valueOf(ex.getCause()));
		}
	}

	/**
	 * {@return how a refused input ends}
	 * @param tally what its rows would have become
	 * @param problems the first problems, as sentences
	 * @param count how many there are
	 * @param problemsFile the file that lists them; null without one
	 * @param notes why it is refused, in sentences
	 */
	static RunResult refused(Tally tally, List<String> problems, long count, @Nullable Path problemsFile,
			List<MessageSourceResolvable> notes) {
		return new RunResult(Kind.REFUSED, 0, ExitCode.REFUSED, null, tally, null, 0, problems, count, problemsFile,
				notes);
	}

}
