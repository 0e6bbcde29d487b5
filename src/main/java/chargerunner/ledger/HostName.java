package chargerunner.ledger;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * This machine's name, for people to read.
 */
final class HostName {

	private HostName() {
	}

	static String get() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "unknown host";
		}
	}

}
