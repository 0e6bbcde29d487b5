package chargerunner.job;

import java.nio.file.Path;
import java.util.Locale;

import chargerunner.charge.Runs;
import chargerunner.charge.Selection;
import org.jspecify.annotations.Nullable;

/**
 * What a re-run is asked for.
 *
 * @param runId the earlier run
 * @param selection which part of it
 * @param out where the files go; null for the directory of the earlier run
 * @param limit the last row of the re-run to send; null for all
 * @param checkFirst whether the first numbers of every charge are looked up before
 * sending
 * @param locale the language of advice in the files
 * @param caller who asks
 */
public record RerunOrder(long runId, Selection selection, @Nullable Path out, @Nullable Long limit, boolean checkFirst,
		Locale locale, Runs.Caller caller) {
}
