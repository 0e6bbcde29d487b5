package chargerunner.job;

import java.nio.file.Path;
import java.time.Duration;

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
		@DefaultValue("20m") Duration resolveFor, @DefaultValue("25s") Duration stopGrace,
		@DefaultValue("20d") Duration duplicateWindow, @DefaultValue("35d") Duration maxOverdue,
		@Nullable Long maxAmount, @DefaultValue("default") String namespace, @Nullable String lang,
		@Nullable Path declineReasons) {
}
