package chargerunner.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import chargerunner.cli.Scene.State;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every command in every state that a run can be found in, with and without somebody who
 * watches: the exit code is that of the contract, and a sentence names the state and the
 * remedy. The report of this class is the table.
 * <p>
 * Another command is another constant of {@link Command} with its rows.
 */
@Timeout(120)
class CommandTableTests {

	@TempDir
	static Path templates;

	@TempDir
	Path directory;

	/** Whether a person watches standard error. */
	enum Terminal {

		TERMINAL, NO_TERMINAL;

		private String inWords() {
			return name().toLowerCase(Locale.ROOT).replace('_', ' ');
		}

	}

	/** The commands, each with its row for every state: exit code and key phrases. */
	enum Command {

		CHARGE_CSV("charge --csv charges.csv --out out",
				"""
						NO_RUN_YET          | 0  | is finished. | Nothing.
						PLANNING_KILLED     | 0  | is finished. | Nothing.
						SEALED_UNFINISHED   | 0  | went on from where      | is finished.
						HELD_BY_A_PROCESS   | 69 | is being worked on by | This command did nothing. Wait for that process to end, or stop it
						DATABASE_FILE_HELD  | 69 | Another process has the embedded database | Wait until it has ended
						FINISHED            | 0  | FINISHED ALREADY | NOTHING WAS CHARGED NOW | name a new batch with --batch
						IN_DOUBT            | 75 | is NOT finished. | Rows in doubt: 1. Run the same command again
						REJECTED_INPUT      | 65 | amount | The input was refused: nothing was charged. | Correct what is named above
						DATABASE_DOWN       | 75 | cannot be reached. | Run the same command again once it answers
						WRONG_PASSWORD      | 78 | refuses user or password. | Correct SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD
						NEWER_SCHEMA        | 78 | have version 99, which a newer program | Use the newer program
						GATEWAY_DOWN        | 75 | is NOT finished. | Rows in doubt: 1. Run the same command again
						WRONG_CREDENTIALS   | 78 | PortOne refused the credentials | Check PORTONE_API_KEY and PORTONE_API_SECRET
						NO_CREDENTIALS      | 78 | PORTONE_API_KEY | PORTONE_API_SECRET
						"""),

		CHARGE_NEW_CSV("charge --csv others.csv --out out",
				"""
						NO_RUN_YET          | 0  | is finished. | Nothing.
						PLANNING_KILLED     | 0  | is finished. | Nothing.
						SEALED_UNFINISHED   | 0  | is finished. | Nothing.
						HELD_BY_A_PROCESS   | 0  | is finished. | Nothing.
						DATABASE_FILE_HELD  | 69 | Another process has the embedded database | Wait until it has ended
						FINISHED            | 0  | is finished. | Nothing.
						IN_DOUBT            | 0  | is finished. | Nothing.
						REJECTED_INPUT      | 0  | is finished. | Nothing.
						DATABASE_DOWN       | 75 | cannot be reached. | Run the same command again once it answers
						WRONG_PASSWORD      | 78 | refuses user or password. | Correct SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD
						NEWER_SCHEMA        | 78 | have version 99, which a newer program | Use the newer program
						GATEWAY_DOWN        | 75 | is NOT finished. | Rows not sent: 1. Run the same command again
						WRONG_CREDENTIALS   | 78 | PortOne refused the credentials | Check PORTONE_API_KEY and PORTONE_API_SECRET
						NO_CREDENTIALS      | 78 | PORTONE_API_KEY | PORTONE_API_SECRET
						"""),

		CHARGE_DUE("charge --due 2026-03-10 --out out",
				"""
						NO_RUN_YET          | 0  | is finished. | Nothing.
						PLANNING_KILLED     | 0  | is finished. | Nothing.
						SEALED_UNFINISHED   | 0  | went on from where      | is finished.
						HELD_BY_A_PROCESS   | 69 | is being worked on by | This command did nothing. Wait for that process to end, or stop it
						DATABASE_FILE_HELD  | 69 | Another process has the embedded database | Wait until it has ended
						FINISHED            | 0  | FINISHED ALREADY | NOTHING WAS CHARGED NOW
						IN_DOUBT            | 75 | is NOT finished. | Rows in doubt: 1. Run the same command again
						REJECTED_INPUT      | 65 | Nothing was charged: subscriptions due since before | add --catch-up
						DATABASE_DOWN       | 75 | cannot be reached. | Run the same command again once it answers
						WRONG_PASSWORD      | 78 | refuses user or password. | Correct SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD
						NEWER_SCHEMA        | 78 | have version 99, which a newer program | Use the newer program
						GATEWAY_DOWN        | 75 | is NOT finished. | Rows in doubt: 1. Run the same command again
						WRONG_CREDENTIALS   | 78 | PortOne refused the credentials | Check PORTONE_API_KEY and PORTONE_API_SECRET
						NO_CREDENTIALS      | 78 | PORTONE_API_KEY | PORTONE_API_SECRET
						"""),

		DRY_RUN("charge --csv charges.csv --out out --dry-run",
				"""
						NO_RUN_YET          | 0  | Dry run: nothing was stored and nothing was sent. | without --dry-run
						PLANNING_KILLED     | 0  | Dry run: nothing was stored and nothing was sent. | without --dry-run
						SEALED_UNFINISHED   | 0  | is not finished: the same command without --dry-run goes on | nothing was sent.
						HELD_BY_A_PROCESS   | 0  | is not finished: the same command without --dry-run goes on | nothing was sent.
						DATABASE_FILE_HELD  | 69 | Another process has the embedded database | Wait until it has ended
						FINISHED            | 0  | is finished: charging it again would send nothing | nothing was sent.
						IN_DOUBT            | 0  | is not finished: the same command without --dry-run goes on | nothing was sent.
						REJECTED_INPUT      | 65 | amount | The input was refused: nothing was charged. | Correct what is named above
						DATABASE_DOWN       | 75 | cannot be reached. | Run the same command again once it answers
						WRONG_PASSWORD      | 78 | refuses user or password. | Correct SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD
						NEWER_SCHEMA        | 78 | have version 99, which a newer program | Use the newer program
						GATEWAY_DOWN        | 0  | is not finished: the same command without --dry-run goes on | nothing was sent.
						WRONG_CREDENTIALS   | 0  | is not finished: the same command without --dry-run goes on | nothing was sent.
						NO_CREDENTIALS      | 0  | is not finished: the same command without --dry-run goes on | nothing was sent.
						"""),

		RESOLVE("resolve",
				"""
						NO_RUN_YET          | 0  | Nothing to look up: no run is unfinished
						PLANNING_KILLED     | 0  | Nothing to look up: no run is unfinished
						SEALED_UNFINISHED   | 0  | is NOT finished. | Rows not sent: 2. This command sends nothing: run the charge command
						HELD_BY_A_PROCESS   | 0  | is being worked on by | it was left alone | other than what another process is working on
						DATABASE_FILE_HELD  | 69 | Another process has the embedded database | Wait until it has ended
						FINISHED            | 0  | Nothing to look up: no run is unfinished
						IN_DOUBT            | 75 | is NOT finished. | Rows in doubt: 1. PortOne has no final answer yet | Run the charge command of this run again
						REJECTED_INPUT      | 0  | Nothing to look up: no run is unfinished
						DATABASE_DOWN       | 75 | cannot be reached. | Run the same command again once it answers
						WRONG_PASSWORD      | 78 | refuses user or password. | Correct SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD
						NEWER_SCHEMA        | 78 | have version 99, which a newer program | Use the newer program
						GATEWAY_DOWN        | 75 | is NOT finished. | Rows in doubt: 1. PortOne has no final answer yet
						WRONG_CREDENTIALS   | 78 | PortOne refused the credentials | Check PORTONE_API_KEY and PORTONE_API_SECRET
						NO_CREDENTIALS      | 78 | PORTONE_API_KEY | PORTONE_API_SECRET
						"""),

		RERUN("rerun 1 --yes",
				"""
						NO_RUN_YET          | 2  | There is no run 1. | runs --all
						PLANNING_KILLED     | 2  | was not planned to its end | Nothing was done. Run its own command again.
						SEALED_UNFINISHED   | 0  | Will POST 2 (3,000 won), look up 0, 0 of what is paid or in doubt. | is finished.
						HELD_BY_A_PROCESS   | 69 | is being worked on by | This command did nothing. Wait for that process to end, or stop it
						DATABASE_FILE_HELD  | 69 | Another process has the embedded database | Wait until it has ended
						FINISHED            | 0  | Left alone, paid already: rows 2, won 3,000. | Nothing was selected
						IN_DOUBT            | 0  | Left alone, in doubt: rows 1 | To have PortOne asked about them: resolve | Nothing was selected
						REJECTED_INPUT      | 2  | There is no run 1. | runs --all
						DATABASE_DOWN       | 75 | cannot be reached. | Run the same command again once it answers
						WRONG_PASSWORD      | 78 | refuses user or password. | Correct SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD
						NEWER_SCHEMA        | 78 | have version 99, which a newer program | Use the newer program
						GATEWAY_DOWN        | 0  | Left alone, in doubt: rows 1 | Nothing was selected
						WRONG_CREDENTIALS   | 0  | Left alone, in doubt: rows 1 | Nothing was selected
						NO_CREDENTIALS      | 0  | Left alone, in doubt: rows 1 | Nothing was selected
						"""),

		RERUN_WITHOUT_YES("rerun 1",
				"""
						NO_RUN_YET          | 2  | There is no run 1. | runs --all
						PLANNING_KILLED     | 2  | was not planned to its end | Nothing was done. Run its own command again.
						SEALED_UNFINISHED   | 2  | Will POST 2 (3,000 won), look up 0, 0 of what is paid or in doubt. | Nothing was done
						HELD_BY_A_PROCESS   | 69 | is being worked on by | This command did nothing. Wait for that process to end, or stop it
						DATABASE_FILE_HELD  | 69 | Another process has the embedded database | Wait until it has ended
						FINISHED            | 0  | Left alone, paid already: rows 2, won 3,000. | Nothing was selected
						IN_DOUBT            | 0  | Left alone, in doubt: rows 1 | To have PortOne asked about them: resolve | Nothing was selected
						REJECTED_INPUT      | 2  | There is no run 1. | runs --all
						DATABASE_DOWN       | 75 | cannot be reached. | Run the same command again once it answers
						WRONG_PASSWORD      | 78 | refuses user or password. | Correct SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD
						NEWER_SCHEMA        | 78 | have version 99, which a newer program | Use the newer program
						GATEWAY_DOWN        | 0  | Left alone, in doubt: rows 1 | Nothing was selected
						WRONG_CREDENTIALS   | 0  | Left alone, in doubt: rows 1 | Nothing was selected
						NO_CREDENTIALS      | 0  | Left alone, in doubt: rows 1 | Nothing was selected
						"""),

		DECIDE("decide A-1 --as not-charged --note seen",
				"""
						NO_RUN_YET          | 2  | no charge with the reference "A-1" | Take the reference from the result file
						PLANNING_KILLED     | 65 | is planned by run | so nothing is in doubt. | Run that run's command
						SEALED_UNFINISHED   | 65 | is planned by run | so nothing is in doubt. | Run that run's command
						HELD_BY_A_PROCESS   | 69 | is being worked on by | This command did nothing. Wait for that process to end, or stop it
						DATABASE_FILE_HELD  | 69 | Another process has the embedded database | Wait until it has ended
						FINISHED            | 65 | is paid by imp_ | so nothing is in doubt. | cancel it in the PortOne console
						IN_DOUBT            | 0  | Decided: the charge "A-1" | counts as not charged | is finished. | Charge them again later
						REJECTED_INPUT      | 2  | no charge with the reference "A-1" | Take the reference from the result file
						DATABASE_DOWN       | 75 | cannot be reached. | Run the same command again once it answers
						WRONG_PASSWORD      | 78 | refuses user or password. | Correct SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD
						NEWER_SCHEMA        | 78 | have version 99, which a newer program | Use the newer program
						GATEWAY_DOWN        | 75 | Nothing was decided: PortOne could not be asked | Run the same command again once PortOne answers
						WRONG_CREDENTIALS   | 78 | PortOne refused the credentials | Check PORTONE_API_KEY and PORTONE_API_SECRET
						NO_CREDENTIALS      | 78 | PORTONE_API_KEY | PORTONE_API_SECRET
						"""),

		RUNS("runs",
				"""
						NO_RUN_YET          | 0  | There are no runs yet.
						PLANNING_KILLED     | 0  | planning | its process ended while it was planned; nothing of it was charged
						SEALED_UNFINISHED   | 0  | UNFINISHED | 2 not_sent: run the same command again
						HELD_BY_A_PROCESS   | 0  | UNFINISHED | held by
						DATABASE_FILE_HELD  | 69 | Another process has the embedded database | Wait until it has ended
						FINISHED            | 0  | finished | paid 2
						IN_DOUBT            | 0  | UNFINISHED | waits for look-ups: 1 unknown
						REJECTED_INPUT      | 0  | There are no runs yet.
						DATABASE_DOWN       | 75 | cannot be reached. | Run the same command again once it answers
						WRONG_PASSWORD      | 78 | refuses user or password. | Correct SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD
						NEWER_SCHEMA        | 78 | have version 99, which a newer program | Use the newer program
						GATEWAY_DOWN        | 0  | UNFINISHED | waits for look-ups: 1 unknown
						WRONG_CREDENTIALS   | 0  | UNFINISHED | waits for look-ups: 1 unknown
						NO_CREDENTIALS      | 0  | UNFINISHED | waits for look-ups: 1 unknown
						"""),

		KEYS("keys",
				"""
						NO_RUN_YET          | 0  | keys=
						PLANNING_KILLED     | 0  | keys=
						SEALED_UNFINISHED   | 0  | keys=
						HELD_BY_A_PROCESS   | 0  | keys=
						DATABASE_FILE_HELD  | 69 | Another process has the embedded database | Wait until it has ended
						FINISHED            | 0  | keys=
						IN_DOUBT            | 0  | keys=
						REJECTED_INPUT      | 0  | keys=
						DATABASE_DOWN       | 75 | cannot be reached. | Run the same command again once it answers
						WRONG_PASSWORD      | 78 | refuses user or password. | Correct SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD
						NEWER_SCHEMA        | 78 | have version 99, which a newer program | Use the newer program
						GATEWAY_DOWN        | 0  | keys=
						WRONG_CREDENTIALS   | 0  | keys=
						NO_CREDENTIALS      | 0  | keys=
						"""),

		KEYS_REVOKE("keys revoke nobody",
				"""
						NO_RUN_YET          | 2  | There is no billing key "nobody" here. | Nothing was done
						PLANNING_KILLED     | 2  | There is no billing key "nobody" here. | Nothing was done
						SEALED_UNFINISHED   | 2  | There is no billing key "nobody" here. | Nothing was done
						HELD_BY_A_PROCESS   | 2  | There is no billing key "nobody" here. | Nothing was done
						DATABASE_FILE_HELD  | 69 | Another process has the embedded database | Wait until it has ended
						FINISHED            | 2  | There is no billing key "nobody" here. | Nothing was done
						IN_DOUBT            | 2  | There is no billing key "nobody" here. | Nothing was done
						REJECTED_INPUT      | 2  | There is no billing key "nobody" here. | Nothing was done
						DATABASE_DOWN       | 75 | cannot be reached. | Run the same command again once it answers
						WRONG_PASSWORD      | 78 | refuses user or password. | Correct SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD
						NEWER_SCHEMA        | 78 | have version 99, which a newer program | Use the newer program
						GATEWAY_DOWN        | 2  | There is no billing key "nobody" here. | Nothing was done
						WRONG_CREDENTIALS   | 2  | There is no billing key "nobody" here. | Nothing was done
						NO_CREDENTIALS      | 78 | PORTONE_API_KEY | PORTONE_API_SECRET
						"""),

		SHOW("show 1",
				"""
						NO_RUN_YET          | 2  | There is no run 1. | runs --all
						PLANNING_KILLED     | 0  | planning | nothing of it was charged | The same command: charge --csv
						SEALED_UNFINISHED   | 0  | UNFINISHED | 2 not_sent: run the same command again | The same command: charge --csv
						HELD_BY_A_PROCESS   | 0  | Wait until that process has ended
						DATABASE_FILE_HELD  | 69 | Another process has the embedded database | Wait until it has ended
						FINISHED            | 0  | finished | Nothing.
						IN_DOUBT            | 0  | UNFINISHED | 1 unknown, possible now: the same command, or resolve | The same command: charge --csv
						REJECTED_INPUT      | 2  | There is no run 1. | runs --all
						DATABASE_DOWN       | 75 | cannot be reached. | Run the same command again once it answers
						WRONG_PASSWORD      | 78 | refuses user or password. | Correct SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD
						NEWER_SCHEMA        | 78 | have version 99, which a newer program | Use the newer program
						GATEWAY_DOWN        | 0  | UNFINISHED | 1 unknown, possible now: the same command, or resolve | The same command: charge --csv
						WRONG_CREDENTIALS   | 0  | UNFINISHED | 1 unknown, possible now: the same command, or resolve | The same command: charge --csv
						NO_CREDENTIALS      | 0  | UNFINISHED | 1 unknown, possible now: the same command, or resolve | The same command: charge --csv
						"""),

		EXPLAIN("explain A-1",
				"""
						NO_RUN_YET          | 2  | No charge has the reference or merchant_uid A-1. | Copy one from a result file
						PLANNING_KILLED     | 0  | did not get past planning and nothing of it is charged | Run its command again
						SEALED_UNFINISHED   | 0  | It waits to be sent. Run the command of run 1 again
						HELD_BY_A_PROCESS   | 0  | Run 1 is being worked on by | Nothing has to be done
						DATABASE_FILE_HELD  | 69 | Another process has the embedded database | Wait until it has ended
						FINISHED            | 0  | Charge A-1: paid | Nothing: it is paid and is not charged again
						IN_DOUBT            | 0  | Run the command of run 1 again, or resolve: PortOne is asked at once | only while PortOne says that it has no record
						REJECTED_INPUT      | 2  | No charge has the reference or merchant_uid A-1. | Copy one from a result file
						DATABASE_DOWN       | 75 | cannot be reached. | Run the same command again once it answers
						WRONG_PASSWORD      | 78 | refuses user or password. | Correct SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD
						NEWER_SCHEMA        | 78 | have version 99, which a newer program | Use the newer program
						GATEWAY_DOWN        | 0  | Run the command of run 1 again, or resolve: PortOne is asked at once | only while PortOne says that it has no record
						WRONG_CREDENTIALS   | 0  | Run the command of run 1 again, or resolve: PortOne is asked at once | only while PortOne says that it has no record
						NO_CREDENTIALS      | 0  | Run the command of run 1 again, or resolve: PortOne is asked at once | only while PortOne says that it has no record
						"""),

		MIGRATE("migrate",
				"""
						NO_RUN_YET          | 0  | The tables are up to date.
						PLANNING_KILLED     | 0  | The tables are up to date.
						SEALED_UNFINISHED   | 0  | The tables are up to date.
						HELD_BY_A_PROCESS   | 0  | The tables are up to date.
						DATABASE_FILE_HELD  | 69 | Another process has the embedded database | Wait until it has ended
						FINISHED            | 0  | The tables are up to date.
						IN_DOUBT            | 0  | The tables are up to date.
						REJECTED_INPUT      | 0  | The tables are up to date.
						DATABASE_DOWN       | 75 | cannot be reached. | Run the same command again once it answers
						WRONG_PASSWORD      | 78 | refuses user or password. | Correct SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD
						NEWER_SCHEMA        | 78 | have version 99, which a newer program | Use the newer program
						GATEWAY_DOWN        | 0  | The tables are up to date.
						WRONG_CREDENTIALS   | 0  | The tables are up to date.
						NO_CREDENTIALS      | 0  | The tables are up to date.
						""");

		private final String line;

		private final List<Row> rows;

		Command(String line, String table) {
			this.line = line;
			this.rows = table.lines().map((row) -> Row.of(this, row)).toList();
		}

	}

	/** One row of the table. */
	record Row(Command command, State state, int exit, List<String> phrases) {

		static Row of(Command command, String row) {
			List<String> cells = Arrays.stream(row.split("\\|")).map(String::strip).toList();
			return new Row(command, State.valueOf(cells.get(0)), Integer.parseInt(cells.get(1)),
					cells.subList(2, cells.size()));
		}

	}

	static Stream<Arguments> cells() {
		return Stream.of(Command.values())
			.flatMap((command) -> command.rows.stream())
			.flatMap((row) -> Stream.of(Terminal.values())
				.map((terminal) -> Arguments.argumentSet(row.command().line + " · " + row.state().inWords() + " · "
						+ terminal.inWords() + " → exit " + row.exit() + ": " + String.join(" … ", row.phrases()), row,
						terminal)));
	}

	@ParameterizedTest(name = "{argumentSetName}")
	@MethodSource("cells")
	void endsWithItsExitCodeAndASentenceThatHelps(Row row, Terminal terminal) throws IOException {
		try (Scene scene = row.state().in(templates, this.directory)) {
			Ran ran = scene.run(terminal == Terminal.TERMINAL, row.command().line.split(" "));

			assertThat(ran.code()).as(ran.toString()).isEqualTo(row.exit());
			assertThat(ran.err() + ran.out()).contains(row.phrases());
			assertThat(ran.err()).doesNotContain("\tat ", "Caused by", "This is a bug");
			if (terminal == Terminal.NO_TERMINAL) {
				assertThat(ran.err()).as("no bars in a log").doesNotContain("\r", "\u001b");
			}
			if (ran.lastLine().startsWith("run=")) {
				assertThat(ran.lastLine()).contains(" exit=" + row.exit() + " ");
			}
			if (row.exit() != 0 && row.exit() != 75) {
				assertThat(scene.postsOfAgain()).as("requests to charge").isZero();
			}
		}
	}

	@Test
	void everyCommandMeetsEveryState() {
		assertThat(Command.values())
			.allSatisfy((command) -> assertThat(command.rows.stream().map(Row::state)).containsExactly(State.values()));
	}

	@AfterAll
	static void forgetTemplates() {
		Scene.forgetTemplates();
	}

}
