package chargerunner.report;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import chargerunner.report.Timeline.Told;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TimelineTests {

	private final Timeline timeline = new Timeline(new Wording(Views.messages(Locale.ENGLISH)));

	@Test
	void saysTheSameThingOnceWithEveryTime() {
		assertThat(lines("2026-11-23T14:59:58Z a", "2026-11-23T14:59:59Z a", "2026-11-23T15:00:00Z a",
				"2026-11-23T15:00:01Z b", "2026-11-23T15:00:02Z a"))
			.containsExactly("  2026-11-23 23:59:58  a", "                       also at 23:59:59, 2026-11-24 00:00:00",
					"  2026-11-24 00:00:01  b", "  2026-11-24 00:00:02  a");
	}

	@Test
	void breaksTimesIntoLines() {
		List<String> lines = lines(Stream.iterate(0, (i) -> i + 1)
			.limit(30)
			.map((i) -> Instant.parse("2026-11-23T01:00:00Z").plusSeconds(i) + " look")
			.toArray(String[]::new));

		assertThat(lines).hasSizeGreaterThan(3).allSatisfy((line) -> assertThat(line).hasSizeLessThanOrEqualTo(100));
		assertThat(String.join("\n", lines).split("10:00:\\d\\d")).hasSize(30);
	}

	private List<String> lines(String... told) {
		return this.timeline.lines(Stream.of(told)
			.map((line) -> new Told(Instant.parse(line.split(" ")[0]), line.split(" ")[1]))
			.toList());
	}

}
