package chargerunner.job;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.Sandbox;
import chargerunner.sandbox.SandboxOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/**
 * What tests of whole jobs share: a directory, an empty ledger and a sandbox of their
 * own. After each command the books must agree.
 */
abstract class WholeJob {

	@Parameter
	TestDatabase database;

	@TempDir
	Path directory;

	Sandbox sandbox;

	Installation installation;

	@BeforeEach
	void install() {
		start(SandboxOptions.defaults());
	}

	/** Puts another sandbox in the place of the one that every test begins with. */
	void start(SandboxOptions options) {
		remove();
		this.sandbox = Sandbox.start(options);
		this.installation = Installation.shared(this.database, this.directory, this.sandbox);
	}

	@AfterEach
	void remove() {
		if (this.sandbox != null) {
			this.sandbox.close();
		}
	}

	Path file(String name, String... lines) {
		return this.installation.file(name, lines);
	}

	Wishes wishes() {
		return this.installation.wishes();
	}

	RunResult charge(Path file) {
		return charge(file, wishes());
	}

	RunResult charge(Path file, Wishes wishes) {
		RunResult result = this.installation.charge(file, wishes.build());
		if (result.written() != null) {
			Books.mustAgree(this.installation, this.sandbox, result);
		}
		return result;
	}

	static RunFiles files(RunResult result) {
		return RunFiles.of(Objects.requireNonNull(result.written()));
	}

	static List<String> outcomes(RunResult result) {
		return files(result).column("outcome");
	}

}
