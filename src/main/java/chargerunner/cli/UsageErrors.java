package chargerunner.cli;

import java.util.List;
import java.util.stream.Collectors;

import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says in a sentence what is wrong with a command line and how to put it right.
 */
final class UsageErrors implements IParameterExceptionHandler {

	private static final int USAGE = 2;

	private final Invocation invocation;

	UsageErrors(Invocation invocation) {
		this.invocation = invocation;
	}

	@Override
	public int handleParseException(ParameterException ex, String[] args) {
		CommandLine command = ex.getCommandLine();
		this.invocation.surroundings().err().println(sentence(ex));
		this.invocation.complain("cli.usage.see-help", command.getCommandSpec().qualifiedName());
		return USAGE;
	}

	private String sentence(ParameterException ex) {
		if (ex instanceof UnmatchedArgumentException unmatched) {
			return unmatched(unmatched);
		}
		if (ex instanceof OverwrittenOptionException twice) {
			return say("cli.usage.twice", name(twice.getOverwritten()));
		}
		if (ex instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
			return missing(missing.getMissing().get(0));
		}
		if (ex.getCause() instanceof UsageException wrong && ex.getArgSpec() != null) {
			return say(wrong.key(), name(ex.getArgSpec()), String.valueOf(ex.getValue()));
		}
		if (ex.getArgSpec() != null && ex.getValue() != null) {
			return say("cli.usage.value", name(ex.getArgSpec()), ex.getValue());
		}
		return String.valueOf(ex.getMessage());
	}

	private String unmatched(UnmatchedArgumentException ex) {
		String argument = ex.getUnmatched().get(0);
		String sentence = say(key(ex, argument), argument);
		List<String> suggestions = ex.getSuggestions();
		return suggestions.isEmpty() ? sentence
				: sentence + " " + say("cli.usage.did-you-mean", String.join(", ", suggestions));
	}

	private static String key(UnmatchedArgumentException ex, String argument) {
		if (argument.startsWith("-")) {
			return "cli.usage.unknown-option";
		}
		return (ex.getCommandLine().getSubcommands().isEmpty()) ? "cli.usage.too-much" : "cli.usage.unknown-command";
	}

	private String missing(ArgSpec argument) {
		String key = argument.isOption() ? "cli.usage.no-value" : "cli.usage.no-" + argument.descriptionKey();
		return say(key, name(argument), argument.paramLabel());
	}

	private String say(String key, Object... arguments) {
		return this.invocation.texts().say(key, arguments);
	}

	private static String name(ArgSpec argument) {
		return (argument instanceof OptionSpec option) ? option.longestName()
				: argument.paramLabel().lines().collect(Collectors.joining());
	}

}
