package chargerunner.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

import chargerunner.charge.Chronicle;
import chargerunner.charge.Run;
import chargerunner.charge.Runs;
import chargerunner.charge.Runs.HeldLease;
import chargerunner.mysql.TestDatabase;
import chargerunner.report.ReportFailedException;
import chargerunner.report.Written;
import chargerunner.sandbox.SandboxOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Files from the ledger alone. */
@Timeout(60)
@ParameterizedClass
@EnumSource(TestDatabase.class)
class WritingAgainJobTests extends StagedJob {

	private Path out;

	private long run;

	private Map<String, String> files;

	@BeforeParameterizedClassInvocation
	static void install(TestDatabase database) {
		stage = new Stage(database, directory, SandboxOptions.defaults());
		stage.installation.set("charge.quarantine", "1s").set("charge.resolve-for", "1s");
	}

	@BeforeEach
	void charge() throws IOException {
		FileSystemUtils.deleteRecursively(directory.resolve("copies"));
		Path file = stage.installation.file("charges.csv", "customer_uid,amount,name,reference", "kim_1,1000,Plan,a",
				"soft-1,1000,Plan,b", "ready-always-1,1000,Plan,c", "throttled-always-1,1000,Plan,d");
		this.run = stage.installation.charge(file).runId();
		this.out = directory.resolve("out");
		this.files = contents(this.out);
	}

	@Test
	void areTheSameByteForByte() throws IOException {
		FileSystemUtils.deleteRecursively(this.out);
		long posts = stage.posts();

		Written written = commands().writeFiles(this.run, null);

		assertThat(contents(this.out)).hasSize(3).isEqualTo(this.files);
		assertThat(written.result()).isEqualTo(this.out.toAbsolutePath().resolve("charges.result.csv"));
		assertThat(stage.posts()).isEqualTo(posts);
		assertThat(run().state()).isEqualTo(Run.State.SEALED);
		assertThat(bean(Runs.class).take(this.run)).as("the run is free again")
			.isPresent()
			.get()
			.satisfies(HeldLease::close);
	}

	@Test
	void goElsewhereWithoutMovingTheRun() throws IOException {
		Path copies = directory.resolve("copies");

		commands().writeFiles(this.run, copies);

		assertThat(contents(copies)).isEqualTo(this.files);
		assertThat(run().directory()).isEqualTo(this.out.toAbsolutePath().toString());
	}

	@Test
	void areNotWrittenWhileAnotherProcessHoldsTheRun() throws IOException {
		FileSystemUtils.deleteRecursively(this.out);

		try (HeldLease lease = bean(Runs.class).take(this.run).orElseThrow()) {
			refused(this.run, ExitCode.HELD, "Run " + this.run + " is held by");
			assertThat(lease.isFresh()).isTrue();
		}

		assertThat(this.out).doesNotExist();
	}

	@Test
	void doNotExistForRunsThatChargeNothing() {
		refused(this.run + 1, ExitCode.USAGE, "There is no run " + (this.run + 1));
		long planning = bean(Runs.class).findOrCreate(newRun(), false, Instant.EPOCH).id();
		refused(planning, ExitCode.UNFINISHED, "was not planned to its end");
		try (HeldLease lease = bean(Runs.class).take(planning).orElseThrow()) {
			bean(Runs.class).reject(lease);
		}
		refused(planning, ExitCode.REFUSED, "was refused");
	}

	@Test
	void leaveTheRunFreeWhenTheyCannotBeWritten() throws IOException {
		Path blocked = Files.createFile(directory.resolve("copies"));

		assertThatExceptionOfType(ReportFailedException.class)
			.isThrownBy(() -> commands().writeFiles(this.run, blocked));

		assertThat(commands().writeFiles(this.run, null).runId()).isEqualTo(this.run);
		Files.delete(blocked);
	}

	@Test
	void sayWhenTheRunHasFinishedMeanwhile() {
		stage.installation.sql()
			.update("UPDATE charge_attempt SET outcome = 'declined', reason_class = 'hard' WHERE outcome IN"
					+ " ('unknown', 'not_sent')");
		stage.installation.sql()
			.update("UPDATE charge SET status = 'declined' WHERE status IN ('unknown', 'not_sent')");

		assertThat(commands().writeFiles(this.run, null).isFinished()).isTrue();

		assertThat(run().state()).isEqualTo(Run.State.FINISHED);
	}

	private void refused(long runId, ExitCode code, String sentence) {
		assertThatExceptionOfType(CommandFailedException.class).isThrownBy(() -> commands().writeFiles(runId, null))
			.satisfies((failure) -> {
				assertThat(failure.exitCode()).isEqualTo(code);
				assertThat(stage.installation.text(failure)).contains(sentence);
			});
	}

	private Run run() {
		return bean(Chronicle.class).run(this.run).orElseThrow().asked().run();
	}

	private Runs.NewRun newRun() {
		Runs.Caller caller = stage.installation.options().caller();
		return new Runs.NewRun(Run.Kind.CSV, "another", "2026-11", null, "other.csv", null, this.out, "other",
				run().columns(), Locale.ENGLISH, caller);
	}

	private static ReportCommands commands() {
		return bean(ReportCommands.class);
	}

	private static <T> T bean(Class<T> type) {
		return stage.installation.process().getBean(type);
	}

	private static Map<String, String> contents(Path directory) throws IOException {
		Map<String, String> contents = new TreeMap<>();
		try (Stream<Path> files = Files.list(directory)) {
			for (Path file : files.toList()) {
				contents.put(Objects.requireNonNull(file.getFileName()).toString(), Files.readString(file));
			}
		}
		return contents;
	}

}
