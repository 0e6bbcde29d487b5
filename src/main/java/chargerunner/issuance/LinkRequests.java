package chargerunner.issuance;

import java.io.IOException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import chargerunner.issuance.IssueOrders.IssueLink;
import chargerunner.issuance.UnusableTermsException.Fault;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.support.MessageSourceAccessor;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where merchants' programs ask for links. Answers 201 with the link, or says all that is
 * wrong.
 */
@RestController
final class LinkRequests {

	static final String PATH = "/issuances";

	private static final int LONGEST = 16 * 1024;

	private final IssueOrders orders;

	private final MessageSourceAccessor messages;

	private final JsonMapper json = JsonMapper
		.builder(JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
		.build();

	LinkRequests(IssueOrders orders, MessageSourceAccessor messages) {
		this.orders = orders;
		this.messages = messages;
	}

	@PostMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Map<String, Object>> create(HttpServletRequest request) throws IOException {
		byte[] body = request.getInputStream().readNBytes(LONGEST + 1);
		if (body.length > LONGEST) {
			return refused(HttpStatus.CONTENT_TOO_LARGE, fault("issuance.request.long", LONGEST));
		}
		JsonNode terms = read(body);
		if (terms == null) {
			return refused(HttpStatus.BAD_REQUEST, fault("issuance.request.json"));
		}
		try {
			IssueLink link = this.orders.create(values(terms));
			return ResponseEntity.status(HttpStatus.CREATED)
				.body(Map.of("link", link.url(), "expires_at",
						DateTimeFormatter.ISO_OFFSET_DATE_TIME.withZone(ZoneId.of("Asia/Seoul"))
							.format(link.expiresAt().truncatedTo(ChronoUnit.SECONDS))));
		}
		catch (UnusableTermsException ex) {
			return refused(HttpStatus.BAD_REQUEST, ex.faults());
		}
	}

	private @Nullable JsonNode read(byte[] body) {
		try {
			JsonNode terms = this.json.readTree(body);
			boolean flat = terms.isObject() && terms.values().stream().noneMatch(JsonNode::isContainer);
			return flat ? terms : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private static Map<String, String> values(JsonNode terms) {
		Map<String, String> values = new LinkedHashMap<>();
		terms.forEachEntry((name, value) -> values.put(name, value.isNull() ? "" : value.asString()));
		return values;
	}

	private List<Fault> fault(String key, Object... arguments) {
		return List.of(new Fault("", this.messages.getMessage(key, arguments)));
	}

	private static ResponseEntity<Map<String, Object>> refused(HttpStatus status, List<Fault> faults) {
		return ResponseEntity.status(status).body(Map.of("problems", faults));
	}

}
