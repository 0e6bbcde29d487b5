package chargerunner.ledger;

import java.time.Duration;

/**
 * What the ledger is told from outside.
 *
 * @param namespace the installation's namespace
 * @param lease how long a run is held without renewal
 * @param quarantine how long after a re-drive its number is looked at once more
 */
public record LedgerSettings(String namespace, Duration lease, Duration quarantine) {
}
