package chargerunner.sandbox;

import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.jspecify.annotations.Nullable;

/**
 * Which fault a call gets: what a test has scripted, else what the customer's prefix
 * says, else the dice. Safe for many threads.
 */
final class Scripts {

	/** Stands for the look-ups of many numbers at once. */
	static final String BULK = "payments[]";

	private final Map<String, Queue<Fault>> nextCharges = new ConcurrentHashMap<>();

	private final Map<String, Fault> charges = new ConcurrentHashMap<>();

	private final Map<String, Queue<Delivery>> nextLooks = new ConcurrentHashMap<>();

	private final Queue<Delivery> nextTokens = new ConcurrentLinkedQueue<>();

	private final SandboxOptions options;

	private final Chance chance;

	private volatile boolean refilled;

	Scripts(SandboxOptions options) {
		this.options = options;
		this.chance = new Chance(options.seed());
	}

	void set(String uid, Fault fault) {
		this.charges.put(uid, fault);
	}

	void next(String uid, Fault... faults) {
		queue(this.nextCharges, uid).addAll(Arrays.asList(faults));
	}

	void nextLooks(String uid, Delivery... deliveries) {
		queue(this.nextLooks, uid).addAll(Arrays.asList(deliveries));
	}

	void nextTokens(Delivery... deliveries) {
		this.nextTokens.addAll(Arrays.asList(deliveries));
	}

	private static <T> Queue<T> queue(Map<String, Queue<T>> queues, String uid) {
		return queues.computeIfAbsent(uid, (key) -> new ConcurrentLinkedQueue<>());
	}

	void refill() {
		this.refilled = true;
	}

	/**
	 * {@return the course of one POST of a charge}
	 * @param form the charge
	 * @param post how often this number has come, this time included
	 */
	Course course(ChargeForm form, int post) {
		Fault scripted = poll(this.nextCharges, form.merchantUid());
		if (scripted == null) {
			scripted = poll(this.nextCharges, form.customerUid());
		}
		if (scripted != null) {
			return scripted.course();
		}
		Fault fault = lasting(form);
		Course course = (this.refilled && fault == Fault.SOFT) ? Course.PLAIN : fault.course();
		return (post > course.blockedPosts()) ? course.unblocked() : course;
	}

	private Fault lasting(ChargeForm form) {
		Fault set = this.charges.get(form.merchantUid());
		if (set == null) {
			set = this.charges.get(form.customerUid());
		}
		return (set != null) ? set : Fault.ofCustomer(form.customerUid())
			.orElseGet(() -> this.chance.chargeFault(this.options.faultMix(), form.merchantUid()));
	}

	double gaussian(ChargeForm form) {
		return this.chance.gaussian(form.merchantUid());
	}

	/**
	 * {@return how a look-up of one number is answered}
	 * @param merchantUid the number
	 * @param customerUid its customer, or null where nothing was charged
	 * @param look how often it was looked up, this time included
	 */
	Delivery look(String merchantUid, @Nullable String customerUid, long look) {
		Delivery scripted = poll(this.nextLooks, merchantUid);
		if (scripted == null && customerUid != null) {
			scripted = poll(this.nextLooks, customerUid);
		}
		return (scripted != null) ? scripted : this.chance.lookUpFault(this.options.lookUpFaults(), merchantUid, look);
	}

	Delivery token() {
		Delivery scripted = this.nextTokens.poll();
		return (scripted != null) ? scripted : Delivery.WHOLE;
	}

	private static <T> @Nullable T poll(Map<String, Queue<T>> queues, String uid) {
		Queue<T> queue = queues.get(uid);
		return (queue != null) ? queue.poll() : null;
	}

}
