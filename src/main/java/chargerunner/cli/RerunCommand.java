package chargerunner.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import chargerunner.charge.Selection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code rerun}: checks the selection's words, then has it done. Its fields and
 * signatures name nothing of Spring or of the job, which would be loaded for
 * {@code --help} too.
 */
@Command(name = "rerun")
final class RerunCommand implements Callable<Integer> {

	private final Invocation invocation;

	@Spec
	private CommandSpec spec = CommandSpec.create();

	@Parameters(index = "0", arity = "0..1", paramLabel = "RUN", descriptionKey = "run",
			converter = OptionValues.RunNumber.class)
	private @Nullable Long run;

	@Option(names = "--rows", paramLabel = "A-B", converter = OptionValues.RowRange.class)
	private Selection.@Nullable Rows rows;

	@Option(names = "--status", paramLabel = "WORDS", converter = OptionValues.Statuses.class)
	private OptionValues.@Nullable Words statuses;

	@Option(names = "--references", paramLabel = "R1,R2", converter = OptionValues.References.class)
	private OptionValues.@Nullable Words references;

	@Option(names = "--yes")
	private boolean yes;

	@Option(names = "--out", paramLabel = "DIR", converter = OptionValues.Place.class)
	private @Nullable Path out;

	@Option(names = "--limit", paramLabel = "N", converter = OptionValues.Rows.class)
	private @Nullable Long limit;

	@Option(names = "--concurrency", paramLabel = "N", converter = OptionValues.InFlight.class)
	private @Nullable Integer concurrency;

	@Option(names = "--rate", paramLabel = "N", converter = OptionValues.Rate.class)
	private @Nullable Integer rate;

	@Option(names = "--check-first")
	private boolean checkFirst;

	RerunCommand(Invocation invocation) {
		this.invocation = invocation;
	}

	@Override
	public Integer call() {
		if (this.run == null) {
			throw new ParameterException(this.spec.commandLine(), this.invocation.texts().say("cli.usage.no-run"));
		}
		return new Execution(this.invocation, MainCommand.debug(this.spec.commandLine())).rerun(this);
	}

	long run() {
		return (this.run != null) ? this.run : 0;
	}

	Selection.@Nullable Rows rows() {
		return this.rows;
	}

	List<String> statuses() {
		return (this.statuses != null) ? this.statuses.list() : List.of();
	}

	List<String> references() {
		return (this.references != null) ? this.references.list() : List.of();
	}

	boolean isAgreedTo() {
		return this.yes;
	}

	@Nullable Path out() {
		return this.out;
	}

	@Nullable Long limit() {
		return this.limit;
	}

	@Nullable Integer concurrency() {
		return this.concurrency;
	}

	@Nullable Integer rate() {
		return this.rate;
	}

	boolean isCheckFirst() {
		return this.checkFirst;
	}

}
