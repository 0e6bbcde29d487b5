package chargerunner.report;

import java.util.Objects;

import chargerunner.charge.ReasonClass;
import chargerunner.charge.ReportLine;
import chargerunner.charge.RowOutcome;
import chargerunner.charge.RunReports.Heading;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.context.support.DefaultMessageSourceResolvable;
import org.springframework.context.support.MessageSourceAccessor;

/**
 * Tells what a person should do with a row of the review file. In the file it is in the
 * language that the run was planned in, whatever the language of who writes it again.
 */
final class Advice {

	private static final String CODE = "report.advice.";

	private final MessageSourceAccessor messages;

	private final String runId;

	Advice(MessageSource messages, Heading heading) {
		this(new MessageSourceAccessor(messages, heading.locale()), heading.runId());
	}

	Advice(MessageSourceAccessor messages, long runId) {
		this.messages = messages;
		this.runId = Long.toString(runId);
	}

	String on(ReportLine line) {
		return on(line.outcome(), line.reasonClass(), Objects.requireNonNullElse(line.reference(), ""), line.impUid());
	}

	String on(RowOutcome how, @Nullable ReasonClass why, String reference, @Nullable String impUid) {
		String outcome = CODE + how.text();
		String[] codes = (why != null) ? new String[] { outcome + "." + why.text(), outcome }
				: new String[] { outcome };
		Object[] arguments = { this.runId, reference, Objects.requireNonNullElse(impUid, "IMP_UID") };
		return this.messages.getMessage(new DefaultMessageSourceResolvable(codes, arguments));
	}

}
