package chargerunner.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import chargerunner.jobs.Call.Ended;
import chargerunner.jobs.Call.Running;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CronTests {

	private static final String SUMMARY = "run=7 exit=0 rows=2 paid=2 declined=0 won_paid=3000";

	@TempDir
	private Path directory;

	private FakeJava java;

	private Path files;

	private Path environment;

	@BeforeEach
	void install() throws IOException {
		this.java = FakeJava.in(this.directory.resolve("java"));
		Opt.in(this.directory.resolve("opt"));
		this.files = this.directory.resolve("files");
		this.environment = this.directory.resolve("environment");
		environment("RUNNER_TRIES=3", "RUNNER_PAUSE=0");
	}

	private void environment(String... lines) throws IOException {
		List<String> all = new ArrayList<>(List.of("JAVA_HOME=" + this.java.home(),
				"SPRING_DATASOURCE_URL=jdbc:mysql://db/charges?a=1&b=2", "SPRING_DATASOURCE_PASSWORD=geheim"));
		all.addAll(List.of(lines));
		Files.write(this.environment, all);
		permit("rw-r-----");
	}

	private void permit(String permissions) throws IOException {
		Files.setPosixFilePermissions(this.environment, PosixFilePermissions.fromString(permissions));
	}

	private Call call(String... options) {
		Path wrapper = this.directory.resolve("opt/jobs/cron/charge-due");
		return Call.of(this.directory,
				Stream.concat(Stream.of(wrapper, this.environment, this.files), Stream.of(options)).toArray());
	}

	private Ended run(String... options) {
		return call(options).run();
	}

	private List<String> charges() {
		return this.java.calls().stream().filter((call) -> call.contains("|charge|")).toList();
	}

	private List<String> log() throws IOException {
		return Files.readAllLines(this.files.resolve("charge-due.log"));
	}

	@Test
	void isQuietWhenAllIsWell() throws IOException {
		this.java.does("echo the summary; echo '" + SUMMARY + "'; echo a warning >&2");

		Ended first = run();
		run();

		assertThat(first).isEqualTo(new Ended(0, "", ""));
		assertThat(log()).hasSize(2)
			.allMatch((line) -> line
				.matches("\\S+T\\S+\\+09:00 ended=\\S+\\+09:00 code=0 tries=1 \\Q" + SUMMARY + "\\E"));
		assertThat(this.files.resolve("charge-due.last")).hasContent("the summary\n" + SUMMARY + "\na warning");
		assertThat(Files.list(this.files)).hasSize(2);
	}

	@Test
	void keepsWhatItWritesToItsOwner() throws IOException {
		run();

		try (Stream<Path> files = Stream.concat(Stream.of(this.files), Files.list(this.files))) {
			assertThat(files).hasSize(3).allSatisfy((file) -> assertThat(permissions(file)).endsWith("------"));
		}
	}

	private static String permissions(Path file) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
	}

	@Test
	void asksForWhatIsDueWithTheOptionsGiven() {
		run("--max-sum", "1,000,000", "--catch-up");

		assertThat(charges()).singleElement()
			.asString()
			.endsWith("|charge|--due|--out|" + this.files + "|--max-sum|1,000,000|--catch-up|");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			2  | The command line is wrong             | 명령줄이 잘못되었습니다
			65 | What is due was refused               | 결제 대상이 거부되었습니다
			70 | The books do not balance              | 장부가 맞지 않거나
			78 | Credentials, settings or the clock    | 인증 정보, 설정 또는 시각
			1  | Java ended with 1                     | 종료 코드가 아닌 1 값
			""")
	void endsAtOnceWhereAnotherTryWouldNotHelp(int code, String english, String korean) throws IOException {
		this.java.does("echo said; echo '" + SUMMARY + "'; exit " + code);

		Ended ended = run();
		Ended inKorean = call().with("CHARGE_LANG", "ko").run();

		assertThat(ended.code()).isEqualTo(code);
		assertThat(ended.out()).startsWith("said\n").contains(english);
		assertThat(inKorean.out()).contains(korean);
		assertThat(charges()).hasSize(2);
		assertThat(log()).hasSize(2).allMatch((line) -> line.endsWith("code=" + code + " tries=1 " + SUMMARY));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			69  | Another process holds the run
			75  | Unfinished after 3 tries
			137 | Unfinished after 3 tries
			143 | Unfinished after 3 tries
			""")
	void triesSoManyTimesWhatIsUnfinished(int code, String advice) throws IOException {
		this.java.ends(code);

		Ended ended = run();

		assertThat(ended.code()).isEqualTo(code);
		assertThat(ended.out()).contains(advice);
		assertThat(charges()).hasSize(3);
		assertThat(log()).singleElement().asString().endsWith("code=" + code + " tries=3");
	}

	@Test
	void isQuietWhenAnotherTryFinishes() throws IOException {
		this.java.does("[ -e '" + this.directory + "/second' ] && exit 0; : >'" + this.directory + "/second'; exit 75");

		Ended ended = run();

		assertThat(ended).isEqualTo(new Ended(0, "", ""));
		assertThat(charges()).hasSize(2);
		assertThat(log()).singleElement().asString().endsWith("code=0 tries=2");
	}

	@Test
	void stopsWithTheProgramWhenToldTo() throws IOException {
		Path pipe = pipe();
		this.java.does("trap 'kill $!; exit 75' TERM; sleep 60 & echo started >'" + pipe + "'; wait");

		Running running = call().start();
		assertThat(Files.readString(pipe)).isEqualTo("started\n");
		running.process().destroy();

		assertThat(running.end().code()).isEqualTo(75);
		assertThat(charges()).hasSize(1);
		assertThat(log()).singleElement().asString().endsWith("code=75 tries=1");
	}

	@Test
	void stopsInThePauseWhenToldTo() throws IOException {
		Path pipe = pipe();
		environment("RUNNER_PAUSE=3600");
		this.java.does("(sleep 0.2; echo pausing >'" + pipe + "') >/dev/null 2>&1 & exit 75");

		Running running = call().start();
		assertThat(Files.readString(pipe)).isEqualTo("pausing\n");
		running.process().destroy();

		assertThat(running.end().code()).isEqualTo(75);
		assertThat(charges()).hasSize(1);
	}

	private Path pipe() {
		Path pipe = this.directory.resolve("pipe");
		assertThat(Call.of(this.directory, "mkfifo", pipe).run().code()).isZero();
		return pipe;
	}

	@Test
	void takesSettingsAsTheyStand() throws IOException {
		environment("# a comment", "; another", "", "CHARGE_NAMESPACE=\"with blanks\"", "A='$HOME `id` \\n'\r",
				"B=c=d \"e\"", "EMPTY=");
		this.java
			.does("printf '%s\\n' \"$SPRING_DATASOURCE_URL\" \"$CHARGE_NAMESPACE\" \"$A\" \"$B\" \"${EMPTY-unset}\"");

		run();

		assertThat(this.files.resolve("charge-due.last"))
			.hasContent("jdbc:mysql://db/charges?a=1&b=2\nwith blanks\n$HOME `id` \\n\nc=d \"e\"\n\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "no name", "1A=2", "A-B=1", "=x", "export A=1" })
	void namesALineThatIsNoSetting(String line) throws IOException {
		environment(line);

		Ended ended = run();

		assertThat(ended.code()).isEqualTo(78);
		assertThat(ended.err()).contains("line 4 is not NAME=VALUE").doesNotContain("geheim");
		assertThat(this.java.calls()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "rw-r--r--", "rw-rw----", "rw-----w-" })
	void refusesSettingsThatOthersMayReadOrChange(String permissions) throws IOException {
		permit(permissions);

		Ended ended = run();

		assertThat(ended.code()).isEqualTo(78);
		assertThat(ended.err()).contains("others may read or change it", "chmod 640 " + this.environment);
		assertThat(this.java.calls()).isEmpty();
	}

	@Test
	void refusesSettingsThatAreNotThere() throws IOException {
		Files.delete(this.environment);

		assertThat(run().code()).isEqualTo(78);
	}

	@Test
	void refusesToWorkWithoutADatabaseThatStays() throws IOException {
		Files.writeString(this.environment, "JAVA_HOME=" + this.java.home() + "\n");

		Ended ended = run();

		assertThat(ended.code()).isEqualTo(78);
		assertThat(ended.err()).contains("SPRING_DATASOURCE_URL is not set");
		assertThat(this.java.calls()).isEmpty();
	}

	@Test
	void saysHowItIsCalled() {
		Ended ended = Call.of(this.directory, this.directory.resolve("opt/jobs/cron/charge-due"), "x").run();

		assertThat(ended.code()).isEqualTo(2);
		assertThat(ended.err()).contains("Usage: charge-due ENVIRONMENT DIR");
	}

	@Test
	void isCalledLikeThisByTheCrontab() throws IOException {
		String line = Nightly.crontabLine();
		String command = line.split("\\s+", 7)[6];

		Ended ended = Call
			.of(this.directory, "sh", "-c",
					command.replace("/opt/charge-runner", this.directory.resolve("opt").toString())
						.replace("/etc/charge-runner/environment", this.environment.toString())
						.replace("/var/lib/charge-runner", this.files.toString()))
			.run();

		assertThat(ended).isEqualTo(new Ended(0, "", ""));
		assertThat(charges()).hasSize(1);
	}

}
