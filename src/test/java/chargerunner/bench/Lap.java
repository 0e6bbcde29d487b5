package chargerunner.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import chargerunner.bench.Contender.Race;
import chargerunner.sandbox.ChargeTime;
import chargerunner.sandbox.Latency;
import chargerunner.sandbox.Sandbox;
import chargerunner.sandbox.SandboxOptions;

import org.springframework.util.FileSystemUtils;

/**
 * One contender on one course, as the gateway saw it. Slow ones are stopped after a
 * minute of charging, and judged by the rows that they came to.
 *
 * @param posts how many charges were asked for
 * @param rate charges a second, from the first to the last start
 * @param share of the most that so many in flight can reach at the mean latency
 * @param lateShare the same after the first rows
 * @param stepShare the same from the first start to the last answer
 * @param cpuMicros CPU of the client a charge, in µs, of the whole process
 * @param lateCpuMicros the same after the first rows; of the charging alone
 * @param lateRate charges a second after the first rows
 * @param peakMegabytes the most memory that the process had
 * @param wallSeconds from its start to its end
 * @param stopped whether it was stopped
 */
record Lap(int posts, double rate, double share, double lateShare, double stepShare, double cpuMicros,
		double lateCpuMicros, double lateRate, long peakMegabytes, double wallSeconds, boolean stopped) {

	private static final double NANOS = 1e9;

	/** Clock ticks a second of the kernel's books. */
	private static final double TICKS = 100;

	private static final long LONGEST_SECONDS = 60;

	/**
	 * Runs it.
	 * @param contender who
	 * @param course on what
	 * @param directory where; emptied first
	 */
	static Lap run(Contender contender, Course course, Path directory) {
		try (Sandbox sandbox = Sandbox.start(SandboxOptions.builder().latency(course.latency()).build())) {
			FileSystemUtils.deleteRecursively(directory);
			Files.createDirectories(directory);
			Path file = write(directory.resolve("charges.csv"), course.rows());
			return run(contender, course, sandbox,
					new Race(sandbox.baseUrl().toString(), file, directory, course.inFlight()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** Writes a file of charges. */
	static Path write(Path file, int rows) throws IOException {
		return Files.write(file, (Iterable<String>) Stream.concat(Stream.of("customer_uid,amount,name"),
				IntStream.range(0, rows).mapToObj("customer_%d,1000,Plan"::formatted))::iterator);
	}

	private static Lap run(Contender contender, Course course, Sandbox sandbox, Race race)
			throws IOException, InterruptedException {
		boolean isCurl = contender.name().contains("curl");
		ProcessBuilder builder = new ProcessBuilder(contender.command().of(race)).redirectErrorStream(true)
			.redirectOutput(race.directory().resolve("output.txt").toFile());
		if (!isCurl) {
			builder.directory(race.directory().toFile());
		}
		Map<String, String> environment = builder.environment();
		environment.put("PORTONE_API_BASE_URL", race.gateway());
		environment.putAll(contender.environment());
		long started = System.nanoTime();
		Process process = builder.start();
		Books books = new Books(process);
		books.start();
		await(sandbox, process, 1);
		double lateFrom = (!course.capped() && await(sandbox, process, course.lateFrom())) ? books.cpu() : Double.NaN;
		boolean ended = course.capped() ? process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)
				: await(sandbox, process, course.rows());
		double lateTo = books.cpu();
		if (!ended && process.isAlive()) {
			process.descendants().forEach(ProcessHandle::destroyForcibly);
			process.destroyForcibly();
		}
		process.waitFor(10, TimeUnit.MINUTES);
		double wall = (System.nanoTime() - started) / NANOS;
		List<ChargeTime> times = sandbox.chargeTimes();
		if (times.isEmpty() || (ended && sandbox.charges().size() < course.rows())) {
			throw new IllegalStateException(
					contender.name() + ": " + Files.readString(race.directory().resolve("output.txt")));
		}
		return of(course, times, books, lateTo - lateFrom, wall, !ended);
	}

	/** Whether so many came before the process was over. */
	private static boolean await(Sandbox sandbox, Process process, int posts) throws InterruptedException {
		while (!sandbox.awaitPostsOfAgain(posts, Duration.ofMillis(200))) {
			if (!process.isAlive()) {
				return sandbox.postsOfAgain() >= posts;
			}
		}
		return true;
	}

	private static Lap of(Course course, List<ChargeTime> times, Books books, double lateCpu, double wall,
			boolean stopped) {
		long[] starts = times.stream().mapToLong(ChargeTime::arrivedNanos).sorted().toArray();
		double mean = times.stream().mapToLong((time) -> time.answeredNanos() - time.arrivedNanos()).average().orElse(1)
				/ NANOS;
		long lastAnswer = times.stream().mapToLong(ChargeTime::answeredNanos).max().orElse(0);
		double ideal = course.inFlight() / mean;
		int last = starts.length - 1;
		double rate = last / ((starts[last] - starts[0]) / NANOS);
		int lateRows = last - course.lateFrom();
		double lateRate = (lateRows > 0) ? lateRows / ((starts[last] - starts[course.lateFrom()]) / NANOS) : Double.NaN;
		double step = starts.length / ((lastAnswer - starts[0]) / NANOS);
		return new Lap(starts.length, rate, rate / ideal, lateRate / ideal, step / ideal,
				books.lastCpu() * 1e6 / starts.length, lateCpu * 1e6 / Math.max(1, lateRows), lateRate,
				books.peakMegabytes(), wall, stopped);
	}

	/**
	 * What is charged at what latency.
	 *
	 * @param name as the table has it
	 * @param latency of the gateway
	 * @param inFlight how many at once
	 * @param rows how many
	 * @param lateFrom how many count as the first
	 * @param capped whether a contender is stopped after a minute
	 */
	record Course(String name, Latency latency, int inFlight, int rows, int lateFrom, boolean capped) {

		Course forSlowOnes() {
			return new Course(this.name, this.latency, this.inFlight, this.rows, this.lateFrom, true);
		}

	}

	/** The kernel's books of a process and its children that have ended. */
	private static final class Books extends Thread {

		private final Process process;

		private volatile double cpu;

		private volatile long peak;

		Books(Process process) {
			super("books");
			setDaemon(true);
			this.process = process;
		}

		double cpu() {
			look();
			return this.cpu;
		}

		double lastCpu() {
			return this.cpu;
		}

		long peakMegabytes() {
			return this.peak;
		}

		private void look() {
			try {
				String stat = Files.readString(Path.of("/proc/" + this.process.pid() + "/stat"));
				String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
				double now = (Long.parseLong(fields[11]) + Long.parseLong(fields[12]) + Long.parseLong(fields[13])
						+ Long.parseLong(fields[14])) / TICKS;
				this.cpu = Math.max(this.cpu, now);
				Files.readAllLines(Path.of("/proc/" + this.process.pid() + "/status"))
					.stream()
					.filter((line) -> line.startsWith("VmHWM:"))
					.forEach((line) -> this.peak = Long.parseLong(line.replaceAll("\\D", "")) / 1024);
			}
			catch (IOException | NumberFormatException ex) {
				// It has ended: what was read last holds.
			}
		}

		@Override
		public void run() {
			while (this.process.isAlive()) {
				look();
				try {
					Thread.sleep(20);
				}
				catch (InterruptedException ex) {
					return;
				}
			}
		}

	}

}
