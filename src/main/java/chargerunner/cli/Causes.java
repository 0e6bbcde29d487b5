package chargerunner.cli;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * All that a failure was caused by, itself first; also what a database driver hangs
 * beside it.
 */
final class Causes {

	private Causes() {
	}

	static List<Throwable> of(Throwable failure) {
		Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		List<Throwable> causes = new ArrayList<>();
		Deque<Throwable> open = new ArrayDeque<>(List.of(failure));
		while (!open.isEmpty()) {
			Throwable next = open.removeFirst();
			if (seen.add(next)) {
				causes.add(next);
				add(next.getCause(), open);
				add((next instanceof SQLException sql) ? sql.getNextException() : null, open);
			}
		}
		return causes;
	}

	private static void add(@Nullable Throwable cause, Deque<Throwable> open) {
		if (cause != null) {
			open.addLast(cause);
		}
	}

}
