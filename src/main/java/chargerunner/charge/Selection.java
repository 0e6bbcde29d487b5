package chargerunner.charge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Which part of an earlier run is charged again: the rows that meet every condition. Two
 * selections that choose by the same conditions are equal, however they were written.
 *
 * @param rows the row numbers; null for all
 * @param standings where a row's charge must stand today
 * @param references the references; empty for all
 */
public record Selection(@Nullable Rows rows, Set<Standing> standings, Set<String> references) {

	/** The words that choose by status, and what each chooses. */
	private static final Map<String, Set<Standing>> WORDS = words();

	/** What the retry file of a run holds. */
	private static final List<String> RETRY_FILE = List.of("declined", "refused", "not_sent");

	public Selection {
		standings = Set.copyOf(standings);
		references = Set.copyOf(references);
	}

	private static Map<String, Set<Standing>> words() {
		Map<String, Set<Standing>> words = new LinkedHashMap<>();
		words.put("declined:all",
				EnumSet.of(Standing.DECLINED_SOFT, Standing.DECLINED_HARD, Standing.DECLINED_UNCLASSIFIED));
		words.put("declined", EnumSet.of(Standing.DECLINED_SOFT));
		words.put("declined:hard", EnumSet.of(Standing.DECLINED_HARD));
		words.put("refused:all",
				EnumSet.of(Standing.REFUSED_SOFT, Standing.REFUSED_HARD, Standing.REFUSED_UNCLASSIFIED));
		words.put("refused", EnumSet.of(Standing.REFUSED_SOFT));
		words.put("refused:hard", EnumSet.of(Standing.REFUSED_HARD));
		words.put("not_sent", EnumSet.of(Standing.NOT_SENT));
		return words;
	}

	/**
	 * {@return the words that choose by status}
	 */
	public static Set<String> statusWords() {
		return new TreeSet<>(WORDS.keySet());
	}

	/**
	 * {@return a selection}
	 * @param rows the row numbers; null for all
	 * @param words what a charge may be today, each one of {@link #statusWords()}; empty
	 * for what the retry file holds
	 * @param references the references; empty for all
	 */
	public static Selection of(@Nullable Rows rows, Collection<String> words, Collection<String> references) {
		Set<Standing> standings = EnumSet.noneOf(Standing.class);
		for (String word : words.isEmpty() ? RETRY_FILE : words) {
			Set<Standing> chosen = WORDS.get(word);
			if (chosen == null) {
				throw new IllegalArgumentException("no status to choose by: " + word);
			}
			standings.addAll(chosen);
		}
		return new Selection(rows, standings, Set.copyOf(references));
	}

	/**
	 * {@return whether the row is among the rows and references, wherever it stands}
	 * @param row a row of the earlier run
	 */
	public boolean includes(RerunRow row) {
		String reference = row.reference();
		return (this.rows == null || this.rows.include(row.rowNumber()))
				&& (this.references.isEmpty() || (reference != null && this.references.contains(reference)));
	}

	/**
	 * {@return what speaks against charging an included row again; empty when nothing
	 * does}
	 * @param row a row of the earlier run
	 */
	public Optional<Standing> against(RerunRow row) {
		Standing standing = row.standing();
		return this.standings.contains(standing) ? row.obstacle() : Optional.of(standing);
	}

	/**
	 * {@return the digest by which a re-run of that part is found again}
	 * @param runId the earlier run
	 */
	public String digest(long runId) {
		return "rerun:" + Digests.base32(Digests.MAX_LENGTH, Long.toString(runId), text());
	}

	/**
	 * {@return the selection as options of the command, in one way for all that mean the
	 * same}
	 */
	public String text() {
		List<String> options = new ArrayList<>();
		if (this.rows != null) {
			options.add("--rows " + this.rows.first() + "-" + this.rows.last());
		}
		options.add("--status " + String.join(",", wordsOfStandings()));
		if (!this.references.isEmpty()) {
			options.add("--references " + String.join(",", new TreeSet<>(this.references)));
		}
		return String.join(" ", options);
	}

	private List<String> wordsOfStandings() {
		Set<Standing> left = EnumSet.noneOf(Standing.class);
		left.addAll(this.standings);
		List<String> words = new ArrayList<>();
		WORDS.forEach((word, chosen) -> {
			if (left.containsAll(chosen)) {
				words.add(word);
				left.removeAll(chosen);
			}
		});
		return words;
	}

	/**
	 * Row numbers of the input, both ends included.
	 *
	 * @param first from 1
	 * @param last the first or a later one
	 */
	public record Rows(long first, long last) {

		public Rows {
			if (first < 1 || last < first) {
				throw new IllegalArgumentException("no rows: " + first + "-" + last);
			}
		}

		boolean include(long row) {
			return row >= this.first && row <= this.last;
		}

	}

}
