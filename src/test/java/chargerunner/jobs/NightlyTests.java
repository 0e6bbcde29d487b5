package chargerunner.jobs;

import java.time.LocalTime;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NightlyTests {

	@Test
	void cronAndSystemdStartAtTheSameTime() {
		assertThat(Nightly.crontab()).contains("CRON_TZ=Asia/Seoul");
		assertThat(Nightly.crontabLine()).startsWith(Nightly.SCHEDULE + " charge ");
		assertThat(Unit.read("charge-runner.timer").one("Timer", "OnCalendar"))
			.isEqualTo("*-*-* " + time() + ":00 Asia/Seoul");
	}

	@Test
	void startsFarFromMidnightWhereBanksAreClosed() {
		assertThat(time()).isBetween(LocalTime.of(0, 31), LocalTime.of(23, 29));
	}

	private static LocalTime time() {
		String[] fields = Nightly.SCHEDULE.split(" ");
		return LocalTime.of(Integer.parseInt(fields[1]), Integer.parseInt(fields[0]));
	}

}
