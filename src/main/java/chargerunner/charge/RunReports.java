package chargerunner.charge;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The ledger, read for reports. The same ledger gives the same lines in the same order.
 */
public interface RunReports {

	/**
	 * {@return what is to be reported of a run}
	 * @param runId a run that was sealed
	 */
	Heading heading(long runId);

	/**
	 * Gives every row of a run, by row number, without holding them all in memory.
	 * @param runId a run that was sealed
	 * @param consumer takes each line; what it throws ends the reading
	 */
	void forEachLine(long runId, Consumer<ReportLine> consumer);

	/**
	 * {@return how many charges of the run were paid through a test channel, so that no
	 * money moved}
	 * @param runId the run
	 */
	long sandboxAnswers(long runId);

	/**
	 * {@return the run that wrote the file at that path, if one did}
	 * @param file an absolute, normalised path
	 */
	Optional<Long> writerOf(Path file);

	/**
	 * Notes that a run has written the file at that path.
	 * @param file an absolute, normalised path
	 * @param runId the run
	 */
	void markWritten(Path file, long runId);

	/**
	 * What is common to a run's files.
	 *
	 * @param runId the run
	 * @param columns the input columns as they came
	 * @param directory where the files go, absolute
	 * @param name the files' name without {@code .result.csv}
	 * @param locale the language of advice, as it was when the run was planned
	 * @param plannedRows all rows of the input, as stored at the seal
	 * @param plannedWon what all valid rows ask for together, as stored at the seal
	 * @param finishedAt when the run was finished; null while rows are left
	 */
	record Heading(long runId, List<String> columns, String directory, String name, Locale locale, long plannedRows,
			long plannedWon, @Nullable Instant finishedAt) {

		/**
		 * {@return the same with the files in another directory}
		 * @param other the directory
		 */
		public Heading in(Path other) {
			return new Heading(this.runId, this.columns, other.toString(), this.name, this.locale, this.plannedRows,
					this.plannedWon, this.finishedAt);
		}

	}

}
