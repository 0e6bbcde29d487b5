package chargerunner.charge;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * Asks PortOne about numbers, several at a time. Only {@code findAll} is asked, for
 * positive answers too: it alone shows when a number was paid twice. Keeps no state;
 * nothing is recorded here.
 */
public final class Resolver {

	private final PaymentGateway gateway;

	private final Judge judge;

	private final int inFlight;

	private final Executor executor;

	/**
	 * Creates a resolver.
	 * @param gateway answers
	 * @param judge turns what is found into verdicts
	 * @param inFlight look-ups at once
	 * @param executor runs that many tasks
	 */
	public Resolver(PaymentGateway gateway, Judge judge, int inFlight, Executor executor) {
		this.gateway = gateway;
		this.judge = judge;
		this.inFlight = inFlight;
		this.executor = executor;
	}

	/**
	 * Looks up attempts, each once.
	 * @param doubts the attempts
	 * @param stopped says whether no further look may begin; never takes that back
	 * @return what was seen, in no certain order; without the attempts that were not
	 * looked at before the stop
	 */
	public List<Look> look(List<Doubt> doubts, BooleanSupplier stopped) {
		Queue<Doubt> left = new ConcurrentLinkedQueue<>(doubts);
		Queue<Look> looks = new ConcurrentLinkedQueue<>();
		List<CompletableFuture<Void>> workers = new ArrayList<>();
		for (int i = 0; i < Math.min(this.inFlight, doubts.size()); i++) {
			workers.add(CompletableFuture.runAsync(() -> {
				for (Doubt doubt = left.poll(); doubt != null && !stopped.getAsBoolean(); doubt = left.poll()) {
					looks.add(look(doubt));
				}
			}, this.executor));
		}
		workers.forEach(CompletableFuture::join);
		return List.copyOf(looks);
	}

	private Look look(Doubt doubt) {
		try {
			LookUp lookUp = this.gateway.lookUp(doubt.request().merchantUid());
			boolean found = lookUp.kind() == LookUp.Kind.FOUND;
			return new Look(doubt, lookUp, found ? this.judge.found(doubt.request(), lookUp.payments()) : null);
		}
		catch (RuntimeException ex) {
			// One number must not keep the others from being looked up.
			return new Look(doubt, LookUp.noAnswer("internal error " + ex.getClass().getName()), null);
		}
	}

}
