package chargerunner.job;

import java.nio.file.Path;
import java.time.Duration;

import chargerunner.charge.StormLimits;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How charges are made. The descriptions below are also those of
 * {@code docs/configuration.md}, so they are plain text.
 *
 * @param concurrency how many requests may be in flight at once, in the whole process: 1
 * to 512. Of one customer never more than one is
 * @param rate how many charges are sent a second at most; 0 for no limit. Look-ups do not
 * count
 * @param lease how long a run stays held without renewal, at least 1s. It is renewed
 * every third of this time; a process that could not renew it for two thirds sends
 * nothing more. So long another process waits before it takes over the run of a dead one
 * @param quarantine how long after an attempt could have been sent PortOne must still say
 * that it has no record, before the attempt is sent again with its own number. Not
 * shorter than PORTONE_API_READ_TIMEOUT
 * @param resolveFor how long a command looks up what is in doubt before it ends with 75
 * and leaves the rest to the next command. Not shorter than CHARGE_QUARANTINE
 * @param stopGrace how long requests in flight are waited for after SIGTERM or Ctrl-C;
 * later answers are looked up by the next command. Whatever ends the process by force
 * (Kubernetes, systemd) must wait longer than this
 * @param tries how often a charge that was not let in (HTTP 429, or nothing was sent) is
 * tried, ever later, before its row is left not_sent: 1 to 20
 * @param storm when so much fails that nothing more is sent
 * @param duplicateWindow how long a file is recognised as one that was charged already,
 * and how far back likely duplicates are searched for
 * @param maxOverdue how far a subscription may be behind before a due run is refused with
 * 65, unless --catch-up
 * @param maxAmount the most that one row or subscription may ask for, in whole won
 * without commas, from 1; a row above it is invalid. No cap where it is not set
 * @param namespace the name of this installation, 1 to 64 of A-Z a-z 0-9 . _ -. Every
 * merchant_uid is derived from it, so it is stored at the first start and another one
 * later is refused with 78. Installations of one merchant share it
 * @param lang the language of summary, advice and errors, ko or en; where it is not set,
 * that of the locale
 * @param declineReasons a CSV file of your own decline reasons, which come before the
 * built-in ones; see docs/decline-reasons.md
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
	 * doubt stop the run with 75; 0 for no limit. Declines never count
	 * @param percent so many of the latest hundred charges that were not let in or are in
	 * doubt stop the run with 75; 0 for no limit
	 * @param refusals the same refusal by PortOne so many times one after the other stops
	 * the run with 75; 0 for no limit
	 */
	public record StormSettings(@DefaultValue("30") int failures, @DefaultValue("60") int percent,
			@DefaultValue("20") int refusals) {

		StormLimits limits() {
			return new StormLimits(this.failures, this.percent, this.refusals);
		}

	}

}
