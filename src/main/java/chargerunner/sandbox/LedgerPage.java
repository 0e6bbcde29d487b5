package chargerunner.sandbox;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;

import chargerunner.sandbox.SandboxCharge.Status;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import tools.jackson.core.JsonGenerator;

/**
 * {@code GET /_ledger}: what was really charged, as JSON; written as it is read, so that
 * a million charges do not have to fit into a page in memory.
 */
final class LedgerPage implements HttpHandler {

	private final Books books;

	private final RequestLog log;

	private final IntSupplier underWay;

	LedgerPage(Books books, RequestLog log, IntSupplier underWay) {
		this.underWay = underWay;
		this.books = books;
		this.log = log;
	}

	@Override
	public void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			exchange.getRequestBody().readAllBytes();
			Set<String> wanted = Query.of(exchange.getRequestURI().getRawQuery()).values().keySet();
			boolean counters = wanted.contains("counters");
			exchange.getResponseHeaders().set("Content-Type", "application/json;charset=UTF-8");
			exchange.sendResponseHeaders(Reply.OK, 0);
			try (JsonGenerator json = Json.MAPPER.createGenerator(exchange.getResponseBody())) {
				json.writeStartObject();
				writeCounters(json);
				if (!counters) {
					writeSums(json);
				}
				if (!counters && !wanted.contains("summary")) {
					writeCharges(json);
				}
				json.writeEndObject();
			}
		}
	}

	private void writeSums(JsonGenerator json) {
		Map<Status, long[]> sums = new EnumMap<>(Status.class);
		this.books.payments().map(Payment::charge).forEach((charge) -> {
			long[] sum = sums.computeIfAbsent(charge.status(), (key) -> new long[2]);
			sum[0]++;
			sum[1] += charge.amount();
		});
		for (Status status : Status.values()) {
			long[] sum = sums.getOrDefault(status, new long[2]);
			json.writeName(status.name().toLowerCase(Locale.ROOT));
			json.writeStartObject();
			json.writeNumberProperty("count", sum[0]);
			json.writeNumberProperty("won", sum[1]);
			json.writeEndObject();
		}
	}

	private void writeCounters(JsonGenerator json) {
		json.writeNumberProperty("requests", this.log.requests());
		json.writeNumberProperty("again_posts", this.log.posts());
		json.writeNumberProperty("under_way", this.underWay.getAsInt());
		json.writeNumberProperty("redirects_followed", this.log.followed());
	}

	private void writeCharges(JsonGenerator json) {
		json.writeName("charges");
		json.writeStartArray();
		Iterator<SandboxCharge> charges = this.books.payments().map(Payment::charge).iterator();
		while (charges.hasNext()) {
			SandboxCharge charge = charges.next();
			json.writeStartObject();
			json.writeStringProperty("merchant_uid", charge.merchantUid());
			json.writeStringProperty("imp_uid", charge.impUid());
			json.writeStringProperty("customer_uid", charge.customerUid());
			json.writeNumberProperty("amount", charge.amount());
			json.writeStringProperty("currency", charge.currency());
			json.writeStringProperty("status", charge.status().text());
			json.writeStringProperty("fail_reason", charge.failReason());
			json.writeEndObject();
		}
		json.writeEndArray();
	}

}
