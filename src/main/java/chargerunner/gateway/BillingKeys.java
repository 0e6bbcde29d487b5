package chargerunner.gateway;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.web.util.UriUtils;

/**
 * The billing keys that PortOne V1 keeps ({@code /subscribe/customers}). None of the
 * calls charges anything; whatever the network or the server does is an answer. Safe for
 * use by many threads.
 */
public final class BillingKeys {

	/** How many keys one call may ask for. */
	public static final int MOST_AT_ONCE = 100;

	private static final String PATH = "/subscribe/customers";

	private final PortOneGateway gateway;

	/**
	 * Calls PortOne as the gateway does.
	 * @param gateway the gateway, which somebody else closes
	 */
	public BillingKeys(PortOneGateway gateway) {
		this.gateway = gateway;
	}

	/**
	 * Asks which keys exist ({@code GET /subscribe/customers?customer_uid[]=…}). That one
	 * exists does not mean that it can be charged.
	 * @param customerUids at most {@link #MOST_AT_ONCE}, at least one
	 * @return what PortOne has
	 */
	public Existence existence(List<String> customerUids) {
		if (customerUids.isEmpty() || customerUids.size() > MOST_AT_ONCE) {
			throw new IllegalArgumentException("From 1 to " + MOST_AT_ONCE + " keys: " + customerUids.size());
		}
		Reply reply = this.gateway.get(customerUids.stream()
			.map((uid) -> "customer_uid[]=" + encoded(uid))
			.collect(Collectors.joining("&", PATH + "?", "")));
		Envelope envelope = this.gateway.envelope(reply);
		if (isNone(reply, envelope)) {
			return new Existence(Answered.YES, Set.of(), "");
		}
		Set<String> found = (envelope != null && envelope.code() == 0 && (reply.hasStatus(200) || reply.hasStatus(207)))
				? uids(envelope.response()) : null;
		if (found == null || !customerUids.containsAll(found)
				|| (reply.hasStatus(200) && found.size() < Set.copyOf(customerUids).size())) {
			return new Existence(answered(reply), Set.of(), PortOneGateway.describe(reply));
		}
		return new Existence(Answered.YES, found, "");
	}

	/**
	 * Deletes a key ({@code DELETE /subscribe/customers/{customer_uid}}), for good.
	 * @param customerUid the key
	 * @return whether it is gone now
	 */
	public Deletion delete(String customerUid) {
		Reply reply = this.gateway.delete(PATH + "/" + encoded(customerUid));
		Envelope envelope = this.gateway.envelope(reply);
		if (isNone(reply, envelope) || isUnknown(reply, envelope)) {
			return new Deletion(Deletion.Kind.NONE, "");
		}
		boolean gone = reply.hasStatus(200) && envelope != null && envelope.code() == 0;
		String message = (envelope != null && envelope.message() != null) ? envelope.message()
				: PortOneGateway.describe(reply);
		return new Deletion(gone ? Deletion.Kind.DELETED : Deletion.Kind.NO_ANSWER, gone ? "" : message);
	}

	private static String encoded(String customerUid) {
		return UriUtils.encode(customerUid, StandardCharsets.UTF_8);
	}

	private static boolean isNone(Reply reply, @Nullable Envelope envelope) {
		return PortOneGateway.isNone(reply, envelope);
	}

	/** Older servers say it with HTTP 200. */
	private static boolean isUnknown(Reply reply, @Nullable Envelope envelope) {
		return reply.hasStatus(200) && envelope != null && envelope.code() != 0 && envelope.isEmpty()
				&& String.valueOf(envelope.message()).contains("등록된 정보를 찾을 수 없습니다");
	}

	private static Answered answered(Reply reply) {
		return (reply.result() == Reply.Result.TOKEN_REFUSED || reply.hasStatus(401)) ? Answered.UNAUTHORIZED
				: Answered.NO;
	}

	private static @Nullable Set<String> uids(JsonNode response) {
		if (!response.isArray()) {
			return null;
		}
		List<String> uids = new ArrayList<>();
		for (JsonNode customer : response) {
			uids.add(customer.path("customer_uid").asString(""));
		}
		return new LinkedHashSet<>(uids);
	}

	/** Whether PortOne answered. */
	public enum Answered {

		/** It did. */
		YES,
		/** It did not, or not sensibly; says nothing about the keys. */
		NO,
		/** The credentials are refused; says nothing about the keys. */
		UNAUTHORIZED

	}

	/**
	 * Which keys exist.
	 *
	 * @param answered whether PortOne answered
	 * @param customerUids those of the asked that exist; empty where it did not answer
	 * @param message why it did not, in a few words
	 */
	public record Existence(Answered answered, Set<String> customerUids, String message) {
	}

	/**
	 * What became of a key.
	 *
	 * @param kind the answer
	 * @param message why there was none, in a few words
	 */
	public record Deletion(Kind kind, String message) {

		/** The three answers. */
		public enum Kind {

			/** It existed, and is deleted. */
			DELETED,
			/** PortOne has none of that name. */
			NONE,
			/** Anything else: it may exist still. */
			NO_ANSWER

		}

	}

}
