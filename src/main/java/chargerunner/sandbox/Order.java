package chargerunner.sandbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import chargerunner.sandbox.Course.Effect;
import chargerunner.sandbox.Course.Looks;
import chargerunner.sandbox.SandboxCharge.Status;
import org.jspecify.annotations.Nullable;

/**
 * All that the server has under one {@code merchant_uid}. Safe for many threads: of two
 * charges of one number at the same moment exactly one is made.
 */
final class Order {

	private static final int HIDDEN_LOOKS = 2;

	private final String merchantUid;

	private final Books books;

	private final List<Payment> payments = new ArrayList<>();

	private Looks looksOfCharge = Looks.CLEAR;

	private long chargedAtMillis;

	private int posts;

	private long looks;

	private int looksSinceCharge;

	Order(String merchantUid, Books books) {
		this.merchantUid = merchantUid;
		this.books = books;
	}

	synchronized int countPost() {
		return ++this.posts;
	}

	/**
	 * {@return whether the number can be charged no more}
	 */
	synchronized boolean isUsedUp() {
		SandboxOptions options = this.books.options();
		return !options.acceptsRepeatedNumbers() && this.payments.stream()
			.anyMatch((payment) -> payment.status() != Status.FAILED || options.failedConsumesNumber());
	}

	/**
	 * Makes a charge, unless the number is used up.
	 * @param form what to charge
	 * @param course what it comes to
	 * @return the record, or null where the number is used up
	 */
	synchronized @Nullable Payment charge(ChargeForm form, Course course) {
		if (isUsedUp()) {
			return null;
		}
		this.looksOfCharge = course.looks();
		this.looksSinceCharge = 0;
		this.chargedAtMillis = this.books.millis();
		if (course.effect() == Effect.TWICE) {
			add(form, course);
		}
		return add(form, course);
	}

	private Payment add(ChargeForm form, Course course) {
		Effect effect = course.effect();
		long amount = form.amount() + ((effect == Effect.ONE_WON_MORE) ? 1 : 0);
		String currency = (effect == Effect.DOLLARS) ? "USD" : form.currency();
		return add(form, effect, new SandboxCharge(this.books.newImpUid(), this.merchantUid, form.customerUid(), amount,
				currency, firstStatus(effect), course.declinedWith()));
	}

	private static Status firstStatus(Effect effect) {
		return switch (effect) {
			case DECLINED -> Status.FAILED;
			case READY, READY_FAILED, READY_ALWAYS -> Status.READY;
			case CANCELLED -> Status.CANCELLED;
			default -> Status.PAID;
		};
	}

	/**
	 * Adds a record, whatever the number has already.
	 * @param form what was asked for
	 * @param effect what the charge comes to
	 * @param charge what really happened
	 * @return the record
	 */
	synchronized Payment add(ChargeForm form, Effect effect, SandboxCharge charge) {
		long now = this.books.seconds();
		Payment payment = new Payment(charge, form, effect, now, now);
		this.payments.add(payment);
		this.books.register(this, payment, this.payments.size() == 1);
		return payment;
	}

	/**
	 * Adds the record of a billing key's issue. Nothing is charged by it, so it is no
	 * charge of the books.
	 * @param form what was asked for
	 * @param status how the window ended; what is ready is paid at the second look
	 * @param reason the PG's text where it failed
	 * @return the record
	 */
	synchronized Payment issue(ChargeForm form, Status status, @Nullable String reason) {
		SandboxCharge charge = new SandboxCharge(this.books.newImpUid(), this.merchantUid, form.customerUid(),
				form.amount(), form.currency(), status, reason);
		long now = this.books.seconds();
		Payment payment = new Payment(charge, form, (status == Status.READY) ? Effect.READY : Effect.PAID, now, now);
		this.payments.add(payment);
		this.looksSinceCharge = 0;
		this.books.register(this, payment, false);
		return payment;
	}

	/**
	 * {@return how often the number was looked up, this time included}
	 */
	synchronized long countLook() {
		return ++this.looks;
	}

	/**
	 * Looks the number up on its own; what looks change, changes here.
	 * @return what is seen
	 */
	synchronized Sight look() {
		if (this.payments.isEmpty()) {
			return Sight.NOTHING;
		}
		this.looksSinceCharge++;
		if (this.looksOfCharge == Looks.LATE && isLate()) {
			return Sight.NOTHING;
		}
		if (isHidden(HIDDEN_LOOKS)) {
			boolean missing = this.looksOfCharge == Looks.HTML_404;
			return new Sight(missing ? Delivery.HTML_404 : Delivery.HTML_500, List.of());
		}
		settleReady();
		return new Sight(Delivery.WHOLE, List.copyOf(this.payments));
	}

	/**
	 * Looks the number up among others: it is seen only where a look of its own would
	 * show it, and the looks that fail are left to those.
	 * @return what is seen
	 */
	synchronized Sight glance() {
		return isHidden(HIDDEN_LOOKS - 1) ? Sight.NOTHING : look();
	}

	private boolean isLate() {
		Duration lag = this.books.options().lookUpLag();
		return this.books.millis() - this.chargedAtMillis < lag.toMillis();
	}

	private boolean isHidden(int looksThatFail) {
		boolean hiding = this.looksOfCharge == Looks.HTML_404 || this.looksOfCharge == Looks.HTML_500;
		return hiding && this.looksSinceCharge <= looksThatFail;
	}

	private void settleReady() {
		if (this.looksSinceCharge >= 2) {
			long now = this.books.seconds();
			this.payments.replaceAll((payment) -> settled(payment, now));
		}
	}

	private static Payment settled(Payment payment, long now) {
		if (payment.status() != Status.READY) {
			return payment;
		}
		return switch (payment.effect()) {
			case READY -> payment.become(Status.PAID, null, now);
			case READY_FAILED -> payment.become(Status.FAILED, Fault.SOFT.course().declinedWith(), now);
			default -> payment;
		};
	}

	/**
	 * Cancels what is paid.
	 * @return whether anything was
	 */
	synchronized boolean cancel(Predicate<Payment> chosen) {
		Predicate<Payment> paid = chosen.and((payment) -> payment.status() == Status.PAID);
		boolean any = this.payments.stream().anyMatch(paid);
		long now = this.books.seconds();
		this.payments
			.replaceAll((payment) -> paid.test(payment) ? payment.become(Status.CANCELLED, null, now) : payment);
		return any;
	}

	/**
	 * {@return the records, with nothing hidden and nothing changed}
	 */
	synchronized List<Payment> payments() {
		return List.copyOf(this.payments);
	}

	/**
	 * What a look-up sees.
	 *
	 * @param delivery how the answer is delivered
	 * @param payments the records
	 */
	record Sight(Delivery delivery, List<Payment> payments) {

		static final Sight NOTHING = new Sight(Delivery.WHOLE, List.of());

	}

}
