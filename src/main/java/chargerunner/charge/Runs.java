package chargerunner.charge;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The ledger's runs: found, created, held, finished. Two starts at once see the same run.
 */
public interface Runs {

	/**
	 * Stores the installation's namespace at the first start, and compares it after that.
	 * @param namespace the namespace
	 * @return the stored namespace, another one when it was changed
	 */
	String rememberNamespace(String namespace);

	/**
	 * {@return the database's time}
	 */
	Instant now();

	/**
	 * {@return the run}
	 * @param runId its number
	 */
	Run run(long runId);

	/**
	 * {@return the run of that number, if there is one}
	 * @param runId a number that a person gave
	 */
	Optional<Run> known(long runId);

	/**
	 * Finds the run that a file belongs to: an unfinished one of that digest, or one
	 * created since.
	 * @param digest the digest of the file's rows
	 * @param batch only runs of that batch; null for any
	 * @param createdSince finished runs created before do not count
	 * @return the run; empty when there is none
	 */
	Optional<Run> find(String digest, @Nullable String batch, Instant createdSince);

	/**
	 * Finds the run that a file belongs to, or creates it, under the digest's lock.
	 * @param request what the run would be
	 * @param anyBatch whether a run of another batch is the same run
	 * @param createdSince finished runs created before do not count
	 * @return the run
	 */
	Run findOrCreate(NewRun request, boolean anyBatch, Instant createdSince);

	/**
	 * Creates a due run, or finds the one that others made meanwhile, under the lock of
	 * due runs. Of two commands that look at the same subscriptions at once, one creates
	 * a run and the other is given it.
	 * @param request what the run would be
	 * @param newestKnown the number of the newest due run when what is due was looked at
	 * @return the run that is being planned; else one newer than the newest known,
	 * whatever became of it; else a new one
	 */
	Run createDue(NewRun request, long newestKnown);

	/**
	 * {@return the due run that is being planned, or was when its process died}
	 */
	Optional<Run> planningDue();

	/**
	 * {@return the number of the newest due run, rejected ones too; 0 without one}
	 */
	long newestDueNumber();

	/**
	 * {@return the runs that are sealed and not finished, and those that wait for a look
	 * only, oldest first}
	 */
	List<Run> unfinished();

	/**
	 * {@return the newest sealed due run of a date, if there is one}
	 * @param dueOn the date
	 */
	Optional<Run> newestDue(LocalDate dueOn);

	/**
	 * Takes a run, when no other process holds it by the database's time, and renews the
	 * lease until it is closed. What an earlier process claimed and left without an
	 * outcome becomes unknown ({@code interrupted}), possibly sent until that process's
	 * lease ended.
	 * @param runId the run
	 * @return the lease; empty when another process holds the run
	 */
	Optional<HeldLease> take(long runId);

	/**
	 * Says where the run's files go from now on, and how far it may send.
	 * @param lease the run, held
	 * @param directory where the files go, absolute
	 * @param name the files' name
	 * @param rowLimit the last row to send; null for no limit
	 */
	void prepare(Lease lease, Path directory, String name, @Nullable Long rowLimit);

	/**
	 * Says which date a due run is of. A run that was killed while it was planned is
	 * planned on for a later date.
	 * @param lease the run, held
	 * @param date due on or before
	 */
	void dueOn(Lease lease, LocalDate date);

	/**
	 * Marks a planning run as rejected.
	 * @param lease the run, held
	 */
	void reject(Lease lease);

	/**
	 * Marks a sealed run as finished, or as unfinished again when late truth opened it.
	 * @param lease the run, held
	 * @param finished whether no row is left
	 */
	void finish(Lease lease, boolean finished);

	/**
	 * {@return from when on, by the database's time, the first of the run's attempts that
	 * were sent again is to be looked at once more; empty when none is}
	 * @param runId the run
	 */
	Optional<Instant> nextRecheck(long runId);

	/**
	 * A lease that this process renews. Closing it lets the run go.
	 */
	interface HeldLease extends Lease, AutoCloseable {

		@Override
		void close();

	}

	/**
	 * What a new run would be.
	 *
	 * @param kind what it charges
	 * @param digest what it is recognised by
	 * @param batch what its derived references begin with; null for due runs
	 * @param dueOn its date; null for other runs
	 * @param part what it re-runs; null for other runs
	 * @param fileName the input file's name; null for runs without one
	 * @param fileSha256 the SHA-256 of the input file's bytes; null for runs without one
	 * @param directory where its files go, absolute
	 * @param name its files' name
	 * @param columns its input columns
	 * @param locale the language of advice in its files
	 * @param caller who asks for it
	 */
	record NewRun(Run.Kind kind, String digest, @Nullable String batch, @Nullable LocalDate dueOn,
			Run.@Nullable Part part, @Nullable String fileName, @Nullable String fileSha256, Path directory,
			String name, List<String> columns, Locale locale, Caller caller) {

		/** A run that re-runs nothing. */
		public NewRun(Run.Kind kind, String digest, @Nullable String batch, @Nullable LocalDate dueOn,
				@Nullable String fileName, @Nullable String fileSha256, Path directory, String name,
				List<String> columns, Locale locale, Caller caller) {
			this(kind, digest, batch, dueOn, null, fileName, fileSha256, directory, name, columns, locale, caller);
		}

	}

	/**
	 * Who runs a command.
	 *
	 * @param osUser the operating system's user
	 * @param host the machine
	 * @param version the program's version
	 * @param commandLine the command line, without secrets
	 */
	record Caller(String osUser, String host, String version, String commandLine) {
	}

}
