package chargerunner.issuance;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import chargerunner.sandbox.SandboxCharge;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What browsers, links and notices may bring, and what it leaves behind: the answer, the
 * page, and the records of the issuance, its window and its key. The whole table is
 * printed, and stands in {@code target/hostile-inputs.md}.
 */
class HostileInputTests {

	private static final Pattern PAGE = Pattern.compile("<main id=\"([a-z]+)\">");

	private static final List<String> TABLE = new ArrayList<>();

	private static final AtomicInteger CUSTOMERS = new AtomicInteger();

	@TempDir
	private static Path directory;

	private static Served served;

	@BeforeAll
	static void start() throws Exception {
		served = new Served(directory, Map.of());
	}

	@AfterAll
	static void stop() throws IOException {
		served.close();
		String table = "| | input | answer, page | issuance, window, keys |\n|---|---|---|---|\n"
				+ String.join("\n", TABLE) + "\n";
		Files.writeString(Path.of("target", "hostile-inputs.md"), table);
		System.out.println(table);
		assertThat(TABLE).hasSizeGreaterThanOrEqualTo(40);
	}

	static Stream<Input> links() {
		return Stream.of(new Input("nothing of ours", "404 unknown", "open - 0", (scene) -> page("hello")),
				new Input("one letter changed", "404 unknown", "open - 0",
						(scene) -> page(changed(scene.token, scene.token.length() - 5))),
				new Input("its first letter changed", "404 unknown", "open - 0",
						(scene) -> page(changed(scene.token, 0))),
				new Input("its end put off by a year", "404 unknown", "open - 0", (scene) -> page(putOff(scene.token))),
				new Input("cut short", "404 unknown", "open - 0",
						(scene) -> page(scene.token.substring(0, scene.token.length() - 1))),
				new Input("twice in one", "404 unknown", "open - 0", (scene) -> page(scene.token + scene.token)),
				new Input("the signature alone", "404 unknown", "open - 0",
						(scene) -> page(scene.token.substring(scene.token.length() - 43))),
				new Input("signed with another secret", "404 unknown", "open - 0",
						(scene) -> page(token(scene.id(), "x".repeat(32), Instant.now().plusSeconds(99)))),
				new Input("signed by us for an id that is not there", "404 unknown", "open - 0",
						(scene) -> page(token("a".repeat(26), Served.SECRET, Instant.now().plusSeconds(99)))),
				new Input("expired", "410 expired", "open - 0",
						(scene) -> page(token(scene.id(), Served.SECRET, Instant.now().minusSeconds(1)))),
				new Input("7,000 characters", "404 unknown", "open - 0", (scene) -> page("A".repeat(7000))),
				new Input("9,000 characters", "400 -", "open - 0", (scene) -> page("A".repeat(9000))),
				new Input("a path out of it", "400 -", "open - 0",
						(scene) -> served.to("/issuances/..%2f..%2factuator%2fenv").GET()),
				new Input("a NUL in it", "400 -", "open - 0", (scene) -> served.to("/issuances/a%00b").GET()),
				new Input("markup", "404 unknown", "open - 0",
						(scene) -> page("%3Cscript%3Ealert(1)%3C%2Fscript%3E".replace("%2F", ""))),
				new Input("used up", "200 issued", "issued issued 1", (scene) -> {
					scene.approve();
					served.send(scene.complete(""));
					return page(scene.token);
				}), new Input("DELETE", "403 -", "open - 0", (scene) -> page(scene.token).DELETE()),
				new Input("pressed without a CSRF token", "403 -", "open - 0",
						(scene) -> press(scene.token).POST(BodyPublishers.noBody())),
				new Input("pressed with the CSRF token of another cookie", "403 -", "open - 0", (scene) -> {
					HttpResponse<String> page = served.send(page(scene.token));
					HttpResponse<String> other = served.send(page(scene.token));
					return press(scene.token).header("Cookie", Served.cookie(page))
						.header("X-XSRF-TOKEN", Served.csrf(other))
						.POST(BodyPublishers.noBody());
				}), new Input("pressed when used up", "409 -", "issued issued 1", (scene) -> {
					HttpRequest.Builder press = scene.press("");
					scene.approve();
					served.send(scene.complete(""));
					return press;
				}),
				new Input("pressed with terms of one's own", "200 -", "open - 0", (scene) -> scene.press(
						"{\"amount\":1,\"customer_uid\":\"somebody\",\"name\":\"x\",\"m_redirect_url\":\"//evil\"}")),
				new Input("a link asked for without password", "401 -", "open - 0",
						(scene) -> served.to("/issuances").POST(BodyPublishers.ofString("{}"))),
				new Input("a link asked for with a wrong password", "401 -", "open - 0",
						(scene) -> Served.withPassword(served.to("/issuances"), "guess")
							.POST(BodyPublishers.ofString("{}"))),
				new Input("a link asked for with nested terms", "400 -", "open - 0",
						(scene) -> ask("{\"customer_uid\":{\"a\":1}}")),
				new Input("a link asked for with two amounts", "400 -", "open - 0",
						(scene) -> ask("{\"amount\":10,\"amount\":99999}")),
				new Input("a link asked for with a list", "400 -", "open - 0", (scene) -> ask("[]")),
				new Input("a link asked for with half a body", "400 -", "open - 0",
						(scene) -> ask("{\"customer_uid\":")),
				new Input("a link asked for with 17,000 bytes", "413 -", "open - 0",
						(scene) -> ask("{\"name\":\"" + "x".repeat(17_000) + "\"}")),
				new Input("the list of links", "405 -", "open - 0",
						(scene) -> Served.withPassword(served.to("/issuances"), Served.PASSWORD).GET()),
				new Input("the environment of the server", "403 -", "open - 0",
						(scene) -> Served.withPassword(served.to("/actuator/env"), Served.PASSWORD).GET()));
	}

	static Stream<Input> redirects() {
		return Stream.of(
				new Input("no number", "404 unknown", "open - 0", (scene) -> served.to("/issuances/complete").GET()),
				new Input("an empty number", "404 unknown", "open - 0",
						(scene) -> served.to("/issuances/complete?merchant_uid=&imp_success=true").GET()),
				new Input("a number of nobody", "404 unknown", "open - 0",
						(scene) -> served.to("/issuances/complete?merchant_uid=is" + "a".repeat(26)).GET()),
				new Input("SQL for a number", "404 unknown", "open - 0",
						(scene) -> served.to("/issuances/complete?merchant_uid=%27%20OR%20%271%27%3D%271").GET()),
				new Input("a number of 5,000 characters", "404 unknown", "open - 0",
						(scene) -> served.to("/issuances/complete?merchant_uid=" + "a".repeat(5000)).GET()),
				new Input("a list for a number", "404 unknown", "open null 0", (scene) -> {
					scene.open();
					return served.to("/issuances/complete?merchant_uid%5B%5D=" + scene.number()).GET();
				}), after("approve", "no imp_uid", "200 issued", "issued issued 1", ""),
				after("approve", "imp_uid=null", "200 issued", "issued issued 1", "&imp_uid=null&imp_success=true"),
				after("approve", "an empty imp_uid, no imp_success", "200 issued", "issued issued 1", "&imp_uid="),
				after("approve", "imp_success=false, though approved", "200 issued", "issued issued 1",
						"&imp_uid=imp_1&imp_success=false&error_msg=%EC%8B%A4%ED%8C%A8"),
				after("approve", "another imp_uid", "200 issued", "issued issued 1",
						"&imp_uid=imp_of_another&imp_success=true"),
				after("approve", "another customer_uid", "200 issued", "issued issued 1", "&customer_uid=somebody"),
				after("approve", "another amount", "200 issued", "issued issued 1", "&amount=1&paid_amount=1"),
				after("decline", "declined, with Korean text", "200 failed", "open failed 0",
						"&imp_success=false&error_code=F400&error_msg=%EC%9E%94%EC%95%A1%20%EB%B6%80%EC%A1%B1"),
				after("decline", "success forged after a decline", "200 failed", "open failed 0",
						"&imp_uid=imp_1&imp_success=true&success=true"),
				after("cancel", "cancelled by the customer", "200 failed", "open failed 0", "&imp_success=false"),
				after("", "success forged, nothing at PortOne", "200 pending", "open null 0",
						"&imp_uid=imp_1&imp_success=true"),
				after("", "markup in the error", "200 pending", "open null 0",
						"&imp_success=false&error_msg=%3Cscript%3Ealert(1)%3C%2Fscript%3E"),
				after("", "a way to somewhere else", "200 pending", "open null 0",
						"&m_redirect_url=https%3A%2F%2Fevil.example&next=%2F%2Fevil.example"),
				after("slow", "an approval that is late", "200 pending", "open null 0", ""),
				new Input("the number twice, ours first", "200 issued", "issued issued 1", (scene) -> {
					scene.approve();
					return scene.complete("&merchant_uid=is" + "a".repeat(26));
				}), new Input("three times", "200 issued", "issued issued 1", (scene) -> {
					scene.approve();
					served.send(scene.complete("&imp_success=true"));
					served.send(scene.complete(""));
					return scene.complete("&imp_success=false");
				}), new Input("POST", "403 -", "open null 0", (scene) -> {
					scene.approve();
					return served.to("/issuances/complete")
						.header("Content-Type", "application/x-www-form-urlencoded")
						.POST(BodyPublishers.ofString("merchant_uid=" + scene.number()));
				}), record("another customer's payment under our number", "mismatch", "somebody", 3000),
				record("a payment of another amount under our number", "mismatch", null, 1),
				record("a payment that issued no key under our number", "mismatch", null, 3000));
	}

	static Stream<Input> notices() {
		return Stream.of(
				notice("", "JSON, before anything happened", "open null 0", JSON,
						"{\"imp_uid\":\"imp_1\",\"merchant_uid\":\"%s\",\"status\":\"paid\"}"),
				notice("approve", "JSON", "issued issued 1", JSON,
						"{\"imp_uid\":\"imp_1\",\"merchant_uid\":\"%s\",\"status\":\"paid\"}"),
				notice("approve", "a form", "issued issued 1", FORM, "imp_uid=imp_1&merchant_uid=%s&status=paid"),
				notice("approve", "JSON that calls itself a form", "issued issued 1", FORM,
						"{\"merchant_uid\" : \"%s\"}"),
				notice("approve", "no type at all", "issued issued 1", "", "merchant_uid=%s"),
				notice("approve", "a status of failed, though approved", "issued issued 1", JSON,
						"{\"merchant_uid\":\"%s\",\"status\":\"failed\"}"),
				notice("approve", "another customer and amount", "issued issued 1", JSON,
						"{\"merchant_uid\":\"%s\",\"customer_uid\":\"somebody\",\"amount\":1}"),
				notice("decline", "a status of paid, though declined", "open failed 0", JSON,
						"{\"merchant_uid\":\"%s\",\"status\":\"paid\"}"),
				notice("approve", "a number that ours begins", "open null 0", JSON, "{\"merchant_uid\":\"%sx\"}"),
				notice("", "a number of nobody", "open null 0", JSON,
						"{\"merchant_uid\":\"isaaaaaaaaaaaaaaaaaaaaaaaaaa\"}"),
				notice("", "an empty body", "open null 0", JSON, ""),
				notice("", "no number", "open null 0", JSON, "{\"imp_uid\":null}"),
				notice("", "a list", "open null 0", JSON, "[[[[[[[["),
				notice("", "deep nesting", "open null 0", JSON, "{\"a\":".repeat(2000)),
				notice("", "bytes that are no text", "open null 0", JSON, "\u0000\u0001\uFFFD\u0002"),
				notice("", "SQL for a number", "open null 0", FORM, "merchant_uid=' OR '1'='1"),
				notice("", "XML with an entity", "open null 0", "application/xml",
						"<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>"),
				new Input("17,000 bytes", "413 -", "open - 0", (scene) -> notice(JSON, "x".repeat(17_000))),
				new Input("GET", "405 -", "open - 0", (scene) -> served.to("/webhooks/portone").GET()),
				new Input("fifty at once", "200 -", "issued issued 1", (scene) -> {
					scene.approve();
					String body = "{\"merchant_uid\":\"" + scene.number() + "\"}";
					Stream.generate(() -> body).limit(49).parallel().forEach((each) -> served.send(notice(JSON, each)));
					return notice(JSON, body);
				}), new Input("at once with the redirect", "200 -", "issued issued 1", (scene) -> {
					scene.approve();
					Stream.of("", "&imp_success=true", "&imp_success=false")
						.parallel()
						.forEach((query) -> served.send(scene.complete(query)));
					return notice(JSON, "{\"merchant_uid\":\"" + scene.number() + "\"}");
				}), new Input("cancelled, after the key was issued", "200 -", "issued issued 1", (scene) -> {
					scene.approve();
					served.send(scene.complete(""));
					served.sandbox().cancel(scene.number());
					return notice(JSON, "{\"merchant_uid\":\"" + scene.number() + "\",\"status\":\"cancelled\"}");
				}));
	}

	private static final String JSON = "application/json";

	private static final String FORM = "application/x-www-form-urlencoded";

	@ParameterizedTest
	@MethodSource("links")
	void link(Input input) {
		leaves("link", input);
	}

	@ParameterizedTest
	@MethodSource("redirects")
	void redirect(Input input) {
		leaves("redirect", input);
	}

	@ParameterizedTest
	@MethodSource("notices")
	void webhook(Input input) {
		leaves("webhook", input);
	}

	private static void leaves(String where, Input input) {
		Scene scene = new Scene();
		HttpResponse<String> answer = served.send(input.request.apply(scene));
		Matcher page = PAGE.matcher(answer.body());
		String shown = answer.statusCode() + " " + (page.find() ? page.group(1) : "-");
		settleNotices();
		TABLE.add("| " + where + " | " + input.name + " | " + shown + " | " + scene.left() + " |");

		assertThat(shown).as(answer.body()).isEqualTo(input.answer);
		assertThat(scene.left()).isEqualTo(input.left);
		assertThat(answer.headers().firstValue("Location")).isEmpty();
		assertThat(answer.body()).doesNotContain("<script>alert", "evil", "Exception", "somebody");
	}

	/** A notice that comes later is done only when the earlier ones are. */
	private static void settleNotices() {
		for (int thread = 0; thread < 2; thread++) {
			Scene last = new Scene();
			last.approve();
			served.send(notice(JSON, "{\"merchant_uid\":\"" + last.number() + "\"}"));
			await().atMost(Duration.ofSeconds(30)).until(() -> last.left().equals("issued issued 1"));
		}
	}

	private static HttpRequest.Builder page(String token) {
		return served.to("/issuances/" + token).GET();
	}

	private static HttpRequest.Builder press(String token) {
		return served.to("/issuances/" + token + "/windows");
	}

	private static HttpRequest.Builder ask(String body) {
		return Served.withPassword(served.to("/issuances"), Served.PASSWORD).POST(BodyPublishers.ofString(body));
	}

	private static HttpRequest.Builder notice(String type, String body) {
		HttpRequest.Builder request = served.to("/webhooks/portone").POST(BodyPublishers.ofString(body));
		return type.isEmpty() ? request : request.header("Content-Type", type);
	}

	private static Input notice(String choice, String name, String left, String type, String body) {
		return new Input(name, "200 -", left, (scene) -> {
			scene.open();
			if (!choice.isEmpty()) {
				served.choose(scene.window, choice);
			}
			return notice(type, body.replace("%s", scene.number()));
		});
	}

	private static Input after(String choice, String name, String answer, String left, String query) {
		return new Input(name, answer, left, (scene) -> {
			scene.open();
			if (!choice.isEmpty()) {
				served.choose(scene.window, choice);
			}
			return scene.complete(query);
		});
	}

	private static Input record(String name, String outcome, String customerUid, long amount) {
		return new Input(name, "200 mismatch", "open " + outcome + " 0", (scene) -> {
			scene.open();
			served.sandbox()
				.add(new SandboxCharge("imp_" + scene.number(), scene.number(),
						(customerUid != null) ? customerUid : scene.customerUid, amount, "KRW",
						SandboxCharge.Status.PAID, null));
			return scene.complete("&imp_success=true");
		});
	}

	private static String changed(String token, int at) {
		char other = (token.charAt(at) == 'B') ? 'C' : 'B';
		return token.substring(0, at) + other + token.substring(at + 1);
	}

	private static String putOff(String token) {
		byte[] bytes = Base64.getUrlDecoder().decode(token);
		bytes[4]++;
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	private static String token(String id, String secret, Instant end) {
		return new IssueLinks(secret, Clock.systemUTC()).token(id, end);
	}

	/**
	 * One input.
	 *
	 * @param name what it is
	 * @param answer the status and the page that must come
	 * @param left what must be left: the issuance's status, the window's outcome, the
	 * keys
	 * @param request makes it, after what must have happened before
	 */
	record Input(String name, String answer, String left, Function<Scene, HttpRequest.Builder> request) {

		@Override
		public String toString() {
			return this.name;
		}

	}

	/** A link of a customer of its own, and its window. */
	private static final class Scene {

		private final String customerUid = "hostile-" + CUSTOMERS.incrementAndGet();

		private final String token = served.link(Served.terms(this.customerUid));

		private Map<String, String> window = Map.of();

		void open() {
			this.window = served.window(this.token);
		}

		void approve() {
			open();
			served.choose(this.window, "approve");
		}

		String number() {
			return String.valueOf(this.window.get("merchant_uid"));
		}

		String id() {
			byte[] bytes = Base64.getUrlDecoder().decode(this.token);
			return new String(bytes, 8, bytes.length - 40, StandardCharsets.US_ASCII);
		}

		HttpRequest.Builder complete(String query) {
			return served.to("/issuances/complete?merchant_uid=" + number() + query).GET();
		}

		HttpRequest.Builder press(String body) {
			HttpResponse<String> page = served.send(page(this.token));
			return HostileInputTests.press(this.token)
				.header("Cookie", Served.cookie(page))
				.header("X-XSRF-TOKEN", Served.csrf(page))
				.header("Content-Type", JSON)
				.POST(BodyPublishers.ofString(body));
		}

		String left() {
			String id = id();
			String status = served.sql()
				.queryForObject("SELECT status FROM issuance WHERE issuance_id = ?", String.class, id);
			String outcome = this.window.isEmpty() ? "-" : String.valueOf(served.sql()
				.queryForObject("SELECT outcome FROM issuance_attempt WHERE merchant_uid = ?", String.class, number()));
			Long keys = served.sql()
				.queryForObject(
						"SELECT COUNT(*) FROM billing_key k JOIN subscription s ON s.customer_uid = k.customer_uid"
								+ " WHERE k.customer_uid = ? AND k.status = 'issued' AND s.amount = 3000",
						Long.class, this.customerUid);
			return status + " " + outcome + " " + keys;
		}

	}

}
