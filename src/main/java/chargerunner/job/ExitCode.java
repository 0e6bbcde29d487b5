package chargerunner.job;

/**
 * How a command ends, for scripts. The order is that of precedence: where several apply
 * the first one counts.
 */
public enum ExitCode {

	/** Out of balance, charged twice at PortOne, or a bug. */
	BROKEN(70),
	/** Credentials, settings, clock, schema newer than the jar. */
	SETTINGS(78),
	/** Another live process holds this run, or the embedded database. */
	HELD(69),
	/** Unfinished: run the same command again. */
	UNFINISHED(75),
	/** The input was refused; the gateway was not touched. */
	REFUSED(65),
	/** Wrong usage. */
	USAGE(2),
	/** All rows are final. */
	OK(0);

	private final int code;

	ExitCode(int code) {
		this.code = code;
	}

	/**
	 * {@return the process's exit code}
	 */
	public int code() {
		return this.code;
	}

	/**
	 * {@return the one of the two that counts}
	 * @param other the other one
	 */
	public ExitCode worse(ExitCode other) {
		return (compareTo(other) <= 0) ? this : other;
	}

}
