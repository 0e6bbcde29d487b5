package chargerunner.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import chargerunner.bench.Lap.Course;

/** What the laps come to. */
final class Score {

	private Score() {
	}

	/** Each figure's own median. */
	static Lap median(List<Lap> laps) {
		return new Lap((int) of(laps, Lap::posts), of(laps, Lap::rate), of(laps, Lap::share), of(laps, Lap::lateShare),
				of(laps, Lap::stepShare), of(laps, Lap::cpuMicros), of(laps, Lap::lateCpuMicros),
				of(laps, Lap::lateRate), (long) of(laps, Lap::peakMegabytes), of(laps, Lap::wallSeconds),
				laps.stream().anyMatch(Lap::stopped));
	}

	private static double of(List<Lap> laps, ToDoubleFunction<Lap> figure) {
		double[] sorted = laps.stream().mapToDouble(figure).sorted().toArray();
		return sorted[sorted.length / 2];
	}

	static String table(Course course, int rounds, Map<String, Lap> laps) {
		Lap bare = laps.entrySet()
			.stream()
			.filter((lap) -> lap.getKey().startsWith("(d)"))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElseThrow();
		StringBuilder table = new StringBuilder("### ").append(course.name())
			.append(String.format(Locale.ROOT, "%n%n%,d rows, Java %s, medians of %d%n%n", course.rows(),
					System.getProperty("java.version"), rounds))
			.append("| | charges/s | of the ideal | after the first ")
			.append(String.format(Locale.ROOT, "%,d", course.lateFrom()))
			.append(" | CPU a charge | of (d) | CPU then | of (d) | memory |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n");
		// Without latency there is no ideal.
		boolean ideal = course.latency().median().toMillis() > 0;
		laps.forEach((name,
				lap) -> table.append(String.format(Locale.ROOT,
						"| %s%s | %.0f | %s | %s | %.0f µs | %.2f | %s | %s | %d MB |%n", name,
						lap.stopped() ? " (60 s)" : "", lap.rate(), ideal ? percent(lap.share()) : "", late(lap, ideal),
						lap.cpuMicros(), lap.cpuMicros() / bare.cpuMicros(), micros(lap.lateCpuMicros()),
						Double.isNaN(lap.lateCpuMicros()) ? ""
								: String.format(Locale.ROOT, "%.2f", lap.lateCpuMicros() / bare.lateCpuMicros()),
						lap.peakMegabytes())));
		return table.append('\n').toString();
	}

	private static String late(Lap lap, boolean ideal) {
		if (Double.isNaN(lap.lateRate())) {
			return "";
		}
		return (ideal ? percent(lap.lateShare()) + ", " : "") + String.format(Locale.ROOT, "%.0f/s", lap.lateRate());
	}

	private static String percent(double share) {
		return Double.isNaN(share) ? "" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
	}

	private static String micros(double value) {
		return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.0f µs", value);
	}

}
