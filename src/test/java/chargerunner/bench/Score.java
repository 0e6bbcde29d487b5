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
		laps.forEach((name, lap) -> table.append(String.format(Locale.ROOT,
				"| %s%s | %.0f | %.1f %% | %.1f %% (%.0f/s) | %.0f µs | %.2f | %s | %s | %d MB |%n", name,
				lap.stopped() ? " (60 s)" : "", lap.rate(), 100 * lap.share(), 100 * lap.lateShare(), lap.lateRate(),
				lap.cpuMicros(), lap.cpuMicros() / bare.cpuMicros(), micros(lap.lateCpuMicros()),
				Double.isNaN(lap.lateCpuMicros()) ? ""
						: String.format(Locale.ROOT, "%.2f", lap.lateCpuMicros() / bare.lateCpuMicros()),
				lap.peakMegabytes())));
		return table.append('\n').toString();
	}

	private static String micros(double value) {
		return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.0f µs", value);
	}

}
