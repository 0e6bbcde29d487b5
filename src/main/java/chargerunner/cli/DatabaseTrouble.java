package chargerunner.cli;

import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import chargerunner.job.ExitCode;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong between the program and its database, as the driver's codes tell it.
 *
 * @param key the sentence; its arguments are the database and the driver's text
 * @param exitCode how the command ends
 * @param detail the driver's text
 */
record DatabaseTrouble(String key, ExitCode exitCode, String detail) {

	/** H2: another process has the file open; also when that is found out late. */
	private static final Set<Integer> H2_IN_USE = Set.of(90020);

	/** H2: no such database, or its file cannot be read by this version. */
	private static final Set<Integer> H2_UNUSABLE = Set.of(90013, 90030, 90048, 90146, 90149);

	/** H2: the directory or the file cannot be written. */
	private static final Set<Integer> H2_UNWRITABLE = Set.of(90028, 90031, 90062, 90097);

	/** MySQL: no right to the schema or the table, no such schema. */
	private static final Set<Integer> MYSQL_NO_ACCESS = Set.of(1044, 1049, 1142, 1143, 1227);

	static @Nullable DatabaseTrouble in(List<Throwable> chain) {
		List<SQLException> troubles = chain.stream()
			.flatMap((cause) -> (cause instanceof SQLException sql) ? Stream.of(sql) : Stream.empty())
			.toList();
		return Stream
			.concat(troubles.stream().map(DatabaseTrouble::settingsOrHeld),
					troubles.stream().map(DatabaseTrouble::unreachable))
			.filter(Objects::nonNull)
			.findFirst()
			.orElseGet(() -> migration(chain));
	}

	private static @Nullable DatabaseTrouble settingsOrHeld(SQLException trouble) {
		int code = trouble.getErrorCode();
		String text = String.valueOf(trouble.getMessage());
		if (H2_IN_USE.contains(code)) {
			return of("cli.database.in-use", ExitCode.HELD, trouble);
		}
		if ("28000".equals(trouble.getSQLState()) || text.contains("Public Key Retrieval")) {
			return of("cli.database.refused-login", ExitCode.SETTINGS, trouble);
		}
		if (H2_UNUSABLE.contains(code) || MYSQL_NO_ACCESS.contains(code)) {
			return of("cli.database.no-access", ExitCode.SETTINGS, trouble);
		}
		return H2_UNWRITABLE.contains(code) ? of("cli.database.unwritable", ExitCode.UNFINISHED, trouble) : null;
	}

	private static @Nullable DatabaseTrouble unreachable(SQLException trouble) {
		String state = String.valueOf(trouble.getSQLState());
		boolean lost = state.startsWith("08") || state.startsWith("57P") || trouble instanceof SQLTransientException
				|| trouble instanceof SQLRecoverableException;
		return lost ? of("cli.database.unreachable", ExitCode.UNFINISHED, trouble) : null;
	}

	private static @Nullable DatabaseTrouble migration(List<Throwable> chain) {
		return chain.stream()
			.filter((cause) -> cause.getClass().getName().startsWith("org.flywaydb."))
			.findFirst()
			.map((cause) -> new DatabaseTrouble("cli.database.migration", ExitCode.SETTINGS, firstLine(cause)))
			.orElseGet(() -> directory(chain));
	}

	private static @Nullable DatabaseTrouble directory(List<Throwable> chain) {
		return chain.stream()
			.filter(UncheckedIOException.class::isInstance)
			.findFirst()
			.map((cause) -> new DatabaseTrouble("cli.failed.file", ExitCode.UNFINISHED, firstLine(cause)))
			.orElse(null);
	}

	private static DatabaseTrouble of(String key, ExitCode exitCode, SQLException trouble) {
		return new DatabaseTrouble(key, exitCode, firstLine(trouble));
	}

	private static String firstLine(Throwable cause) {
		return String.valueOf(cause.getMessage()).strip().lines().findFirst().orElse("-");
	}

}
