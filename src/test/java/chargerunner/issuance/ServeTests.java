package chargerunner.issuance;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import chargerunner.sandbox.SandboxCharge;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The real {@code serve} beside other commands, on MySQL. */
class ServeTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@TempDir
	private static Path directory;

	private static Served served;

	@BeforeAll
	static void start() throws Exception {
		served = new Served(directory, Map.of());
	}

	@AfterAll
	static void stop() {
		served.close();
	}

	private static Map<String, Object> due(String customerUid, String firstCharge) {
		Map<String, Object> terms = Served.terms(customerUid);
		terms.put("first_due_on", LocalDate.now(ZoneId.of("Asia/Seoul")).toString());
		terms.put("first_charge", firstCharge);
		return terms;
	}

	private static void agree(String token) {
		Map<String, String> window = served.window(token);
		served.choose(window, "approve");
		HttpResponse<String> page = served
			.send(served.to("/issuances/complete?merchant_uid=" + window.get("merchant_uid")).GET());
		assertThat(page.body()).contains("<main id=\"issued\">");
	}

	private static long paid(String customerUid) {
		return served.sandbox()
			.charges()
			.stream()
			.filter((charge) -> charge.customerUid().equals(customerUid))
			.filter((charge) -> charge.status() == SandboxCharge.Status.PAID && !charge.merchantUid().startsWith("is"))
			.count();
	}

	private static String one(String sql, Object... arguments) {
		return String.valueOf(served.sql().queryForObject(sql, String.class, arguments));
	}

	@Test
	void chargesAtOnceWhatIsToBePaidAtOnce() throws Exception {
		agree(served.link(due("now-1", "now")));

		await().atMost(PATIENCE).until(() -> paid("now-1") == 1);
		await().atMost(PATIENCE).until(() -> served.log().contains("A first charge ended in run"));
		assertThat(served.run("charge", "--due")).contains("exit 0");
		assertThat(paid("now-1")).isEqualTo(1);
		assertThat(one("SELECT next_due_on > CURRENT_DATE FROM subscription WHERE customer_uid = 'now-1'"))
			.isEqualTo("1");
		assertThat(directory.resolve("out"))
			.isDirectoryContaining((file) -> file.getFileName().toString().matches("first-.*\\.result\\.csv"));
	}

	@Test
	void chargesNothingTwiceWhenARepeatedNoticeRacesWithTheFirstCharge() throws Exception {
		String token = served.link(due("now-2", "now"));
		Map<String, String> window = served.window(token);
		served.choose(window, "approve");
		String notice = "{\"merchant_uid\":\"" + window.get("merchant_uid") + "\"}";
		for (int i = 0; i < 20; i++) {
			served.send(served.to("/webhooks/portone").POST(BodyPublishers.ofString(notice)));
		}

		await().atMost(PATIENCE).until(() -> paid("now-2") == 1);
		served.run("charge", "--due");

		assertThat(paid("now-2")).isEqualTo(1);
	}

	@Test
	void chargesNothingAgainWhenTheSameIsAgreedToTwice() throws Exception {
		String first = served.link(due("resent-11", "nightly"));
		String second = served.link(due("resent-11", "nightly"));
		agree(first);
		served.run("charge", "--due");
		// As if the second mail were opened a day later.
		served.sql()
			.update("UPDATE charge SET period = period - INTERVAL 1 DAY, reference = CONCAT(reference, '-')"
					+ " WHERE customer_uid = 'resent-11'");

		agree(second);
		served.run("charge", "--due");

		assertThat(paid("resent-11")).isEqualTo(1);
		assertThat(one("SELECT next_due_on > CURRENT_DATE + INTERVAL 20 DAY FROM subscription"
				+ " WHERE customer_uid = 'resent-11'"))
			.isEqualTo("1");
	}

	@Test
	void letsNoForgottenWindowUndoWhatWasAgreedLater() throws Exception {
		Map<String, String> forgotten = served.window(served.link(due("older-12", "nightly")));
		served.choose(forgotten, "close");
		Map<String, Object> terms = due("older-12", "nightly");
		terms.put("amount", 20_000);
		agree(served.link(terms));

		served.run("charge", "--due");

		assertThat(one("SELECT amount FROM subscription WHERE customer_uid = 'older-12'")).isEqualTo("20000");
		assertThat(paid("older-12")).isEqualTo(1);
		HttpResponse<String> page = served
			.send(served.to("/issuances/complete?merchant_uid=" + forgotten.get("merchant_uid")).GET());
		assertThat(page.body()).contains("<main id=\"expired\">");
	}

	@Test
	void saysThatItIsDoneWhicheverWindowComesBack() {
		String token = served.link(Served.terms("windows-13"));
		Map<String, String> approved = served.window(token);
		Map<String, String> declined = served.window(token);
		Map<String, String> untouched = served.window(token);
		served.choose(approved, "approve");
		served.send(served.to("/issuances/complete?merchant_uid=" + approved.get("merchant_uid")).GET());
		served.choose(declined, "decline");

		for (Map<String, String> window : List.of(declined, untouched)) {
			assertThat(served.send(served.to("/issuances/complete?merchant_uid=" + window.get("merchant_uid")).GET())
				.body()).contains("<main id=\"issued\">");
		}
	}

	@Test
	void takesNoOtherCustomersSubscriptionAndKeepsTaxParts() throws Exception {
		Map<String, Object> terms = Served.terms("owner-14");
		terms.put("subscription_id", "S-14");
		agree(served.link(terms));
		served.sql().update("UPDATE subscription SET tax_free = 3000 WHERE id = 'S-14'");
		agree(served.link(terms));
		assertThat(one("SELECT tax_free FROM subscription WHERE id = 'S-14'")).isEqualTo("3000");
		terms.put("amount", 500);
		agree(served.link(terms));
		assertThat(one("SELECT tax_free FROM subscription WHERE id = 'S-14'")).isEqualTo("null");

		terms.put("customer_uid", "thief-14");
		HttpResponse<String> refused = served.send(Served.withPassword(served.to("/issuances"), Served.PASSWORD)
			.POST(BodyPublishers.ofString(new JsonMapper().writeValueAsString(terms))));

		assertThat(refused.statusCode()).isEqualTo(400);
		assertThat(refused.body()).contains("subscription_id", "another customer_uid");
	}

	@Test
	void finishesAFirstChargeBeforeItStops() throws Exception {
		Path other = Files.createDirectories(directory.resolve("stopped"));
		try (Served stopping = new Served(other, Map.of())) {
			String token = stopping.link(due("stop-15", "now"));
			Map<String, String> window = stopping.window(token);
			stopping.choose(window, "approve");
			stopping.sandbox().hold();
			stopping.send(stopping.to("/issuances/complete?merchant_uid=" + window.get("merchant_uid")).GET());
			assertThat(stopping.sandbox().awaitPostsOfAgain(1, PATIENCE)).isTrue();

			stopping.process().destroy();
			await().atMost(PATIENCE).until(() -> stopping.log().contains("SIGTERM"));
			stopping.sandbox().release();

			assertThat(stopping.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
			assertThat(stopping.process().exitValue()).isZero();
			assertThat(stopping.log()).contains("A first charge ended in run 1 with exit code 0")
				.doesNotContain("ERROR", "WARN");
			assertThat(stopping.sandbox().paidWon()).isEqualTo(3000);
		}
	}

	@Test
	void leavesWhatIsNightlyToTheNight() throws Exception {
		agree(served.link(due("night-3", "nightly")));

		assertThat(paid("night-3")).isZero();
		assertThat(served.run("charge", "--due")).contains("exit 0");
		assertThat(paid("night-3")).isEqualTo(1);
	}

	@Test
	void asksInTheNightAboutWhoeverNeverCameBack() throws Exception {
		Map<String, String> window = served.window(served.link(due("gone-4", "nightly")));
		served.choose(window, "close");

		assertThat(served.run("charge", "--due")).contains("that nobody came back from: 1", "exit 0");

		assertThat(paid("gone-4")).isEqualTo(1);
	}

	@Test
	void liftsWithANewKeyWhatADeadOneStopped() throws Exception {
		agree(served.link(due("dead-5", "nightly")));
		served.sql().update("UPDATE billing_key SET status = 'failed' WHERE customer_uid = 'dead-5'");
		assertThat(served.run("charge", "--due")).contains("skipped=1");
		assertThat(paid("dead-5")).isZero();

		agree(served.link(due("dead-5", "nightly")));
		served.run("charge", "--due");

		assertThat(paid("dead-5")).isEqualTo(1);
		assertThat(one("SELECT COUNT(*) FROM subscription WHERE customer_uid = 'dead-5'")).isEqualTo("1");
	}

	@Test
	void revokesAKeyForGood() throws Exception {
		agree(served.link(Served.terms("revoke-6")));
		String open = served.link(Served.terms("revoke-6"));

		assertThat(served.run("keys")).contains("rev***", "issued", "exit 0").doesNotContain("revoke-6");
		assertThat(served.run("keys", "revoke", "revoke-6")).contains("rev***", "Subscriptions ended: 1", "exit 0");
		assertThat(served.run("keys", "revoke", "revoke-6")).contains("PortOne has none of that name", "exit 0");
		assertThat(served.run("keys", "revoke", "unregistered-6")).contains("There is no billing key", "exit 2");

		assertThat(one("SELECT status FROM billing_key WHERE customer_uid = 'revoke-6'")).isEqualTo("revoked");
		assertThat(one("SELECT status FROM subscription WHERE customer_uid = 'revoke-6'")).isEqualTo("ended");
		assertThat(served.send(served.to("/issuances/" + open).GET()).statusCode()).isEqualTo(410);
	}

	@Test
	void tellsAWithdrawnLinkFromAKey() {
		String token = served.link(Served.terms("withdrawn-7"));
		Map<String, String> window = served.window(token);
		served.choose(window, "approve");
		served.sql().update("UPDATE issuance SET status = 'withdrawn' WHERE customer_uid = 'withdrawn-7'");

		HttpResponse<String> page = served
			.send(served.to("/issuances/complete?merchant_uid=" + window.get("merchant_uid")).GET());

		assertThat(page.body()).contains("<main id=\"expired\">");
		assertThat(one("SELECT COUNT(*) FROM billing_key WHERE customer_uid = 'withdrawn-7'")).isEqualTo("0");
	}

	@Test
	void asksPortOneWhichKeysExist() throws Exception {
		agree(served.link(Served.terms("check-8")));
		served.sql()
			.update("INSERT INTO subscription (id, customer_uid, name, amount, cadence, anchor_date, next_due_on)"
					+ " VALUES ('S-8', 'unregistered-8', 'A', 1000, 'month', '2035-01-01', '2035-01-01')");

		String said = served.run("keys", "check");

		assertThat(said).contains("no billing key unr***", "S-8", "missing=1", "exit 0").doesNotContain("che***");
	}

	@Test
	void makesLinksOnTheCommandLine() throws Exception {
		String today = LocalDate.now(ZoneId.of("Asia/Seoul")).toString();
		String said = served.run("issue-link", "--customer-uid", "cli-9", "--name", "정기구독", "--amount", "9,900",
				"--cadence", "month", "--first-due-on", today);
		String token = said.lines()
			.filter((line) -> line.startsWith(served.url() + "/issuances/"))
			.findFirst()
			.orElseThrow()
			.replaceFirst(".*/issuances/", "");

		agree(token);

		assertThat(one("SELECT amount FROM subscription WHERE customer_uid = 'cli-9'")).isEqualTo("9900");
		assertThat(said).contains("The link is good until", "exit 0");
		assertThat(served.run("issue-link", "--customer-uid", "cli-9", "--name", "A", "--amount", "1.5", "--cadence",
				"often", "--first-due-on", "yesterday"))
			.contains("--amount: ", "--cadence: ", "--first-due-on: It is no date.", "exit 2");
	}

	@Test
	void keepsNobodyBusyForOneAddress() {
		int pages = 0;
		// The minute may be over in between, once.
		while (pages < 1_400 && page("203.0.113.7").statusCode() != 429) {
			pages++;
		}

		assertThat(pages).isBetween(500, 1_399);
		assertThat(page("203.0.113.8").statusCode()).isEqualTo(404);
	}

	private static HttpResponse<String> page(String address) {
		return served.send(HttpRequest.newBuilder(URI.create(served.url() + "/issuances/x"))
			.header("X-Forwarded-For", address)
			.GET());
	}

	@Test
	void isAliveAndReady() {
		assertThat(served.send(served.to("/actuator/health/liveness").GET()).body()).contains("UP");
		assertThat(served.send(served.to("/actuator/health/readiness").GET()).body()).contains("UP");
		assertThat(served.send(served.to("/actuator/health").GET()).body()).contains("UP").doesNotContain("details");
	}

	@Test
	void putsStrictHeadersOnEveryPage() {
		Map<String, String> headers = new HashMap<>();
		served.send(served.to("/issuances/x").GET())
			.headers()
			.map()
			.forEach((name, values) -> headers.put(name.toLowerCase(), values.get(0)));

		assertThat(headers).containsEntry("x-content-type-options", "nosniff")
			.containsEntry("x-frame-options", "DENY")
			.containsEntry("referrer-policy", "no-referrer")
			.doesNotContainKey("server");
		assertThat(headers.get("cache-control")).contains("no-store");
		assertThat(headers.get("content-security-policy")).startsWith("default-src 'none'; script-src 'self' http")
			.doesNotContain("unsafe", "*");
	}

	@Test
	void letsInNobodyElsesNoticesWhenToldSo() throws Exception {
		Path other = Files.createDirectories(directory.resolve("other"));
		try (Served guarded = new Served(other,
				Map.of("CHARGE_SERVE_WEBHOOK_SOURCES", "52.78.100.19, 198.51.0.0/24"))) {
			assertThat(guarded.send(guarded.to("/webhooks/portone").POST(BodyPublishers.ofString("{}"))).statusCode())
				.isEqualTo(200);
			HttpRequest.Builder foreign = HttpRequest.newBuilder(URI.create(guarded.url() + "/webhooks/portone"))
				.header("X-Forwarded-For", "203.0.113.9")
				.POST(BodyPublishers.ofString("{}"));
			assertThat(guarded.send(foreign).statusCode()).isEqualTo(403);

			guarded.process().destroy();

			assertThat(guarded.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
			assertThat(guarded.process().exitValue()).isZero();
			assertThat(guarded.log()).doesNotContain("Exception");
		}
	}

	@Test
	void doesNotServeTheWorldWithoutAPassword() throws Exception {
		assertThat(served.with(
				Map.of("CHARGE_SERVE_ADDRESS", "0.0.0.0", "CHARGE_SERVE_USER", "", "CHARGE_SERVE_PASSWORD", ""),
				"serve", "--port", "0"))
			.contains("was to listen on 0.0.0.0", "exit 78");
		assertThat(served.with(Map.of("CHARGE_SERVE_PASSWORD", "short"), "serve", "--port", "0"))
			.contains("CHARGE_SERVE_PASSWORD is too short", "exit 78")
			.doesNotContain("\tat ", "WARN");
		assertThat(served.with(Map.of("CHARGE_ISSUANCE_SECRET", "", "CHARGE_ISSUANCE_MERCHANT_CODE", ""), "serve"))
			.contains("CHARGE_ISSUANCE_SECRET is not set", "CHARGE_ISSUANCE_MERCHANT_CODE is not set", "exit 78");
		assertThat(served.run("serve", "--port", served.url().replaceFirst(".*:", ""))).contains("serve cannot listen",
				"exit 78");
	}

	@Test
	void doesNotServeWithoutAPlaceForFiles() throws Exception {
		Files.writeString(directory.resolve("blocked"), "");

		assertThat(served.with(Map.of(), "serve", "--port", "0", "--out", "blocked")).contains("cannot be written",
				"exit 75");
	}

	@Test
	void keepsSecretsOutOfItsLog() throws Exception {
		agree(served.link(Served.terms("secret-10")));

		assertThat(served.log()).contains("A billing key was issued under is")
			.doesNotContain(Served.SECRET, Served.PASSWORD, "secret-10", "정기구독");
	}

}
