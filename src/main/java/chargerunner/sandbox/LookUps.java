package chargerunner.sandbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;

import chargerunner.sandbox.Order.Sight;
import org.jspecify.annotations.Nullable;

/**
 * The calls that look payments up, under {@code /payments}. They charge nothing, but a
 * {@code ready} payment goes on when it is looked at.
 */
final class LookUps {

	static final int MOST_AT_ONCE = 100;

	private static final Set<String> STATUSES = Set.of("all", "ready", "paid", "cancelled", "failed");

	private static final Map<String, Function<Payment, Long>> SORTINGS = Map.of("started", Payment::startedAt, "paid",
			Payment::changedAt, "updated", Payment::changedAt);

	private static final long DEFAULT_SPAN_SECONDS = 90L * 24 * 60 * 60;

	private final Books books;

	private final Scripts scripts;

	private final AtomicLong bulkLooks = new AtomicLong();

	LookUps(Books books, Scripts scripts) {
		this.books = books;
		this.scripts = scripts;
	}

	/**
	 * {@code GET /payments/find/{merchant_uid}[/{status}]}: the first record.
	 */
	Reply find(Request request) {
		return lookAt(request, (payments) -> Reply.ok(annotation(payments.get(0))));
	}

	/**
	 * {@code GET /payments/findAll/{merchant_uid}[/{status}]}: all records, by pages.
	 */
	Reply findAll(Request request) {
		return lookAt(request, (payments) -> page(request, payments));
	}

	private Reply lookAt(Request request, Function<List<Payment>, Reply> whole) {
		String merchantUid = request.segment(2, "");
		String status = request.segment(3, "all");
		Comparator<Payment> order = order(request);
		if (!STATUSES.contains(status) || order == null) {
			return malformed();
		}
		Sight sight = sight(merchantUid);
		List<Payment> payments = sight.payments()
			.stream()
			.filter((payment) -> payment.isIn(status))
			.sorted(order)
			.toList();
		Reply reply = payments.isEmpty() ? notFound() : whole.apply(payments);
		return (sight.delivery() != Delivery.WHOLE) ? reply.deliveredBy(sight.delivery()) : reply;
	}

	private Sight sight(String merchantUid) {
		Order order = this.books.order(merchantUid);
		Delivery spoilt = this.scripts.look(merchantUid, customerOf(order), order.countLook());
		// A look whose answer is spoilt does not move the payment on.
		return (spoilt != Delivery.WHOLE) ? new Sight(spoilt, order.payments()) : order.look();
	}

	private static @Nullable String customerOf(Order order) {
		List<Payment> payments = order.payments();
		return payments.isEmpty() ? null : payments.get(0).form().customerUid();
	}

	private static @Nullable Comparator<Payment> order(Request request) {
		String sorting = request.query().first("sorting", "-started");
		boolean down = sorting.startsWith("-");
		Function<Payment, Long> key = SORTINGS.get(down ? sorting.substring(1) : sorting);
		if (key == null) {
			return null;
		}
		Comparator<Payment> order = Comparator.comparing(key).thenComparing((payment) -> payment.charge().impUid());
		return down ? order.reversed() : order;
	}

	private Reply page(Request request, List<Payment> payments) {
		Long page = request.query().whole("page", 1);
		Long limit = request.query().whole("limit", 20);
		if (page == null || limit == null || page < 1 || limit < 1 || limit > 1000) {
			return malformed();
		}
		long pages = Math.max(1, (payments.size() + limit - 1) / limit);
		if (page > pages) {
			return Reply.error(Reply.BAD_REQUEST, "존재하지 않는 페이지입니다.");
		}
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("total", payments.size());
		fields.put("previous", page - 1);
		fields.put("next", (page < pages) ? page + 1 : 0L);
		fields.put("list", payments.stream().skip((page - 1) * limit).limit(limit).map(this::annotation).toList());
		return Reply.ok(fields);
	}

	/**
	 * {@code GET /payments/{imp_uid}}: hides test payments unless they are asked for.
	 */
	Reply byImpUid(Request request) {
		boolean include = Set.of("true", "1").contains(request.query().first("include_sandbox", "false"));
		Order order = this.books.orderOfPayment(request.segment(1, ""));
		Sight sight = (order != null) ? order.look() : Sight.NOTHING;
		Reply reply = sight.payments()
			.stream()
			.filter((payment) -> payment.charge().impUid().equals(request.segment(1, "")))
			.filter((payment) -> include || !payment.isSandbox(this.books.options()))
			.findFirst()
			.map((payment) -> Reply.ok(annotation(payment)))
			.orElseGet(LookUps::notFound);
		return (sight.delivery() != Delivery.WHOLE) ? reply.deliveredBy(sight.delivery()) : reply;
	}

	/**
	 * {@code GET /payments?imp_uid[]=…&merchant_uid[]=…}: one record for each number.
	 */
	Reply many(Request request) {
		List<String> impUids = request.query().all("imp_uid[]");
		List<String> merchantUids = request.query().all("merchant_uid[]");
		int asked = impUids.size() + merchantUids.size();
		if (asked == 0 || asked > MOST_AT_ONCE) {
			return Reply.error(Reply.BAD_REQUEST, "imp_uid 또는 merchant_uid는 1개 이상 100개 이하로 조회할 수 있습니다.");
		}
		Delivery spoilt = this.scripts.look(Scripts.BULK, null, this.bulkLooks.incrementAndGet());
		return (spoilt != Delivery.WHOLE) ? notFound().deliveredBy(spoilt) : many(impUids, merchantUids);
	}

	private Reply many(List<String> impUids, List<String> merchantUids) {
		List<Payment> found = new ArrayList<>();
		impUids.forEach((impUid) -> glanceAtPayment(impUid).ifPresent(found::add));
		merchantUids.forEach((merchantUid) -> glanceAtOrder(merchantUid).ifPresent(found::add));
		if (found.isEmpty()) {
			return notFound();
		}
		List<Map<String, @Nullable Object>> list = found.stream().distinct().map(this::annotation).toList();
		return (found.size() < impUids.size() + merchantUids.size()) ? Reply.partial(list) : Reply.ok(list);
	}

	private Optional<Payment> glanceAtPayment(String impUid) {
		Order order = this.books.orderOfPayment(impUid);
		return glance(order).filter((payment) -> payment.charge().impUid().equals(impUid)).findFirst();
	}

	private Optional<Payment> glanceAtOrder(String merchantUid) {
		return glance(this.books.known(merchantUid).orElse(null)).reduce((earlier, later) -> later);
	}

	private static Stream<Payment> glance(@Nullable Order order) {
		return (order != null) ? order.glance().payments().stream() : Stream.empty();
	}

	/**
	 * {@code GET /payments/status/{status}}: everything in a span of time, by pages.
	 */
	Reply byStatus(Request request) {
		String status = request.segment(2, "");
		Comparator<Payment> order = order(request);
		long now = this.books.seconds();
		Long to = request.query().whole("to", now);
		Long from = request.query().whole("from", ((to != null) ? to : now) - DEFAULT_SPAN_SECONDS);
		if (!STATUSES.contains(status) || order == null || to == null || from == null || from > to) {
			return malformed();
		}
		return page(request, this.books.payments()
			.filter((payment) -> payment.isIn(status))
			.filter((payment) -> isWithin(from, to, "all".equals(status) ? payment.startedAt() : payment.changedAt()))
			.sorted(order)
			.toList());
	}

	private static boolean isWithin(long from, long to, long time) {
		return time >= from && time <= to;
	}

	private Map<String, @Nullable Object> annotation(Payment payment) {
		return payment.annotation(this.books.options());
	}

	private static Reply malformed() {
		return Reply.error(Reply.BAD_REQUEST, "요청 파라미터가 올바르지 않습니다.");
	}

	private static Reply notFound() {
		return Reply.error(Reply.NOT_FOUND, "존재하지 않는 결제정보입니다.");
	}

}
