package chargerunner.sandbox;

import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SandboxTests {

	@Test
	void tellsWhatItReallyCharged() {
		try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults())) {
			Caller caller = Caller.signedIn(sandbox);
			caller.charge("n1", "plain", 1000);
			caller.charge("n2", "html502-1", 200);
			caller.charge("n3", "soft-1", 30);
			JsonNode ledger = caller.get("/_ledger").json();

			assertThat(ledger.at("/paid/count").intValue()).isEqualTo(2);
			assertThat(ledger.at("/paid/won").longValue()).isEqualTo(1200);
			assertThat(ledger.at("/failed/won").longValue()).isEqualTo(30);
			assertThat(ledger.at("/cancelled/count").intValue()).isZero();
			assertThat(ledger.at("/ready/count").intValue()).isZero();
			assertThat(ledger.at("/requests").intValue()).isEqualTo(4);
			assertThat(ledger.at("/again_posts").intValue()).isEqualTo(3);
			assertThat(ledger.at("/charges")).hasSize(3);
			assertThat(ledger.at("/charges/1/customer_uid").asString()).isEqualTo("html502-1");
			assertThat(ledger.at("/charges/2/fail_reason").asString()).contains("잔액부족");
			assertThat(caller.get("/_ledger?summary").json().has("charges")).isFalse();
			assertThat(caller.get("/_ledger?summary").at("/paid")).isEqualTo(ledger.at("/paid"));
		}
	}

	@Test
	void countsWhatIsUnderWay() throws Exception {
		try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults())) {
			Caller caller = Caller.signedIn(sandbox);
			sandbox.hold();
			Thread charging = new Thread(() -> caller.charge("n1", "plain"));
			charging.start();
			assertThat(sandbox.awaitPostsOfAgain(1, Duration.ofSeconds(10))).isTrue();
			JsonNode counters = Awaitility.await()
				.until(() -> caller.get("/_ledger?counters").json(), (json) -> json.at("/under_way").intValue() == 1);
			assertThat(counters.at("/again_posts").intValue()).isEqualTo(1);
			assertThat(counters.has("paid")).isFalse();

			sandbox.release();
			charging.join();

			assertThat(caller.get("/_ledger?counters").at("/under_way").intValue()).isZero();
		}
	}

	@Test
	void chargesARepeatedNumberAgainWhereItIsToldTo() {
		try (Sandbox sandbox = Sandbox.start(SandboxOptions.builder().acceptsRepeatedNumbers(true).build())) {
			Caller caller = Caller.signedIn(sandbox);
			caller.charge("n1", "plain", 1000);
			caller.charge("n1", "plain", 1000);

			assertThat(sandbox.charges()).hasSize(2);
			assertThat(sandbox.paidWon()).isEqualTo(2000);
		}
	}

	@Test
	void refillsOverHttp() {
		try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults())) {
			Caller caller = Caller.signedIn(sandbox);

			assertThat(caller.get("/_refill").status()).isEqualTo(405);
			assertThat(caller.charge("n1", "soft-1").paymentStatus()).isEqualTo("failed");
			assertThat(caller.send(caller.bare("/_refill").POST(BodyPublishers.noBody())).status()).isEqualTo(204);
			assertThat(caller.charge("n2", "soft-1").paymentStatus()).isEqualTo("paid");
		}
	}

	@Test
	void listensOnLoopbackAtAFreePort() {
		try (Sandbox one = Sandbox.start(SandboxOptions.defaults());
				Sandbox other = Sandbox.start(SandboxOptions.defaults())) {
			assertThat(one.baseUrl()).hasScheme("http").hasHost("127.0.0.1").hasPort(one.port()).hasPath("");
			assertThat(one.port()).isNotEqualTo(other.port());
		}
	}

	@Test
	void saysWhichPortIsTaken() {
		try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults())) {
			SandboxOptions taken = SandboxOptions.builder().port(sandbox.port()).build();

			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> Sandbox.start(taken))
				.withMessageContaining(String.valueOf(sandbox.port()));
		}
	}

	@Test
	void canBeReadAfterItWasClosed() {
		Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
		Caller.signedIn(sandbox).charge("n1", "plain");
		sandbox.close();

		assertThat(sandbox.paidWon()).isEqualTo(1000);
		assertThat(sandbox.postsOfAgain()).isEqualTo(1);
		assertThat(sandbox.requests()).isEqualTo(2);
	}

	@Test
	void mixesFaultsBySeedAndNumberAlone() {
		List<Fault> once = mix(1, 0.5);

		assertThat(mix(1, 0.5)).isEqualTo(once).isNotEqualTo(mix(2, 0.5));
		assertThat(mix(1, 0)).containsOnly(Fault.NONE);
		assertThat(mix(1, 1)).doesNotContain(Fault.NONE);
		assertThat(once.stream().filter((fault) -> fault != Fault.NONE).count()).isBetween(4_700L, 5_300L);
	}

	@Test
	void mixesEveryFaultThatComesToAnEnd() {
		Map<Fault, Long> counts = mix(1, 1).stream()
			.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

		assertThat(counts).containsKeys(Fault.SOFT, Fault.HARD, Fault.UNSEEN, Fault.UNREGISTERED, Fault.LOST_AFTER,
				Fault.LOST_BEFORE, Fault.SLOW, Fault.DRIP, Fault.HTML500, Fault.HTML502, Fault.UNAVAILABLE,
				Fault.REDIRECT, Fault.TRUNCATED, Fault.THROTTLED, Fault.UNAUTHORIZED, Fault.LAG, Fault.LOOK_UP_404_HTML,
				Fault.READY, Fault.AMOUNT);
		assertThat(counts).doesNotContainKeys(Fault.LOST_ALWAYS, Fault.THROTTLED_ALWAYS, Fault.READY_ALWAYS);
	}

	@Test
	void leavesCustomersWithAPrefixOutOfTheMix() {
		SandboxOptions options = SandboxOptions.builder().faultMix(1).build();
		Scripts scripts = new Scripts(options);
		ChargeForm hard = new ChargeForm("n1", "hard-1", 1, "x", "KRW", Map.of());
		ChargeForm plain = new ChargeForm("n1", "plain", 1, "x", "KRW", Map.of());

		assertThat(scripts.course(hard, 1)).isEqualTo(Fault.HARD.course());
		assertThat(scripts.course(plain, 1)).isEqualTo(new Chance(options.seed()).chargeFault(1, "n1").course());
	}

	private static List<Fault> mix(long seed, double fraction) {
		return IntStream.range(0, 10_000).mapToObj((i) -> new Chance(seed).chargeFault(fraction, "n" + i)).toList();
	}

	@Test
	void refusesOptionsThatMakeNoSense() {
		assertThatIllegalArgumentException().isThrownBy(() -> SandboxOptions.builder().faultMix(1.1).build())
			.withMessageContaining("faultMix 1.1");
		assertThatIllegalArgumentException().isThrownBy(() -> SandboxOptions.builder().port(70_000).build());
		assertThatIllegalArgumentException().isThrownBy(() -> SandboxOptions.builder().drip(Duration.ZERO).build());
		assertThatIllegalArgumentException().isThrownBy(() -> Latency.fixed(Duration.ofMillis(-1)));
	}

	@Test
	void copiesEveryOption() {
		SandboxOptions options = new SandboxOptions(1, "k", "s", 2, Latency.fixed(Duration.ofMillis(3)),
				Duration.ofMillis(4), Duration.ofMillis(5), Duration.ofMillis(6), 0.7, 0.8, Duration.ofSeconds(9),
				Duration.ofSeconds(-10), false, 11, true, true, false);

		assertThat(options.toBuilder().build()).isEqualTo(options);
	}

}
