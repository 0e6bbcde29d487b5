package chargerunner.intake;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.opencsv.RFC4180Parser;
import com.opencsv.RFC4180ParserBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of characters into the records of a CSV file and lets OpenCSV split each.
 * The cutting is done here because OpenCSV's own reader loses carriage returns inside
 * cells and the line where a quote began, reads an unclosed quote to the end of the file
 * into memory, and takes a failing disk for the end of the file. Holds one record at a
 * time.
 */
final class CsvRecords {

	/** The longest record, in characters. */
	static final int LONGEST = 65_536;

	private static final int END = -1;

	private enum State {

		CELL_START, UNQUOTED, QUOTED, QUOTE_IN_QUOTED

	}

	private final RFC4180Parser parser = new RFC4180ParserBuilder().build();

	private final Reader reader;

	private final char[] buffer = new char[32 * 1024];

	private final StringBuilder text = new StringBuilder(512);

	private int position;

	private int limit;

	private long line = 1;

	private State state = State.CELL_START;

	private boolean misquoted;

	private boolean ended;

	private long quoteLine;

	private int cellStart;

	CsvRecords(Reader reader) {
		this.reader = reader;
	}

	/**
	 * {@return the next record that is not blank, null at the end of the file}
	 * @throws IOException when the file cannot be read
	 * @throws BrokenRecordException when the file breaks off in its midst
	 */
	@Nullable CsvRecord next() throws IOException {
		while (peek() != END) {
			long start = this.line;
			cut();
			List<String> cells = split();
			if (!cells.stream().allMatch((cell) -> CellText.stripped(cell).isEmpty())) {
				return new CsvRecord(start, cells, this.misquoted, this.ended);
			}
		}
		return null;
	}

	private List<String> split() throws IOException {
		String record = this.text.toString();
		// A line that breaks the rules of quoting is refused anyway, and may be anything
		// to a parser.
		return this.misquoted ? new ArrayList<>(Arrays.asList(record.split(",", -1)))
				: Arrays.asList(this.parser.parseLine(record));
	}

	/** Reads up to the end of the record and past it. */
	private void cut() throws IOException {
		this.text.setLength(0);
		this.state = State.CELL_START;
		this.misquoted = false;
		this.ended = false;
		this.cellStart = 0;
		for (int next = read(); next != END; next = read()) {
			boolean newline = next == '\n' || next == '\r';
			if (newline && this.state != State.QUOTED) {
				endLine(next, false);
				this.ended = true;
				return;
			}
			if (newline) {
				endLine(next, true);
			}
			else {
				take((char) next);
			}
			checkLength();
		}
		if (this.state == State.QUOTED) {
			throw new BrokenRecordException(Problem.ofLine(this.quoteLine, ProblemCode.FILE_UNCLOSED_QUOTE));
		}
	}

	private void endLine(int newline, boolean keep) throws IOException {
		this.line++;
		if (keep) {
			this.text.append((char) newline);
		}
		if (newline == '\r' && peek() == '\n') {
			int lineFeed = read();
			if (keep) {
				this.text.append((char) lineFeed);
			}
		}
	}

	private void take(char next) {
		switch (this.state) {
			case CELL_START -> startCell(next);
			case UNQUOTED -> takeUnquoted(next);
			case QUOTED -> this.state = (next == '"') ? State.QUOTE_IN_QUOTED : State.QUOTED;
			case QUOTE_IN_QUOTED -> takeAfterQuote(next);
		}
		this.text.append(next);
		if (next == ',' && this.state == State.CELL_START) {
			this.cellStart = this.text.length();
		}
	}

	private void startCell(char next) {
		if (next == '"') {
			this.state = State.QUOTED;
			this.quoteLine = this.line;
		}
		else if (next != ',') {
			this.state = State.UNQUOTED;
		}
	}

	private void takeUnquoted(char next) {
		if (next == ',') {
			this.state = State.CELL_START;
		}
		else if (next == '"') {
			// A lone quote in the midst of a cell (5" case) is itself to every program;
			// others are read differently by each.
			String before = this.text.substring(this.cellStart);
			this.misquoted |= before.endsWith("\"") || CellText.stripped(before).isEmpty();
		}
	}

	private void takeAfterQuote(char next) {
		if (next == '"') {
			this.state = State.QUOTED;
		}
		else if (next == ',') {
			this.state = State.CELL_START;
		}
		else {
			this.misquoted = true;
			this.state = State.UNQUOTED;
		}
	}

	private void checkLength() {
		if (this.text.length() > LONGEST) {
			boolean unclosed = this.state == State.QUOTED;
			throw new BrokenRecordException(unclosed ? Problem.ofLine(this.quoteLine, ProblemCode.FILE_UNCLOSED_QUOTE)
					: Problem.ofLine(this.line, ProblemCode.FILE_ENDLESS_ROW, LONGEST));
		}
	}

	private int read() throws IOException {
		int next = peek();
		this.position++;
		return next;
	}

	private int peek() throws IOException {
		if (this.position >= this.limit) {
			this.limit = this.reader.read(this.buffer);
			this.position = 0;
		}
		return (this.limit < 0) ? END : this.buffer[this.position];
	}

	/**
	 * One record.
	 *
	 * @param line the physical line where it begins
	 * @param cells its cells
	 * @param misquoted whether its quotes follow no rule
	 * @param ended whether a line end follows, which is missing where a file was cut off
	 */
	record CsvRecord(long line, List<String> cells, boolean misquoted, boolean ended) {
	}

	/** The file breaks off: what follows cannot be told apart. */
	static final class BrokenRecordException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final transient Problem problem;

		BrokenRecordException(Problem problem) {
			super(problem.code() + " in line " + problem.line());
			this.problem = problem;
		}

		Problem problem() {
			return this.problem;
		}

	}

}
