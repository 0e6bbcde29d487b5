package chargerunner.cli;

import java.util.concurrent.Callable;

import chargerunner.charge.Decision;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code decide}: checks that the decision is whole, then has it taken. Its fields and
 * signatures name nothing of Spring or of the job, which would be loaded for
 * {@code --help} too.
 */
@Command(name = "decide")
final class DecideCommand implements Callable<Integer> {

	private final Invocation invocation;

	@Spec
	private CommandSpec spec = CommandSpec.create();

	@Parameters(index = "0", arity = "0..1", paramLabel = "REFERENCE", descriptionKey = "reference")
	private @Nullable String reference;

	@Option(names = "--as", paramLabel = "paid|not-charged", converter = OptionValues.Decided.class)
	private @Nullable String as;

	@Option(names = "--imp-uid", paramLabel = "IMP_UID")
	private @Nullable String impUid;

	@Option(names = "--note", paramLabel = "TEXT")
	private @Nullable String note;

	DecideCommand(Invocation invocation) {
		this.invocation = invocation;
	}

	@Override
	public Integer call() {
		if (isBlank(this.reference)) {
			throw wrong("cli.usage.decide-reference");
		}
		if (this.as == null) {
			throw wrong("cli.usage.decide-as");
		}
		boolean paid = this.as.equals("paid");
		if (paid && isBlank(this.impUid)) {
			throw wrong("cli.usage.decide-no-imp-uid");
		}
		if (!paid && this.impUid != null) {
			throw wrong("cli.usage.decide-imp-uid");
		}
		if (note().isEmpty() || note().length() > Decision.LONGEST_NOTE) {
			throw wrong("cli.usage.decide-note", Decision.LONGEST_NOTE);
		}
		return new Execution(this.invocation, MainCommand.debug(this.spec.commandLine())).decide(this);
	}

	private static boolean isBlank(@Nullable String text) {
		return text == null || text.isBlank();
	}

	private ParameterException wrong(String key, Object... arguments) {
		return new ParameterException(this.spec.commandLine(), this.invocation.texts().say(key, arguments));
	}

	String reference() {
		return (this.reference != null) ? this.reference : "";
	}

	String as() {
		return (this.as != null) ? this.as : "";
	}

	@Nullable String impUid() {
		return (this.impUid != null) ? this.impUid.strip() : null;
	}

	/** On one line, as it goes into the files. */
	String note() {
		return (this.note != null) ? this.note.strip().replaceAll("[\\s\\p{Cntrl}]+", " ") : "";
	}

}
