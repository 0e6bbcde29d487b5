package chargerunner.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What happened, a line each; the same thing again and again stands once, with every time
 * at which it happened.
 */
record Timeline(Wording wording) {

	private static final int WIDTH = 100;

	/** As wide as a time and what is around it. */
	private static final String INDENT = "                       ";

	List<String> lines(List<Told> told) {
		List<String> lines = new ArrayList<>();
		int i = 0;
		while (i < told.size()) {
			Told first = told.get(i);
			List<Instant> again = new ArrayList<>();
			for (i++; i < told.size() && told.get(i).sentence().equals(first.sentence()); i++) {
				again.add(told.get(i).at());
			}
			lines.add("  " + Wording.second(first.at()) + "  " + first.sentence());
			addAgain(first.at(), again, lines);
		}
		return lines;
	}

	private void addAgain(Instant first, List<Instant> again, List<String> lines) {
		if (again.isEmpty()) {
			return;
		}
		StringBuilder line = new StringBuilder(INDENT + this.wording.say("story.also"));
		Instant before = first;
		for (Instant at : again) {
			String time = Wording.since(before, at);
			if (TextTable.width(line + " " + time + ",") > WIDTH) {
				lines.add(line.toString().stripTrailing());
				line = new StringBuilder(INDENT);
			}
			line.append(' ').append(time).append(',');
			before = at;
		}
		lines.add(line.substring(0, line.length() - 1));
	}

	/**
	 * Something that happened.
	 *
	 * @param at when
	 * @param sentence what
	 */
	record Told(Instant at, String sentence) {
	}

}
