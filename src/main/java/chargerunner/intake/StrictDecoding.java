package chargerunner.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * How far a file can be decoded without guessing.
 *
 * @param line the physical line of the first bytes that are no text, from 1; 0 when there
 * are none
 * @param offset how many bytes stand before them
 * @param bytes those bytes and a few more, in hexadecimal
 */
record StrictDecoding(long line, long offset, String bytes) {

	private static final int BUFFER = 64 * 1024;

	private static final int SHOWN_BYTES = 4;

	static StrictDecoding of(Path file, Charset charset) throws IOException {
		try (InputStream stream = Files.newInputStream(file)) {
			return new Decoder(stream, charset).decode();
		}
	}

	/**
	 * {@return whether a file that is not UTF-8 looks like UTF-8 that was damaged: it has
	 * more Korean letters in UTF-8 than faults}
	 * @param file a file of text
	 * @throws IOException when the file cannot be read
	 */
	static boolean isMostlyUtf8(Path file) throws IOException {
		// CP949 taken for UTF-8 is faults nearly throughout, and almost never makes
		// Hangul.
		long hangul = 0;
		long faults = 0;
		char[] buffer = new char[BUFFER];
		try (Reader reader = new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8)) {
			for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
				for (int i = 0; i < count; i++) {
					hangul += (buffer[i] >= '\uAC00' && buffer[i] <= '\uD7A3') ? 1 : 0;
					faults += (buffer[i] == '\uFFFD') ? 1 : 0;
				}
			}
		}
		return hangul > faults;
	}

	boolean succeeds() {
		return this.line == 0;
	}

	StrictDecoding later(StrictDecoding other) {
		return (other.offset > this.offset) ? other : this;
	}

	Problem problem(ProblemCode code) {
		return Problem.ofLine(this.line, code, this.bytes);
	}

	/** One pass over a file, counting lines. */
	private static final class Decoder {

		private final InputStream stream;

		private final CharsetDecoder decoder;

		private final ByteBuffer in = ByteBuffer.allocate(BUFFER);

		private final CharBuffer out = CharBuffer.allocate(BUFFER);

		private long line = 1;

		private long read;

		private char previous;

		Decoder(InputStream stream, Charset charset) {
			this.stream = stream;
			this.decoder = charset.newDecoder()
				.onMalformedInput(CodingErrorAction.REPORT)
				.onUnmappableCharacter(CodingErrorAction.REPORT);
		}

		StrictDecoding decode() throws IOException {
			boolean end = false;
			while (!end) {
				end = !fill();
				CoderResult result = drain(end);
				if (result.isError()) {
					return failure();
				}
				this.in.compact();
			}
			return new StrictDecoding(0, Long.MAX_VALUE, "");
		}

		private boolean fill() throws IOException {
			int count = this.stream.read(this.in.array(), this.in.position(), this.in.remaining());
			this.in.position(this.in.position() + Math.max(count, 0)).flip();
			this.read += Math.max(count, 0);
			return count >= 0;
		}

		private CoderResult drain(boolean end) {
			CoderResult result;
			do {
				result = this.decoder.decode(this.in, this.out, end);
				countLines();
			}
			while (result.isOverflow());
			return result;
		}

		private void countLines() {
			this.out.flip();
			while (this.out.hasRemaining()) {
				char next = this.out.get();
				if (next == '\r' || (next == '\n' && this.previous != '\r')) {
					this.line++;
				}
				this.previous = next;
			}
			this.out.clear();
		}

		private StrictDecoding failure() {
			int shown = Math.min(this.in.remaining(), SHOWN_BYTES);
			String bytes = HexFormat.ofDelimiter(" ")
				.withUpperCase()
				.formatHex(this.in.array(), this.in.position(), this.in.position() + shown);
			return new StrictDecoding(this.line, this.read - this.in.remaining(), bytes);
		}

	}

}
