package chargerunner.proof;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import chargerunner.proof.Gateway.Charged;
import chargerunner.proof.Gateway.Counters;
import com.opencsv.CSVReaderHeaderAware;
import com.opencsv.exceptions.CsvValidationException;

/**
 * One file, one ledger, and the program working on them until it is through, whatever is
 * done to it meanwhile. Then the books are compared.
 */
final class Trial {

	/** More than any trial needs: one that is not through by then never will be. */
	private static final int MOST_COMMANDS = 25;

	/** A mutant may never be through. */
	private static final int MOST_OF_A_MUTANT = 2;

	private static final long LONGEST_SECONDS = 120;

	private final Laboratory laboratory;

	private final String name;

	private final Store store;

	private final Path directory;

	private final Rows rows;

	private final long startedNanos = System.nanoTime();

	private final List<Integer> underWay = new ArrayList<>();

	private final Set<String> inDoubt = new LinkedHashSet<>();

	private final List<String> remarks = new ArrayList<>();

	private int kills;

	private int commands;

	private int unrecorded;

	Trial(Laboratory laboratory, String name, Store store, Path directory, Rows rows) {
		this.laboratory = laboratory;
		this.name = name;
		this.store = store;
		this.directory = directory;
		this.rows = rows;
		rows.write(directory.resolve("charges.csv"));
	}

	Store store() {
		return this.store;
	}

	int kills() {
		return this.kills;
	}

	Gateway gateway() {
		return this.laboratory.gateway();
	}

	/** The real program, as it is installed. */
	Process start(String... options) {
		return start(this.laboratory.program(), options);
	}

	/** The same classes from the class path of the tests, sabotaged. */
	Process startSabotaged(Sabotage sabotage) {
		return start(this.laboratory.program(sabotage));
	}

	private Process start(List<String> program, String... options) {
		this.commands++;
		List<String> command = new ArrayList<>(program);
		command.addAll(List.of("charge", "--csv", "charges.csv"));
		command.addAll(List.of(options));
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(this.directory.resolve("said.txt").toFile()));
		builder.environment().putAll(this.laboratory.settings());
		builder.environment().putAll(this.store.environment());
		try {
			return builder.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Waits until a charge of the process has reached the gateway.
	 * @return whether one has; else the process has ended, or only looked up so far
	 */
	boolean awaitPost(Process process, Counters before) {
		long requested = 0;
		while (process.isAlive()) {
			Counters now = gateway().counters();
			if (now.posts() > before.posts()) {
				return true;
			}
			if (now.requests() > before.requests()) {
				requested = (requested == 0) ? System.nanoTime() : requested;
				if (System.nanoTime() - requested > TimeUnit.SECONDS.toNanos(3)) {
					return false;
				}
			}
			ends(process, 3);
		}
		return false;
	}

	/** Waits for the end of the process, but no longer. */
	static boolean ends(Process process, long millis) {
		try {
			return process.waitFor(millis, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	int exitCode(Process process) {
		if (!ends(process, TimeUnit.SECONDS.toMillis(LONGEST_SECONDS))) {
			process.destroyForcibly();
			this.remarks.add("a command did not end in " + LONGEST_SECONDS + " s");
			this.unrecorded++;
			return -1;
		}
		return process.exitValue();
	}

	/** Ends the process as a crash does, after something of it was at the gateway. */
	void kill(Process process) {
		this.underWay.add(gateway().counters().underWay());
		process.destroyForcibly();
		exitCode(process);
		died();
	}

	/** Counts the death of a process, and looks at what it left. */
	void died() {
		this.kills++;
		Set<String> known = new LinkedHashSet<>(
				this.store.sql().queryForList("SELECT merchant_uid FROM charge_attempt", String.class));
		this.inDoubt.addAll(this.store.sql()
			.queryForList("SELECT merchant_uid FROM charge_attempt WHERE outcome IS NULL", String.class));
		long unknown = charges().stream().filter((charge) -> !known.contains(charge.merchantUid())).count();
		if (unknown > 0) {
			this.unrecorded += (int) unknown;
			this.remarks.add(unknown + " charges were sent before their attempts were committed");
		}
	}

	/** Runs the same command until it is through. */
	void finish(String... options) {
		int code = 75;
		int most = this.laboratory.isSabotaged() ? MOST_OF_A_MUTANT : MOST_COMMANDS;
		for (int again = 0; code != 0 && again < most; again++) {
			code = exitCode(start(options));
			if (code != 0 && code != 75 && code != 69) {
				this.unrecorded++;
				this.remarks.add("exit " + code + "; see " + this.directory.resolve("said.txt"));
				return;
			}
		}
		if (code != 0) {
			this.remarks.add("not through after " + most + " commands");
		}
	}

	private List<Charged> charges() {
		String mark = this.name + ".";
		return gateway().charges().stream().filter((charge) -> charge.customerUid().contains(mark)).toList();
	}

	/** Compares the gateway's books, the ledger and the result file, row by row. */
	Verdict verdict(String scenario) {
		Map<String, List<Charged>> taken = charges().stream()
			.filter(Charged::paid)
			.collect(Collectors.groupingBy(Charged::customerUid));
		Map<String, Map<String, String>> result = result();
		Map<String, String> ledger = new HashMap<>();
		this.store.sql().query("SELECT reference, status FROM charge", (row) -> {
			ledger.put(row.getString(1), row.getString(2));
		});
		int twice = 0;
		int lost = 0;
		int unaccounted = this.unrecorded;
		for (Rows.Row row : this.rows.rows()) {
			int payments = taken.getOrDefault(row.customerUid(), List.of()).size();
			Map<String, String> line = result.getOrDefault(row.reference(), Map.of());
			boolean paid = isPaid(line);
			twice += (payments > 1) ? 1 : 0;
			lost += (payments > 0 && !paid) ? 1 : 0;
			boolean accounted = isFinal(line) && (payments > 0 || !paid)
					&& agrees(line, String.valueOf(ledger.get(row.reference())))
					&& (!paid || isThePayment(line, taken.getOrDefault(row.customerUid(), List.of())));
			unaccounted += accounted ? 0 : 1;
			if ((payments > 1 || payments > 0 != paid || !accounted) && this.remarks.size() < 10) {
				this.remarks
					.add(row + ": " + payments + " payments, ledger " + ledger.get(row.reference()) + ", file " + line);
			}
		}
		long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - this.startedNanos);
		return new Verdict(scenario, this.store.name(), this.kills, this.rows.rows().size(), this.underWay, found(),
				twice, lost, unaccounted, seconds, this.remarks);
	}

	/** A row that a lost ledger's number paid is skipped, with that number. */
	private static boolean isPaid(Map<String, String> line) {
		return "paid".equals(line.get("outcome"))
				|| ("skipped".equals(line.get("outcome")) && "already_paid".equals(line.get("reason_class")));
	}

	private static boolean isFinal(Map<String, String> line) {
		return isPaid(line) || List.of("declined", "refused").contains(String.valueOf(line.get("outcome")));
	}

	private static boolean agrees(Map<String, String> line, String status) {
		return status.equals(isPaid(line) ? "paid" : line.get("outcome"));
	}

	private static boolean isThePayment(Map<String, String> line, List<Charged> payments) {
		return payments.stream()
			.anyMatch((payment) -> payment.impUid().equals(line.get("imp_uid"))
					&& payment.merchantUid().equals(line.get("merchant_uid"))
					&& Long.toString(payment.amount()).equals(line.get("amount")));
	}

	private Map<String, Map<String, String>> result() {
		Map<String, Map<String, String>> lines = new HashMap<>();
		Path file = this.directory.resolve("out/charges.result.csv");
		if (!Files.exists(file)) {
			return lines;
		}
		try (Reader reader = Files.newBufferedReader(file)) {
			reader.skip(1);
			CSVReaderHeaderAware csv = new CSVReaderHeaderAware(reader);
			for (Map<String, String> line = csv.readMap(); line != null; line = csv.readMap()) {
				lines.put(line.get("reference"), line);
			}
			return lines;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (CsvValidationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** What was said first of each number in doubt. */
	private Verdict.Found found() {
		Map<String, String> first = new HashMap<>();
		this.store.sql()
			.query("SELECT merchant_uid, kind, outcome FROM attempt_event WHERE kind IN ('found', 'none') ORDER BY event_id",
					(row) -> {
						String said = row.getString("kind") + " " + row.getString("outcome");
						first.putIfAbsent(row.getString("merchant_uid"), said);
					});
		int[] counts = new int[3];
		for (String number : this.inDoubt) {
			switch (first.getOrDefault(number, "")) {
				case "found paid" -> counts[0]++;
				case "found declined" -> counts[1]++;
				case "none null" -> counts[2]++;
				default -> {
				}
			}
		}
		return new Verdict.Found(counts[0], counts[1], counts[2]);
	}

}
