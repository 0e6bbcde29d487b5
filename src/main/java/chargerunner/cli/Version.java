package chargerunner.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

import picocli.CommandLine.IVersionProvider;

/**
 * The program's version, as the build has written it down.
 */
final class Version implements IVersionProvider {

	static String current() {
		Properties build = new Properties();
		try (InputStream file = Version.class.getResourceAsStream("/META-INF/build-info.properties")) {
			if (file != null) {
				build.load(file);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return build.getProperty("build.version", "development");
	}

	@Override
	public String[] getVersion() {
		return new String[] { "charge-runner " + current() };
	}

}
