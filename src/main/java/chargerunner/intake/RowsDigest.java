package chargerunner.intake;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The digest of a multiset of rows: the sum of their hashes modulo 2^256 and their count,
 * hashed again. The order of the rows does not matter, how often each occurs does.
 */
final class RowsDigest {

	private final byte[] sum = new byte[32];

	private long count;

	void add(byte[] hash) {
		int carry = 0;
		for (int i = this.sum.length - 1; i >= 0; i--) {
			carry += Byte.toUnsignedInt(this.sum[i]) + Byte.toUnsignedInt(hash[i]);
			this.sum[i] = (byte) carry;
			carry >>>= 8;
		}
		this.count++;
	}

	String hex() {
		MessageDigest sha256 = Sha256.create();
		sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(this.count).array());
		return HexFormat.of().formatHex(sha256.digest(this.sum));
	}

}
