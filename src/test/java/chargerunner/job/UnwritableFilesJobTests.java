package chargerunner.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Objects;

import chargerunner.charge.RowOutcome;
import chargerunner.job.Progress.Phase;
import chargerunner.mysql.TestDatabase;
import chargerunner.report.ReportFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The place of the files cannot be written to: known before money moves, or found out
 * after it has moved.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class UnwritableFilesJobTests extends WholeJob {

	private static final LocalDate TODAY = LocalDate.of(2026, 3, 10);

	private static final String HEADER = "customer_uid,amount,name,reference";

	@Test
	void chargesNothingOfAFileWhenTheDirectoryIsAFile() throws IOException {
		Path out = Files.createFile(this.directory.resolve("taken"));
		Path file = file("charges.csv", HEADER, "kim_1,1000,Plan A,A-1");

		assertThatExceptionOfType(ReportFailedException.class)
			.isThrownBy(() -> this.installation.charge(file, wishes().out(out).build()));

		assertThat(this.sandbox.requests()).isZero();
		assertThat(this.installation.tableSizes()).containsEntry("charge_run", 0L).containsEntry("charge", 0L);
	}

	@Test
	void sendsNothingMoreOfARunWhoseFilesHaveNoPlace() throws IOException {
		Path file = file("charges.csv", HEADER, "kim_1,1000,Plan A,A-1", "kim_2,1000,Plan A,A-2");
		charge(file, wishes().limit(1));
		Path out = Files.createFile(this.directory.resolve("taken"));
		long requests = this.sandbox.requests();

		assertThatExceptionOfType(ReportFailedException.class)
			.isThrownBy(() -> this.installation.charge(file, wishes().out(out).build()));

		assertThat(this.sandbox.requests()).isEqualTo(requests);
	}

	@Test
	void chargesNoSubscriptionWhenADirectoryStandsInAFilesPlace() throws IOException {
		Subscriptions subscriptions = new Subscriptions(this.installation.sql(), "");
		subscriptions.add("kim", 1000, "month", TODAY);
		Path taken = this.installation.options().out().resolve("due-" + TODAY + ".review.csv");
		Files.createDirectories(taken);

		assertThatExceptionOfType(ReportFailedException.class).isThrownBy(
				() -> this.installation.commands().chargeDue(TODAY, wishes().catchUp().build(), Watcher.silent()));

		assertThat(this.sandbox.requests()).isZero();
		assertThat(this.installation.tableSizes()).containsEntry("charge_run", 0L);
	}

	@Test
	void tellsWhatWasPaidWhenTheFilesCannotBeWrittenAfterwards() throws IOException {
		Path file = file("charges.csv", HEADER, "kim_1,1000,Plan A,A-1", "soft-2,2000,Plan A,A-2");
		Path taken = this.installation.options().out().resolve("charges.result.csv");

		RunResult unwritten = this.installation.commands()
			.chargeFile(file, this.installation.options(), Watcher.atBegin(Phase.WRITING, () -> make(taken)));

		assertThat(unwritten.exitCode()).isEqualTo(ExitCode.UNFINISHED);
		assertThat(unwritten.written()).isNull();
		assertThat(unwritten.tally().rows(RowOutcome.PAID)).isOne();
		assertThat(unwritten.tally().won(RowOutcome.PAID)).isEqualTo(1000);
		assertThat(unwritten.tally().rows(RowOutcome.DECLINED)).isOne();
		assertThat(unwritten.notes()).extracting(this.installation::text)
			.anyMatch((note) -> note.contains(taken.toString()));
		Files.delete(taken);
		RunResult written = charge(file);
		assertThat(written.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(outcomes(written)).containsExactly("paid", "declined");
		assertThat(Objects.requireNonNull(written.written()).result()).isEqualTo(taken.toAbsolutePath());
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(2);
	}

	@Test
	void tellsWhereTheRowsStandWhenTheRunWasTakenOver() {
		Path file = file("charges.csv", HEADER, "kim_1,1000,Plan A,A-1", "kim_2,2000,Plan A,A-2");
		charge(file, wishes().limit(1));

		RunResult overtaken = this.installation.commands()
			.chargeFile(file, this.installation.options(), Watcher.atBegin(Phase.SENDING,
					() -> this.installation.sql().update("UPDATE charge_run SET lease_token = lease_token + 1")));

		assertThat(overtaken.exitCode()).isEqualTo(ExitCode.UNFINISHED);
		assertThat(overtaken.written()).isNull();
		assertThat(overtaken.tally().rows(RowOutcome.PAID)).isOne();
		assertThat(overtaken.tally().rows(RowOutcome.NOT_SENT)).isOne();
		assertThat(overtaken.notes()).extracting(this.installation::text)
			.anyMatch((note) -> note.contains("was taken over by another process"));
		assertThat(this.sandbox.postsOfAgain()).isOne();
	}

	private static void make(Path directory) {
		try {
			Files.createDirectories(directory);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
