package chargerunner.report;

import java.lang.Character.UnicodeBlock;
import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Lines of text whose columns stand below each other on a terminal, where Korean letters
 * are two cells wide. The first column and the last of a table with a path are set left,
 * numbers right. Used by one thread.
 */
final class TextTable {

	private static final Set<UnicodeScript> WIDE = Set.of(UnicodeScript.HANGUL, UnicodeScript.HAN,
			UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA);

	private final List<List<String>> lines = new ArrayList<>();

	void add(String... cells) {
		this.lines.add(List.of(cells));
	}

	/**
	 * {@return the lines, indented, without blanks at their ends}
	 * @param numbers how many columns after the first hold numbers
	 */
	List<String> lines(int numbers) {
		return this.lines.stream().map((cells) -> line(cells, numbers)).toList();
	}

	private String line(List<String> cells, int numbers) {
		StringBuilder line = new StringBuilder();
		for (int column = 0; column < cells.size(); column++) {
			String blanks = " ".repeat(width(column) - width(cells.get(column)));
			boolean right = column > 0 && column <= numbers;
			line.append("  ").append(right ? blanks + cells.get(column) : cells.get(column) + blanks);
		}
		return line.toString().stripTrailing();
	}

	private int width(int column) {
		return this.lines.stream().mapToInt((cells) -> width(cells.get(column))).max().orElse(0);
	}

	static int width(String text) {
		return text.codePoints().map((point) -> isWide(point) ? 2 : 1).sum();
	}

	private static boolean isWide(int point) {
		return WIDE.contains(UnicodeScript.of(point))
				|| UnicodeBlock.CJK_SYMBOLS_AND_PUNCTUATION.equals(UnicodeBlock.of(point));
	}

}
