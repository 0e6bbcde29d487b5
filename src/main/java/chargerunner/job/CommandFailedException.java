package chargerunner.job;

import java.util.Objects;

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
	 * @param arguments what the sentence needs; moments are told in Asia/Seoul
	 */
	public CommandFailedException(ExitCode exitCode, String code, Object... arguments) {
		super(code);
		this.exitCode = exitCode;
		this.code = code;
		this.arguments = Notes.readable(arguments);
	}

	/**
	 * {@return the exception that says a sentence}
	 * @param exitCode how the command ends
	 * @param sentence the sentence, of the job's bundle
	 */
	static CommandFailedException of(ExitCode exitCode, MessageSourceResolvable sentence) {
		return new CommandFailedException(exitCode, Objects.requireNonNull(sentence.getCodes())[0],
				Objects.requireNonNullElse(sentence.getArguments(), new Object[0]));
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
