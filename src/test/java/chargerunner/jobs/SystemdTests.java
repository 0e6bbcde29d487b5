package chargerunner.jobs;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import chargerunner.job.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SystemdTests {

	private final Unit service = Unit.read("charge-runner.service");

	private final Unit timer = Unit.read("charge-runner.timer");

	@TempDir
	private Path directory;

	@ParameterizedTest
	@EnumSource
	void startsAgainWhatIsUnfinishedAndNothingElse(ExitCode code) {
		assertThat(again(code.code())).isEqualTo(code == ExitCode.UNFINISHED || code == ExitCode.HELD);
	}

	@ParameterizedTest
	@ValueSource(strings = { "137", "143" })
	void startsAgainAfterASignal(int code) {
		assertThat(again(code)).isTrue();
		assertThat(this.service.one("Service", "Restart")).isEqualTo("on-abnormal");
	}

	private boolean again(int code) {
		List<String> codes = Arrays.asList(this.service.one("Service", "RestartForceExitStatus").split(" "));
		return codes.contains(Integer.toString(code));
	}

	@Test
	void startsAgainSoManyTimesADay() {
		assertThat(this.service.one("Unit", "StartLimitBurst")).isEqualTo("6");
		assertThat(this.service.one("Unit", "StartLimitIntervalSec")).isEqualTo("20h");
		assertThat(this.service.one("Service", "RestartSec")).isEqualTo("5min");
		assertThat(this.service.one("Service", "Type")).as("oneshot ignores exit codes").isEqualTo("exec");
	}

	@Test
	void waitsLongerForItsEndThanTheProgramForItsAnswers() {
		assertThat(this.service.one("Service", "TimeoutStopSec")).isEqualTo("90s");
	}

	@Test
	void makesUpForTimeSwitchedOff() {
		assertThat(this.timer.one("Timer", "Persistent")).isEqualTo("true");
		assertThat(this.timer.one("Install", "WantedBy")).isEqualTo("timers.target");
	}

	@Test
	void hasNoMoreRightsThanItNeeds() {
		assertThat(this.service.one("Service", "User")).isEqualTo("charge");
		assertThat(this.service.one("Service", "NoNewPrivileges")).isEqualTo("true");
		assertThat(this.service.one("Service", "ProtectSystem")).isEqualTo("strict");
		assertThat(this.service.one("Service", "CapabilityBoundingSet")).isEmpty();
		assertThat(this.service.one("Service", "UMask")).isEqualTo("0077");
		assertThat(this.service.settings()).doesNotContainKey("Service.MemoryDenyWriteExecute");
	}

	@Test
	void runsThisCommand() {
		FakeJava java = FakeJava.in(this.directory.resolve("java"));
		Opt opt = Opt.in(this.directory.resolve("opt"));
		String[] command = this.service.one("Service", "ExecStart")
			.replace("/opt/charge-runner", opt.directory().toString())
			.split(" ");

		assertThat(Call.of(this.directory, (Object[]) command).with("JAVA_HOME", java.home()).run().code()).isZero();

		assertThat(java.lastCall()).endsWith("|charge|--due|--out|/var/lib/charge-runner|");
		assertThat(this.service.one("Service", "WorkingDirectory")).isEqualTo("/var/lib/charge-runner");
		assertThat("/var/lib/" + this.service.one("Service", "StateDirectory")).isEqualTo("/var/lib/charge-runner");
	}

}
