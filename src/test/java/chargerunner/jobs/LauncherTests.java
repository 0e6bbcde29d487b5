package chargerunner.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import chargerunner.jobs.Call.Ended;
import chargerunner.jobs.Call.Running;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class LauncherTests {

	private static final String PLAIN = "-XX:TieredStopAtLevel=1|-XX:+UseSerialGC|-Xlog:disable|-Xlog:all=error:stderr|";

	@TempDir
	private static Path shared;

	private static @Nullable Opt real;

	@TempDir
	private Path directory;

	private FakeJava java;

	private Opt opt;

	@BeforeEach
	void install() {
		this.java = FakeJava.in(this.directory.resolve("java"));
		this.opt = Opt.in(this.directory.resolve("opt"));
	}

	private Ended run(Object... arguments) {
		return this.opt.call(this.java.home(), arguments).run();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 2, 65, 69, 70, 75, 78, 137, 143, 1 })
	void endsAsTheProgramDoes(int code) {
		this.java.does("echo out; echo err >&2; exit " + code);

		assertThat(run("charge")).isEqualTo(new Ended(code, "out\n", "err\n"));
	}

	@Test
	void isReplacedByTheProgramSoThatSignalsReachIt() throws IOException {
		Path pipe = this.directory.resolve("pipe");
		assertThat(Call.of(this.directory, "mkfifo", pipe).run().code()).isZero();
		this.java.does("trap 'kill $!; exit 75' TERM; sleep 60 & echo started >'" + pipe + "'; wait");

		Running running = this.opt.call(this.java.home(), "charge").start();
		assertThat(Files.readString(pipe)).isEqualTo("started\n");
		assertThat(Files.readString(this.java.home().resolve("pid")).strip())
			.isEqualTo(Long.toString(running.process().pid()));
		running.process().destroy();

		assertThat(running.end().code()).isEqualTo(75);
	}

	@Test
	void passesArgumentsAsTheyAre() {
		run("charge", "--csv", "11월 청구 *.csv", "--batch", "it's \"x\" $HOME", "");

		assertThat(this.java.lastCall())
			.endsWith("charge-runner.jar|charge|--csv|11월 청구 *.csv|--batch|it's \"x\" $HOME||");
	}

	@ParameterizedTest
	@ValueSource(strings = { "--csv", "--csv=" })
	void takesTheSlowCompilerTooForAVeryLargeFile(String option) throws IOException {
		Path small = Files.write(this.directory.resolve("작은 파일.csv"), new byte[2_999_999]);
		Path large = Files.write(this.directory.resolve("큰 파일.csv"), new byte[3_000_000]);

		run(asked(option, small));
		assertThat(this.java.lastCall()).startsWith(PLAIN);
		run(asked(option, large));
		assertThat(this.java.lastCall()).startsWith(PLAIN.substring(PLAIN.indexOf('|') + 1))
			.doesNotContain("TieredStopAtLevel")
			.contains("|charge|");
	}

	private static Object[] asked(String option, Path file) {
		return option.endsWith("=") ? new Object[] { "charge", option + file }
				: new Object[] { "charge", option, file };
	}

	@Test
	void letsJavaOptsWin() {
		this.opt.call(this.java.home(), "runs").with("JAVA_OPTS", "-Xmx1g  -Dx=*").run();

		assertThat(this.java.lastCall()).startsWith(PLAIN + "-Xmx1g|-Dx=*|-jar|").endsWith(".jar|runs|");
	}

	@ParameterizedTest
	@ValueSource(strings = { "JAVA_OPTS", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS" })
	void leavesTheCollectorToWhoeverNamesAnother(String variable) {
		this.opt.call(this.java.home(), "runs").with(variable, "-Xmx1g -XX:+UseParallelGC").run();

		assertThat(this.java.lastCall()).startsWith(PLAIN.replace("-XX:+UseSerialGC|", "")).doesNotContain("Serial");
	}

	@Test
	void opensToEverybodyWhatItUnpacks() throws IOException {
		Ended ended = Call
			.of(this.directory, "sh", "-c", "umask 077; exec \"$@\"", "sh", this.opt.launcher(), "prepare")
			.with("JAVA_HOME", this.java.home())
			.run();

		assertThat(ended).isEqualTo(new Ended(0, "", ""));
		Path home = this.opt.homes().get(0);
		for (Path open : List.of(home.getParent(), home, home.resolve("lib"))) {
			assertThat(Files.getPosixFilePermissions(open)).as(open.toString())
				.contains(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_EXECUTE);
		}
		try (Stream<Path> files = Files.list(home)) {
			assertThat(files).hasSize(4)
				.allSatisfy((file) -> assertThat(Files.getPosixFilePermissions(file))
					.contains(PosixFilePermission.OTHERS_READ));
		}
	}

	@Test
	void worksThroughLinksFromAnywhere() throws IOException {
		Path far = Files.createDirectories(this.directory.resolve("far away/bin"));
		Path first = Files.createSymbolicLink(this.directory.resolve("first"), this.opt.launcher());
		Path link = Files.createSymbolicLink(far.resolve("charge"), Path.of("../../first"));
		assertThat(first).isSymbolicLink();

		assertThat(Call.of(far, link, "--help").with("JAVA_HOME", this.java.home()).run().code()).isZero();
		assertThat(Call.of(far, "sh", "charge", "--help").with("JAVA_HOME", this.java.home()).run().code()).isZero();

		assertThat(this.java.lastCall()).contains("|-jar|" + this.opt.cache());
	}

	@Test
	void unpacksOnce() {
		run("--help");
		run("--version");

		Path home = this.opt.homes().get(0);
		assertThat(this.opt.homes()).hasSize(1);
		assertThat(home.resolve("lib")).isDirectory();
		assertThat(this.java.calls()).hasSize(3);
		assertThat(this.java.calls().subList(1, 3)).containsExactly(
				PLAIN + "-jar|" + home.resolve("charge-runner.jar") + "|--help|",
				PLAIN + "-jar|" + home.resolve("charge-runner.jar") + "|--version|");
	}

	@Test
	void unpacksAnotherJarAnewAndLeavesTheOldOneToThoseThatRunIt() throws IOException {
		run("--help");
		List<Path> before = this.opt.homes();
		var time = Files.getLastModifiedTime(this.opt.jar());
		this.opt.jar("A jar");
		Files.setLastModifiedTime(this.opt.jar(), time);

		run("--help");

		assertThat(this.opt.homes()).hasSize(2).containsAll(before);
		assertThat(this.java.lastCall()).doesNotContain(before.get(0).toString());
		run("--help");
		assertThat(this.opt.homes()).hasSize(2);
	}

	@Test
	void believesInNothingHalfUnpacked() throws IOException {
		run("--help");
		Path half = this.opt.homes().get(0);
		Files.delete(half.resolve("complete"));

		run("--help");

		assertThat(this.opt.homes()).hasSize(2);
		assertThat(this.java.lastCall()).doesNotContain(half.toString());
	}

	@Test
	void mayBeStartedSeveralTimesAtOnce() {
		this.java.write("unpacks", "sleep 0.2; mkdir \"$into/lib\" && : >\"$into/charge-runner.jar\"\n")
			.does("[ -f \"$6\" ] && [ -d \"${6%/*}/lib\" ] && [ -f \"${6%/*}/complete\" ]");

		List<Running> running = Stream.generate(() -> this.opt.call(this.java.home(), "--help").start())
			.limit(6)
			.toList();

		assertThat(running.stream().map(Running::end)).containsOnly(new Ended(0, "", ""));
	}

	@Test
	void runsTheJarAsItIsWhereNothingCanBeWritten() throws IOException {
		Files.writeString(this.opt.cache(), "in the way of the directory");

		Ended ended = run("--help");

		assertThat(ended).isEqualTo(new Ended(0, "", ""));
		assertThat(this.java.calls()).containsExactly(PLAIN + "-jar|" + this.opt.jar() + "|--help|");
	}

	@Test
	void runsTheJarAsItIsWhereItCannotBeUnpacked() {
		this.java.write("unpacks", "echo no space left; exit 1\n");

		Ended ended = run("--help");

		assertThat(ended).isEqualTo(new Ended(0, "", ""));
		assertThat(this.java.lastCall()).isEqualTo(PLAIN + "-jar|" + this.opt.jar() + "|--help|");
		assertThat(this.opt.homes()).isEmpty();
	}

	@Test
	void takesAProgramThatIsUnpackedAlready() throws IOException {
		Files.createDirectory(this.opt.directory().resolve("lib"));

		run("--help");

		assertThat(this.java.calls()).containsExactly(PLAIN + "-jar|" + this.opt.jar() + "|--help|");
		assertThat(this.opt.cache()).doesNotExist();
	}

	@Test
	void findsWhatTheBuildMade() throws IOException {
		Files.createDirectory(this.opt.directory().resolve("target"));
		Files.move(this.opt.jar(), this.opt.directory().resolve("target/charge-runner.jar"));

		run("--help");

		assertThat(this.java.lastCall()).contains("|-jar|" + this.opt.directory().resolve("target/charge-runner/"));
	}

	@Test
	void saysThatThereIsNoJar() throws IOException {
		Files.delete(this.opt.jar());

		Ended ended = run("--help");

		assertThat(ended.code()).isEqualTo(78);
		assertThat(ended.err()).contains("There is no charge-runner.jar in " + this.opt.directory().resolve("jobs"),
				"./mvnw -DskipTests package");
	}

	@ParameterizedTest
	@CsvSource({ "1.8.0_402", "9", "11.0.2", "16.0.2" })
	void refusesAnOldJava(String version) {
		this.java.version(version);

		Ended english = run("--help");
		Ended korean = this.opt.call(this.java.home(), "--help").with("CHARGE_LANG", "ko").run();

		assertThat(english.code()).isEqualTo(korean.code()).isEqualTo(78);
		assertThat(english.err()).contains("is Java " + version + ". Java 17 or newer is needed");
		assertThat(korean.err()).contains("Java " + version + " 입니다. Java 17 이상이 필요합니다");
		assertThat(this.java.calls()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "17", "17.0.15", "21.0.1", "25.0.3", "26-ea", "100" })
	void takesAnyJavaFrom17(String version) {
		this.java.version(version);

		assertThat(run("--help")).isEqualTo(new Ended(0, "", ""));
	}

	@Test
	void asksJavaForItsVersionWhereNoFileSaysSo() throws IOException {
		Files.delete(this.java.home().resolve("release"));
		this.java.write("version", "openjdk version \"11.0.2\" 2019-01-15\nOpenJDK Runtime Environment 18.9\n");

		assertThat(run("--help").err()).contains("is Java 11.0.2.");
	}

	@Test
	void saysThatThereIsNoJava() throws IOException {
		Path nothing = Files.createDirectory(this.directory.resolve("nothing"));

		Ended none = new Call(this.directory, Map.of("PATH", nothing.toString()),
				List.of(this.opt.launcher().toString(), "--help"))
			.run();
		Ended wrong = this.opt.call(this.directory, "--help").run();

		assertThat(none.code()).isEqualTo(wrong.code()).isEqualTo(78);
		assertThat(none.err()).contains("There is no Java here");
		assertThat(wrong.err()).contains("JAVA_HOME is " + this.directory + ", but there is no bin/java");
	}

	@Test
	void preparesAnArchiveOfClassesOnceForEachJava() {
		Ended prepared = run("prepare");
		run("prepare");
		run("--help");

		Path home = this.opt.homes().get(0);
		String archive = home.resolve("classes-17.0.15+1.jsa").toString();
		assertThat(prepared).isEqualTo(new Ended(0, "", ""));
		assertThat(this.java.calls()).hasSize(4);
		assertThat(this.java.calls().get(1)).contains("-XX:ArchiveClassesAtExit=").endsWith("|charge|--due|--dry-run|");
		assertThat(this.java.lastCall())
			.isEqualTo(PLAIN + "-XX:SharedArchiveFile=" + archive + "|-jar|" + home + "/charge-runner.jar|--help|");

		this.java.version("17.0.16");
		run("--help");
		assertThat(this.java.lastCall()).isEqualTo(PLAIN + "-jar|" + home + "/charge-runner.jar|--help|");
	}

	@Test
	void doesWithoutAnArchiveThatCannotBeUsed() throws IOException {
		this.java.does("case $* in *--version*) exit 134 ;; esac");

		Ended prepared = run("prepare");
		run("--help");

		assertThat(prepared.code()).isZero();
		assertThat(prepared.err()).contains("commands start without");
		try (Stream<Path> files = Files.list(this.opt.homes().get(0))) {
			assertThat(files.map(Path::getFileName).map(Path::toString)).containsExactlyInAnyOrder("charge-runner.jar",
					"complete", "lib");
		}
		assertThat(this.java.lastCall()).doesNotContain("SharedArchiveFile");
	}

	@ParameterizedTest
	@CsvSource({ "charge --help,0", "charge --csv no.csv,2", "--version,0", "nonsense,2" })
	void answersHelpAndWrongUsageWithoutSpring(String arguments, int code) throws IOException {
		Path loaded = this.directory.resolve("loaded");

		Ended ended = Call
			.of(this.directory, Stream.concat(Stream.of(real().launcher()), Stream.of(arguments.split(" "))).toArray())
			.with("JAVA_HOME", System.getProperty("java.home"))
			.with("JAVA_OPTS", "-Xlog:class+load:file=" + loaded)
			.run();

		assertThat(ended.code()).as(ended.err()).isEqualTo(code);
		assertThat(Files.readAllLines(loaded).stream().map((line) -> line.split(" ")[1]))
			.contains("chargerunner.cli.Program")
			.noneMatch((name) -> name
				.matches("(org\\.springframework|ch\\.qos|chargerunner\\.(job|ledger|gateway))\\..*"));
	}

	@Test
	void readsAKoreanNameOfAFileWithoutALocale() throws IOException {
		Path file = this.directory.resolve("11월 청구.csv");
		Files.writeString(file, "customer_uid,amount,name\nkim_1,1000,Plan\n");

		Ended ended = Call.of(this.directory, real().launcher(), "charge", "--dry-run", "--csv", file).run();

		assertThat(ended.code()).as(ended.err()).isZero();
		assertThat(ended.out()).contains("run=0 exit=0 rows=1 ");
	}

	private static synchronized Opt real() throws IOException {
		if (real == null) {
			real = Opt.withProgram(shared.resolve("real"));
		}
		return real;
	}

}
