package chargerunner.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code charge}: checks what can be checked without the database, then has it done. Its
 * fields and signatures name nothing of Spring or of the job, which would be loaded for
 * {@code --help} too.
 */
@Command(name = "charge")
final class ChargeCommand implements Callable<Integer> {

	private static final int LONGEST_BATCH = 40;

	private final Invocation invocation;

	@Spec
	private CommandSpec spec = CommandSpec.create();

	@Option(names = "--csv", paramLabel = "FILE", converter = OptionValues.Place.class)
	private @Nullable Path csv;

	@Option(names = "--due", paramLabel = "DATE", arity = "0..1", fallbackValue = "",
			converter = OptionValues.Day.class)
	private OptionValues.@Nullable DueOn due;

	@Option(names = "--out", paramLabel = "DIR", defaultValue = "out", converter = OptionValues.Place.class)
	private Path out = Path.of("out");

	@Option(names = "--dry-run")
	private boolean dryRun;

	@Option(names = "--batch", paramLabel = "NAME")
	private @Nullable String batch;

	@Option(names = "--skip-invalid")
	private boolean skipInvalid;

	@Option(names = "--catch-up")
	private boolean catchUp;

	@Option(names = "--expect-count", paramLabel = "N", converter = OptionValues.Count.class)
	private @Nullable Long expectCount;

	@Option(names = "--expect-sum", paramLabel = "WON", converter = OptionValues.Won.class)
	private @Nullable Long expectSum;

	@Option(names = "--max-sum", paramLabel = "WON", converter = OptionValues.Won.class)
	private @Nullable Long maxSum;

	@Option(names = "--limit", paramLabel = "N", converter = OptionValues.Rows.class)
	private @Nullable Long limit;

	@Option(names = "--concurrency", paramLabel = "N", converter = OptionValues.InFlight.class)
	private @Nullable Integer concurrency;

	@Option(names = "--rate", paramLabel = "N", converter = OptionValues.Rate.class)
	private @Nullable Integer rate;

	@Option(names = "--check-first")
	private boolean checkFirst;

	ChargeCommand(Invocation invocation) {
		this.invocation = invocation;
	}

	@Override
	public Integer call() {
		if ((this.csv == null) == (this.due == null)) {
			throw wrong("cli.usage.csv-or-due");
		}
		if (this.csv != null) {
			checkFile(this.csv);
		}
		else {
			checkDue();
		}
		return new Execution(this.invocation, MainCommand.debug(this.spec.commandLine())).charge(this);
	}

	private void checkFile(Path file) {
		if (this.catchUp) {
			throw wrong("cli.usage.only-due", "--catch-up");
		}
		if (Files.isDirectory(file)) {
			throw wrong("cli.usage.file-is-directory", file.toString());
		}
		if (!Files.exists(file)) {
			throw wrong("cli.usage.file-missing", file.toString(), Path.of("").toAbsolutePath().toString());
		}
		if (!Files.isReadable(file)) {
			throw wrong("cli.usage.file-unreadable", file.toString());
		}
		if (this.batch != null && (this.batch.isBlank() || this.batch.length() > LONGEST_BATCH)) {
			throw wrong("cli.usage.batch", this.batch);
		}
	}

	private void checkDue() {
		if (this.batch != null || this.skipInvalid) {
			throw wrong("cli.usage.only-csv", (this.batch != null) ? "--batch" : "--skip-invalid");
		}
		LocalDate today = LocalDate.now(this.invocation.surroundings().clock().withZone(ZoneId.of("Asia/Seoul")));
		LocalDate date = dueOn();
		if (date != null && date.isAfter(today) && !this.dryRun) {
			throw wrong("cli.usage.future", date.toString(), today.toString());
		}
	}

	private ParameterException wrong(String key, Object... arguments) {
		return new ParameterException(this.spec.commandLine(), this.invocation.texts().say(key, arguments));
	}

	@Nullable Path csv() {
		return this.csv;
	}

	@Nullable LocalDate dueOn() {
		return (this.due != null) ? this.due.date() : null;
	}

	Path out() {
		return this.out;
	}

	boolean isDryRun() {
		return this.dryRun;
	}

	@Nullable String batch() {
		return this.batch;
	}

	boolean isSkipInvalid() {
		return this.skipInvalid;
	}

	boolean isCatchUp() {
		return this.catchUp;
	}

	@Nullable Long expectCount() {
		return this.expectCount;
	}

	@Nullable Long expectSum() {
		return this.expectSum;
	}

	@Nullable Long maxSum() {
		return this.maxSum;
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
