package chargerunner.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import chargerunner.charge.ReasonClassifier;
import org.jspecify.annotations.Nullable;

/**
 * Tells by fragments of the text what a decline or a refusal means. A fragment is in a
 * text whatever the blanks, the Unicode form and the case of either. First come the
 * built-in texts that say that a number was used already, which nobody can override
 * because taking one for a refusal could charge twice; then the user's own fragments,
 * then the built-in ones; of each, longer before shorter, then as in the file. Immutable.
 */
public final class ReasonTable implements ReasonClassifier {

	private static final String BUILT_IN = "decline-reasons.csv";

	private final List<Entry> entries;

	private ReasonTable(List<Entry> own) {
		List<Entry> builtIn = builtInEntries();
		List<Entry> ordered = new ArrayList<>();
		builtIn.stream().filter((entry) -> entry.reason() == Reason.DUPLICATE).forEach(ordered::add);
		own.stream().sorted(Entry.LONGEST_FIRST).forEach(ordered::add);
		builtIn.stream().sorted(Entry.LONGEST_FIRST).forEach(ordered::add);
		this.entries = List.copyOf(ordered);
	}

	/**
	 * {@return the built-in reasons}
	 */
	public static ReasonTable builtIn() {
		return new ReasonTable(List.of());
	}

	/**
	 * {@return the built-in reasons, and before them a user's own}
	 * @param file a CSV file with the columns {@code text} and {@code class}, UTF-8 with
	 * or without BOM or CP949
	 * @throws GatewaySettingsException when the file cannot be read or a line is wrong;
	 * names every problem
	 */
	public static ReasonTable extendedBy(String file) {
		return new ReasonTable(new ReasonFile(file).parse(bytes(file)));
	}

	@Override
	public Reason classify(@Nullable String text) {
		if (text == null) {
			return Reason.UNCLASSIFIED;
		}
		String compact = compact(text);
		for (Entry entry : this.entries) {
			if (compact.contains(entry.fragment())) {
				return entry.reason();
			}
		}
		return Reason.UNCLASSIFIED;
	}

	static String compact(String text) {
		return Normalizer.normalize(text, Normalizer.Form.NFC)
			.replaceAll("[\\s\\p{Z}\\uFEFF\\u200B]+", "")
			.toLowerCase(Locale.ROOT);
	}

	private static byte[] bytes(String file) {
		try {
			return Files.readAllBytes(Path.of(file));
		}
		catch (IOException | InvalidPathException ex) {
			throw ReasonFile.unreadable(file);
		}
	}

	private static List<Entry> builtInEntries() {
		try (InputStream resource = ReasonTable.class.getResourceAsStream(BUILT_IN)) {
			if (resource == null) {
				throw new IllegalStateException("No resource " + BUILT_IN);
			}
			return new ReasonFile(BUILT_IN).parse(resource.readAllBytes());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * One line of the table.
	 *
	 * @param fragment a part of the text, compact
	 * @param reason what a text with that part means
	 */
	record Entry(String fragment, Reason reason) {

		static final Comparator<Entry> LONGEST_FIRST = Comparator
			.comparingInt((Entry entry) -> entry.fragment().length())
			.reversed();

	}

}
