package chargerunner.sandbox;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Everything that was charged, in memory. Safe for many threads.
 */
final class Books {

	private final Map<String, Order> orders = new ConcurrentHashMap<>();

	private final Map<String, Order> byImpUid = new ConcurrentHashMap<>();

	private final Queue<Order> charged = new ConcurrentLinkedQueue<>();

	private final AtomicLong numbers = new AtomicLong(100_000_000_000L);

	private final SandboxOptions options;

	private final Clock clock;

	Books(SandboxOptions options, Clock clock) {
		this.options = options;
		this.clock = clock;
	}

	SandboxOptions options() {
		return this.options;
	}

	long millis() {
		return this.clock.millis();
	}

	long seconds() {
		return this.clock.instant().getEpochSecond();
	}

	/**
	 * {@return the order of a number, which is empty at first}
	 * @param merchantUid the number
	 */
	Order order(String merchantUid) {
		return this.orders.computeIfAbsent(merchantUid, (key) -> new Order(key, this));
	}

	/**
	 * {@return the order of a number, if anybody ever tried to charge it}
	 * @param merchantUid the number
	 */
	Optional<Order> known(String merchantUid) {
		return Optional.ofNullable(this.orders.get(merchantUid));
	}

	/**
	 * {@return the order that holds the payment of that number of ours}
	 * @param impUid our number
	 */
	@Nullable Order orderOfPayment(String impUid) {
		return this.byImpUid.get(impUid);
	}

	String newImpUid() {
		return "imp_" + this.numbers.incrementAndGet();
	}

	void register(Order order, Payment payment, boolean first) {
		this.byImpUid.put(payment.charge().impUid(), order);
		if (first) {
			this.charged.add(order);
		}
	}

	/**
	 * {@return every record, orders by their first charge}
	 */
	Stream<Payment> payments() {
		return this.charged.stream().flatMap((order) -> order.payments().stream());
	}

}
