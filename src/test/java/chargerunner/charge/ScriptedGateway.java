package chargerunner.charge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A gateway that answers as the test says, and remembers what it was asked and how much
 * at once. Each charge is in flight while its answer is being worked out.
 */
final class ScriptedGateway implements PaymentGateway {

	private volatile boolean tokenDied;

	private static final long PATIENCE_SECONDS = 20;

	private final List<ChargeRequest> charges = new ArrayList<>();

	private final List<Long> begunNanos = new ArrayList<>();

	private final List<String> lookUps = new ArrayList<>();

	private final List<List<String>> hundreds = new ArrayList<>();

	private final Map<String, Integer> customersInFlight = new HashMap<>();

	private volatile Function<ChargeRequest, Answer> answers = (request) -> Answer.payment(TestPayment.paid(request));

	private volatile Function<String, LookUp> records = (number) -> LookUp.none();

	private volatile Function<String, List<Payment>> shown = (number) -> List.of();

	private volatile Runnable connecting;

	private int inFlight;

	private int mostInFlight;

	private int mostOfOneCustomer;

	/** Says how charges are answered; by default all are paid. */
	ScriptedGateway answering(Function<ChargeRequest, Answer> script) {
		this.answers = script;
		return this;
	}

	/** Says what look-ups find; by default nothing. */
	ScriptedGateway finding(Function<String, LookUp> script) {
		this.records = script;
		return this;
	}

	/** Says what is shown of a number among many; by default nothing. */
	ScriptedGateway showing(Function<String, List<Payment>> script) {
		this.shown = script;
		return this;
	}

	/** Says what happens while a connection is made, after which the sender is asked. */
	ScriptedGateway connecting(Runnable event) {
		this.connecting = event;
		return this;
	}

	/** Sends each charge for a second time, with a new token. */
	ScriptedGateway renewingTokens() {
		this.tokenDied = true;
		return this;
	}

	@Override
	public Answer charge(ChargeRequest request, Permission permission) {
		if (this.connecting != null) {
			this.connecting.run();
			if (!permission.maySend()) {
				return Answer.of(Answer.Kind.NOT_SENT, null, "nothing was sent");
			}
		}
		if (this.tokenDied) {
			begin(request);
			end(request);
			if (!permission.awaitTurn()) {
				return Answer.of(Answer.Kind.NOT_SENT, null, "nothing was sent again");
			}
		}
		begin(request);
		try {
			return this.answers.apply(request);
		}
		finally {
			end(request);
		}
	}

	private synchronized void begin(ChargeRequest request) {
		this.charges.add(request);
		this.begunNanos.add(System.nanoTime());
		this.inFlight++;
		this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
		int ofCustomer = this.customersInFlight.merge(request.customerUid(), 1, Integer::sum);
		this.mostOfOneCustomer = Math.max(this.mostOfOneCustomer, ofCustomer);
		notifyAll();
	}

	private synchronized void end(ChargeRequest request) {
		this.inFlight--;
		this.customersInFlight.merge(request.customerUid(), -1, Integer::sum);
		notifyAll();
	}

	@Override
	public LookUp lookUp(String merchantUid) {
		synchronized (this) {
			this.lookUps.add(merchantUid);
		}
		return this.records.apply(merchantUid);
	}

	@Override
	public List<Payment> lookUp(Collection<String> merchantUids) {
		synchronized (this) {
			this.hundreds.add(List.copyOf(merchantUids));
		}
		return merchantUids.stream().map(this.shown).flatMap(List::stream).toList();
	}

	@Override
	public void breakOff() {
		throw new UnsupportedOperationException();
	}

	@Override
	public SignIn signIn() {
		return new SignIn(SignIn.Kind.ACCEPTED, null, "");
	}

	/** Waits until so many charges have been begun. */
	synchronized void awaitCharges(int count) throws InterruptedException {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
		while (this.charges.size() < count) {
			long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
			if (left <= 0) {
				throw new AssertionError("only " + this.charges.size() + " of " + count + " charges were begun");
			}
			wait(left);
		}
	}

	/** The numbers charged so far, in the order in which their requests began. */
	synchronized List<String> charged() {
		return this.charges.stream().map(ChargeRequest::merchantUid).toList();
	}

	/** The numbers that were looked up together. */
	synchronized List<List<String>> lookedUpTogether() {
		return List.copyOf(this.hundreds);
	}

	/** The numbers looked up so far, each by itself. */
	synchronized List<String> lookedUp() {
		return List.copyOf(this.lookUps);
	}

	/** When each charge began, by the monotonic clock. */
	synchronized List<Long> begunNanos() {
		return List.copyOf(this.begunNanos);
	}

	synchronized int mostInFlight() {
		return this.mostInFlight;
	}

	synchronized int mostOfOneCustomer() {
		return this.mostOfOneCustomer;
	}

}
