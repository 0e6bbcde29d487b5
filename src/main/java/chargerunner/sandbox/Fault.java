package chargerunner.sandbox;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import chargerunner.sandbox.Course.Effect;
import chargerunner.sandbox.Course.Looks;

/**
 * What the sandbox can do to a charge. Each fault is chosen by the prefix of a
 * {@code customer_uid}, by the random mix, or by a test. "Dropped" means that the
 * connection is closed without an answer.
 */
public enum Fault {

	/** None: paid. */
	NONE("", 0, Course.PLAIN),
	/** Declined: no money. Paid after a refill. */
	SOFT("soft-", 6, Course.declining("잔액부족 (출금계좌의 잔액이 부족합니다.)")),
	/** Declined: the card is suspended. */
	HARD("hard-", 3, Course.declining("정지된 카드입니다.")),
	/** Declined, with a text that nobody has seen. */
	UNSEEN("unseen-", 1, Course.declining("PG 응답코드 ZX-7731")),
	/** Declined: the bank is closed for maintenance. */
	MAINTENANCE("maintenance-", 2, Course.declining("은행 점검시간입니다. 점검 종료 후 다시 시도해 주세요.")),
	/** Refused: PortOne does not know the customer. */
	UNREGISTERED("unregistered-", 2, Course.charging(Effect.UNREGISTERED)),
	/** Charged, then dropped. */
	LOST_AFTER("lost-after-", 6, Course.answering(Delivery.DROPPED)),
	/** Dropped before anything is charged; works when the number is sent again. */
	LOST_BEFORE("lost-before-", 4, Course.blocking(Delivery.DROPPED, 1)),
	/** Never charged, always dropped. */
	LOST_ALWAYS("lost-always-", 0, Course.blocking(Delivery.DROPPED, Course.ALWAYS)),
	/** Charged after the long time. */
	SLOW("slow-", 1, Course.SLOW),
	/** Charged; the answer never ends. */
	DRIP("drip-", 1, Course.answering(Delivery.DRIPPING)),
	/** Charged, then 502. */
	HTML502("html502-", 2, Course.answering(Delivery.HTML_502)),
	/** 500 and not charged; works when the number is sent again. */
	HTML500("html500-", 2, Course.blocking(Delivery.HTML_500, 1)),
	/** 503 and not charged; works when the number is sent again. */
	UNAVAILABLE("unavailable-", 3, Course.blocking(Delivery.UNAVAILABLE, 1)),
	/** 307 to itself and not charged; who follows it or sends it again charges. */
	REDIRECT("redirect-", 1, Course.blocking(Delivery.REDIRECTED, 1)),
	/** Charged; the answer is cut. */
	TRUNCATED("truncated-", 2, Course.answering(Delivery.TRUNCATED)),
	/** Charged; the answer is HTML. */
	NOT_JSON("notjson-", 1, Course.answering(Delivery.NOT_JSON)),
	/** Charged; the answer is above 1 MiB. */
	HUGE("huge-", 1, Course.answering(Delivery.HUGE)),
	/** 429 twice for each number, then it works. */
	THROTTLED("throttled-", 3, Course.blocking(Delivery.THROTTLED, 2)),
	/** 429 always. */
	THROTTLED_ALWAYS("throttled-always-", 0, Course.blocking(Delivery.THROTTLED, Course.ALWAYS)),
	/** 401 once for each number, then it works. */
	UNAUTHORIZED("unauthorized-", 1, Course.blocking(Delivery.UNAUTHORIZED, 1)),
	/** Charged and dropped; look-ups find it late. */
	LAG("lag-", 3, Course.hiding(Looks.LATE)),
	/** Charged and dropped; the first two look-ups get an HTML 404. */
	LOOK_UP_404_HTML("lookup404html-", 1, Course.hiding(Looks.HTML_404)),
	/** Charged and dropped; the first two look-ups get an HTML 500. */
	LOOK_UP_500("lookup500-", 1, Course.hiding(Looks.HTML_500)),
	/** Ready; paid at the second look-up. */
	READY("ready-", 2, Course.charging(Effect.READY)),
	/** Ready; failed at the second look-up. */
	READY_FAILED("ready-failed-", 1, Course.charging(Effect.READY_FAILED)),
	/** Ready for ever. */
	READY_ALWAYS("ready-always-", 0, Course.charging(Effect.READY_ALWAYS)),
	/** Charged one won more than asked. */
	AMOUNT("amount-", 1, Course.charging(Effect.ONE_WON_MORE)),
	/** Charged in US dollars. */
	CURRENCY("currency-", 0, Course.charging(Effect.DOLLARS)),
	/** Charged; the record names another customer. */
	CUSTOMER("customer-", 0, Course.charging(Effect.OTHER_CUSTOMER)),
	/** Charged, dropped, and cancelled before anybody looks. */
	CANCELLED("cancelled-", 0, Course.dropping(Effect.CANCELLED)),
	/** Charged twice under one number, and dropped. */
	TWICE("twice-", 0, Course.dropping(Effect.TWICE)),
	/** Charged; the record says that it was no test. */
	LIVE("live-", 0, Course.charging(Effect.LIVE));

	/** Longer prefixes first: {@code ready-failed-} begins with {@code ready-}. */
	private static final List<Fault> BY_PREFIX = Arrays.stream(values())
		.filter((fault) -> !fault.prefix.isEmpty())
		.sorted(Comparator.comparingInt((Fault fault) -> fault.prefix.length()).reversed())
		.toList();

	private static final int ALL_WEIGHTS = Arrays.stream(values()).mapToInt((fault) -> fault.weight).sum();

	private final String prefix;

	private final int weight;

	// A record of enums and a text.
	@SuppressWarnings("ImmutableEnumChecker")
	private final Course course;

	Fault(String prefix, int weight, Course course) {
		this.prefix = prefix;
		this.weight = weight;
		this.course = course;
	}

	/**
	 * {@return the beginning of a {@code customer_uid} that chooses this fault; empty for
	 * none}
	 */
	public String prefix() {
		return this.prefix;
	}

	/**
	 * {@return the fault that a customer's prefix chooses}
	 * @param customerUid the customer
	 */
	public static Optional<Fault> ofCustomer(String customerUid) {
		return BY_PREFIX.stream().filter((fault) -> customerUid.startsWith(fault.prefix)).findFirst();
	}

	/**
	 * {@return a fault of the random mix; those that never end are not in it}
	 * @param share where in the mix, from 0 to below 1
	 */
	static Fault ofMix(double share) {
		int left = (int) (share * ALL_WEIGHTS);
		for (Fault fault : values()) {
			left -= fault.weight;
			if (left < 0) {
				return fault;
			}
		}
		throw new IllegalArgumentException("Not a share: " + share);
	}

	Course course() {
		return this.course;
	}

}
