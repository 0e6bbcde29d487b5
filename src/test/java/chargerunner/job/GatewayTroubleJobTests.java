package chargerunner.job;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import chargerunner.charge.RowOutcome;
import chargerunner.job.RunResult.Kind;
import chargerunner.mysql.TestDatabase;
import chargerunner.sandbox.Delivery;
import chargerunner.sandbox.Fault;
import chargerunner.sandbox.Sandbox;
import chargerunner.sandbox.SandboxOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The gateway is not as it should be.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class GatewayTroubleJobTests extends WholeJob {

	private static final int IN_FLIGHT = 16;

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private Path plainRows(int rows) {
		return file("charges.csv",
				Stream
					.concat(Stream.of("customer_uid,amount,name"),
							IntStream.rangeClosed(1, rows).mapToObj((row) -> "kim_" + row + ",1000,Plan A"))
					.toArray(String[]::new));
	}

	@Test
	void renewsATokenThatDiesInMidRun() {
		start(SandboxOptions.builder().expireTokensAfter(20).build());

		RunResult result = charge(plainRows(60));

		assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(outcomes(result)).containsOnly("paid");
		assertThat(this.sandbox.charges()).hasSize(60);
		assertThat(this.sandbox.paidWon()).isEqualTo(60_000);
		// Each request that a dead token was on was made once more, and no other.
		assertThat(this.sandbox.postsOfAgain()).isBetween(61L, 60L + IN_FLIGHT);
		assertThat(requestsFor("/users/getToken")).isEqualTo(2);
	}

	private long requestsFor(String path) {
		return this.sandbox.recordedRequests().stream().filter((request) -> request.path().equals(path)).count();
	}

	@Test
	void stopsWhenTheCredentialsAreRefusedInMidRunAndGoesOnLater() throws Exception {
		Path file = plainRows(50);
		this.sandbox.hold();
		CompletableFuture<RunResult> running = CompletableFuture.supplyAsync(() -> charge(file));
		assertThat(this.sandbox.awaitPostsOfAgain(IN_FLIGHT, PATIENCE)).isTrue();
		this.sandbox.revokeTokens();
		this.sandbox.failNextTokens(Collections.nCopies(60, Delivery.UNAUTHORIZED).toArray(Delivery[]::new));
		this.sandbox.release();

		RunResult stopped = running.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

		assertThat(stopped.exitCode()).isEqualTo(ExitCode.SETTINGS);
		assertThat(stopped.notes()).extracting(this.installation::text).anyMatch((note) -> note.contains("API_SECRET"));
		int paid = this.sandbox.charges().size();
		assertThat(paid).isBetween(1, IN_FLIGHT);
		assertThat(stopped.tally().rows(RowOutcome.PAID)).isEqualTo(paid);
		assertThat(stopped.tally().rows(RowOutcome.NOT_SENT)).isEqualTo(50 - paid);
		long posts = this.sandbox.postsOfAgain();
		assertThatExceptionOfType(CommandFailedException.class).isThrownBy(() -> charge(file))
			.satisfies((failure) -> assertThat(failure.exitCode()).isEqualTo(ExitCode.SETTINGS));
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(posts);

		acceptCredentialsAgain();
		RunResult finished = charge(file);

		assertThat(finished.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(finished.runId()).isEqualTo(stopped.runId());
		assertThat(outcomes(finished)).containsOnly("paid");
		assertThat(files(finished).column("attempts")).containsOnly("1");
		List<String> numbers = files(finished).column("merchant_uid");
		for (int row = 0; row < numbers.size(); row++) {
			assertThat(files(stopped).column("merchant_uid").get(row)).isIn("", numbers.get(row));
		}
		assertThat(this.sandbox.postsOfAgain() - posts).isEqualTo(50 - paid);
		assertThat(this.sandbox.paidWon()).isEqualTo(50_000);
	}

	private void acceptCredentialsAgain() throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.sandbox.baseUrl() + "/users/getToken"))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString("{\"imp_key\":\"key\",\"imp_secret\":\"secret\"}"))
			.build();
		HttpClient client = HttpClient.newHttpClient();
		int status;
		do {
			status = client.send(request, BodyHandlers.discarding()).statusCode();
		}
		while (status == 401);
		assertThat(status).isEqualTo(200);
	}

	@Test
	void sendsNothingToAServerThatRefusesTheCredentials() {
		start(SandboxOptions.builder().key("another").build());
		Path file = plainRows(3);

		assertThatExceptionOfType(CommandFailedException.class).isThrownBy(() -> charge(file))
			.satisfies((failure) -> assertThat(failure.exitCode()).isEqualTo(ExitCode.SETTINGS));

		assertThat(this.sandbox.postsOfAgain()).isZero();
		assertThat(this.installation.tableSizes()).containsEntry("charge_run", 0L).containsEntry("charge", 0L);
	}

	@Test
	void needsThreeCallsOnly() {
		start(SandboxOptions.builder().threeCallsOnly(true).build());
		Path file = file("charges.csv", "customer_uid,amount,name", "kim_1,1000,Plan A", "lost-after-1,2000,Plan A",
				"lost-before-1,3000,Plan A", "unregistered-1,4000,Plan A", "ready-1,5000,Plan A", "soft-1,600,Plan A");

		RunResult first = charge(file);
		this.sandbox.refill();
		RunResult retried = charge(Objects.requireNonNull(first.written()).retry());

		assertThat(first.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(outcomes(first)).containsExactly("paid", "paid", "paid", "refused", "paid", "declined");
		assertThat(outcomes(retried)).containsExactly("paid");
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(8);
		assertThat(this.sandbox.paidWon()).isEqualTo(11_600);
		assertThat(this.sandbox.recordedRequests()).allSatisfy((request) -> assertThat(request.path())
			.matches("/users/getToken|/subscribe/payments/again|/payments/findAll/[a-z2-7]+\\d\\d([/?].*)?"));
	}

	@Test
	void keepsRowsForTheNextRunWhileNobodyListens() throws Exception {
		Path file = file("charges.csv", "customer_uid,amount,name", "kim_1,1000,Plan A", "kim_2,2000,Plan B");
		int port = this.sandbox.port();
		this.sandbox.close();

		RunResult down = charge(file);

		assertThat(down.exitCode()).isEqualTo(ExitCode.UNFINISHED);
		assertThat(outcomes(down)).containsOnly("not_sent");
		assertThat(files(down).column("reason_class")).containsOnly("connect");
		assertThat(files(down).retry()).hasSize(2);
		assertThat(this.sandbox.requests()).isZero();
		Path retry = Files.copy(Objects.requireNonNull(down.written()).retry(), this.directory.resolve("retry.csv"));

		this.sandbox = Sandbox.start(SandboxOptions.builder().port(port).build());
		RunResult up = charge(file);

		assertThat(up.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(outcomes(up)).containsOnly("paid");
		assertThat(files(up).column("merchant_uid")).isEqualTo(files(down).column("merchant_uid"));
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(2);
		assertThat(this.sandbox.paidWon()).isEqualTo(3000);

		RunResult late = charge(retry);

		assertThat(late.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(outcomes(late)).containsOnly("skipped");
		assertThat(files(late).column("reason_class")).containsOnly("already_paid");
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(2);
	}

	@Test
	void paysTheRetryFileOfARunThatCouldNotConnect() throws Exception {
		Path file = file("charges.csv", "customer_uid,amount,name", "kim_1,1000,Plan A", "kim_2,2000,Plan B");
		int port = this.sandbox.port();
		this.sandbox.close();
		RunResult down = charge(file);
		Path retry = Files.copy(Objects.requireNonNull(down.written()).retry(), this.directory.resolve("retry.csv"));
		this.sandbox = Sandbox.start(SandboxOptions.builder().port(port).build());

		RunResult up = charge(retry);
		RunResult late = charge(file);

		assertThat(up.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(outcomes(up)).containsOnly("paid");
		assertThat(files(up).column("merchant_uid")).allMatch((number) -> number.endsWith("01"));
		assertThat(late.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(outcomes(late)).containsOnly("skipped");
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(2);
		assertThat(this.sandbox.paidWon()).isEqualTo(3000);
	}

	@Test
	void triesThrottledRowsAgainUnderTheirNumbers() {
		Path file = file("charges.csv", "customer_uid,amount,name", "throttled-1,1000,Plan A",
				"throttled-always-2,2000,Plan B");

		RunResult throttled = charge(file);
		RunResult again = charge(file);
		this.sandbox.setFault("throttled-always-2", Fault.NONE);
		RunResult finished = charge(file);

		for (RunResult result : List.of(throttled, again)) {
			assertThat(result.exitCode()).isEqualTo(ExitCode.UNFINISHED);
			assertThat(result.tally().rows(RowOutcome.PAID)).isEqualTo(1);
			assertThat(result.tally().rows(RowOutcome.NOT_SENT)).isEqualTo(1);
		}
		assertThat(finished.exitCode()).isEqualTo(ExitCode.OK);
		assertThat(outcomes(finished)).containsOnly("paid");
		assertThat(files(finished).column("merchant_uid")).allMatch((number) -> number.endsWith("01"));
		assertThat(postsOf("throttled-1")).isEqualTo(3);
		assertThat(postsOf("throttled-always-2")).isEqualTo(7);
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(10);
		assertThat(this.sandbox.paidWon()).isEqualTo(3000);
	}

	private long postsOf(String customer) {
		return this.sandbox.recordedRequests()
			.stream()
			.filter((request) -> customer.equals(request.customerUid()))
			.count();
	}

	@Test
	void staysUnknownUntilTheGatewaySaysMore() {
		Path file = file("charges.csv", "customer_uid,amount,name", "amount-1,1000,Plan A", "customer-2,2000,Plan B",
				"kim_3,3000,Plan C");

		for (int command = 0; command < 2; command++) {
			RunResult result = charge(file);

			assertThat(result.exitCode()).isEqualTo(ExitCode.UNFINISHED);
			assertThat(outcomes(result)).containsExactly("unknown", "unknown", "paid");
			assertThat(files(result).column("reason_class")).containsExactly("mismatch", "mismatch", "");
			assertThat(files(result).retry()).isEmpty();
		}
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(3);
	}

	@Test
	void shoutsWhenPortOneChargedTwice() {
		Path file = file("charges.csv", "customer_uid,amount,name", "twice-1,1000,Plan A", "kim_2,2000,Plan B");

		RunResult result = charge(file);

		assertThat(result.exitCode()).isEqualTo(ExitCode.BROKEN);
		assertThat(outcomes(result)).containsOnly("paid");
		Map<String, String> review = files(result).review().get(0);
		assertThat(review).containsEntry("reason_class", "charged_twice_at_portone");
		assertThat(this.sandbox.charges()).filteredOn((charge) -> charge.customerUid().equals("twice-1"))
			.hasSize(2)
			.allSatisfy((charge) -> assertThat(review.get("reason")).contains(charge.impUid()));
		assertThat(result.tally().won(RowOutcome.PAID)).isEqualTo(3000);
		assertThat(this.sandbox.paidWon()).isEqualTo(4000);
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(2);
		RunResult again = charge(file);
		assertThat(again.kind()).isEqualTo(Kind.FINISHED_ALREADY);
		assertThat(again.exitCode()).isEqualTo(ExitCode.BROKEN);
		assertThat(this.sandbox.postsOfAgain()).isEqualTo(2);
	}

}
