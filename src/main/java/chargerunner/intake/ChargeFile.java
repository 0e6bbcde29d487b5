package chargerunner.intake;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

import chargerunner.intake.CloseableRows.OpenedText;
import chargerunner.intake.CloseableRows.RowJudgement;
import chargerunner.intake.CsvRecords.BrokenRecordException;
import chargerunner.intake.CsvRecords.CsvRecord;

/**
 * A CSV file of charges that was recognised and read through once: what it holds is
 * counted, what is wrong with it is known, nothing of it is kept in memory but counts and
 * the first problems. Amounts are whole won. The file may be read any number of times;
 * each reading notices when the file is no longer the one that was surveyed. Immutable,
 * and safe for use by several threads.
 */
public final class ChargeFile {

	private static final String SUFFIX = ".csv";

	private final Path path;

	private final FileStamp stamp;

	private final Charset charset;

	private final String sha256;

	private final Header header;

	private final RowJudgement judgement;

	private final String digest;

	private final Survey.Totals totals;

	private ChargeFile(Path path, Limits limits) throws RefusedFileException, IOException {
		this.path = path;
		this.stamp = FileStamp.of(path);
		this.charset = FileFormat.recognise(path);
		this.sha256 = sha256(path);
		this.header = readHeader();
		Survey survey = new Survey(this.header);
		survey(new RowJudgement(limits, RepeatedRows.NONE), survey, survey::add);
		this.digest = survey.digest();
		this.judgement = new RowJudgement(limits, survey.repeated());
		if (!this.judgement.repeated().isEmpty()) {
			survey = new Survey(this.header);
			survey(this.judgement, survey, survey::count);
		}
		this.totals = survey.totals();
	}

	/**
	 * Recognises a file, reads all of it and checks every row.
	 * @param path where the file is
	 * @param limits what one row may ask for
	 * @return the surveyed file, with or without invalid rows
	 * @throws RefusedFileException when it is no file of charges, or breaks off in its
	 * midst
	 */
	public static ChargeFile open(Path path, Limits limits) throws RefusedFileException {
		if (!Files.exists(path)) {
			throw RefusedFileException.of(ProblemCode.FILE_MISSING);
		}
		if (!Files.isRegularFile(path)) {
			throw RefusedFileException
				.of(Files.isDirectory(path) ? ProblemCode.FILE_DIRECTORY : ProblemCode.FILE_IRREGULAR);
		}
		try {
			return new ChargeFile(path, limits);
		}
		catch (ChangedFileException ex) {
			throw new RefusedFileException(List.of(ex.problem()), ex);
		}
		catch (IOException | UncheckedIOException ex) {
			throw new RefusedFileException(List.of(Problem.ofFile(ProblemCode.FILE_UNREADABLE)), ex);
		}
	}

	/**
	 * {@return a reference as it is read from a cell: trimmed, in form NFC, without the
	 * one {@code '} that files of ours put before a formula}
	 * @param text a reference, as a person copies it from a file
	 */
	public static String referenceOf(String text) {
		return CellText.value(CellText.unprotected(text.strip()));
	}

	/**
	 * {@return the file's name without {@code .csv}, which the files written for it begin
	 * with}
	 * @param path where the file is
	 */
	public static String nameOf(Path path) {
		Path fileName = path.getFileName();
		String name = (fileName != null) ? fileName.toString() : "";
		boolean suffixed = name.length() > SUFFIX.length() && name.toLowerCase(Locale.ROOT).endsWith(SUFFIX);
		return suffixed ? name.substring(0, name.length() - SUFFIX.length()) : name;
	}

	/**
	 * {@return where the file is, as it was given}
	 */
	public Path path() {
		return this.path;
	}

	/**
	 * {@return the encoding that the file turned out to be in: UTF-8 or CP949}
	 */
	public Charset charset() {
		return this.charset;
	}

	/**
	 * {@return the names of the columns in the file's order; those that are known to this
	 * tool in its own spelling, others as they came}
	 */
	public List<String> columns() {
		return this.header.names();
	}

	/**
	 * {@return the SHA-256 of the file's bytes, in hexadecimal}
	 */
	public String sha256() {
		return this.sha256;
	}

	/**
	 * {@return what the file is recognised by when it comes again: a digest of all its
	 * rows that does not depend on their order, the encoding, blanks, the order of the
	 * columns or columns that are not ours; in hexadecimal}
	 */
	public String digest() {
		return this.digest;
	}

	/**
	 * {@return how many rows the file has, blank lines not counted}
	 */
	public long rows() {
		return this.totals.rows();
	}

	/**
	 * {@return how many rows have no problem}
	 */
	public long validRows() {
		return this.totals.validRows();
	}

	/**
	 * {@return what the valid rows ask for together, in won}
	 */
	public long validWon() {
		return this.totals.validWon();
	}

	/**
	 * {@return whether each valid row has its own reference, so that no batch is needed}
	 */
	public boolean everyRowHasReference() {
		return this.totals.everyRowHasReference();
	}

	/**
	 * {@return how many problems all rows have together}
	 */
	public long problemCount() {
		return this.totals.problems();
	}

	/**
	 * {@return the first problems, at most 1,000}
	 */
	public List<Problem> firstProblems() {
		return this.totals.firstProblems();
	}

	/**
	 * Gives every problem of every row, in the file's order. Reads the file again when
	 * not all of them are in memory.
	 * @param consumer takes each problem; what it throws ends the reading
	 */
	public void forEachProblem(Consumer<Problem> consumer) {
		if (problemCount() == firstProblems().size()) {
			firstProblems().forEach(consumer);
			return;
		}
		try (CloseableRows rows = read()) {
			rows.forEachRemaining((row) -> row.problems().forEach(consumer));
		}
	}

	/**
	 * Reads the file from its start.
	 * @return the rows, to be closed
	 * @throws ChangedFileException when the file is not the one that was surveyed
	 * @throws UncheckedIOException when the file cannot be read
	 */
	public CloseableRows read() {
		try {
			return read(this.judgement);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private CloseableRows read(RowJudgement by) throws IOException {
		this.stamp.check(this.path);
		Reader reader = reader();
		try {
			CsvRecords records = new CsvRecords(reader);
			records.next();
			return new CloseableRows(new OpenedText(reader, records, () -> this.stamp.check(this.path)), this.header,
					by);
		}
		catch (IOException | RuntimeException ex) {
			reader.close();
			throw ex;
		}
	}

	private void survey(RowJudgement by, Survey survey, Consumer<InputRow> pass)
			throws RefusedFileException, IOException {
		try (CloseableRows rows = read(by)) {
			rows.forEachRemaining(pass);
		}
		catch (BrokenRecordException ex) {
			List<Problem> problems = new ArrayList<>(List.of(ex.problem()));
			problems.addAll(survey.firstProblems());
			throw new RefusedFileException(problems, ex);
		}
		if (survey.isWonOverflow()) {
			throw RefusedFileException.of(ProblemCode.FILE_TOTAL);
		}
	}

	private Header readHeader() throws RefusedFileException, IOException {
		try (Reader reader = reader()) {
			CsvRecord first = new CsvRecords(reader).next();
			if (first == null) {
				throw RefusedFileException.of(ProblemCode.FILE_EMPTY);
			}
			return new HeaderReading(first).header();
		}
		catch (BrokenRecordException ex) {
			throw new RefusedFileException(List.of(ex.problem()), ex);
		}
	}

	private Reader reader() throws IOException {
		PushbackReader reader = new PushbackReader(new InputStreamReader(Files.newInputStream(this.path),
				this.charset.newDecoder()
					.onMalformedInput(CodingErrorAction.REPORT)
					.onUnmappableCharacter(CodingErrorAction.REPORT)));
		int first = reader.read();
		if (first >= 0 && first != '\uFEFF') {
			reader.unread(first);
		}
		return reader;
	}

	private static String sha256(Path file) throws IOException {
		try (DigestInputStream digesting = new DigestInputStream(Files.newInputStream(file), Sha256.create())) {
			digesting.transferTo(OutputStream.nullOutputStream());
			return HexFormat.of().formatHex(digesting.getMessageDigest().digest());
		}
	}

}
