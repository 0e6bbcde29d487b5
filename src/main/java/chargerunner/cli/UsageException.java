package chargerunner.cli;

import picocli.CommandLine.TypeConversionException;

/**
 * A value that an option cannot take; the sentence's first two arguments are the option
 * and the value.
 */
final class UsageException extends TypeConversionException {

	private static final long serialVersionUID = 1L;

	private final String key;

	UsageException(String key) {
		super(key);
		this.key = key;
	}

	String key() {
		return this.key;
	}

}
