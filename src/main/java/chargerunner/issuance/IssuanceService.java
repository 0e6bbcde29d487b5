package chargerunner.issuance;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import chargerunner.charge.LookUp;
import chargerunner.charge.PaymentGateway;
import chargerunner.issuance.IssueAttempt.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a billing key: a link, a window, and what PortOne says of it. Whatever comes
 * from a browser or a notice only makes PortOne be asked; an issue is recorded once,
 * however often and from wherever it is seen. A crash leaves an open window pending,
 * which the next look settles. Safe for use by many threads and processes.
 */
public final class IssuanceService {

	private static final Logger LOGGER = LoggerFactory.getLogger(IssuanceService.class);

	/** PGs that charge what their window shows: the first charge would come twice. */
	private static final Set<String> CHARGING_PGS = Set.of("kakaopay", "danal", "danal_tpay", "mobilians",
			"settle_acc");

	/** Nobody is in a window for longer. */
	private static final Duration LONGEST = Duration.ofDays(7);

	private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

	private static final int ID_LENGTH = 26;

	private static final int PAGE = 100;

	private final Issuances issuances;

	private final Supplier<IssueLinks> links;

	private final Supplier<PaymentGateway> gateway;

	private final Rules rules;

	private final Clock clock;

	private final RandomGenerator random;

	private final FirstCharges firstCharges;

	/**
	 * Issues keys.
	 * @param issuances what is stored
	 * @param links signs and reads links; asked for when there is a link
	 * @param gateway asks PortOne; asked for when there is a window
	 * @param rules the settings that count here
	 * @param clock the time, in Asia/Seoul
	 * @param random makes ids and numbers that nobody can guess
	 * @param firstCharges told the subscription that is to be charged at once
	 */
	IssuanceService(Issuances issuances, Supplier<IssueLinks> links, Supplier<PaymentGateway> gateway, Rules rules,
			Clock clock, RandomGenerator random, FirstCharges firstCharges) {
		this.issuances = issuances;
		this.links = links;
		this.gateway = gateway;
		this.rules = rules;
		this.clock = clock;
		this.random = random;
		this.firstCharges = firstCharges;
	}

	/**
	 * Stores what a customer is to agree to.
	 * @param agreement the terms, which were checked
	 * @return the link to it
	 */
	NewLink create(Agreement agreement) {
		String id = letters();
		Instant now = this.clock.instant();
		Instant expiresAt = now.plus(this.rules.linkLife());
		this.issuances.create(id, agreement, now, expiresAt);
		return new NewLink(this.links.get().token(id, expiresAt), expiresAt);
	}

	/**
	 * {@return the issuance that a good link is for, used up or not}
	 * @param link what the link's token says
	 */
	Optional<Issuance> find(IssueLinks.Link link) {
		return (link.kind() == IssueLinks.Link.Kind.FORGED) ? Optional.empty() : this.issuances.find(link.issuanceId());
	}

	/**
	 * {@return the first day that a customer who agrees now is charged (Asia/Seoul)}
	 * @param agreement the terms
	 */
	LocalDate firstDueOn(Agreement agreement) {
		return this.issuances.firstDueOn(agreement, LocalDate.now(this.clock));
	}

	/**
	 * {@return whether the subscription is charged to another key}
	 * @param agreement the terms
	 */
	boolean isOfAnother(Agreement agreement) {
		return this.issuances.isOfAnother(agreement);
	}

	/**
	 * {@return what a token is worth}
	 * @param token what came with a request
	 */
	IssueLinks.Link read(String token) {
		return this.links.get().read(token);
	}

	/**
	 * Prepares a window: its number is stored before anybody can open it.
	 * @param token the link's token, as it came
	 * @return what opens the window; empty where the link is not or no longer good
	 */
	Optional<IssueWindow> open(String token) {
		IssueLinks.Link link = this.links.get().read(token);
		if (link.kind() != IssueLinks.Link.Kind.VALID) {
			return Optional.empty();
		}
		return this.issuances.find(link.issuanceId()).flatMap(this::open);
	}

	private Optional<IssueWindow> open(Issuance issuance) {
		String pg = this.rules.pg();
		long amount = CHARGING_PGS.contains(pg.replaceFirst("\\..*", "")) ? 0 : issuance.agreement().amount();
		IssueAttempt attempt = new IssueAttempt("is" + letters(), issuance.id(), pg, amount, this.clock.instant(), null,
				null);
		return this.issuances.open(attempt) ? Optional.of(new IssueWindow(attempt.merchantUid(), amount, issuance))
				: Optional.empty();
	}

	private String letters() {
		StringBuilder text = new StringBuilder(ID_LENGTH);
		for (int i = 0; i < ID_LENGTH; i++) {
			text.append(LETTERS.charAt(this.random.nextInt(LETTERS.length())));
		}
		return text.toString();
	}

	/**
	 * Asks PortOne how a window ended, unless that is known, and records it.
	 * @param merchantUid the window's number, from wherever it came
	 * @return how it stands
	 */
	Standing settle(String merchantUid) {
		Optional<IssueAttempt> attempt = this.issuances.attempt(merchantUid);
		if (attempt.isEmpty()) {
			return Standing.UNKNOWN;
		}
		Standing standing = (attempt.get().outcome() == Outcome.ISSUED) ? Standing.ISSUED : settle(attempt.get());
		// Another window of the same link may have issued the key, before or meanwhile.
		return switch (issuance(attempt.get()).status()) {
			case ISSUED -> Standing.ISSUED;
			case WITHDRAWN -> Standing.WITHDRAWN;
			case OPEN -> standing;
		};
	}

	private Issuance issuance(IssueAttempt attempt) {
		return this.issuances.find(attempt.issuanceId()).orElseThrow();
	}

	private Standing settle(IssueAttempt attempt) {
		Issuance issuance = issuance(attempt);
		LookUp lookUp = this.gateway.get().lookUp(attempt.merchantUid());
		Finding finding = Finding.of(attempt, issuance.agreement().customerUid(), lookUp, this.rules.testChannels());
		Instant now = this.clock.instant();
		if (finding.outcome() == null) {
			if (lookUp.kind() == LookUp.Kind.NONE && attempt.openedAt().plus(LONGEST).isBefore(now)) {
				this.issuances.record(attempt, new Finding(Outcome.ABANDONED, "", null), now);
			}
			boolean answered = lookUp.kind() == LookUp.Kind.FOUND || lookUp.kind() == LookUp.Kind.NONE;
			return answered ? Standing.PENDING : Standing.UNANSWERED;
		}
		boolean made = this.issuances.record(attempt, finding, now);
		if (finding.outcome() == Outcome.MISMATCH) {
			LOGGER.warn("PortOne's record of the issue {} has another {}: no key is recorded", attempt.merchantUid(),
					finding.reason());
		}
		if (made) {
			LOGGER.info("A billing key was issued under {}", attempt.merchantUid());
			chargeFirst(issuance.agreement());
		}
		if (finding.outcome() == Outcome.ISSUED) {
			return (made || issuance(attempt).status() == Issuance.Status.ISSUED) ? Standing.ISSUED
					: Standing.WITHDRAWN;
		}
		return notIssued(finding);
	}

	private void chargeFirst(Agreement agreement) {
		if (agreement.firstCharge() == FirstCharge.NOW && !agreement.firstDueOn().isAfter(LocalDate.now(this.clock))) {
			this.firstCharges.charge(agreement.subscriptionId());
		}
	}

	private static Standing notIssued(Finding finding) {
		return (finding.outcome() == Outcome.FAILED) ? new Standing(Standing.Kind.FAILED, finding.reason())
				: new Standing(Standing.Kind.MISMATCH, "");
	}

	/**
	 * Asks PortOne about every window that nobody came back from, as long as PortOne
	 * answers. No window makes no call.
	 * @param goesOn asked before each
	 * @return how many of them issued a key
	 */
	public int settlePending(BooleanSupplier goesOn) {
		int issued = 0;
		List<IssueAttempt> page = this.issuances.pending(null, PAGE);
		while (!page.isEmpty()) {
			for (IssueAttempt attempt : page) {
				if (!goesOn.getAsBoolean()) {
					return issued;
				}
				Standing standing = settle(attempt);
				if (standing.kind() == Standing.Kind.UNANSWERED) {
					LOGGER.warn("PortOne does not tell how windows ended; the next command asks again");
					return issued;
				}
				issued += (standing.kind() == Standing.Kind.ISSUED) ? 1 : 0;
			}
			page = this.issuances.pending(page.get(page.size() - 1), PAGE);
		}
		return issued;
	}

	/**
	 * {@return a token for the link that a window belongs to, to be tried again; empty
	 * where it is used up, withdrawn or expired}
	 * @param merchantUid the window's number
	 */
	Optional<String> again(String merchantUid) {
		return this.issuances.attempt(merchantUid)
			.flatMap((attempt) -> this.issuances.find(attempt.issuanceId()))
			.filter((issuance) -> issuance.status() == Issuance.Status.OPEN)
			.filter((issuance) -> this.clock.instant().isBefore(issuance.expiresAt()))
			.map((issuance) -> this.links.get().token(issuance.id(), issuance.expiresAt()));
	}

	/**
	 * A link that was made.
	 *
	 * @param token its token
	 * @param expiresAt until when it is good
	 */
	record NewLink(String token, Instant expiresAt) {
	}

	/**
	 * The settings that count here.
	 *
	 * @param pg the PG
	 * @param linkLife how long a link is good
	 * @param testChannels whether keys of a test channel count
	 */
	record Rules(String pg, Duration linkLife, boolean testChannels) {
	}

}
