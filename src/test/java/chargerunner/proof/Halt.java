package chargerunner.proof;

import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicInteger;

import chargerunner.proof.Gateway.Counters;
import chargerunner.proof.Sabotage.Point;

/**
 * Halts the JVM at one point, as if the machine had lost its power there.
 */
final class Halt implements SabotageConfiguration.Interference {

	private static final int AS_IF_KILLED = 137;

	private final Sabotage order;

	private final AtomicInteger times = new AtomicInteger();

	private final ThreadLocal<Boolean> sealing = ThreadLocal.withInitial(() -> false);

	Halt(Sabotage order) {
		this.order = order;
	}

	@Override
	public boolean concernsTransactions() {
		return true;
	}

	@Override
	public Object call(Object target, Method method, Object[] arguments) throws Throwable {
		return switch (method.getName()) {
			case "claim", "claimAgain" -> between(Point.BEFORE_CLAIM, Point.AFTER_CLAIM, target, method, arguments);
			case "record" -> between(Point.BEFORE_RECORD, Point.AFTER_RECORD, target, method, arguments);
			case "recordLooks" -> between(Point.BETWEEN_LOOK_AND_RECORD, null, target, method, arguments);
			case "markWritten" -> between(Point.IN_REPORT, null, target, method, arguments);
			case "charge" -> charge(target, method, arguments);
			case "seal" -> seal(target, method, arguments);
			case "commit" -> commit(target, method, arguments);
			default -> SabotageConfiguration.proceed(target, method, arguments);
		};
	}

	private Object between(Point before, Point after, Object target, Method method, Object[] arguments)
			throws Throwable {
		at(before);
		Object result = SabotageConfiguration.proceed(target, method, arguments);
		at(after);
		return result;
	}

	private Object charge(Object target, Method method, Object[] arguments) throws Throwable {
		if (this.order.point() == Point.AFTER_SEND && this.times.incrementAndGet() == this.order.occurrence()) {
			new Thread(Halt::onceSent, "halt").start();
		}
		Object answer = SabotageConfiguration.proceed(target, method, arguments);
		at(Point.AFTER_ANSWER);
		return answer;
	}

	private static void onceSent() {
		Gateway gateway = Sabotage.gatewayOfThisProcess();
		Counters before = gateway.counters();
		Counters now = before;
		while (now.posts() == before.posts()) {
			now = gateway.counters();
		}
		Runtime.getRuntime().halt(AS_IF_KILLED);
	}

	private Object seal(Object target, Method method, Object[] arguments) throws Throwable {
		this.sealing.set(true);
		Object totals = SabotageConfiguration.proceed(target, method, arguments);
		this.sealing.set(false);
		return totals;
	}

	private Object commit(Object target, Method method, Object[] arguments) throws Throwable {
		if (this.sealing.get()) {
			at(Point.IN_SEAL);
		}
		return SabotageConfiguration.proceed(target, method, arguments);
	}

	private void at(Point point) {
		if (point != null && point == this.order.point() && this.times.incrementAndGet() == this.order.occurrence()) {
			Runtime.getRuntime().halt(AS_IF_KILLED);
		}
	}

}
