package chargerunner.sandbox;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import chargerunner.sandbox.Course.Effect;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /subscribe/payments/again}: charges a stored billing key. Whatever happens
 * to the answer, a charge that was begun is made, even when the client is gone.
 */
final class AgainCall {

	private static final String DUPLICATE = "이미 주문이 이루어진 건입니다. (동일한 merchant_uid로 결제 또는 취소된 기록이 있습니다)";

	private final Books books;

	private final Scripts scripts;

	private final Customers customers;

	private final Gate gate;

	private final AtomicInteger underWay;

	AgainCall(Books books, Scripts scripts, Customers customers, Gate gate, AtomicInteger underWay) {
		this.underWay = underWay;
		this.books = books;
		this.scripts = scripts;
		this.customers = customers;
		this.gate = gate;
	}

	static boolean isFor(Request request) {
		return "POST".equals(request.method()) && Routes.AGAIN.equals(request.segments());
	}

	Reply charge(Request request) throws InterruptedException {
		if (!request.fields().readable()) {
			return Reply.error(Reply.BAD_REQUEST, "요청 본문을 해석할 수 없습니다.");
		}
		String problem = ChargeForm.problem(request.fields());
		if (problem != null) {
			return Reply.refused(problem);
		}
		this.underWay.incrementAndGet();
		try {
			return charge(ChargeForm.of(request.fields()));
		}
		finally {
			this.underWay.decrementAndGet();
		}
	}

	private Reply charge(ChargeForm form) throws InterruptedException {
		Order order = this.books.order(form.merchantUid());
		Course course = this.scripts.course(form, order.countPost());
		if (course.isBlocked()) {
			return Reply.by(course.blockedBy());
		}
		if (course.effect() == Effect.UNREGISTERED || !this.customers.isRegistered(form.customerUid())) {
			return Reply.refused(Customers.UNREGISTERED);
		}
		if (order.isUsedUp()) {
			return Reply.refused(DUPLICATE);
		}
		takeTime(form, course);
		return answer(order.charge(form, course), course);
	}

	private void takeTime(ChargeForm form, Course course) throws InterruptedException {
		SandboxOptions options = this.books.options();
		this.gate.pass();
		Duration latency = options.latency().at(this.scripts.gaussian(form));
		Thread.sleep((course.slow() ? latency.plus(options.slow()) : latency).toMillis());
	}

	private Reply answer(@Nullable Payment payment, Course course) {
		if (payment == null) {
			return Reply.refused(DUPLICATE);
		}
		return Reply.ok(payment.annotation(this.books.options())).deliveredBy(course.delivery());
	}

}
