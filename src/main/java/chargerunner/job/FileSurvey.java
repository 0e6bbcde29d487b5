package chargerunner.job;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import chargerunner.charge.Disposition;
import chargerunner.charge.Instruction;
import chargerunner.charge.Plans;
import chargerunner.charge.Plans.LikelyDuplicate;
import chargerunner.charge.Plans.Scope;
import chargerunner.charge.Reference;
import chargerunner.charge.RowOutcome;
import chargerunner.charge.Tally;
import chargerunner.intake.ChargeFile;
import chargerunner.intake.ChargeInstruction;
import chargerunner.intake.CloseableRows;
import chargerunner.intake.InputRow;
import chargerunner.intake.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file against the ledger and writes nothing: what each row would become, and
 * every problem of every row, by row. Holds a group of rows at a time.
 */
final class FileSurvey {

	/** What the codes of the ledger's problems begin with among all problems. */
	static final String LEDGER = "ledger.";

	private static final int GROUP = 500;

	private final ChargeFile file;

	private final Plans plans;

	private final Scope scope;

	private final Tally tally = new Tally();

	private final List<Problem> firstProblems = new ArrayList<>();

	private long problemCount;

	private boolean likelyDuplicates;

	/**
	 * Surveys a file.
	 * @param file the file
	 * @param plans the ledger
	 * @param scope the run that the file would be
	 * @param progress sees the reading
	 */
	FileSurvey(ChargeFile file, Plans plans, Scope scope, Progress progress) {
		this.file = file;
		this.plans = plans;
		this.scope = scope;
		read(this.tally, (problem) -> {
			this.problemCount++;
			if (this.firstProblems.size() < Refusals.SHOWN) {
				this.firstProblems.add(problem);
			}
		});
		progress.advance(this.tally.rows(), 0);
	}

	/**
	 * {@return what the rows would become: rows to charge count as not sent}
	 */
	Tally tally() {
		return this.tally;
	}

	long validRows() {
		return this.tally.rows() - this.tally.rows(RowOutcome.INVALID);
	}

	/**
	 * {@return what the valid rows ask for together, in won}
	 */
	long won() {
		return this.tally.won();
	}

	long problemCount() {
		return this.problemCount;
	}

	List<Problem> firstProblems() {
		return this.firstProblems;
	}

	/**
	 * {@return whether a row is likely charged already under another reference}
	 */
	boolean hasLikelyDuplicates() {
		return this.likelyDuplicates;
	}

	/**
	 * Gives every problem again, by row.
	 * @param consumer takes each problem
	 */
	void forEachProblem(Consumer<Problem> consumer) {
		read(new Tally(), consumer);
	}

	private void read(Tally counted, Consumer<Problem> problems) {
		try (CloseableRows rows = this.file.read()) {
			List<InputRow> group = new ArrayList<>(GROUP);
			while (rows.hasNext()) {
				group.add(rows.next());
				if (group.size() == GROUP) {
					judge(group, counted, problems);
					group.clear();
				}
			}
			judge(group, counted, problems);
		}
	}

	private void judge(List<InputRow> group, Tally counted, Consumer<Problem> problems) {
		List<Instruction> instructions = new ArrayList<>();
		group.stream()
			.map(InputRow::instruction)
			.filter(Objects::nonNull)
			.forEach((row) -> instructions.add(instruction(Objects.requireNonNull(row), this.scope.batch())));
		List<Disposition> dispositions = this.plans.check(this.scope, instructions);
		Map<String, LikelyDuplicate> duplicates = this.plans.likelyDuplicates(this.scope, instructions);
		Map<String, Disposition> byReference = new HashMap<>();
		for (int i = 0; i < instructions.size(); i++) {
			byReference.put(instructions.get(i).reference(), dispositions.get(i));
		}
		for (InputRow row : group) {
			judge(row, byReference, duplicates, new Findings(counted, problems));
		}
	}

	private void judge(InputRow row, Map<String, Disposition> dispositions, Map<String, LikelyDuplicate> duplicates,
			Findings findings) {
		if (row.instruction() == null) {
			findings.tally().add(RowOutcome.INVALID, 0);
			row.problems().forEach(findings.problems());
			return;
		}
		Instruction instruction = instruction(row.instruction(), this.scope.batch());
		Disposition disposition = Objects.requireNonNull(dispositions.get(instruction.reference()));
		LikelyDuplicate other = duplicates.get(instruction.reference());
		if (disposition.kind() == Disposition.Kind.OWN && other != null) {
			this.likelyDuplicates = true;
			findings.problems()
				.accept(problem(row, "customer_uid", instruction.customerUid(),
						other.paid() ? "likely-duplicate" : "likely-duplicate-open",
						List.of(other.reference(), other.runId())));
		}
		switch (disposition.kind()) {
			case OWN -> findings.tally().add(RowOutcome.NOT_SENT, instruction.amount());
			case SKIPPED -> findings.tally().add(RowOutcome.SKIPPED, instruction.amount());
			case INVALID -> {
				findings.tally().add(RowOutcome.INVALID, 0);
				findings.problems().accept(problem(row, instruction, disposition));
			}
		}
	}

	private static Problem problem(InputRow row, Instruction instruction, Disposition disposition) {
		String code = Objects.requireNonNull(disposition.problem());
		String column = columnOf(code);
		String value = switch (column) {
			case "retry_of" -> String.valueOf(instruction.retryOf());
			case "amount" -> String.valueOf(instruction.amount());
			case "customer_uid" -> instruction.customerUid();
			default -> instruction.reference();
		};
		return problem(row, column, value, code, disposition.arguments());
	}

	/**
	 * {@return the column to look at}
	 * @param code what the ledger has against a row
	 */
	static String columnOf(String code) {
		return switch (code) {
			case "retry-of-unknown" -> "retry_of";
			case "reference-amount-differs" -> "amount";
			case "reference-customer-differs", "reference-customer-damaged" -> "customer_uid";
			default -> "reference";
		};
	}

	private static Problem problem(InputRow row, String column, String value, String code, List<Object> arguments) {
		return new Problem(row.number(), row.line(), column, value, LEDGER + code, arguments);
	}

	/**
	 * {@return what a row of a file asks for, under its own reference or a derived one}
	 * @param row the row
	 * @param batch the batch that derives references
	 */
	static Instruction instruction(ChargeInstruction row, @Nullable String batch) {
		boolean derived = row.reference() == null;
		String reference = derived
				? Reference.derived(Objects.requireNonNull(batch), row.customerUid(), row.amount(), row.name())
				: Objects.requireNonNull(row.reference());
		return new Instruction(reference, derived, row.customerUid(), row.amount(), row.name(), row.details(),
				row.retryOf(), null);
	}

	private record Findings(Tally tally, Consumer<Problem> problems) {
	}

}
