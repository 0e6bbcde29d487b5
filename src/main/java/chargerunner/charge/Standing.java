package chargerunner.charge;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Where a row's charge stands today, as far as charging it again is concerned, and what
 * may speak against that.
 */
public enum Standing {

	/** Paid. */
	PAID,
	/** Found cancelled at PortOne: final. */
	CANCELLED,
	/** In doubt: money may have moved. */
	IN_DOUBT,
	/** Declined for a reason that passes. */
	DECLINED_SOFT,
	/** Declined for a reason that stays. */
	DECLINED_HARD,
	/** Declined with a text that nobody knows. */
	DECLINED_UNCLASSIFIED,
	/** Refused for a reason that passes, or decided by hand to be uncharged. */
	REFUSED_SOFT,
	/** Refused for a reason that stays. */
	REFUSED_HARD,
	/** Refused with a text that nobody knows. */
	REFUSED_UNCLASSIFIED,
	/** Never sent, or taken over by a run that has not sent it. */
	NOT_SENT,
	/** Not sent because subscription or billing key were inactive at the claim. */
	WITHDRAWN,
	/** No charge at all: the row was invalid, or belonged to a run that never counted. */
	NO_CHARGE,

	/** Chosen, but a live process works on its run. */
	HELD,
	/** Chosen, but its subscription or billing key is not active. */
	INACTIVE,
	/** Chosen, but it has used all of its numbers. */
	NO_NUMBER_LEFT;

	/**
	 * {@return where a charge stands}
	 * @param status its status
	 * @param lastReason why its last attempt ended so; null where nothing was said
	 */
	static Standing of(ChargeStatus status, @Nullable ReasonClass lastReason) {
		return switch (status) {
			case PAID -> PAID;
			case CANCELLED -> CANCELLED;
			case CLAIMED, UNKNOWN -> IN_DOUBT;
			case DECLINED -> byReason(lastReason, DECLINED_SOFT, DECLINED_HARD, DECLINED_UNCLASSIFIED);
			case REFUSED -> byReason(lastReason, REFUSED_SOFT, REFUSED_HARD, REFUSED_UNCLASSIFIED);
			case PLANNED, NOT_SENT -> NOT_SENT;
			case WITHDRAWN -> WITHDRAWN;
		};
	}

	private static Standing byReason(@Nullable ReasonClass reason, Standing soft, Standing hard, Standing other) {
		if (reason == ReasonClass.SOFT || reason == ReasonClass.DECIDED_BY_HAND) {
			return soft;
		}
		return (reason == ReasonClass.HARD) ? hard : other;
	}

	/**
	 * {@return the word for this standing in keys of texts}
	 */
	public String text() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
