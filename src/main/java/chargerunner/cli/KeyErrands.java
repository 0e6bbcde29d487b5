package chargerunner.cli;

import java.io.PrintStream;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import chargerunner.gateway.BillingKeys.Answered;
import chargerunner.gateway.BillingKeys.Deletion;
import chargerunner.issuance.IssueOrders;
import chargerunner.issuance.IssueOrders.IssueLink;
import chargerunner.issuance.KeyRing;
import chargerunner.issuance.KeyRing.Check;
import chargerunner.issuance.KeyRing.Revocation;
import chargerunner.job.ExitCode;
import chargerunner.report.Masked;

/**
 * What can be done about billing keys without a browser. Results go to standard output;
 * of a customer_uid only the beginning is shown.
 */
final class KeyErrands {

	private final Invocation invocation;

	private final Execution execution;

	private final PrintStream out;

	private final Texts texts;

	KeyErrands(Invocation invocation, boolean debug) {
		this.invocation = invocation;
		this.execution = new Execution(invocation, debug);
		this.out = invocation.surroundings().out();
		this.texts = invocation.texts();
	}

	int issueLink(Map<String, String> terms) {
		return this.execution.write((context) -> {
			IssueLink link = context.getBean(IssueOrders.class).create(terms);
			this.out.println(link.url());
			this.invocation.complain("cli.issue-link.until",
					DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT)
						.withZone(ZoneId.of("Asia/Seoul"))
						.format(link.expiresAt()));
			return ExitCode.OK;
		});
	}

	int list() {
		return this.execution.read((context) -> {
			long[] keys = new long[1];
			KeyRing ring = context.getBean(KeyRing.class);
			ring.forEach((key) -> {
				if (keys[0]++ == 0) {
					this.out.println(this.texts.say("cli.keys.head"));
				}
				this.out.println(line(key, (key.activeSubscriptions() > 0) ? ring.subscriptions(key) : List.of()));
			});
			this.out.println("keys=" + keys[0]);
			return ExitCode.OK;
		});
	}

	private static String line(KeyRing.Key key, List<String> subscriptions) {
		return String
			.format(Locale.ROOT, "%-16s %-8s %-24s %-6d %s", Masked.customerUid(key.customerUid()),
					key.status().isEmpty() ? "-" : key.status(), key.pg().isEmpty() ? "-" : key.pg(),
					key.activeSubscriptions(), String.join(", ", subscriptions))
			.stripTrailing();
	}

	int check() {
		return this.execution.write((context) -> {
			KeyRing keys = context.getBean(KeyRing.class);
			long[] missing = new long[1];
			Check check = keys.check((key) -> {
				missing[0]++;
				this.out.println(this.texts.say("cli.keys.missing", Masked.customerUid(key.customerUid()),
						String.join(", ", keys.subscriptions(key))));
			});
			this.out.println("keys asked=" + check.asked() + " missing=" + missing[0]);
			if (check.answered() == Answered.UNAUTHORIZED) {
				this.invocation.complain("cli.keys.refused", check.message());
				return ExitCode.SETTINGS;
			}
			if (check.answered() == Answered.NO) {
				this.invocation.complain("cli.keys.no-answer", check.message());
				return ExitCode.UNFINISHED;
			}
			return ExitCode.OK;
		});
	}

	int revoke(String customerUid) {
		return this.execution.write((context) -> {
			Revocation revocation = context.getBean(KeyRing.class).revoke(customerUid);
			if (revocation.ended() < 0) {
				this.invocation.complain("cli.keys.unknown", customerUid);
				return ExitCode.USAGE;
			}
			String masked = Masked.customerUid(customerUid);
			int ended = revocation.ended();
			if (revocation.atPortOne() == Deletion.Kind.NO_ANSWER) {
				this.invocation.complain("cli.keys.not-deleted", masked, ended, revocation.message());
				return ExitCode.UNFINISHED;
			}
			this.out.println(this.texts.say(
					(revocation.atPortOne() == Deletion.Kind.DELETED) ? "cli.keys.revoked" : "cli.keys.revoked-before",
					masked, ended));
			return ExitCode.OK;
		});
	}

}
