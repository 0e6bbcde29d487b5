package chargerunner.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code issue-link}: hands the terms on as they came; the same rules hold for them as
 * for those of {@code POST /issuances}.
 */
@Command(name = "issue-link")
final class IssueLinkCommand implements Callable<Integer> {

	private final Invocation invocation;

	@Spec
	private CommandSpec spec = CommandSpec.create();

	@Option(names = "--customer-uid", paramLabel = "CUSTOMER_UID", required = true,
			converter = OptionValues.Letters.class)
	private String customerUid = "";

	@Option(names = "--name", paramLabel = "NAME", required = true, converter = OptionValues.Letters.class)
	private String name = "";

	@Option(names = "--amount", paramLabel = "WON", required = true)
	private String amount = "";

	@Option(names = "--cadence", paramLabel = "CADENCE", required = true)
	private String cadence = "";

	@Option(names = "--first-due-on", paramLabel = "DATE", required = true)
	private String firstDueOn = "";

	@Option(names = "--first-charge", paramLabel = "WHEN", defaultValue = "nightly")
	private String firstCharge = "";

	@Option(names = "--subscription-id", paramLabel = "ID", converter = OptionValues.Letters.class)
	private @Nullable String subscriptionId;

	@Option(names = "--buyer-name", paramLabel = "TEXT", converter = OptionValues.Letters.class)
	private @Nullable String buyerName;

	@Option(names = "--buyer-email", paramLabel = "TEXT", converter = OptionValues.Letters.class)
	private @Nullable String buyerEmail;

	@Option(names = "--buyer-tel", paramLabel = "TEXT", converter = OptionValues.Letters.class)
	private @Nullable String buyerTel;

	@Option(names = "--buyer-addr", paramLabel = "TEXT", converter = OptionValues.Letters.class)
	private @Nullable String buyerAddr;

	@Option(names = "--buyer-postcode", paramLabel = "TEXT", converter = OptionValues.Letters.class)
	private @Nullable String buyerPostcode;

	IssueLinkCommand(Invocation invocation) {
		this.invocation = invocation;
	}

	@Override
	public Integer call() {
		Map<String, String> terms = new LinkedHashMap<>();
		put(terms, "customer_uid", this.customerUid);
		put(terms, "name", this.name);
		put(terms, "amount", this.amount);
		put(terms, "cadence", this.cadence);
		put(terms, "first_due_on", this.firstDueOn);
		put(terms, "first_charge", this.firstCharge);
		put(terms, "subscription_id", this.subscriptionId);
		put(terms, "buyer_name", this.buyerName);
		put(terms, "buyer_email", this.buyerEmail);
		put(terms, "buyer_tel", this.buyerTel);
		put(terms, "buyer_addr", this.buyerAddr);
		put(terms, "buyer_postcode", this.buyerPostcode);
		return new KeyErrands(this.invocation, MainCommand.debug(this.spec.commandLine())).issueLink(terms);
	}

	private static void put(Map<String, String> terms, String name, @Nullable String value) {
		if (value != null) {
			terms.put(name, value);
		}
	}

}
