package chargerunner.charge;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a run makes of a row.
 *
 * @param kind own, skipped or invalid
 * @param reasonClass why a row is skipped; null for others
 * @param reason why a row is skipped or what is wrong with it, in our words
 * @param otherRun the run that has or had the charge
 * @param problem what is wrong with an invalid row: the problem's code; null for others
 * @param arguments what the problem's text needs
 */
public record Disposition(Kind kind, @Nullable ReasonClass reasonClass, String reason, @Nullable Long otherRun,
		@Nullable String problem, List<Object> arguments) {

	/** The three dispositions. */
	public enum Kind {

		/** The run charges it. */
		OWN,
		/** Nothing is to be charged by this run. */
		SKIPPED,
		/** The row is wrong. */
		INVALID;

		/**
		 * {@return the word in the table}
		 */
		public String text() {
			return name().toLowerCase(java.util.Locale.ROOT);
		}

	}

	static final Disposition OWN = new Disposition(Kind.OWN, null, "", null, null, List.of());

	static Disposition skipped(ReasonClass reasonClass, String reason, KnownCharge known) {
		return new Disposition(Kind.SKIPPED, reasonClass, reason, known.runId(), null, List.of());
	}

	/**
	 * {@return the same, with the reason in words}
	 * @param words what is wrong with an invalid row
	 */
	public Disposition saying(String words) {
		return new Disposition(this.kind, this.reasonClass, words, this.otherRun, this.problem, this.arguments);
	}

	static Disposition invalid(String problem, Object... arguments) {
		return new Disposition(Kind.INVALID, null, "", null, problem, List.of(arguments));
	}

}
