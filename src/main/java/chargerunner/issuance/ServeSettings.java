package chargerunner.issuance;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.support.DefaultMessageSourceResolvable;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/**
 * Where and for whom {@code serve} listens. The password is in no text that this record
 * makes. The descriptions below are also those of {@code docs/configuration.md}, so they
 * are plain text.
 *
 * @param address the address that serve listens on. Any but loopback needs a user and a
 * password
 * @param port the port that serve listens on; 0 for any
 * @param user who may ask for links by POST /issuances. Without one nobody may, and
 * issue-link makes them
 * @param password that user's password, at least 16 characters. It is in no log, error or
 * file
 * @param behindProxy whether X-Forwarded-For and X-Forwarded-Proto count where they come
 * from a private address, that is, from a proxy of one's own: true or false
 * @param webhookSources the addresses or networks that notices may come from, with commas
 * between them, as 52.78.100.19, 52.78.48.223, 52.78.5.241; any where not set
 */
@ConfigurationProperties("charge.serve")
record ServeSettings(@DefaultValue("127.0.0.1") String address, @DefaultValue("8080") int port, @Nullable String user,
		@Nullable String password, @DefaultValue("false") boolean behindProxy,
		@DefaultValue List<String> webhookSources) {

	private static final int SHORTEST_PASSWORD = 16;

	private static final Pattern NETWORK = Pattern
		.compile("(\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:.]*)(/\\d{1,3})?");

	boolean hasUser() {
		return this.user != null && !this.user.isBlank() && this.password != null;
	}

	/**
	 * {@return what keeps these settings from being used, as codes and arguments of the
	 * bundle {@code chargerunner/issuance/messages}; empty when nothing does}
	 */
	List<MessageSourceResolvable> problems() {
		List<MessageSourceResolvable> problems = new ArrayList<>();
		if ((this.user == null) != (this.password == null)) {
			problems.add(problem("issuance.serve.half"));
		}
		else if (this.password != null && this.password.length() < SHORTEST_PASSWORD) {
			problems.add(problem("issuance.serve.password", SHORTEST_PASSWORD));
		}
		else if (!hasUser() && !isLoopback()) {
			problems.add(problem("issuance.serve.open", this.address));
		}
		this.webhookSources.stream()
			.filter((source) -> !isNetwork(source))
			.forEach((source) -> problems.add(problem("issuance.serve.source", source)));
		return problems;
	}

	private boolean isLoopback() {
		return this.address.equals("localhost") || this.address.equals("::1")
				|| this.address.matches("127(\\.\\d{1,3}){3}");
	}

	private static boolean isNetwork(String text) {
		// Three numbers would be taken for an address, too.
		if (!NETWORK.matcher(text.strip()).matches()) {
			return false;
		}
		try {
			new IpAddressMatcher(text.strip());
			return true;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	private static MessageSourceResolvable problem(String code, Object... arguments) {
		return new DefaultMessageSourceResolvable(new String[] { code }, arguments);
	}

	@Override
	public String toString() {
		return "ServeSettings[address=" + this.address + ", port=" + this.port + "]";
	}

}
