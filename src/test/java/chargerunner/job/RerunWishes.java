package chargerunner.job;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import chargerunner.charge.Runs;
import chargerunner.charge.Selection;
import org.jspecify.annotations.Nullable;

/**
 * The options of a re-run, one by one.
 */
final class RerunWishes {

	private final long runId;

	private Selection.@Nullable Rows rows;

	private List<String> statuses = List.of();

	private List<String> references = List.of();

	private @Nullable Path out;

	private @Nullable Long limit;

	private boolean checkFirst;

	private RerunWishes(long runId) {
		this.runId = runId;
	}

	static RerunWishes of(RunResult earlier) {
		return new RerunWishes(earlier.runId());
	}

	static RerunWishes of(long runId) {
		return new RerunWishes(runId);
	}

	RerunWishes rows(long first, long last) {
		this.rows = new Selection.Rows(first, last);
		return this;
	}

	RerunWishes status(String... words) {
		this.statuses = List.of(words);
		return this;
	}

	RerunWishes references(String... wanted) {
		this.references = List.of(wanted);
		return this;
	}

	RerunWishes out(Path directory) {
		this.out = directory;
		return this;
	}

	RerunWishes limit(long row) {
		this.limit = row;
		return this;
	}

	RerunWishes checkFirst() {
		this.checkFirst = true;
		return this;
	}

	RerunOrder build() {
		return new RerunOrder(this.runId, Selection.of(this.rows, this.statuses, this.references), this.out, this.limit,
				this.checkFirst, Locale.ENGLISH, new Runs.Caller("tester", "host", "0", "rerun"));
	}

}
