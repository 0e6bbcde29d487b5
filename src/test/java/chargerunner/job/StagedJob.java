package chargerunner.job;

import java.nio.file.Path;

import chargerunner.mysql.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/**
 * What tests of whole jobs share that have one stage for all of a class's tests, emptied
 * before each. Each class sets its own stage up.
 */
abstract class StagedJob {

	@TempDir
	static Path directory;

	static Stage stage;

	@Parameter
	TestDatabase database;

	@AfterParameterizedClassInvocation
	static void remove() {
		stage.close();
	}

	@BeforeEach
	void empty() {
		stage.empty();
	}

}
