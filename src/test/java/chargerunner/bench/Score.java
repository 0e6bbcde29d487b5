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
		Lap bare = named(laps, "(d)");
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

	/** What the README shows. */
	static String shortTable(Course course, int rounds, Map<String, Lap> laps) {
		Lap oneThread = named(laps, "(b)");
		StringBuilder table = new StringBuilder(String.format(Locale.ROOT,
				"%,d rows, %d in flight, Java %s, %s, the median of %d.%n%n| | charges/s | of the ideal | times (b) | CPU a charge |"
						+ " memory |%n|---|--:|--:|--:|--:|--:|%n",
				course.rows(), course.inFlight(), Runtime.version().feature(),
				"gateway, client and MySQL on " + Runtime.getRuntime().availableProcessors() + " cores", rounds));
		laps.forEach((name,
				lap) -> table.append(String.format(Locale.ROOT, "| %s%s | %.0f | %s | %.0f | %.1f ms | %d MB |%n", name,
						lap.stopped() ? ", 60 s" : "", lap.rate(), percent(lap.share()), lap.rate() / oneThread.rate(),
						lap.cpuMicros() / 1_000, lap.peakMegabytes())));
		return table.toString();
	}

	private static Lap named(Map<String, Lap> laps, String beginning) {
		return laps.entrySet()
			.stream()
			.filter((lap) -> lap.getKey().startsWith(beginning))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElseThrow();
	}

	/** Puts a table between the marks that a document has for it. */
	static String into(String document, String table) {
		String begin = "<!-- benchmark -->\n";
		int from = document.indexOf(begin) + begin.length();
		return document.substring(0, from) + table + document.substring(document.indexOf("<!-- /benchmark -->"));
	}

	/** A bar for each, as long as its share of the ideal. */
	static String chart(Map<String, Lap> laps) {
		StringBuilder svg = new StringBuilder(String.format(Locale.ROOT,
				"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"760\" height=\"%d\" font-family=\"sans-serif\" font-size=\"13\">%n"
						+ "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n",
				30 * laps.size() + 16));
		int[] y = { 8 };
		laps.forEach((name, lap) -> {
			double width = 360 * Math.min(1, lap.share());
			svg.append(String.format(Locale.ROOT,
					"<text x=\"310\" y=\"%d\" text-anchor=\"end\" fill=\"#222222\">%s</text>"
							+ "<rect x=\"320\" y=\"%d\" width=\"%.1f\" height=\"18\" fill=\"%s\"/>"
							+ "<text x=\"%.1f\" y=\"%d\" fill=\"#222222\">%.0f/s</text>%n",
					y[0] + 18, name, y[0] + 4, Math.max(1, width),
					name.contains("Charge Runner") ? "#1a7f5a" : "#9aa5b1", 328 + width, y[0] + 18, lap.rate()));
			y[0] += 30;
		});
		return svg.append("</svg>\n").toString();
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
