package chargerunner.job;

import java.nio.file.Path;
import java.time.Duration;

import chargerunner.charge.StormLimits;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How charges are made.
 *
 * @param concurrency requests in flight
 * @param rate charges a second; 0 for no limit
 * @param lease how long a run is held without renewal
 * @param quarantine how long PortOne must have no record of an attempt in doubt before it
 * is sent again
 * @param resolveFor how long attempts in doubt are looked up
 * @param stopGrace how long requests in flight are awaited on SIGTERM
 * @param tries how often a charge that was not let in (HTTP 429, nothing sent) is tried
 * before its row is left not_sent
 * @param storm when so much fails that nothing more is sent
 * @param duplicateWindow how long a file is recognised
 * @param maxOverdue how far a subscription may be behind
 * @param maxAmount the most that one row may ask for, in won; null for no cap
 * @param namespace the installation's namespace
 * @param lang the language of texts, {@code ko} or {@code en}; null for the locale
 * @param declineReasons a file of further decline reasons; null for none
 */
@ConfigurationProperties("charge")
public record ChargeSettings(@DefaultValue("16") int concurrency, @DefaultValue("50") int rate,
		@DefaultValue("15s") Duration lease, @DefaultValue("10m") Duration quarantine,
		@DefaultValue("20m") Duration resolveFor, @DefaultValue("25s") Duration stopGrace, @DefaultValue("6") int tries,
		@DefaultValue StormSettings storm, @DefaultValue("20d") Duration duplicateWindow,
		@DefaultValue("35d") Duration maxOverdue, @Nullable Long maxAmount, @DefaultValue("default") String namespace,
		@Nullable String lang, @Nullable Path declineReasons) {

	/**
	 * When failures are a storm; 0 switches a limit off.
	 *
	 * @param failures so many charges one after the other that were not let in or are in
	 * doubt
	 * @param percent so many of the latest hundred charges
	 * @param refusals the same refusal so many times one after the other
	 */
	public record StormSettings(@DefaultValue("30") int failures, @DefaultValue("60") int percent,
			@DefaultValue("20") int refusals) {

		StormLimits limits() {
			return new StormLimits(this.failures, this.percent, this.refusals);
		}

	}

}
