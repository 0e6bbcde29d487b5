package chargerunner.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import chargerunner.sandbox.SandboxCharge.Status;
import com.sun.net.httpserver.HttpExchange;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.HtmlUtils;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * What a customer's browser gets: the stand-in of PortOne's V1 SDK, and the window that
 * it opens to issue a billing key. In the window somebody chooses how that ends; the
 * record is made and the browser sent back as the live server does. Money never moves
 * here, whatever amount is shown. Safe for many threads.
 */
final class PaymentWindow {

	static final String SDK = "/v1/iamport.js";

	static final String WINDOW = "/_window";

	private static final String USED_UP = "이미 결제가 이루어진 거래건입니다.";

	private static final String CLOSED = "<!DOCTYPE html><html lang=\"ko\"><meta charset=\"utf-8\">"
			+ "<p>결제창이 닫혔습니다. The window is closed: nobody goes back.</p></html>";

	private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

	private static final List<String> ECHOED = List.of("buyer_name", "buyer_email", "buyer_tel", "buyer_addr",
			"buyer_postcode", "pay_method");

	private static final int SEE_OTHER = 303;

	private static final int METHOD_NOT_ALLOWED = 405;

	private final Books books;

	private final Customers customers;

	private final String sdk = resource("iamport.js");

	private final String page = resource("window.html");

	PaymentWindow(Books books, Customers customers) {
		this.books = books;
		this.customers = customers;
	}

	private static String resource(String name) {
		try (InputStream stream = PaymentWindow.class.getResourceAsStream(name)) {
			if (stream == null) {
				throw new IllegalStateException(name + " is missing");
			}
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** {@code GET /v1/iamport.js}. */
	void sendSdk(HttpExchange exchange) throws IOException {
		try (exchange) {
			exchange.getRequestBody().readAllBytes();
			send(exchange, Reply.OK, "text/javascript;charset=UTF-8", this.sdk);
		}
	}

	/**
	 * {@code GET /_window}, with what {@code IMP.request_pay} was given as the query, and
	 * {@code POST /_window} with the same and a {@code choice}.
	 */
	void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			switch (exchange.getRequestMethod()) {
				case "GET" -> {
					exchange.getRequestBody().readAllBytes();
					open(exchange, Query.of(exchange.getRequestURI().getRawQuery()));
				}
				case "POST" -> choose(exchange,
						Query.of(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
				default -> send(exchange, METHOD_NOT_ALLOWED, "text/plain", "GET or POST");
			}
		}
	}

	private void open(HttpExchange exchange, Query query) throws IOException {
		String fields = query.values()
			.keySet()
			.stream()
			.sorted()
			.map((name) -> "<input type=\"hidden\" name=\"" + HtmlUtils.htmlEscape(name) + "\" value=\""
					+ HtmlUtils.htmlEscape(query.first(name, "")) + "\">")
			.collect(Collectors.joining("\n"));
		String html = PLACE.matcher(this.page).replaceAll((place) -> {
			String name = place.group(1);
			return Matcher
				.quoteReplacement(name.equals("fields") ? fields : HtmlUtils.htmlEscape(query.first(name, "-")));
		});
		send(exchange, Reply.OK, "text/html;charset=UTF-8", html);
	}

	private void choose(HttpExchange exchange, Query form) throws IOException {
		Choice choice = Choice.ofText(form.first("choice", ""));
		String back = form.first("m_redirect_url", "");
		if (choice == null || !back.matches("https?://.*")) {
			send(exchange, Reply.BAD_REQUEST, "text/plain", "choice or m_redirect_url is missing");
		}
		else if (this.books.order(form.first("merchant_uid", "")).isUsedUp()) {
			sendBack(exchange, back, answer(form, null, "F1002", USED_UP));
		}
		else {
			String impUid = issue(form, choice);
			if (choice == Choice.CLOSE) {
				send(exchange, Reply.OK, "text/html;charset=UTF-8", CLOSED);
			}
			else {
				sendBack(exchange, back, answer(form, impUid, choice.code, choice.reason));
			}
		}
	}

	/**
	 * {@return PortOne's number of the record}
	 */
	private String issue(Query form, Choice choice) {
		Map<String, String> echoed = new TreeMap<>();
		ECHOED.stream()
			.filter((name) -> !form.all(name).isEmpty())
			.forEach((name) -> echoed.put(name, form.first(name, "")));
		echoed.put("customer_uid_usage", "issue");
		echoed.put("channel", "pc");
		echoed.put("pg_provider", form.first("pg", "").replaceFirst("\\..*", ""));
		Long amount = form.whole("amount", 0);
		ChargeForm asked = new ChargeForm(form.first("merchant_uid", ""), form.first("customer_uid", ""),
				(amount != null) ? amount : 0, form.first("name", ""), "KRW", echoed);
		if (choice.status != Status.FAILED) {
			this.customers.register(asked.customerUid());
		}
		return this.books.order(asked.merchantUid()).issue(asked, choice.status, choice.reason).charge().impUid();
	}

	private static Map<String, String> answer(Query form, @Nullable String impUid, @Nullable String code,
			@Nullable String reason) {
		Map<String, String> answer = new LinkedHashMap<>();
		if (impUid != null) {
			answer.put("imp_uid", impUid);
		}
		answer.put("merchant_uid", form.first("merchant_uid", ""));
		answer.put("imp_success", Boolean.toString(reason == null));
		if (code != null && reason != null) {
			answer.put("error_code", code);
			answer.put("error_msg", reason);
		}
		return answer;
	}

	private static void sendBack(HttpExchange exchange, String back, Map<String, String> answer) throws IOException {
		UriComponentsBuilder address = UriComponentsBuilder.fromUriString(back);
		answer.forEach((name, value) -> address.queryParam(name, UriUtils.encode(value, StandardCharsets.UTF_8)));
		exchange.getResponseHeaders().set("Location", address.build(true).toUriString());
		exchange.sendResponseHeaders(SEE_OTHER, -1);
	}

	private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", type);
		exchange.sendResponseHeaders(status, bytes.length);
		exchange.getResponseBody().write(bytes);
	}

	/** How somebody lets the window end. */
	private enum Choice {

		APPROVE(Status.PAID, null, null), DECLINE(Status.FAILED, "F0005", "빌링키 발급에 실패하였습니다. 출금계좌를 확인해 주세요."),
		CANCEL(Status.FAILED, "F1001", "[결제포기] 사용자가 결제를 취소하셨습니다."), CLOSE(Status.PAID, null, null),
		SLOW(Status.READY, null, null);

		private final Status status;

		private final @Nullable String code;

		private final @Nullable String reason;

		Choice(Status status, @Nullable String code, @Nullable String reason) {
			this.status = status;
			this.code = code;
			this.reason = reason;
		}

		private static @Nullable Choice ofText(String text) {
			return Arrays.stream(values())
				.filter((choice) -> choice.name().equalsIgnoreCase(text))
				.findFirst()
				.orElse(null);
		}

	}

}
