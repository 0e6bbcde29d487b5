package chargerunner.ledger;

import java.util.List;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of a MySQL server that may lose what it has committed.
 */
final class Durability {

	private static final Logger logger = LoggerFactory.getLogger(Durability.class);

	private Durability() {
	}

	static void check(Database database) {
		List<Long> flush = database.longs("SELECT @@innodb_flush_log_at_trx_commit", Map.of());
		if (!flush.equals(List.of(1L))) {
			logger.warn("innodb_flush_log_at_trx_commit={} on the MySQL server, not 1: after a power failure committed"
					+ " attempts may be missing, and a charge could be sent twice. Set it to 1.", flush.get(0));
		}
	}

}
