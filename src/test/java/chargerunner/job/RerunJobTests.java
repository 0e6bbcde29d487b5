package chargerunner.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import chargerunner.charge.Runs;
import chargerunner.charge.Runs.HeldLease;
import chargerunner.job.Progress.Phase;
import chargerunner.job.RunResult.Kind;
import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.MessageSourceResolvable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A part of an earlier run is charged again.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
@Timeout(120)
class RerunJobTests extends WholeJob {

	private static final String HEADER = "customer_uid,amount,name,reference,memo";

	/** The row of each has its number, and its reference R- and that. */
	private static final List<String> MIXED = List.of("kim_1", "soft-2", "hard-3", "unseen-4", "unregistered-5",
			"throttled-always-6", "currency-7", "soft-8", "cancelled-9");

	private Path rows(String name, List<String> customers) {
		List<String> lines = new ArrayList<>(List.of(HEADER));
		for (int row = 1; row <= customers.size(); row++) {
			lines.add("%s,%d,Plan A,R-%d,memo %d".formatted(customers.get(row - 1), 1000 * row, row, row));
		}
		return file(name, lines.toArray(String[]::new));
	}

	private RunResult mixed() {
		RunResult first = charge(rows("charges.csv", MIXED));
		assertThat(outcomes(first)).containsExactly("paid", "declined", "declined", "declined", "refused", "not_sent",
				"unknown", "declined", "cancelled");
		return first;
	}

	/** The customers have money again, and PortOne lets everybody in. */
	private void recover() {
		this.sandbox.refill();
		this.sandbox.setFault("throttled-always-6", Fault.NONE);
	}

	private RunResult rerun(RerunWishes wishes) {
		RunResult result = this.installation.rerun(wishes).orElseThrow();
		Books.mustAgree(this.installation, this.sandbox, result);
		return result;
	}

	/** What is said before anything is sent, and nothing is sent. */
	private List<String> preview(RerunWishes wishes) {
		List<MessageSourceResolvable> preview = new ArrayList<>();
		assertThatExceptionOfType(CommandFailedException.class)
			.isThrownBy(() -> this.installation.commands().rerun(wishes.build(), (sentences) -> {
				preview.addAll(sentences);
				throw new CommandFailedException(ExitCode.USAGE, "job.interrupted");
			}, Watcher.silent()));
		return preview.stream().map(this.installation::text).toList();
	}

	@Test
	void chargesWhatTheRetryFileHolds() {
		RunResult first = mixed();
		recover();
		long posts = this.sandbox.postsOfAgain();
		long won = this.sandbox.paidWon();

		RunResult second = rerun(RerunWishes.of(first));

		assertThat(second.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(second.kind()).isEqualTo(Kind.RUN);
		assertThat(files(second).column("reference")).containsExactly("R-2", "R-6", "R-8");
		assertThat(outcomes(second)).containsOnly("paid");
		assertThat(files(second).column("attempts")).containsExactly("2", "1", "2");
		assertThat(this.sandbox.postsOfAgain() - posts).isEqualTo(3);
		assertThat(this.sandbox.paidWon() - won).isEqualTo(16_000);
		List<String> before = files(first).column("merchant_uid");
		assertThat(files(second).column("merchant_uid")).containsExactly(next(before.get(1)), before.get(5),
				next(before.get(7)));
	}

	private static String next(String number) {
		assertThat(number).endsWith("01");
		return number.substring(0, number.length() - 2) + "02";
	}

	@Test
	void writesFilesOfItsOwnBesideThoseOfTheEarlierRun() {
		RunResult first = mixed();
		String before = RunFiles.text(Objects.requireNonNull(first.written()).retry());
		recover();

		RunResult second = rerun(RerunWishes.of(first).status("declined"));

		Path result = Objects.requireNonNull(second.written()).result();
		assertThat(result).isEqualTo(this.directory.resolve("out/charges.rerun" + second.runId() + ".result.csv"));
		assertThat(RunFiles.text(result).lines().findFirst()).hasValue("\uFEFF" + HEADER
				+ ",outcome,merchant_uid,imp_uid,paid_at,amount_paid,attempts,reason_class,reason,receipt_url");
		assertThat(files(second).column("memo")).containsExactly("memo 2", "memo 8");
		assertThat(before).contains("R-2", "R-6", "R-8");
		assertThat(outcomes(first)).containsExactly("paid", "declined", "declined", "declined", "refused", "not_sent",
				"unknown", "declined", "cancelled");
	}

	@Test
	void goesWhereItIsTold() {
		RunResult first = charge(rows("charges.csv", List.of("soft-1")));

		RunResult second = rerun(RerunWishes.of(first).out(this.directory.resolve("there")));

		assertThat(Objects.requireNonNull(second.written()).retry())
			.isEqualTo(this.directory.resolve("there/charges.rerun" + second.runId() + ".retry.csv"));
		assertThat(files(second).retry()).singleElement()
			.satisfies((row) -> assertThat(row).containsEntry("reference", "R-1")
				.containsEntry("retry_of", files(second).column("merchant_uid").get(0)));
		assertThat(files(second).column("merchant_uid").get(0)).endsWith("02");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			declined              | R-2 R-8
			declined:hard         | R-3
			declined:all          | R-2 R-3 R-4 R-8
			refused:hard          | R-5
			refused:all           | R-5
			not_sent              | R-6
			declined,not_sent     | R-2 R-6 R-8
			refused:all,declined:all,not_sent | R-2 R-3 R-4 R-5 R-6 R-8
			""")
	void sendsWhatStandsSoTodayAndNothingElse(String words, String references) {
		RunResult first = mixed();
		recover();
		long posts = this.sandbox.postsOfAgain();

		RunResult second = rerun(RerunWishes.of(first).status(words.split(",")));

		List<String> chosen = List.of(references.split(" "));
		assertThat(files(second).column("reference")).containsExactlyElementsOf(chosen);
		assertThat(this.sandbox.postsOfAgain() - posts).isEqualTo(chosen.size());
	}

	@Test
	void leavesAloneWhatIsPaidInDoubtOrFinalWhateverIsAskedFor() {
		RunResult first = mixed();
		recover();
		long posts = this.sandbox.postsOfAgain();

		RunResult second = rerun(RerunWishes.of(first).status("declined:all", "refused:all", "not_sent"));

		assertThat(files(second).column("reference")).doesNotContain("R-1", "R-7", "R-9");
		assertThat(outcomes(second)).containsExactly("paid", "declined", "declined", "refused", "paid", "paid");
		assertThat(this.sandbox.postsOfAgain() - posts).isEqualTo(6);
	}

	@Test
	void combinesRowsReferencesAndStatus() {
		RunResult first = mixed();
		recover();

		assertThat(files(rerun(RerunWishes.of(first).rows(3, 8).references("R-2", "R-3", "R-8"))).column("reference"))
			.containsExactly("R-8");
		assertThat(files(rerun(RerunWishes.of(first).rows(2, 2))).column("reference")).containsExactly("R-2");
	}

	@Test
	void showsFirstWhatItWillSendAndWhatNotAndWhy() {
		RunResult first = mixed();
		charge(file("other.csv", HEADER, "soft-8,8000,Plan A,R-8,memo 8"));
		recover();
		Map<String, Long> sizes = this.installation.tableSizes();
		long requests = this.sandbox.requests();

		assertThat(preview(RerunWishes.of(first).rows(1, 8))).containsExactly(
				"A re-run of run %d (charges), --rows 1-8 --status declined,refused,not_sent:".formatted(first.runId()),
				"Will POST 3 (16,000 won), look up 3, 0 of what is paid or in doubt.",
				"Left alone, paid already: rows 1, won 1,000.",
				"Left alone, in doubt: rows 1, won 7,000. To have PortOne asked about them: resolve",
				"Left alone, declined for a reason that stays: rows 1, won 3,000. To choose them: --status declined:hard",
				"Left alone, declined with a text that the tool does not know: rows 1, won 4,000. To choose them:"
						+ " --status declined:all",
				"Left alone, refused for a reason that stays: rows 1, won 5,000. To choose them: --status refused:hard",
				"Left alone, not among the rows and references asked for: rows 1.");
		assertThat(preview(RerunWishes.of(first).limit(2).checkFirst())).contains(
				"Will POST 2 (8,000 won), look up 10, 0 of what is paid or in doubt.",
				"Beyond --limit, not sent by this command: rows 1, won 8,000.",
				"Left alone, cancelled at PortOne, which is final: rows 1, won 9,000.");
		assertThat(this.installation.tableSizes()).isEqualTo(sizes);
		assertThat(this.sandbox.requests()).isEqualTo(requests);
	}

	@Test
	void looksUpEveryEarlierNumberBeforeItSends() {
		RunResult first = mixed();
		recover();
		long before = lookUps();

		rerun(RerunWishes.of(first));

		assertThat(lookUps() - before).isEqualTo(2);
	}

	private long lookUps() {
		return this.sandbox.recordedRequests()
			.stream()
			.filter((request) -> request.path().startsWith("/payments/findAll"))
			.count();
	}

	@Test
	void hasNothingToDoWhereNothingIsSelected() {
		RunResult first = charge(rows("charges.csv", List.of("kim_1", "hard-2")));
		Map<String, Long> sizes = this.installation.tableSizes();
		long requests = this.sandbox.requests();
		Watcher watcher = Watcher.silent();

		assertThat(this.installation.commands().rerun(RerunWishes.of(first).build(), (preview) -> {
			throw new AssertionError("there is nothing to agree to");
		}, watcher)).isEmpty();

		assertThat(watcher.notices.stream().map(this.installation::text)).contains(
				"Will POST 0 (0 won), look up 0, 0 of what is paid or in doubt.",
				"Left alone, paid already: rows 1, won 1,000.");
		assertThat(this.installation.rerun(RerunWishes.of(first).rows(7, 9))).isEmpty();
		assertThat(this.installation.tableSizes()).isEqualTo(sizes);
		assertThat(this.sandbox.requests()).isEqualTo(requests);
	}

	@Test
	void knowsNoRunAndNoReferenceThatIsNotThere() {
		RunResult first = charge(rows("charges.csv", List.of("soft-1")));
		this.installation.sql()
			.update("INSERT INTO charge_run (kind, state, digest, directory, name, input_columns,"
					+ " language, os_user, host, version, command_line, created_at) VALUES ('csv', 'rejected', 'd', '/out',"
					+ " 'charges', '[]', 'en', 'tester', 'host', '0', 'charge', CURRENT_TIMESTAMP(6))");

		assertThat(refusal(RerunWishes.of(first.runId() + 100)))
			.startsWith("There is no run %d.".formatted(first.runId() + 100));
		assertThat(refusal(RerunWishes.of(first.runId() + 1))).contains("was not planned to its end");
		assertThat(refusal(RerunWishes.of(first).references("R-1", "R-9"))).contains("R-9").doesNotContain("R-1,");
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(1);
	}

	private String refusal(RerunWishes wishes) {
		List<String> sentences = new ArrayList<>();
		assertThatExceptionOfType(CommandFailedException.class).isThrownBy(() -> this.installation.rerun(wishes))
			.satisfies((failure) -> {
				assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
				sentences.add(this.installation.text(failure));
			});
		return sentences.get(0);
	}

	@Test
	void skipsWhatAnotherFilePaidMeanwhile() {
		RunResult first = charge(rows("charges.csv", List.of("soft-1", "soft-2")));
		this.sandbox.refill();
		charge(file("other.csv", HEADER, "soft-1,1000,Plan A,R-1,memo"));

		RunResult second = rerun(RerunWishes.of(first));

		assertThat(files(second).column("reference")).containsExactly("R-2");
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(4);
		assertThat(this.sandbox.paidWon()).isEqualTo(3000);
	}

	@Test
	void leavesOutWhatIsPaidWhileAPersonReads() {
		RunResult first = charge(rows("charges.csv", List.of("soft-1", "soft-2")));
		this.sandbox.refill();

		RunResult second = this.installation.commands()
			.rerun(RerunWishes.of(first).build(),
					(preview) -> charge(file("other.csv", HEADER, "soft-1,1000,Plan A,R-1,memo")), Watcher.silent())
			.orElseThrow();

		Books.mustAgree(this.installation, this.sandbox, second);
		assertThat(files(second).column("reference")).containsExactly("R-2");
		assertThat(second.notes()).extracting(this.installation::text)
			.anyMatch((note) -> note.endsWith("meanwhile: 1."));
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(4);
		assertThat(this.sandbox.paidWon()).isEqualTo(3000);
	}

	@Test
	void skipsWhatIsPaidWhileItIsPlanned() {
		RunResult first = charge(rows("charges.csv", List.of("soft-1", "soft-2")));
		this.sandbox.refill();

		RunResult second = this.installation.commands().rerun(RerunWishes.of(first).build(), (preview) -> {
		}, Watcher.atAdvance(Phase.PLANNING, () -> charge(file("other.csv", HEADER, "soft-1,1000,Plan A,R-1,memo"))))
			.orElseThrow();

		Books.mustAgree(this.installation, this.sandbox, second);
		assertThat(second.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(outcomes(second)).containsExactly("skipped", "paid");
		assertThat(files(second).column("reason_class")).containsExactly("already_paid", "");
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(4);
		assertThat(this.sandbox.paidWon()).isEqualTo(3000);
	}

	@Test
	void chargesTheCardThatALaterFilePutInPlace() {
		RunResult first = charge(rows("charges.csv", List.of("hard-1")));
		charge(file("other.csv", HEADER, "soft-new,1000,Plan A,R-1,memo"));
		this.sandbox.refill();

		RunResult second = rerun(RerunWishes.of(first));

		assertThat(files(second).result()).singleElement()
			.satisfies((row) -> assertThat(row).containsEntry("customer_uid", "soft-new")
				.containsEntry("memo", "memo 1")
				.containsEntry("outcome", "paid")
				.containsEntry("attempts", "3"));
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(3);
	}

	@Test
	void takesUnsentRowsFromAnUnfinishedRunAndNoneInDoubt() {
		Path file = rows("charges.csv", List.of("kim_1", "throttled-always-2", "kim_3", "currency-4"));
		RunResult first = charge(file);
		assertThat(outcomes(first)).containsExactly("paid", "not_sent", "paid", "unknown");
		this.sandbox.setFault("throttled-always-2", Fault.NONE);
		long posts = this.sandbox.postsOfAgain();

		RunResult second = rerun(RerunWishes.of(first));

		assertThat(files(second).column("reference")).containsExactly("R-2");
		assertThat(second.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(outcomes(first)).containsExactly("paid", "skipped", "paid", "unknown");
		assertThat(files(first).result().get(1)).containsEntry("reason_class", "already_paid")
			.containsEntry("merchant_uid", files(second).column("merchant_uid").get(0));
		assertThat(files(first).retry()).isEmpty();
		assertThat(charge(file).exitCode()).isEqualTo(ExitCode.UNFINISHED);
		assertThat(this.sandbox.postsOfAgain() - posts).isOne();
	}

	@Test
	void finishesARunFromWhichItTookTheLastOpenRow() {
		Path file = rows("charges.csv", List.of("kim_1", "throttled-always-2"));
		RunResult first = charge(file);
		long posts = this.sandbox.postsOfAgain();

		RunResult second = rerun(RerunWishes.of(first));

		assertThat(outcomes(second)).containsExactly("not_sent");
		assertThat(second.exitCode()).isEqualTo(ExitCode.UNFINISHED);
		assertThat(outcomes(first)).containsExactly("paid", "skipped");
		assertThat(files(first).column("reason_class")).containsExactly("", "in_other_run");
		assertThat(files(first).column("reason")).containsExactly("", "in run " + second.runId());
		long tries = this.sandbox.postsOfAgain() - posts;
		assertThat(charge(file).kind()).isEqualTo(Kind.FINISHED_ALREADY);
		assertThat(this.sandbox.postsOfAgain() - posts).isEqualTo(tries);
	}

	@Test
	void tellsHowItEndedWhenTheEarlierRunCannotBeFinished() {
		Path file = rows("charges.csv", List.of("kim_1", "throttled-always-2"));
		RunResult first = charge(file);
		String digest = this.installation.sql()
			.queryForObject("SELECT digest FROM charge_run WHERE run_id = ?", String.class, first.runId());
		this.installation.sql()
			.execute("ALTER TABLE charge_run ADD CONSTRAINT no_end CHECK (digest <> '" + digest
					+ "' OR state <> 'finished')");
		Watcher watcher = Watcher.silent();
		RunResult second;
		try {
			second = this.installation.commands().rerun(RerunWishes.of(first).build(), (sentences) -> {
			}, watcher).orElseThrow();
		}
		finally {
			this.installation.sql().execute("ALTER TABLE charge_run DROP CONSTRAINT no_end");
		}

		assertThat(outcomes(second)).containsExactly("not_sent");
		assertThat(second.exitCode()).isEqualTo(ExitCode.UNFINISHED);
		assertThat(watcher.notices).extracting((notice) -> notice.getCodes()[0]).contains("job.files-not-written");
		assertThat(charge(file).exitCode()).isEqualTo(ExitCode.OK);
	}

	@Test
	void goesOnWhenRepeatedUnfinishedAndBeginsAnewWhenFinished() {
		RunResult first = charge(rows("charges.csv", List.of("soft-1", "throttled-always-2")));
		RerunWishes wishes = RerunWishes.of(first).status("not_sent", "declined");
		RunResult second = rerun(wishes);
		assertThat(outcomes(second)).containsExactly("declined", "not_sent");
		this.sandbox.setFault("throttled-always-2", Fault.NONE);
		long posts = this.sandbox.postsOfAgain();

		assertThat(preview(wishes)).containsExactly(
				"Run %d, a re-run of run %d (charges), --status declined,not_sent, is not finished and goes on:"
					.formatted(second.runId(), first.runId()),
				"Will POST 1 (2,000 won), look up 0, 0 of what is paid or in doubt.");
		RunResult third = rerun(RerunWishes.of(first).status("declined", "not_sent"));

		assertThat(third.runId()).isEqualTo(second.runId());
		assertThat(third.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(outcomes(third)).containsExactly("declined", "paid");
		assertThat(this.sandbox.postsOfAgain() - posts).isOne();

		RunResult fourth = rerun(wishes);

		assertThat(fourth.runId()).isGreaterThan(third.runId());
		assertThat(files(fourth).column("reference")).containsExactly("R-1");
		assertThat(files(fourth).column("attempts")).containsExactly("3");
		assertThat(this.sandbox.postsOfAgain() - posts).isEqualTo(2);
	}

	@Test
	void looksUpItsDoubtsWhenRepeated() {
		RunResult first = charge(rows("charges.csv", List.of("soft-1")));
		this.sandbox.setFault("soft-1", Fault.READY_ALWAYS);
		RunResult second = rerun(RerunWishes.of(first));
		assertThat(outcomes(second)).containsExactly("unknown");

		assertThat(preview(RerunWishes.of(first)))
			.contains("Will POST 0 (0 won), look up 1, 0 of what is paid or in doubt.");
		assertThat(this.installation.resolve()).extracting(RunResult::runId).containsExactly(second.runId());
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(2);
	}

	@Test
	void sendsTheFirstRowsOnlyUnderALimit() {
		RunResult first = charge(rows("charges.csv", List.of("kim_1", "soft-2", "soft-3", "soft-4")));
		this.sandbox.refill();

		for (int command = 0; command < 2; command++) {
			RunResult canary = rerun(RerunWishes.of(first).limit(1));

			assertThat(canary.exitCode()).isEqualTo(ExitCode.UNFINISHED);
			assertThat(outcomes(canary)).containsExactly("paid", "not_sent", "not_sent");
			assertThat(files(canary).column("reason_class")).containsExactly("", "limit", "limit");
			assertThat(files(canary).column("merchant_uid").subList(1, 3)).containsOnly("");
			assertThat(files(canary).retry()).extracting((row) -> row.get("retry_of"))
				.as("what was declined before is repeated")
				.containsExactlyElementsOf(files(first).column("merchant_uid").subList(2, 4));
			assertThat(this.sandbox.postsOfAgain()).isEqualTo(5);
		}
		RunResult rest = rerun(RerunWishes.of(first));

		assertThat(rest.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(outcomes(rest)).containsOnly("paid").hasSize(3);
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(7);
	}

	@Test
	void rerunsARerun() {
		RunResult first = charge(rows("charges.csv", List.of("kim_1", "soft-2", "hard-3", "soft-4")));
		RunResult second = rerun(RerunWishes.of(first));
		assertThat(outcomes(second)).containsExactly("declined", "declined");
		this.sandbox.refill();

		RunResult third = rerun(RerunWishes.of(second).rows(2, 2));

		assertThat(files(third).column("reference")).containsExactly("R-4");
		assertThat(files(third).column("memo")).containsExactly("memo 4");
		assertThat(files(third).column("merchant_uid").get(0)).endsWith("03");
		assertThat(Objects.requireNonNull(third.written()).result())
			.hasFileName("charges.rerun" + third.runId() + ".result.csv");
		assertThat(files(rerun(RerunWishes.of(first))).column("reference")).as("today's status").containsExactly("R-2");
		assertThat(this.installation.rerun(RerunWishes.of(second))).isEmpty();
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(8);
	}

	@Test
	void feedsItsOwnRetryFileBack() throws Exception {
		RunResult first = charge(file("charges.csv", "customer_uid,amount,name,retry_of", "soft-1,1000,Plan A,"));
		RunResult second = rerun(RerunWishes.of(first));
		assertThat(outcomes(second)).containsExactly("declined");
		assertThat(files(second).column("retry_of")).as("what it repeats")
			.containsExactlyElementsOf(files(first).column("merchant_uid"));
		this.sandbox.refill();

		RunResult third = charge(Objects.requireNonNull(second.written()).retry());

		assertThat(outcomes(third)).containsExactly("paid");
		assertThat(files(third).column("merchant_uid").get(0)).endsWith("03");
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(3);
	}

	@Test
	void touchesNoRunThatALiveProcessHolds() {
		RunResult first = charge(rows("charges.csv", List.of("soft-1")));
		this.sandbox.refill();
		Watcher watcher = Watcher.silent();

		try (HeldLease lease = runs().take(first.runId()).orElseThrow()) {
			assertThatExceptionOfType(CommandFailedException.class)
				.isThrownBy(() -> this.installation.commands().rerun(RerunWishes.of(first).build(), (preview) -> {
					throw new AssertionError("nothing is to be agreed to");
				}, watcher))
				.satisfies((failure) -> assertThat(failure.exitCode()).isEqualTo(ExitCode.HELD));
			assertThat(lease.isFresh()).isTrue();
		}

		assertThat(watcher.notices).isNotEmpty();
		assertThat(this.sandbox.postsOfAgain()).isOne();
		assertThat(outcomes(rerun(RerunWishes.of(first)))).containsExactly("paid");
	}

	private Runs runs() {
		return this.installation.process().getBean(Runs.class);
	}

	@Test
	void leavesARerunToTheProcessThatHoldsIt() {
		RunResult first = charge(rows("charges.csv", List.of("soft-1", "soft-2")));
		this.sandbox.refill();
		List<CommandFailedException> refused = new ArrayList<>();
		List<RunResult> others = new ArrayList<>();

		RunResult second = this.installation.commands().rerun(RerunWishes.of(first).build(), (preview) -> {
		}, Watcher.atBegin(Phase.SENDING, () -> {
			try {
				this.installation.rerun(RerunWishes.of(first));
			}
			catch (CommandFailedException ex) {
				refused.add(ex);
			}
			this.installation.rerun(RerunWishes.of(first).rows(1, 1)).ifPresent(others::add);
		})).orElseThrow();

		Books.mustAgree(this.installation, this.sandbox, second);
		assertThat(refused).singleElement()
			.satisfies((failure) -> assertThat(failure.exitCode()).isEqualTo(ExitCode.HELD));
		assertThat(others).as("another part of the same run").isEmpty();
		assertThat(outcomes(second)).containsExactly("paid", "paid");
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(4);
		assertThat(this.sandbox.paidWon()).isEqualTo(3000);
	}

	@Test
	void twoRerunsOfOverlappingPartsChargeEachRowOnce() {
		RunResult first = charge(rows("charges.csv", List.of("soft-1", "soft-2", "soft-3")));
		this.sandbox.refill();
		List<RunResult> faster = new ArrayList<>();

		RunResult second = this.installation.commands().rerun(RerunWishes.of(first).rows(1, 2).build(), (preview) -> {
		}, Watcher.atAdvance(Phase.PLANNING, () -> faster.add(rerun(RerunWishes.of(first).rows(2, 3))))).orElseThrow();

		Books.mustAgree(this.installation, this.sandbox, second);
		assertThat(faster).singleElement().satisfies((other) -> {
			assertThat(files(other).column("reference")).containsExactly("R-2", "R-3");
			assertThat(outcomes(other)).containsExactly("paid", "paid");
		});
		assertThat(outcomes(second)).containsExactly("paid", "skipped");
		assertThat(files(second).column("reason_class")).containsExactly("", "already_paid");
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(6);
		assertThat(this.sandbox.paidWon()).isEqualTo(6000);
	}

	@Test
	void callsNothingDoneTwiceAfterItFinishedInOtherHands() {
		RunResult first = charge(rows("charges.csv", List.of("throttled-always-1")));
		RunResult second = rerun(RerunWishes.of(first));
		assertThat(outcomes(second)).containsExactly("not_sent");
		this.sandbox.setFault("throttled-always-1", Fault.NONE);
		long posts = this.sandbox.postsOfAgain();

		assertThat(this.installation.commands()
			.rerun(RerunWishes.of(first).build(), (preview) -> rerun(RerunWishes.of(first)), Watcher.silent()))
			.isEmpty();

		assertThat(this.sandbox.postsOfAgain() - posts).isOne();
	}

}
