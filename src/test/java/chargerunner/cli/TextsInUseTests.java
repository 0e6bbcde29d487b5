package chargerunner.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import chargerunner.charge.Cadence;
import chargerunner.charge.ChargeStatus;
import chargerunner.charge.Decision;
import chargerunner.charge.ReasonClass;
import chargerunner.charge.RowOutcome;
import chargerunner.charge.Ruling;
import chargerunner.charge.Run;
import chargerunner.charge.Standing;
import chargerunner.charge.SendingWindow.Stop;
import chargerunner.job.Progress.Phase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every text is said somewhere, and nothing is said that has no text. Keys stand whole in
 * the code; where it puts one together, its parts are named here.
 */
class TextsInUseTests {

	private static final Pattern KEY = Pattern
		.compile("\"((?:cli|job|intake|report|gateway|issuance)\\.[a-z0-9_.-]+)\"");

	/** Keys whose bundle's name {@code Wording} puts in front. */
	private static final Pattern KEY_OF_REPORT = Pattern.compile("\"((?:story|show|runs|summary)\\.[a-z0-9_.-]+)\"");

	/** In the pages' templates, whole or to be ended. */
	private static final Pattern KEY_OF_PAGE = Pattern.compile("[{'](issuance\\.page\\.[a-z.-]*)[('}]");

	private static final Pattern LEDGER_PROBLEM = Pattern.compile("invalid\\(\\s*\"([a-z-]+)\"");

	/** What the code puts behind the beginning of a key. */
	private static final Map<String, List<String>> ENDINGS = Map.ofEntries(
			entry("cli.progress.", Stream.of(Phase.values()).map(TextsInUseTests::word).toList()),
			entry("cli.usage.no-", List.of("run", "reference")),
			entry("job.stopped.", Stream.of(Stop.values()).map(TextsInUseTests::word).toList()),
			entry("job.decide.",
					Stream.of(Ruling.Kind.values())
						.filter((kind) -> kind != Ruling.Kind.ACCEPTED && kind != Ruling.Kind.UNAUTHORIZED)
						.map(TextsInUseTests::word)
						.toList()),
			entry("job.rerun.left.", Stream.of(Standing.values()).map(Standing::text).toList()),
			entry("job.decide.done.", decisions()), entry("job.decide.already.", decisions()),
			entry("job.decide.confirmed.", decisions()),
			entry("job.decide.contradicted.", List.of("paid", "cancelled", "not-charged")),
			entry("job.decide.not-in-doubt.",
					statuses().stream().filter((status) -> !List.of("claimed", "unknown").contains(status)).toList()),
			entry("report.runs.column.", List.of("run", "rows", "won", "since", "state", "what")),
			entry("report.runs.state.", Stream.of(Run.State.values()).map(Run.State::text).toList()),
			entry("report.runs.outcome.", outcomes()), entry("report.story.status.", statuses()),
			entry("report.summary.outcome.", outcomes()),
			entry("report.summary.file.", List.of("result", "retry", "review")),
			entry("report.summary.next.skipped.",
					Stream.of(ReasonClass.IN_OTHER_RUN, ReasonClass.IN_DOUBT, ReasonClass.INACTIVE)
						.map(ReasonClass::text)
						.toList()),
			entry("report.advice.", advice()),
			entry("intake.sentence.", List.of("file", "line", "column", "value", "subscription")),
			entry("intake.problem.", List.of()),
			entry("issuance.page.cadence.", Stream.of(Cadence.values()).map(Cadence::text).toList()),
			entry("issuance.page.",
					Stream.of("issued", "pending", "unanswered", "failed", "mismatch", "expired", "unknown")
						.flatMap((page) -> Stream.of(page + ".title", page + ".text"))
						.toList()));

	private static String sources;

	@BeforeAll
	static void readTheCode() throws IOException {
		try (Stream<Path> files = Files.walk(Path.of("src", "main"))) {
			StringBuilder text = new StringBuilder();
			for (Path file : files.filter((path) -> path.toString().matches(".*\\.(java|html)")).toList()) {
				text.append(Files.readString(file));
			}
			sources = text.toString();
		}
	}

	private static String word(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private static List<String> decisions() {
		return Stream.of(Decision.As.values()).map(Decision.As::text).toList();
	}

	private static List<String> statuses() {
		return Stream.of(ChargeStatus.values()).map(ChargeStatus::text).toList();
	}

	private static List<String> outcomes() {
		return Stream.of(RowOutcome.values()).map(RowOutcome::text).toList();
	}

	private static boolean isBeginning(String literal) {
		return literal.endsWith(".") || literal.endsWith("-");
	}

	/** For an outcome, and where there is more to say for an outcome and its reason. */
	private static List<String> advice() {
		List<String> endings = new ArrayList<>();
		for (RowOutcome outcome : RowOutcome.values()) {
			endings.add(outcome.text());
			Stream.of(ReasonClass.values()).forEach((reason) -> endings.add(outcome.text() + "." + reason.text()));
		}
		return endings;
	}

	@Test
	void noKeyIsUnused() throws IOException {
		Set<String> unused = new TreeSet<>(keys());
		unused.removeAll(wholeKeys());
		ENDINGS.forEach((start, endings) -> endings.forEach((ending) -> unused.remove(start + ending)));
		unused.removeAll(ledgerProblems());
		// Those of the intake follow ProblemCode, and its own test holds them to it.
		unused.removeIf((key) -> key.startsWith("intake.problem.") && !key.startsWith("intake.problem.ledger."));

		assertThat(unused).isEmpty();
	}

	@Test
	void noKeyIsMissing() throws IOException {
		Set<String> said = new TreeSet<>(wholeKeys());
		ENDINGS.forEach((start, endings) -> endings.forEach((ending) -> said.add(start + ending)));
		said.addAll(ledgerProblems());
		said.removeIf((key) -> key.startsWith("report.advice."));
		said.removeAll(keys());

		assertThat(said).isEmpty();
	}

	@Test
	void everyBeginningOfAKeyHasItsEndings() {
		assertThat(literals().filter(TextsInUseTests::isBeginning))
			.containsExactlyInAnyOrderElementsOf(ENDINGS.keySet());
	}

	@Test
	void everyKeyOfTheHelpIsPicoclis() throws IOException {
		Recording help = new Recording(Texts.in(Locale.ENGLISH).help());
		CommandLine main = HelpTests.commandLine("en");
		main.setResourceBundle(help);

		main.getUsageMessage();
		main.getSubcommands().values().forEach((command) -> {
			command.getUsageMessage();
			command.getSubcommands().values().forEach(CommandLine::getUsageMessage);
		});

		assertThat(help.asked).containsAll(help.keySet());
	}

	private static Set<String> keys() throws IOException {
		Set<String> keys = new TreeSet<>();
		BundlesTests.messages().forEach((bundle) -> keys.addAll(BundlesTests.read(bundle).stringPropertyNames()));
		return keys;
	}

	private static Set<String> wholeKeys() {
		return literals().filter((literal) -> !isBeginning(literal)).collect(Collectors.toSet());
	}

	private static Stream<String> literals() {
		return Stream.concat(KEY.matcher(sources).results().map((match) -> match.group(1)),
				Stream.concat(KEY_OF_REPORT.matcher(sources).results().map((match) -> "report." + match.group(1)),
						KEY_OF_PAGE.matcher(sources).results().map((match) -> match.group(1))))
			.distinct();
	}

	private static Set<String> ledgerProblems() {
		return Stream
			.concat(LEDGER_PROBLEM.matcher(sources).results().map((match) -> match.group(1)),
					Stream.of("likely-duplicate", "likely-duplicate-open"))
			.map((code) -> "intake.problem.ledger." + code)
			.flatMap((key) -> Stream.of(key, key + ".remedy"))
			.collect(Collectors.toSet());
	}

	/** Notices which keys are asked for. */
	private static final class Recording extends ResourceBundle {

		private final Set<String> asked = new HashSet<>();

		private final ResourceBundle bundle;

		Recording(ResourceBundle bundle) {
			this.bundle = bundle;
		}

		@Override
		protected Object handleGetObject(String key) {
			this.asked.add(key);
			return this.bundle.getObject(key);
		}

		@Override
		public Enumeration<String> getKeys() {
			return Collections.enumeration(this.bundle.keySet());
		}

	}

}
