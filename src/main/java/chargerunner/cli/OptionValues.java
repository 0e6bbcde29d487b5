package chargerunner.cli;

import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import chargerunner.charge.Selection;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;

/**
 * Reads the values of options.
 */
final class OptionValues {

	private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

	private OptionValues() {
	}

	private static @Nullable Long wholeNumber(String text) {
		try {
			return text.matches("[+-]?\\d+") ? Long.valueOf(text) : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private static long wholeNumber(String text, long least, String problem) {
		Long number = wholeNumber(text);
		if (number == null || number < least) {
			throw new UsageException(problem);
		}
		return number;
	}

	/** What Java makes of letters that the locale of the process does not have. */
	private static final char UNREADABLE = '\uFFFD';

	/** A text that is checked by whoever takes it. */
	static final class Letters implements ITypeConverter<String> {

		@Override
		public String convert(String text) {
			if (text.indexOf(UNREADABLE) >= 0) {
				throw new UsageException("cli.usage.path-locale");
			}
			return text;
		}

	}

	/** A file or directory. */
	static final class Place implements ITypeConverter<Path> {

		@Override
		public Path convert(String text) {
			if (text.isBlank()) {
				throw new UsageException("cli.usage.path-empty");
			}
			if (text.indexOf(UNREADABLE) >= 0) {
				throw new UsageException("cli.usage.path-locale");
			}
			try {
				return Path.of(text);
			}
			catch (InvalidPathException ex) {
				throw new UsageException("cli.usage.path");
			}
		}

	}

	/** A number of rows from 1. */
	static final class Rows implements ITypeConverter<Long> {

		@Override
		public Long convert(String text) {
			return wholeNumber(text, 1, "cli.usage.rows");
		}

	}

	/** The number of a run. */
	static final class RunNumber implements ITypeConverter<Long> {

		@Override
		public Long convert(String text) {
			return wholeNumber(text, 1, "cli.usage.run");
		}

	}

	/** Row numbers, as 10-20, or 7 for one row. */
	static final class RowRange implements ITypeConverter<Selection.Rows> {

		private static final Pattern RANGE = Pattern.compile("(\\d+)(?:-(\\d+))?");

		@Override
		public Selection.Rows convert(String text) {
			Matcher range = RANGE.matcher(text);
			if (!range.matches()) {
				throw new UsageException("cli.usage.row-range");
			}
			long first = wholeNumber(range.group(1), 1, "cli.usage.row-range");
			String end = range.group(2);
			return new Selection.Rows(first, (end != null) ? wholeNumber(end, first, "cli.usage.row-range") : first);
		}

	}

	/** Words that choose by status, with commas between them. */
	static final class Statuses implements ITypeConverter<Words> {

		@Override
		public Words convert(String text) {
			Words words = Words.of(text);
			if (!Selection.statusWords().containsAll(words.list())) {
				throw new UsageException("cli.usage.status");
			}
			return words;
		}

	}

	/** References, with commas between them. */
	static final class References implements ITypeConverter<Words> {

		@Override
		public Words convert(String text) {
			Words words = Words.of(text);
			if (words.list().contains("")) {
				throw new UsageException("cli.usage.references");
			}
			return words;
		}

	}

	/**
	 * Texts that were given with commas between them.
	 *
	 * @param list the texts, without blanks around them
	 */
	record Words(List<String> list) {

		private static Words of(String text) {
			return new Words(Stream.of(text.split(",", -1)).map(String::strip).toList());
		}

	}

	/** A number from 0. */
	static final class Count implements ITypeConverter<Long> {

		@Override
		public Long convert(String text) {
			return wholeNumber(text, 0, "cli.usage.count");
		}

	}

	/** Whole won, as 3000 or 3,000. */
	static final class Won implements ITypeConverter<Long> {

		private static final Pattern GROUPED = Pattern.compile("\\d{1,3}(,\\d{3})+");

		@Override
		public Long convert(String text) {
			String digits = GROUPED.matcher(text).matches() ? text.replace(",", "") : text;
			return wholeNumber(digits, 0, "cli.usage.won");
		}

	}

	/** Requests in flight. */
	static final class InFlight implements ITypeConverter<Integer> {

		private static final int MOST = 512;

		@Override
		public Integer convert(String text) {
			long number = wholeNumber(text, 1, "cli.usage.concurrency");
			if (number > MOST) {
				throw new UsageException("cli.usage.concurrency");
			}
			return (int) number;
		}

	}

	/** Charges a second. */
	static final class Rate implements ITypeConverter<Integer> {

		@Override
		public Integer convert(String text) {
			long number = wholeNumber(text, 0, "cli.usage.rate");
			if (number > Integer.MAX_VALUE) {
				throw new UsageException("cli.usage.rate");
			}
			return (int) number;
		}

	}

	/** A day, as 2026-11-23; empty for today. */
	static final class Day implements ITypeConverter<DueOn> {

		@Override
		public DueOn convert(String text) {
			try {
				return new DueOn(text.isEmpty() ? null : LocalDate.parse(text));
			}
			catch (DateTimeParseException ex) {
				throw new UsageException("cli.usage.date");
			}
		}

	}

	/**
	 * The day of {@code --due}.
	 *
	 * @param date the day; null for today
	 */
	record DueOn(@Nullable LocalDate date) {
	}

	/** What a charge is decided to be. */
	static final class Decided implements ITypeConverter<String> {

		@Override
		public String convert(String text) {
			if (!text.equals("paid") && !text.equals("not-charged")) {
				throw new UsageException("cli.usage.decide-as");
			}
			return text;
		}

	}

	/** A time, as 500ms, 2s, 3m, 1h or 20d; at least a millisecond, or 0. */
	static final class Time implements ITypeConverter<Duration> {

		@Override
		public Duration convert(String text) {
			return time(text);
		}

	}

	/** A time that may be negative. */
	static final class Offset implements ITypeConverter<Duration> {

		@Override
		public Duration convert(String text) {
			return text.startsWith("-") ? time(text.substring(1)).negated() : time(text);
		}

	}

	private static Duration time(String text) {
		Matcher parts = DURATION.matcher(text);
		if (!parts.matches()) {
			throw new UsageException("cli.usage.duration");
		}
		long number = Long.parseLong(parts.group(1));
		return switch (parts.group(2)) {
			case "ms" -> Duration.ofMillis(number);
			case "s" -> Duration.ofSeconds(number);
			case "m" -> Duration.ofMinutes(number);
			case "h" -> Duration.ofHours(number);
			default -> Duration.ofDays(number);
		};
	}

	/** A share from 0 to 1. */
	static final class Share implements ITypeConverter<Double> {

		@Override
		public Double convert(String text) {
			if (!text.matches("\\d+(\\.\\d+)?") || new BigDecimal(text).compareTo(BigDecimal.ONE) > 0) {
				throw new UsageException("cli.usage.share");
			}
			return Double.valueOf(text);
		}

	}

	/** A port from 0. */
	static final class Port implements ITypeConverter<Integer> {

		private static final int LAST = 65535;

		@Override
		public Integer convert(String text) {
			long number = wholeNumber(text, 0, "cli.usage.port");
			if (number > LAST) {
				throw new UsageException("cli.usage.port");
			}
			return (int) number;
		}

	}

}
