package chargerunner.job;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

import chargerunner.charge.ChargeDetails;
import chargerunner.charge.Disposition;
import chargerunner.charge.DueSubscription;
import chargerunner.charge.Instruction;
import chargerunner.charge.PlanRow;
import chargerunner.charge.Plans;
import chargerunner.charge.Plans.Scope;
import chargerunner.charge.Plans.Totals;
import chargerunner.intake.ChargeFile;
import chargerunner.intake.CloseableRows;
import chargerunner.intake.DueSubscriptions;
import chargerunner.intake.InputRow;
import chargerunner.job.ChunkStep.Parts;
import org.jspecify.annotations.Nullable;

import org.springframework.batch.infrastructure.item.Chunk;

/**
 * The parts of the step that plans: from a file, from due subscriptions, from an earlier
 * run, or nothing when the run is sealed already. A plan is sealed after its last row,
 * when the seal's check has nothing against it.
 */
final class PlanSteps {

	/** The input columns of a due run. */
	static final List<String> DUE_COLUMNS = List.of("customer_uid", "amount", "name", "tax_free", "vat_amount");

	private final Plans plans;

	PlanSteps(Plans plans) {
		this.plans = plans;
	}

	/** The step of a run that is sealed already. */
	static Parts<List<PlanRow>> nothing() {
		return Parts.of(() -> null, (chunk) -> {
		});
	}

	Parts<List<PlanRow>> ofFile(FileInput input, RunWork work, Scope scope, Checks checks) {
		CloseableRows rows = input.file().read();
		return new Parts<>(() -> nextRows(rows, scope, input.firstProblem()), (chunk) -> {
			for (List<PlanRow> group : chunk.getItems()) {
				List<Instruction> own = own(group, this.plans.plan(work.lease(), scope, group, input.ledgerProblem()));
				work.progress().advance(group.size(), 0);
				if (!this.plans.likelyDuplicates(scope, own).isEmpty()) {
					checks.likelyDuplicate().run();
				}
			}
		}, () -> seal(work, checks.seal()), rows::close);
	}

	private static @Nullable List<PlanRow> nextRows(CloseableRows rows, Scope scope,
			Function<InputRow, String> firstProblem) {
		List<PlanRow> group = new ArrayList<>();
		while (group.size() < PlannedChargeReader.PAGE && rows.hasNext()) {
			InputRow row = rows.next();
			group.add((row.instruction() != null)
					? PlanRow.of(row.number(), row.cells(), FileSurvey.instruction(row.instruction(), scope.batch()))
					: new PlanRow(row.number(), row.cells(), null, firstProblem.apply(row)));
		}
		return group.isEmpty() ? null : group;
	}

	Parts<List<PlanRow>> ofDue(DueInput input, RunWork work, Scope scope, Consumer<Totals> sealCheck) {
		DueSubscriptions.Pages pages = input.subscriptions().pages(input.date());
		RowNumbers numbers = new RowNumbers(this.plans.lastRow(work.runId()));
		return new Parts<>(() -> nextDue(pages, numbers), (chunk) -> plan(chunk, work, scope, input.ledgerProblem()),
				() -> seal(work, sealCheck), () -> {
				});
	}

	Parts<List<PlanRow>> ofChosen(ChosenRows rows, RunWork work, Scope scope, Consumer<Totals> sealCheck) {
		// No row of a charge that is known can be invalid: it asks for what the charge
		// is.
		return new Parts<>(rows::next,
				(chunk) -> plan(chunk, work, scope, (invalid) -> String.valueOf(invalid.problem())),
				() -> seal(work, sealCheck), () -> {
				});
	}

	private static @Nullable List<PlanRow> nextDue(DueSubscriptions.Pages pages, RowNumbers numbers) {
		List<PlanRow> group = new ArrayList<>();
		List<DueSubscription> page = pages.next();
		while (group.isEmpty() && !page.isEmpty()) {
			// What came in wrong since all was looked at stays due, for the next command
			// to name.
			page.stream()
				.filter((due) -> DueSubscriptions.problems(due).isEmpty())
				.forEach((due) -> group.add(PlanRow.of(numbers.next(), cells(due), Instruction.of(due))));
			page = group.isEmpty() ? pages.next() : page;
		}
		return group.isEmpty() ? null : group;
	}

	private static List<String> cells(DueSubscription due) {
		ChargeDetails tax = ChargeDetails.ofTax(due.taxFree(), due.vatAmount());
		return List.of(due.customerUid(), Long.toString(due.amount()), due.name(), text(tax.taxFree()),
				text(tax.vatAmount()));
	}

	private static String text(@Nullable Long won) {
		return (won != null) ? won.toString() : "";
	}

	private void plan(Chunk<? extends List<PlanRow>> chunk, RunWork work, Scope scope,
			Function<Disposition, String> words) {
		chunk.getItems()
			.forEach((rows) -> work.progress().advance(this.plans.plan(work.lease(), scope, rows, words).size(), 0));
	}

	/** What the run will charge of rows that were planned. */
	private static List<Instruction> own(List<PlanRow> rows, Map<Long, Disposition> planned) {
		List<Instruction> own = new ArrayList<>();
		for (PlanRow row : rows) {
			Disposition disposition = planned.get(row.rowNumber());
			if (row.instruction() != null && disposition != null && disposition.kind() == Disposition.Kind.OWN) {
				own.add(row.instruction());
			}
		}
		return own;
	}

	private void seal(RunWork work, Consumer<Totals> sealCheck) {
		sealCheck.accept(this.plans.totals(work.runId()));
		this.plans.seal(work.lease());
	}

	/**
	 * A file to be planned.
	 *
	 * @param file the file
	 * @param firstProblem says what is wrong with an invalid row
	 * @param ledgerProblem says what the ledger has against a row
	 */
	record FileInput(ChargeFile file, Function<InputRow, String> firstProblem,
			Function<Disposition, String> ledgerProblem) {
	}

	/**
	 * Subscriptions to be planned.
	 *
	 * @param subscriptions the table
	 * @param date due on or before
	 * @param ledgerProblem says what the ledger has against a row
	 */
	record DueInput(DueSubscriptions subscriptions, LocalDate date, Function<Disposition, String> ledgerProblem) {
	}

	/**
	 * What may speak against a plan of a file.
	 *
	 * @param likelyDuplicate runs when a planned row is likely charged by another run,
	 * and throws
	 * @param seal sees the whole plan's totals, and throws when they are wrong
	 */
	record Checks(Runnable likelyDuplicate, Consumer<Totals> seal) {
	}

	private static final class RowNumbers {

		private long last;

		RowNumbers(long last) {
			this.last = last;
		}

		long next() {
			this.last++;
			return this.last;
		}

	}

}
