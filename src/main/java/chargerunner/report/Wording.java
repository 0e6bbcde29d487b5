package chargerunner.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import chargerunner.charge.ReasonClass;
import chargerunner.charge.RowOutcome;
import org.jspecify.annotations.Nullable;

import org.springframework.context.support.MessageSourceAccessor;

/**
 * Words, numbers and times as people read them, in one language. Times are Asia/Seoul.
 */
record Wording(MessageSourceAccessor messages) {

	String say(String code, Object... arguments) {
		Object[] texts = new Object[arguments.length];
		for (int i = 0; i < arguments.length; i++) {
			texts[i] = text(arguments[i]);
		}
		return this.messages.getMessage("report." + code, texts);
	}

	/** Numbers of runs and rows have no thousands separators; amounts are texts. */
	private static String text(Object argument) {
		return (argument instanceof Instant time) ? second(time) : argument.toString();
	}

	static String number(long number) {
		return String.format(Locale.ROOT, "%,d", number);
	}

	static String minute(Instant time) {
		return SeoulTime.minute(time);
	}

	static String second(Instant time) {
		return SeoulTime.plainSecond(time);
	}

	/**
	 * {@return a time, with its date only when that is another than that of the time
	 * before}
	 * @param before the time before
	 * @param time the time
	 */
	static String since(Instant before, Instant time) {
		String full = second(time);
		int date = full.indexOf(' ');
		return full.startsWith(second(before).substring(0, date)) ? full.substring(date + 1) : full;
	}

	String outcome(RowOutcome outcome) {
		return say("summary.outcome." + outcome.text());
	}

	/**
	 * {@return an outcome with the word that says why}
	 * @param outcome the outcome
	 * @param reasonClass why; null where nothing is to be said
	 */
	String outcome(RowOutcome outcome, @Nullable ReasonClass reasonClass) {
		return (reasonClass != null) ? outcome(outcome) + ", " + reasonClass.text() : outcome(outcome);
	}

	/** A headline and what stands below it; nothing when nothing does. */
	static List<String> section(String headline, List<String> lines) {
		if (lines.isEmpty()) {
			return List.of();
		}
		List<String> section = new ArrayList<>(List.of("", headline));
		section.addAll(lines);
		return section;
	}

	/** Pairs below each other, blank values left out. */
	static List<String> pairs(Map<String, String> pairs) {
		TextTable table = new TextTable();
		pairs.forEach((name, value) -> {
			if (!value.isBlank()) {
				table.add(name, value);
			}
		});
		return table.lines(0);
	}

}
