package chargerunner.report;

import java.util.Objects;

import chargerunner.charge.ReportLine;
import chargerunner.charge.RunReports.Heading;

import org.springframework.context.MessageSource;
import org.springframework.context.support.DefaultMessageSourceResolvable;
import org.springframework.context.support.MessageSourceAccessor;

/**
 * Tells what a person should do with a row of the review file, in the language that the
 * run was planned in, whatever the language of who writes the file again.
 */
final class Advice {

	private static final String CODE = "report.advice.";

	private final MessageSourceAccessor messages;

	private final String runId;

	Advice(MessageSource messages, Heading heading) {
		this.messages = new MessageSourceAccessor(messages, heading.locale());
		this.runId = Long.toString(heading.runId());
	}

	String on(ReportLine line) {
		String outcome = CODE + line.outcome().text();
		String[] codes = (line.reasonClass() != null)
				? new String[] { outcome + "." + line.reasonClass().text(), outcome } : new String[] { outcome };
		Object[] arguments = { this.runId, Objects.requireNonNullElse(line.reference(), "") };
		return this.messages.getMessage(new DefaultMessageSourceResolvable(codes, arguments));
	}

}
