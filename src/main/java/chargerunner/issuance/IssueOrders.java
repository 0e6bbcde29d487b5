package chargerunner.issuance;

import java.time.Instant;
import java.util.Map;

/**
 * Makes links: the same for the command line and for merchants' programs. Safe for use by
 * many threads.
 */
public final class IssueOrders {

	private final IssuanceService service;

	private final Terms terms;

	private final String publicUrl;

	IssueOrders(IssuanceService service, Terms terms, String publicUrl) {
		this.service = service;
		this.terms = terms;
		this.publicUrl = publicUrl;
	}

	/**
	 * Stores what a customer is asked to agree to, behind a link that is new every time.
	 * @param values the terms by name, as they came
	 * @return the link
	 * @throws UnusableTermsException where anything is wrong with them; nothing is stored
	 */
	public IssueLink create(Map<String, String> values) {
		Agreement agreement = this.terms.read(values);
		if (this.service.isOfAnother(agreement)) {
			throw this.terms.ofAnother();
		}
		IssuanceService.NewLink link = this.service.create(agreement);
		return new IssueLink(this.publicUrl + "/issuances/" + link.token(), link.expiresAt());
	}

	/**
	 * A link for one customer. Whoever has it can agree: it goes to nobody else.
	 *
	 * @param url the link
	 * @param expiresAt until when it is good
	 */
	public record IssueLink(String url, Instant expiresAt) {
	}

}
