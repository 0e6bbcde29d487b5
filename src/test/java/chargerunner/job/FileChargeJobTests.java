package chargerunner.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import chargerunner.charge.RowOutcome;
import chargerunner.job.RunResult.Kind;
import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.Sandbox;
import chargerunner.sandbox.SandboxOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whole jobs over files, against a real database and the sandbox's real socket.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class FileChargeJobTests {

	@Parameter
	TestDatabase database;

	@TempDir
	Path directory;

	private Sandbox sandbox;

	private Installation installation;

	@BeforeEach
	void install() {
		this.sandbox = Sandbox.start(SandboxOptions.defaults());
		this.installation = new Installation(this.database, this.directory, this.sandbox);
	}

	@AfterEach
	void remove() {
		this.installation.close();
		this.sandbox.close();
	}

	@Test
	void chargesEveryRowOnceAndSaysSo() throws Exception {
		Path file = this.installation.file("charges.csv", "customer_uid,amount,name", "kim_1,1000,Plan A",
				"soft-1,2000,Plan B", "hard-1,3000,Plan C", "unseen-1,4000,Plan D", "unregistered-1,5000,Plan E",
				"lost-after-1,6000,Plan F");

		RunResult result = this.installation.charge(file);

		assertThat(result.exitCode()).as(Files.readString(this.directory.resolve("out/charges.result.csv")))
			.isEqualTo(ExitCode.OK);
		assertThat(result.tally().rows(RowOutcome.PAID)).isEqualTo(2);
		assertThat(result.tally().rows(RowOutcome.DECLINED)).isEqualTo(3);
		assertThat(result.tally().rows(RowOutcome.REFUSED)).isEqualTo(1);
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(6);
		assertThat(this.sandbox.paidWon()).isEqualTo(7000);
		List<String> lines = Files.readAllLines(this.directory.resolve("out/charges.result.csv"));
		assertThat(lines).hasSize(7);
	}

	@Test
	void chargesNothingWhenTheSameFileComesAgain() {
		Path file = this.installation.file("charges.csv", "customer_uid,amount,name", "kim_1,1000,Plan A",
				"soft-1,2000,Plan B");
		this.installation.charge(file);
		long posts = this.sandbox.postsOfAgain();
		this.installation.stop();

		RunResult again = this.installation.charge(file);

		assertThat(again.kind()).isEqualTo(Kind.FINISHED_ALREADY);
		assertThat(again.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(again.finishedAt()).isNotNull();
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(posts);
	}

}
