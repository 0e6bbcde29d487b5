package chargerunner.ledger;

import chargerunner.mysql.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;

/**
 * What tests of the ledger share: an empty one for each test.
 */
abstract class EmptyLedger {

	@Parameter
	TestDatabase database;

	TestLedger ledger;

	@BeforeEach
	void open() {
		this.ledger = new TestLedger(this.database);
	}

	@AfterEach
	void close() {
		this.ledger.close();
	}

}
