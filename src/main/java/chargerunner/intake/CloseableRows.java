package chargerunner.intake;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;

import chargerunner.intake.CsvRecords.CsvRecord;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file in its order, read one at a time. {@code hasNext} and {@code next}
 * throw {@link UncheckedIOException} when the file cannot be read on, and
 * {@link ChangedFileException} at the end when the file is not the one that was surveyed.
 * Not safe for use by several threads at once.
 */
public final class CloseableRows implements Iterator<InputRow>, AutoCloseable {

	private final Reader reader;

	private final CsvRecords records;

	private final RowChecker checker;

	private final RowIdentity identity;

	private final RepeatedRows repeated;

	private final Runnable atEnd;

	private @Nullable InputRow upcoming;

	private boolean ended;

	private long number;

	CloseableRows(OpenedText text, Header header, RowJudgement judgement) {
		this.reader = text.reader();
		this.records = text.records();
		this.checker = new RowChecker(header, judgement.limits());
		this.identity = new RowIdentity(header);
		this.repeated = judgement.repeated();
		this.atEnd = text.atEnd();
	}

	@Override
	public boolean hasNext() {
		if (this.upcoming == null && !this.ended) {
			this.upcoming = read();
			if (this.upcoming == null) {
				this.ended = true;
				this.atEnd.run();
			}
		}
		return this.upcoming != null;
	}

	@Override
	public InputRow next() {
		InputRow row = hasNext() ? this.upcoming : null;
		if (row == null) {
			throw new NoSuchElementException("The file has no more rows");
		}
		this.upcoming = null;
		return row;
	}

	@Override
	public void close() {
		try {
			this.reader.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private @Nullable InputRow read() {
		try {
			CsvRecord rec = this.records.next();
			return (rec != null) ? withRepetition(this.checker.check(++this.number, rec)) : null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private InputRow withRepetition(InputRow row) {
		OptionalLong key = this.repeated.isEmpty() ? OptionalLong.empty() : this.identity.key(row);
		OptionalLong other = key.isPresent() ? this.repeated.otherLine(key.getAsLong(), row.line())
				: OptionalLong.empty();
		if (other.isEmpty()) {
			return row;
		}
		List<Problem> problems = new ArrayList<>(row.problems());
		problems.add(repetition(row, other.getAsLong()));
		return new InputRow(row.number(), row.line(), row.cells(), null, List.copyOf(problems));
	}

	private Problem repetition(InputRow row, long otherLine) {
		boolean referenced = this.identity.hasReference(row);
		InputColumn column = referenced ? InputColumn.REFERENCE : InputColumn.CUSTOMER_UID;
		ProblemCode code = referenced ? ProblemCode.ROW_SAME_REFERENCE : ProblemCode.ROW_SAME_CHARGE;
		return new Problem(row.number(), row.line(), column.text(), this.identity.text(row, column), code.text(),
				List.of(otherLine));
	}

	/**
	 * A file opened for one reading.
	 *
	 * @param reader what is to be closed
	 * @param records the records that are left
	 * @param atEnd is run when all are read
	 */
	record OpenedText(Reader reader, CsvRecords records, Runnable atEnd) {
	}

	/**
	 * What rows are judged by.
	 *
	 * @param limits the limits of one row
	 * @param repeated the rows that are the same charge
	 */
	record RowJudgement(Limits limits, RepeatedRows repeated) {
	}

}
