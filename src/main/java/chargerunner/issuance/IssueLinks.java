package chargerunner.issuance;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The tokens of links: which issuance a link is for and until when, signed with
 * HMAC-SHA-256, so that nobody who has one can make another. Nothing else is in them. The
 * key never leaves this object. Safe for use by many threads.
 */
final class IssueLinks {

	/** What a secret must have at least, in characters. */
	static final int SHORTEST_SECRET = 32;

	private static final String ALGORITHM = "HmacSHA256";

	private static final int SIGNATURE_BYTES = 32;

	private static final int LONGEST_TOKEN = 200;

	private final SecretKeySpec key;

	private final Clock clock;

	/**
	 * Signs with a secret.
	 * @param secret at least {@link #SHORTEST_SECRET} characters
	 * @param clock tells whether a link has expired
	 */
	IssueLinks(String secret, Clock clock) {
		if (secret.length() < SHORTEST_SECRET) {
			throw new IllegalArgumentException("The secret is shorter than " + SHORTEST_SECRET + " characters");
		}
		this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
		this.clock = clock;
	}

	/**
	 * {@return the token of a link: letters, digits, {@code - _}}
	 * @param issuanceId the issuance
	 * @param expiresAt when the link ends, counted in whole seconds
	 */
	String token(String issuanceId, Instant expiresAt) {
		byte[] id = issuanceId.getBytes(StandardCharsets.US_ASCII);
		byte[] signed = ByteBuffer.allocate(Long.BYTES + id.length).putLong(expiresAt.getEpochSecond()).put(id).array();
		byte[] token = ByteBuffer.allocate(signed.length + SIGNATURE_BYTES).put(signed).put(sign(signed)).array();
		return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
	}

	/**
	 * {@return what a token is worth}
	 * @param token what came with a request; anything
	 */
	Link read(String token) {
		byte[] bytes = decoded(token);
		if (bytes.length <= Long.BYTES + SIGNATURE_BYTES) {
			return Link.FORGED;
		}
		byte[] signed = new byte[bytes.length - SIGNATURE_BYTES];
		byte[] signature = new byte[SIGNATURE_BYTES];
		ByteBuffer.wrap(bytes).get(signed).get(signature);
		if (!MessageDigest.isEqual(signature, sign(signed))) {
			return Link.FORGED;
		}
		ByteBuffer content = ByteBuffer.wrap(signed);
		Instant expiresAt = Instant.ofEpochSecond(content.getLong());
		String issuanceId = StandardCharsets.US_ASCII.decode(content).toString();
		return new Link(this.clock.instant().isBefore(expiresAt) ? Link.Kind.VALID : Link.Kind.EXPIRED, issuanceId);
	}

	private static byte[] decoded(String token) {
		try {
			return (token.length() <= LONGEST_TOKEN) ? Base64.getUrlDecoder().decode(token) : new byte[0];
		}
		catch (IllegalArgumentException ex) {
			return new byte[0];
		}
	}

	private byte[] sign(byte[] content) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(this.key);
			return mac.doFinal(content);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What a token says.
	 *
	 * @param kind whether it can be believed
	 * @param issuanceId the issuance; empty where the token is forged
	 */
	record Link(Kind kind, String issuanceId) {

		private static final Link FORGED = new Link(Kind.FORGED, "");

		/** Whether a token can be believed. */
		enum Kind {

			/** We made it, and it has not expired. */
			VALID,
			/** We made it, and it has expired. */
			EXPIRED,
			/** We did not make it. */
			FORGED

		}

	}

}
