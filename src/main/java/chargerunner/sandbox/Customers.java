package chargerunner.sandbox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The customers, under {@code /subscribe/customers}. Everybody is registered but those
 * whose prefix says not, and those who were deleted. Safe for many threads.
 */
final class Customers {

	static final String UNREGISTERED = "등록되지 않은 구매자입니다.";

	private final Set<String> deleted = ConcurrentHashMap.newKeySet();

	private final Books books;

	private final long startedAt;

	Customers(Books books) {
		this.books = books;
		this.startedAt = books.seconds();
	}

	boolean isRegistered(String customerUid) {
		return !customerUid.startsWith(Fault.UNREGISTERED.prefix()) && !this.deleted.contains(customerUid);
	}

	/** A billing key of a customer is issued, perhaps anew. */
	void register(String customerUid) {
		this.deleted.remove(customerUid);
	}

	Reply one(Request request) {
		String customerUid = request.segment(2, "");
		return isRegistered(customerUid) ? Reply.ok(annotation(customerUid)) : missing(customerUid);
	}

	Reply many(Request request) {
		List<String> asked = request.query().all("customer_uid[]");
		if (asked.isEmpty() || asked.size() > LookUps.MOST_AT_ONCE) {
			return Reply.error(Reply.BAD_REQUEST, "customer_uid는 1개 이상 100개 이하로 조회할 수 있습니다.");
		}
		List<Map<String, @Nullable Object>> found = asked.stream()
			.filter(this::isRegistered)
			.map(this::annotation)
			.toList();
		if (found.isEmpty()) {
			return missing(String.join(",", asked));
		}
		return (found.size() < asked.size()) ? Reply.partial(found) : Reply.ok(found);
	}

	Reply delete(Request request) {
		Reply reply = one(request);
		this.deleted.add(request.segment(2, ""));
		return reply;
	}

	private static Reply missing(String customerUid) {
		return Reply.error(Reply.NOT_FOUND, "요청하신 customer_uid(" + customerUid + ")로 등록된 정보를 찾을 수 없습니다.");
	}

	private Map<String, @Nullable Object> annotation(String customerUid) {
		Map<String, @Nullable Object> fields = new HashMap<>();
		List.of("customer_name", "customer_tel", "customer_email", "customer_addr", "customer_postcode", "customer_id",
				"card_type")
			.forEach((name) -> fields.put(name, null));
		fields.put("customer_uid", customerUid);
		fields.put("pg_provider", "nice");
		fields.put("pg_id", "sandbox");
		fields.put("card_code", "366");
		fields.put("card_name", "신한카드");
		fields.put("card_number", "40001234****123*");
		fields.put("inserted", this.startedAt);
		fields.put("updated", this.startedAt);
		fields.put("sandbox", this.books.options().sandboxFlag());
		return fields;
	}

}
