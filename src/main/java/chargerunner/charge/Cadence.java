package chargerunner.charge;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * How often a subscription is due. Periods are counted from the anchor, so that month
 * ends keep it: 31 January, 28 February, 31 March.
 */
public enum Cadence {

	/** Every day. */
	DAY(ChronoUnit.DAYS, 1),
	/** Every week. */
	WEEK(ChronoUnit.WEEKS, 1),
	/** Every month. */
	MONTH(ChronoUnit.MONTHS, 1),
	/** Every three months. */
	QUARTER(ChronoUnit.MONTHS, 3),
	/** Every year. */
	YEAR(ChronoUnit.YEARS, 1);

	private final ChronoUnit unit;

	private final int length;

	Cadence(ChronoUnit unit, int length) {
		this.unit = unit;
		this.length = length;
	}

	/**
	 * {@return the first due date after another one}
	 * @param anchor the date that all due dates are counted from
	 * @param dueOn a due date; need not be one that the anchor gives
	 */
	public LocalDate next(LocalDate anchor, LocalDate dueOn) {
		long periods = this.unit.between(anchor, dueOn) / this.length - 1;
		LocalDate next = period(anchor, periods);
		while (!next.isAfter(dueOn)) {
			periods++;
			next = period(anchor, periods);
		}
		return next;
	}

	private LocalDate period(LocalDate anchor, long periods) {
		return anchor.plus(periods * this.length, this.unit);
	}

	/**
	 * {@return the word in tables and requests}
	 */
	public String text() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * {@return the cadence of that word}
	 * @param text {@code day week month quarter year}
	 */
	public static Cadence ofText(String text) {
		return valueOf(text.toUpperCase(Locale.ROOT));
	}

}
