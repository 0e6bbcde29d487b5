package chargerunner.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The encoding of what people read: the terminal's where it has Korean (UTF-8, CP949),
 * else UTF-8, so that Korean stays readable under {@code LANG=C}.
 */
final class Encoding {

	private Encoding() {
	}

	static PrintStream stream(FileDescriptor descriptor, String property) {
		return new PrintStream(new FileOutputStream(descriptor), true, of(property));
	}

	/**
	 * {@return the encoding of a stream}
	 * @param property the system property that names it on JDK 19 and newer
	 */
	static Charset of(String property) {
		return Stream.of(property, "sun." + property, "native.encoding")
			.map(System::getProperty)
			.filter(Objects::nonNull)
			.findFirst()
			.filter(Encoding::hasKorean)
			.map(Charset::forName)
			.orElse(StandardCharsets.UTF_8);
	}

	static boolean hasKorean(String name) {
		return Charset.isSupported(name) && Charset.forName(name).canEncode()
				&& Charset.forName(name).newEncoder().canEncode("원");
	}

}
