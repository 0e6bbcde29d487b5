package chargerunner.job;

import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSourceResolvable;

/**
 * A command that ends without a run's summary, in a sentence of the job's bundle that
 * says what happened, what state things are in and what to do.
 */
public class CommandFailedException extends RuntimeException implements MessageSourceResolvable {

	private static final long serialVersionUID = 1L;

	private final ExitCode exitCode;

	private final String code;

	private final transient Object[] arguments;

	/**
	 * Creates the exception.
	 * @param exitCode how the command ends
	 * @param code the sentence's key
	 * @param arguments what the sentence needs
	 */
	public CommandFailedException(ExitCode exitCode, String code, Object... arguments) {
		super(code);
		this.exitCode = exitCode;
		this.code = code;
		this.arguments = arguments;
	}

	/**
	 * {@return how the command ends}
	 */
	public ExitCode exitCode() {
		return this.exitCode;
	}

	@Override
	public String[] getCodes() {
		return new String[] { this.code };
	}

	@Override
	public Object[] getArguments() {
		return this.arguments;
	}

	@Override
	public @Nullable String getDefaultMessage() {
		return null;
	}

}
