package chargerunner.charge;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 of a list of words, written with lower-case letters and the digits 2 to 7.
 */
final class Digests {

	/** The longest text that one digest gives, with a byte to spare. */
	static final int MAX_LENGTH = 50;

	private static final char[] ALPHABET = "abcdefghijklmnopqrstuvwxyz234567".toCharArray();

	private Digests() {
	}

	/**
	 * {@return the first characters of the words' digest}
	 * @param length how many characters, 5 bits each, at most {@value #MAX_LENGTH}
	 * @param words the words, without line breaks; their order and borders count
	 */
	static String base32(int length, String... words) {
		byte[] digest = sha256().digest(String.join("\n", words).getBytes(StandardCharsets.UTF_8));
		StringBuilder text = new StringBuilder(length);
		for (int i = 0; i < length; i++) {
			int bit = i * 5;
			int pair = ((digest[bit / 8] & 0xFF) << 8) | (digest[bit / 8 + 1] & 0xFF);
			text.append(ALPHABET[(pair >> (11 - bit % 8)) & 31]);
		}
		return text.toString();
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
