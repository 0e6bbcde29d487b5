package chargerunner.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import chargerunner.bench.Lap.Course;

/** What the laps come to. */
final class Score {

	private Score() {
	}

	private static double median(List<Lap> laps, ToDoubleFunction<Lap> figure) {
		return median(laps.stream().mapToDouble(figure));
	}

	/** The median of the ratios that the rounds gave. */
	private static double ratio(List<Lap> laps, List<Lap> others, ToDoubleFunction<Lap> figure) {
		return median(IntStream.range(0, laps.size())
			.mapToDouble((round) -> figure.applyAsDouble(laps.get(round)) / figure.applyAsDouble(others.get(round))));
	}

	private static double median(DoubleStream figures) {
		double[] sorted = figures.sorted().toArray();
		return sorted[sorted.length / 2];
	}

	static String table(Course course, Map<String, List<Lap>> laps) {
		List<Lap> bare = named(laps, "(d)");
		StringBuilder table = new StringBuilder("### ").append(course.name())
			.append(String.format(Locale.ROOT, "%n%n%,d rows, Java %s, medians of %d, and of their ratios%n%n",
					course.rows(), System.getProperty("java.version"), bare.size()))
			.append("| | charges/s | of (d) | of the ideal | to the last answer | after the first ")
			.append(String.format(Locale.ROOT, "%,d", course.lateFrom()))
			.append(" | of (d) | CPU a charge | of (d) | CPU then | of (d) | memory |\n")
			.append("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
		// Without latency there is no ideal.
		boolean ideal = course.latency().median().toMillis() > 0;
		laps.forEach((name, all) -> {
			List<String> cells = List.of(name + (isStopped(all) ? " (60 s)" : ""),
					number("%.0f", median(all, Lap::rate)), number("%.3f", ratio(all, bare, Lap::rate)),
					ideal ? percent(median(all, Lap::share)) : "", ideal ? percent(median(all, Lap::stepShare)) : "",
					(ideal ? percent(median(all, Lap::lateShare)) + " " : "")
							+ number("%.0f/s", median(all, Lap::lateRate)),
					number("%.3f", ratio(all, bare, Lap::lateRate)), number("%.0f µs", median(all, Lap::cpuMicros)),
					number("%.2f", ratio(all, bare, Lap::cpuMicros)),
					number("%.0f µs", median(all, Lap::lateCpuMicros)),
					number("%.2f", ratio(all, bare, Lap::lateCpuMicros)),
					number("%.0f MB", median(all, Lap::peakMegabytes)));
			table.append("| ").append(String.join(" | ", cells)).append(" |\n");
		});
		return table.append('\n').toString();
	}

	/** What the README shows. */
	static String shortTable(Course course, Map<String, List<Lap>> laps) {
		List<Lap> oneThread = named(laps, "(b)");
		StringBuilder table = new StringBuilder(String.format(Locale.ROOT,
				"%,d rows, %d in flight, Java %s, %s, the median of %d.%n%n| | charges/s | of the ideal | times (b) | CPU a charge |"
						+ " memory |%n|---|--:|--:|--:|--:|--:|%n",
				course.rows(), course.inFlight(), Runtime.version().feature(),
				"gateway, client and MySQL on " + Runtime.getRuntime().availableProcessors() + " cores",
				oneThread.size()));
		laps.forEach((name, all) -> {
			// A shell's own CPU and memory are not those of the programs that it starts.
			boolean known = !name.startsWith("(a)");
			table.append(String.format(Locale.ROOT, "| %s%s | %.0f | %s | %.0f | %s | %s |%n", name,
					isStopped(all) ? ", 60 s" : "", median(all, Lap::rate), percent(median(all, Lap::share)),
					ratio(all, oneThread, Lap::rate),
					known ? number("%.1f ms", median(all, Lap::cpuMicros) / 1_000) : "",
					known ? number("%.0f MB", median(all, Lap::peakMegabytes)) : ""));
		});
		return table.toString();
	}

	private static boolean isStopped(List<Lap> laps) {
		return laps.stream().anyMatch(Lap::stopped);
	}

	private static List<Lap> named(Map<String, List<Lap>> laps, String beginning) {
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
	static String chart(Map<String, List<Lap>> laps) {
		StringBuilder svg = new StringBuilder(String.format(Locale.ROOT,
				"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"760\" height=\"%d\" font-family=\"sans-serif\" font-size=\"13\">%n"
						+ "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n",
				30 * laps.size() + 16));
		int[] y = { 8 };
		laps.forEach((name, all) -> {
			double width = 360 * Math.min(1, median(all, Lap::share));
			svg.append(String.format(Locale.ROOT,
					"<text x=\"310\" y=\"%d\" text-anchor=\"end\" fill=\"#222222\">%s</text>"
							+ "<rect x=\"320\" y=\"%d\" width=\"%.1f\" height=\"18\" fill=\"%s\"/>"
							+ "<text x=\"%.1f\" y=\"%d\" fill=\"#222222\">%.0f/s</text>%n",
					y[0] + 18, name, y[0] + 4, Math.max(1, width),
					name.contains("Charge Runner") ? "#1a7f5a" : "#9aa5b1", 328 + width, y[0] + 18,
					median(all, Lap::rate)));
			y[0] += 30;
		});
		return svg.append("</svg>\n").toString();
	}

	private static String percent(double share) {
		return number("%.1f %%", 100 * share);
	}

	private static String number(String format, double value) {
		return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
	}

}
