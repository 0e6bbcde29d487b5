package chargerunner.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * Writes to a stream in the stream's own encoding. {@link PrintWriter} over a stream
 * takes that of the platform before JDK 19, in which Korean is lost under {@code LANG=C}.
 */
final class StreamWriter extends Writer {

	private final PrintStream stream;

	private StreamWriter(PrintStream stream) {
		this.stream = stream;
	}

	static PrintWriter to(PrintStream stream) {
		return new PrintWriter(new StreamWriter(stream), true);
	}

	@Override
	public void write(char[] text, int offset, int length) {
		this.stream.print(String.valueOf(text, offset, length));
	}

	@Override
	public void flush() {
		this.stream.flush();
	}

	@Override
	public void close() {
		flush();
	}

}
