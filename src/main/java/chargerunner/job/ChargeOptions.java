package chargerunner.job;

import java.nio.file.Path;
import java.util.Locale;

import chargerunner.charge.Runs;
import org.jspecify.annotations.Nullable;

/**
 * What a charge command is asked for, besides its input.
 *
 * @param out where the files go
 * @param dryRun whether nothing is stored and nobody is called
 * @param batch the batch that derives references; null for the billing month
 * @param skipInvalid whether the valid rows of a file with invalid ones are charged
 * @param catchUp whether long overdue subscriptions are charged
 * @param expectCount how many valid rows there must be; null for any
 * @param expectSum what the valid rows must ask for together, in won; null for any
 * @param maxSum what the valid rows may ask for at most, in won; null for any
 * @param limit the last row to send; null for all
 * @param checkFirst whether the first numbers of every charge are looked up before
 * sending
 * @param locale the language of advice in the files
 * @param caller who asks
 */
public record ChargeOptions(Path out, boolean dryRun, @Nullable String batch, boolean skipInvalid, boolean catchUp,
		@Nullable Long expectCount, @Nullable Long expectSum, @Nullable Long maxSum, @Nullable Long limit,
		boolean checkFirst, Locale locale, Runs.Caller caller) {
}
