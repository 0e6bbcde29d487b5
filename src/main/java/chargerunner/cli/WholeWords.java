package chargerunner.cli;

import java.lang.Character.UnicodeScript;
import java.util.Enumeration;
import java.util.ResourceBundle;

/**
 * Help in Korean, with its line ends already in it: Picocli would break a line between
 * any two Korean letters, which Korean does between words only. Safe for use by several
 * threads.
 */
final class WholeWords extends ResourceBundle {

	/** What is left of a line beside the longest option. */
	private static final int OPTION_WIDTH = 70;

	/** What is left of a line beside the longest command. */
	private static final int DESCRIPTION_WIDTH = 86;

	private final ResourceBundle help;

	WholeWords(ResourceBundle help) {
		this.help = help;
	}

	@Override
	protected Object handleGetObject(String key) {
		String text = this.help.getString(key);
		if (key.contains(".usage.footer") || key.contains("usage.exitCodeList") || key.startsWith("usage.")) {
			return text;
		}
		return wrapped(text, key.contains(".usage.description") ? DESCRIPTION_WIDTH : OPTION_WIDTH);
	}

	@Override
	public Enumeration<String> getKeys() {
		return this.help.getKeys();
	}

	private static String wrapped(String text, int width) {
		StringBuilder wrapped = new StringBuilder();
		int used = 0;
		for (String word : text.split(" ", -1)) {
			int wide = width(word);
			boolean fits = used == 0 || used + 1 + wide <= width;
			wrapped.append((used == 0) ? "" : fits ? " " : "%n").append(word);
			used = fits ? used + Math.min(used, 1) + wide : wide;
		}
		return wrapped.toString();
	}

	/**
	 * {@return how many columns of a terminal a text takes}
	 * @param text the text
	 */
	static int width(String text) {
		return text.codePoints().map((point) -> (UnicodeScript.of(point) == UnicodeScript.HANGUL) ? 2 : 1).sum();
	}

}
