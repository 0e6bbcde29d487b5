package chargerunner.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Tells whether a person watches standard error. {@code System.console()} is about
 * standard input and output, and is never null from JDK 22 on.
 */
final class Watcher {

	private static final int PATIENCE_SECONDS = 2;

	private Watcher() {
	}

	/**
	 * {@return whether standard error is a terminal that can move its cursor}
	 * @param environment the environment variables; {@code CI} and {@code TERM=dumb} say
	 * no
	 */
	static boolean isThere(Map<String, String> environment) {
		String term = environment.get("TERM");
		return term != null && !term.isBlank() && !"dumb".equals(term) && !environment.containsKey("CI")
				&& isTerminal(2);
	}

	/**
	 * {@return whether a stream of this process is a terminal}
	 * @param descriptor 0 for standard input, 2 for standard error
	 */
	static boolean isTerminal(int descriptor) {
		try {
			Process test = new ProcessBuilder("test", "-t", Integer.toString(descriptor))
				.redirectInput(Redirect.INHERIT)
				.redirectError(Redirect.INHERIT)
				.start();
			return test.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && test.exitValue() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
