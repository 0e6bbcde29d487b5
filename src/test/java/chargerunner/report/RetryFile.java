package chargerunner.report;

import chargerunner.charge.ReportLine;

/**
 * The rule of the retry file, for tests of other packages.
 */
public final class RetryFile {

	private RetryFile() {
	}

	/**
	 * {@return whether the row goes to the retry file}
	 * @param line the row as it ended
	 */
	public static boolean holds(ReportLine line) {
		return FileKind.RETRY.holds(line);
	}

}
