package chargerunner.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import chargerunner.charge.ReportLine;
import chargerunner.charge.RunReports;

import org.springframework.context.support.ResourceBundleMessageSource;

/** A ledger in memory, as reports see it. */
final class Reports implements RunReports {

	final Map<Long, Heading> headings = new HashMap<>();

	final Map<Long, List<ReportLine>> lines = new HashMap<>();

	final Map<Path, Long> writers = new HashMap<>();

	static ResourceBundleMessageSource messages() {
		ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
		messages.setBasename("chargerunner.report.messages");
		messages.setDefaultEncoding("UTF-8");
		messages.setFallbackToSystemLocale(false);
		return messages;
	}

	/** Adds a run named {@code charges} whose plan agrees with its lines. */
	void add(long runId, Path directory, List<String> columns, ReportLine... lines) {
		add(runId, directory, columns, Locale.ENGLISH, lines);
	}

	void add(long runId, Path directory, List<String> columns, Locale locale, ReportLine... lines) {
		long won = List.of(lines).stream().mapToLong((line) -> (line.amount() != null) ? line.amount() : 0).sum();
		this.headings.put(runId,
				new Heading(runId, columns, directory.toString(), "charges", locale, lines.length, won, null));
		this.lines.put(runId, new ArrayList<>(List.of(lines)));
	}

	@Override
	public Heading heading(long runId) {
		return this.headings.get(runId);
	}

	@Override
	public void forEachLine(long runId, Consumer<ReportLine> consumer) {
		this.lines.get(runId).forEach(consumer);
	}

	@Override
	public Optional<Long> writerOf(Path file) {
		return Optional.ofNullable(this.writers.get(file));
	}

	@Override
	public void markWritten(Path file, long runId) {
		this.writers.put(file, runId);
	}

	@Override
	public long sandboxAnswers(long runId) {
		return 0;
	}

}
