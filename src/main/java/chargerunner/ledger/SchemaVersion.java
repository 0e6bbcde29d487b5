package chargerunner.ledger;

import java.util.Arrays;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;

/**
 * Refuses a database whose tables a newer program has made.
 */
final class SchemaVersion {

	private SchemaVersion() {
	}

	static void refuseNewer(Flyway flyway) {
		Arrays.stream(flyway.info().all())
			.filter((migration) -> migration.getState().name().startsWith("FUTURE"))
			.map(MigrationInfo::getVersion)
			.findFirst()
			.ifPresent((version) -> {
				throw new SchemaTooNewException(String.valueOf(version));
			});
	}

}
