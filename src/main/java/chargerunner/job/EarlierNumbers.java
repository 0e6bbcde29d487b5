package chargerunner.job;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import chargerunner.charge.ChargeLedger;
import chargerunner.charge.ChargeRequest;
import chargerunner.charge.Doubt;
import chargerunner.charge.Look;
import chargerunner.charge.LookUp;
import chargerunner.charge.MerchantUid;
import chargerunner.charge.Outcome;
import chargerunner.charge.PlannedCharge;
import chargerunner.charge.Resolver;
import chargerunner.charge.SendingWindow.Stop;

/**
 * Looks up the numbers that a charge used before, so that a new number is used only after
 * every earlier one is known to be unpaid. With {@code --check-first} also the numbers
 * that a lost ledger may have used.
 */
final class EarlierNumbers {

	/** How many numbers of every charge are looked up with {@code --check-first}. */
	static final int CHECKED_FIRST = 5;

	private final ChargeLedger ledger;

	private final Resolver resolver;

	private final String namespace;

	EarlierNumbers(ChargeLedger ledger, Resolver resolver, String namespace) {
		this.ledger = ledger;
		this.resolver = resolver;
		this.namespace = namespace;
	}

	/**
	 * Looks up earlier numbers and records what is found.
	 * @param charges what is about to be claimed
	 * @param work the run
	 * @return the charges without those whose earlier numbers had no clear answer; they
	 * stay planned
	 */
	List<PlannedCharge> withoutDoubt(List<PlannedCharge> charges, RunWork work) {
		Map<Long, PlannedCharge> asked = new HashMap<>();
		charges.stream()
			.filter((charge) -> work.checkFirst() || charge.attempts() > 0)
			.forEach((charge) -> asked.put(charge.chargeId(), charge));
		if (asked.isEmpty()) {
			return charges;
		}
		List<Doubt> known = this.ledger.attemptsOf(asked.keySet());
		Set<Doubt> unknown = work.checkFirst() ? unknownNumbers(asked, known, work.runId()) : Set.of();
		List<Doubt> all = new ArrayList<>(unknown);
		known.stream().filter((doubt) -> work.checkFirst() || doubt.outcome().isDefinite()).forEach(all::add);
		Instant askedAt = this.ledger.now();
		List<Look> looks = this.resolver.look(all, () -> work.stop() != null);
		this.ledger.recordLooks(looks.stream().filter((look) -> !unknown.contains(look.doubt())).toList(), askedAt);
		adopt(looks, unknown, asked, work);
		Set<Long> unclear = unclear(looks, work);
		return charges.stream().filter((charge) -> !unclear.contains(charge.chargeId())).toList();
	}

	private Set<Doubt> unknownNumbers(Map<Long, PlannedCharge> asked, List<Doubt> known, long runId) {
		Set<String> used = new HashSet<>();
		known.forEach((doubt) -> used.add(doubt.request().merchantUid()));
		Set<Doubt> unknown = new HashSet<>();
		for (PlannedCharge charge : asked.values()) {
			for (int attempt = 1; attempt <= CHECKED_FIRST; attempt++) {
				String number = MerchantUid.of(this.namespace, charge.reference(), attempt);
				if (!used.contains(number)) {
					ChargeRequest request = new ChargeRequest(number, charge.customerUid(), charge.amount(),
							charge.name(), charge.details());
					unknown.add(new Doubt(charge.chargeId(), runId, request, Outcome.UNKNOWN, null, Instant.EPOCH, null,
							0, 0, null, null));
				}
			}
		}
		return unknown;
	}

	private void adopt(List<Look> looks, Set<Doubt> unknown, Map<Long, PlannedCharge> asked, RunWork work) {
		looks.stream()
			.filter((look) -> unknown.contains(look.doubt()) && look.verdict() != null)
			.collect(Collectors.groupingBy((look) -> look.doubt().chargeId()))
			.forEach((charge, found) -> this.ledger.adopt(work.lease(), Objects.requireNonNull(asked.get(charge)),
					found));
	}

	private static Set<Long> unclear(List<Look> looks, RunWork work) {
		Set<Long> unclear = new HashSet<>();
		for (Look look : looks) {
			LookUp.Kind kind = look.lookUp().kind();
			if (kind == LookUp.Kind.UNAUTHORIZED) {
				work.stopFor(Stop.UNAUTHORIZED);
			}
			boolean answered = kind == LookUp.Kind.NONE || kind == LookUp.Kind.FOUND;
			if (!answered || (look.verdict() != null && look.verdict().outcome() == Outcome.UNKNOWN)) {
				unclear.add(look.doubt().chargeId());
			}
		}
		return unclear;
	}

}
