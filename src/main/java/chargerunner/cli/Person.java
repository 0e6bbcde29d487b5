package chargerunner.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

import org.jspecify.annotations.Nullable;

/**
 * The person before whom the process runs, if there is one.
 */
interface Person {

	/**
	 * {@return whether somebody can read a question and answer it}
	 */
	boolean isThere();

	/**
	 * {@return the next line that the person writes; null when there will be none}
	 */
	@Nullable String answer();

	/** Whoever sits at the terminal, if standard input and standard error are one. */
	static Person atTerminal() {
		return new Person() {

			@Override
			public boolean isThere() {
				return Watcher.isTerminal(0) && Watcher.isTerminal(2);
			}

			@Override
			public @Nullable String answer() {
				try {
					return new BufferedReader(new InputStreamReader(System.in, Encoding.of("stdin.encoding")))
						.readLine();
				}
				catch (IOException ex) {
					return null;
				}
			}

		};
	}

}
