package chargerunner.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Tells other programs a port that was chosen, once the server behind it answers.
 */
final class PortFile {

	private PortFile() {
	}

	/** Whoever waits for the file never reads half of it. */
	static void write(Path file, int port) {
		try {
			Path target = file.toAbsolutePath();
			Path temporary = Files.createTempFile(target.getParent(), target.getFileName().toString(), null);
			Files.writeString(temporary, port + "\n");
			Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
