package chargerunner.job;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import chargerunner.charge.ChargeLedger;
import chargerunner.charge.ChargeStatus;
import chargerunner.charge.Decision;
import chargerunner.charge.Decision.As;
import chargerunner.charge.DecisionRules;
import chargerunner.charge.Decisions;
import chargerunner.charge.Decisions.Decided;
import chargerunner.charge.Decisions.Case;
import chargerunner.charge.LeaseLostException;
import chargerunner.charge.Look;
import chargerunner.charge.Ruling;
import chargerunner.charge.Runs;
import chargerunner.charge.Runs.HeldLease;
import chargerunner.job.Progress.Phase;
import chargerunner.job.RunResult.Kind;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSourceResolvable;

/**
 * Closes a charge in doubt as a person decides, after PortOne was asked about every
 * number of it. What PortOne answers is recorded whatever becomes of the decision, and
 * comes before it. The charge's run is held meanwhile, and its files are written again.
 * The same decision again only writes the files.
 */
final class HandDecisions {

	private final Runs runs;

	private final ChargeLedger ledger;

	private final Decisions decisions;

	private final ChargeJob chargeJob;

	private final RunLauncher launcher;

	private final Duration quarantine;

	HandDecisions(Ports ports, Duration quarantine) {
		this.runs = ports.runs();
		this.ledger = ports.ledger();
		this.decisions = ports.decisions();
		this.chargeJob = ports.chargeJob();
		this.launcher = ports.launcher();
		this.quarantine = quarantine;
	}

	RunResult decide(Decision decision, Progress progress) {
		Case before = standing(decision);
		if (!before.inDoubt() && !before.isAlready(decision)) {
			throw notInDoubt(decision, before);
		}
		ChargeJob.@Nullable Online online = before.inDoubt() ? this.launcher.goOnline() : null;
		try (HeldLease lease = this.launcher.take(before.runId(), progress)) {
			return decide(decision, new RunWork(this.runs.run(lease.runId()), lease, progress, false, null), online);
		}
		catch (LeaseLostException ex) {
			throw RunLauncher.leaseLost(before.runId());
		}
	}

	private RunResult decide(Decision decision, RunWork work, ChargeJob.@Nullable Online online) {
		Case held = standing(decision);
		if (held.isAlready(decision)) {
			return finish(work, already(decision, Objects.requireNonNull(held.decided())));
		}
		if (!held.inDoubt() || online == null) {
			throw notInDoubt(decision, held);
		}
		Instant askedAt = this.ledger.now();
		List<Look> looks = look(held, askedAt, work, online);
		Case seen = standing(decision);
		if (!seen.inDoubt()) {
			return endedByPortOne(decision, seen, work);
		}
		Ruling ruling = DecisionRules.judge(decision, looks, this.quarantine, askedAt);
		if (ruling.kind() != Ruling.Kind.ACCEPTED) {
			this.launcher.report(work);
			throw refused(decision, ruling);
		}
		boolean recorded = this.decisions.record(work.lease(), decision, ruling);
		return recorded ? finish(work, about("job.decide.done." + decision.as().text(), decision, standing(decision)))
				: decide(decision, work, online);
	}

	private Case standing(Decision decision) {
		return this.decisions.find(decision.reference())
			.orElseThrow(() -> new CommandFailedException(ExitCode.USAGE, "job.decide.unknown-reference",
					decision.reference()));
	}

	private List<Look> look(Case charge, Instant askedAt, RunWork work, ChargeJob.Online online) {
		work.progress().begin(Phase.RESOLVING, 1);
		List<Look> looks = this.chargeJob.resolver(online)
			.look(this.ledger.attemptsOf(List.of(charge.chargeId())), () -> false);
		this.ledger.recordLooks(looks, askedAt);
		work.progress().advance(1, 0);
		return looks;
	}

	/**
	 * PortOne's answer ended the doubt: it says what the person says, or another thing.
	 */
	private RunResult endedByPortOne(Decision decision, Case charge, RunWork work) {
		boolean agrees = agrees(decision, charge);
		String found = charge.status().isOpen() ? As.NOT_CHARGED.text() : charge.status().text();
		MessageSourceResolvable note = about((agrees ? "job.decide.confirmed." : "job.decide.contradicted.") + found,
				decision, charge);
		RunResult result = finish(work, note);
		if (agrees || result.exitCode() == ExitCode.BROKEN) {
			return result;
		}
		throw CommandFailedException.of(ExitCode.REFUSED, note);
	}

	private static boolean agrees(Decision decision, Case charge) {
		return switch (decision.as()) {
			case PAID -> charge.status() == ChargeStatus.PAID
					&& Objects.requireNonNull(decision.impUid()).equals(charge.impUid());
			case NOT_CHARGED -> charge.status().isOpen();
		};
	}

	/** Rows that are left do not count: the decision stands. */
	private RunResult finish(RunWork work, MessageSourceResolvable note) {
		RunResult result = this.launcher.reported(work, Kind.LOOKED_UP, List.of(note));
		return (result.exitCode() == ExitCode.UNFINISHED && result.written() != null) ? result.withExitCode(ExitCode.OK)
				: result;
	}

	private static MessageSourceResolvable already(Decision decision, Decided decided) {
		return Notes.of("job.decide.already." + decision.as().text(), decision.reference(), decided.at(),
				decided.osUser(), String.valueOf(decided.impUid()));
	}

	private static CommandFailedException notInDoubt(Decision decision, Case charge) {
		return CommandFailedException.of(ExitCode.REFUSED,
				about("job.decide.not-in-doubt." + charge.status().text(), decision, charge));
	}

	private static MessageSourceResolvable about(String code, Decision decision, Case charge) {
		return Notes.of(code, decision.reference(), Long.toString(charge.runId()), String.valueOf(charge.impUid()));
	}

	private static CommandFailedException refused(Decision decision, Ruling ruling) {
		ExitCode exitCode = switch (ruling.kind()) {
			case UNAUTHORIZED -> ExitCode.SETTINGS;
			case NO_ANSWER, TOO_EARLY -> ExitCode.UNFINISHED;
			default -> ExitCode.REFUSED;
		};
		List<Object> arguments = new ArrayList<>(List.of(decision.reference()));
		arguments.addAll(ruling.facts());
		if (ruling.from() != null) {
			// Not a moment too early: the seconds are cut off.
			arguments.add(ruling.from().plusSeconds(1));
		}
		return new CommandFailedException(exitCode,
				"job.decide." + ruling.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'), arguments.toArray());
	}

	/**
	 * What decisions are made with.
	 *
	 * @param runs the runs
	 * @param ledger has the attempts
	 * @param decisions has the charges and what was decided
	 * @param chargeJob looks up
	 * @param launcher signs in, takes runs and writes their files
	 */
	record Ports(Runs runs, ChargeLedger ledger, Decisions decisions, ChargeJob chargeJob, RunLauncher launcher) {
	}

}
