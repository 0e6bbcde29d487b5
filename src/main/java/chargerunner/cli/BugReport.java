package chargerunner.cli;

/**
 * The sentence for what should not have happened.
 */
final class BugReport {

	private static final int EXIT_CODE = 70;

	private final Invocation invocation;

	BugReport(Invocation invocation) {
		this.invocation = invocation;
	}

	int tell(Throwable bug, boolean debug) {
		String message = (bug.getMessage() != null) ? bug.getMessage() : "-";
		this.invocation.complain("cli.failed.bug", bug.getClass().getName(), message.replaceAll("\\s+", " "));
		if (debug) {
			bug.printStackTrace(this.invocation.surroundings().err());
		}
		return EXIT_CODE;
	}

}
