package chargerunner.charge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Asks PortOne about numbers, several at a time. {@code findAll} is asked about each,
 * because it alone shows that there is no record, or more than one. Only where very many
 * are in doubt are they first looked for by the hundred: the one record that is shown
 * then is believed if the number was sent once and the record is the payment that was
 * asked for. Keeps no state; nothing is recorded here.
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
		List<Look> looks = new ArrayList<>();
		if (doubts.size() >= PaymentGateway.MOST_AT_ONCE) {
			looks.addAll(each(hundreds(doubts), stopped, this::lookAtMany).stream().flatMap(List::stream).toList());
		}
		Set<Doubt> seen = looks.stream().map(Look::doubt).collect(Collectors.toSet());
		looks.addAll(each(doubts.stream().filter((doubt) -> !seen.contains(doubt)).toList(), stopped, this::look));
		return List.copyOf(looks);
	}

	private <A, B> Collection<B> each(List<A> all, BooleanSupplier stopped, Function<A, B> work) {
		Queue<A> left = new ConcurrentLinkedQueue<>(all);
		Queue<B> done = new ConcurrentLinkedQueue<>();
		List<CompletableFuture<Void>> workers = new ArrayList<>();
		for (int i = 0; i < Math.min(this.inFlight, all.size()); i++) {
			workers.add(CompletableFuture.runAsync(() -> {
				for (A next = left.poll(); next != null && !stopped.getAsBoolean(); next = left.poll()) {
					done.add(work.apply(next));
				}
			}, this.executor));
		}
		workers.forEach(CompletableFuture::join);
		return done;
	}

	private static List<List<Doubt>> hundreds(List<Doubt> doubts) {
		List<Doubt> sentOnce = doubts.stream()
			.filter((doubt) -> doubt.isUnknown() && doubt.recheckAt() == null
					&& doubt.reasonClass() != ReasonClass.MISMATCH)
			.toList();
		List<List<Doubt>> hundreds = new ArrayList<>();
		for (int from = 0; from < sentOnce.size(); from += PaymentGateway.MOST_AT_ONCE) {
			hundreds.add(sentOnce.subList(from, Math.min(from + PaymentGateway.MOST_AT_ONCE, sentOnce.size())));
		}
		return hundreds;
	}

	/** Gives the looks at those that are plainly paid. */
	private List<Look> lookAtMany(List<Doubt> doubts) {
		try {
			Map<String, List<Payment>> found = this.gateway
				.lookUp(doubts.stream().map((doubt) -> doubt.request().merchantUid()).toList())
				.stream()
				.collect(Collectors.groupingBy(Payment::merchantUid));
			return doubts.stream()
				.filter((doubt) -> found.containsKey(doubt.request().merchantUid()))
				.map((doubt) -> found(doubt,
						LookUp.found(found.getOrDefault(doubt.request().merchantUid(), List.of()))))
				.filter((look) -> look.verdict() != null && look.verdict().outcome() == Outcome.PAID
						&& look.verdict().reasonClass() == null)
				.toList();
		}
		catch (RuntimeException ex) {
			// Each is looked up by itself then.
			return List.of();
		}
	}

	private Look look(Doubt doubt) {
		try {
			LookUp lookUp = this.gateway.lookUp(doubt.request().merchantUid());
			return (lookUp.kind() == LookUp.Kind.FOUND) ? found(doubt, lookUp) : new Look(doubt, lookUp, null);
		}
		catch (RuntimeException ex) {
			// One number must not keep the others from being looked up.
			return new Look(doubt, LookUp.noAnswer("internal error " + ex.getClass().getName()), null);
		}
	}

	private Look found(Doubt doubt, LookUp lookUp) {
		return new Look(doubt, lookUp, this.judge.found(doubt.request(), lookUp.payments()));
	}

}
