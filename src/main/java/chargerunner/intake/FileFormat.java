package chargerunner.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Tells what a file is from its bytes: text in UTF-8 or CP949, or one of the things that
 * people give instead. Reads the whole file, because both encodings look the same until
 * the first Korean letter.
 */
final class FileFormat {

	/** CP949, as Korean Windows and Excel write it. */
	static final Charset CP949 = Charset.forName("MS949");

	private static final int HEAD = 8 * 1024;

	private static final byte[] UTF8_MARK = { (byte) 0xEF, (byte) 0xBB, (byte) 0xBF };

	private static final List<byte[]> UTF16_MARKS = List.of(new byte[] { (byte) 0xFF, (byte) 0xFE },
			new byte[] { (byte) 0xFE, (byte) 0xFF }, new byte[] { 0, 0, (byte) 0xFE, (byte) 0xFF });

	private static final byte[] ZIP = { 'P', 'K', 3, 4 };

	private static final byte[] OLE = { (byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0 };

	private static final List<String> DRM_MARKS = List.of("DRMONE", "SCDSA00", "NASCA DRM FILE", "<DOCUMENT SAFER");

	private static final List<String> HTML_STARTS = List.of("<!doctype", "<html", "<head", "<meta", "<table", "<?xml",
			"<body", "<style", "<div", "<script");

	private FileFormat() {
	}

	/**
	 * {@return the encoding of a file of text}
	 * @param file a regular file
	 * @throws RefusedFileException when the file is anything else
	 * @throws IOException when the file cannot be read
	 */
	static Charset recognise(Path file) throws RefusedFileException, IOException {
		byte[] head = head(file);
		Optional<ProblemCode> other = somethingElse(head);
		if (other.isPresent()) {
			throw RefusedFileException.of(other.get());
		}
		StrictDecoding utf8 = StrictDecoding.of(file, StandardCharsets.UTF_8);
		if (utf8.succeeds()) {
			return StandardCharsets.UTF_8;
		}
		if (startsWith(head, UTF8_MARK) || StrictDecoding.isMostlyUtf8(file)) {
			throw RefusedFileException.of(utf8.problem(ProblemCode.FILE_DAMAGED_UTF8));
		}
		StrictDecoding cp949 = StrictDecoding.of(file, CP949);
		if (!cp949.succeeds()) {
			throw RefusedFileException.of(utf8.later(cp949).problem(ProblemCode.FILE_ENCODING));
		}
		return CP949;
	}

	private static byte[] head(Path file) throws IOException {
		try (InputStream stream = Files.newInputStream(file)) {
			return stream.readNBytes(HEAD);
		}
	}

	private static Optional<ProblemCode> somethingElse(byte[] head) {
		ProblemCode container = container(head);
		if (container != null) {
			return Optional.of(container);
		}
		String text = new String(head, StandardCharsets.ISO_8859_1).replace("\u00EF\u00BB\u00BF", "").strip();
		if (text.isEmpty()) {
			return Optional.of(ProblemCode.FILE_EMPTY);
		}
		String start = text.substring(0, Math.min(text.length(), 200)).toLowerCase(Locale.ROOT);
		if (HTML_STARTS.stream().anyMatch(start::startsWith)) {
			return Optional.of(ProblemCode.FILE_HTML);
		}
		boolean binary = hasManyControls(text) || start.startsWith("%pdf-") || start.startsWith("{\\rtf");
		return binary ? Optional.of(ProblemCode.FILE_BINARY) : Optional.empty();
	}

	private static boolean hasManyControls(String text) {
		long controls = text.chars().filter((next) -> next < ' ' && (next < '\t' || next > '\r')).count();
		return controls * 20 > text.length();
	}

	private static @Nullable ProblemCode container(byte[] head) {
		if (startsWith(head, ZIP)) {
			return ProblemCode.FILE_XLSX;
		}
		if (startsWith(head, OLE)) {
			return ProblemCode.FILE_XLS;
		}
		String start = new String(head, 0, Math.min(head.length, 100), StandardCharsets.ISO_8859_1);
		if (DRM_MARKS.stream().anyMatch(start::contains)) {
			return ProblemCode.FILE_DRM;
		}
		boolean marked = UTF16_MARKS.stream().anyMatch((mark) -> startsWith(head, mark));
		return (marked || isEverySecondByteNul(head)) ? ProblemCode.FILE_UTF16 : null;
	}

	// UTF-16 without a mark: what is ASCII in it has a NUL in every second byte.
	private static boolean isEverySecondByteNul(byte[] head) {
		int[] nuls = new int[2];
		for (int i = 0; i < head.length; i++) {
			nuls[i % 2] += (head[i] == 0) ? 1 : 0;
		}
		int pairs = head.length / 2;
		return pairs > 0 && Math.max(nuls[0], nuls[1]) > pairs / 3 && Math.min(nuls[0], nuls[1]) <= pairs / 100;
	}

	private static boolean startsWith(byte[] head, byte[] start) {
		for (int i = 0; i < start.length; i++) {
			if (i >= head.length || head[i] != start[i]) {
				return false;
			}
		}
		return true;
	}

}
