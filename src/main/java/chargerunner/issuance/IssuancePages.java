package chargerunner.issuance;

import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * What customers see: the offer behind a link, and how their window ended. Nothing that a
 * browser sends is believed: a token is checked by its signature, a number only makes
 * PortOne be asked, and nothing else is read.
 */
@Controller
final class IssuancePages {

	static final String COMPLETE = "/issuances/complete";

	private final IssuanceService service;

	private final IssuanceSettings settings;

	private final Clock clock;

	IssuancePages(IssuanceService service, IssuanceSettings settings, Clock clock) {
		this.service = service;
		this.settings = settings;
		this.clock = clock;
	}

	@GetMapping("/issuances/{token}")
	String offer(@PathVariable String token, Locale locale, Model model, HttpServletResponse response) {
		IssueLinks.Link link = this.service.read(token);
		Optional<Issuance> issuance = this.service.find(link);
		if (issuance.isEmpty()) {
			return result("unknown", HttpStatus.NOT_FOUND, model, response);
		}
		if (issuance.get().status() == Issuance.Status.ISSUED) {
			return result("issued", HttpStatus.OK, model, response);
		}
		if (issuance.get().status() == Issuance.Status.WITHDRAWN || link.kind() == IssueLinks.Link.Kind.EXPIRED) {
			return result("expired", HttpStatus.GONE, model, response);
		}
		Agreement agreement = issuance.get().agreement();
		LocalDate today = LocalDate.now(this.clock);
		LocalDate first = this.service.firstDueOn(agreement);
		model.addAttribute("agreement", agreement);
		model.addAttribute("firstDueOn",
				DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(locale).format(first));
		model.addAttribute("now", first.equals(today) && agreement.firstCharge() == FirstCharge.NOW);
		model.addAttribute("token", token);
		model.addAttribute("merchantCode", this.settings.merchantCode());
		model.addAttribute("sdkUrl", this.settings.sdkUrl());
		return "offer";
	}

	/** Called by the page's button; answers what {@code IMP.request_pay} is given. */
	@PostMapping("/issuances/{token}/windows")
	ResponseEntity<Map<String, Object>> open(@PathVariable String token) {
		return this.service.open(token)
			.map((window) -> ResponseEntity.ok(parameters(window)))
			.orElseGet(() -> ResponseEntity.status(HttpStatus.CONFLICT).build());
	}

	private Map<String, Object> parameters(IssueWindow window) {
		Agreement agreement = window.issuance().agreement();
		Buyer buyer = agreement.buyer();
		Map<String, Object> parameters = new LinkedHashMap<>();
		parameters.put("pg", this.settings.pg());
		parameters.put("pay_method", this.settings.payMethod());
		parameters.put("merchant_uid", window.merchantUid());
		parameters.put("name", agreement.name());
		parameters.put("amount", window.amount());
		parameters.put("customer_uid", agreement.customerUid());
		put(parameters, "buyer_email", buyer.email());
		put(parameters, "buyer_name", buyer.name());
		put(parameters, "buyer_tel", buyer.tel());
		put(parameters, "buyer_addr", buyer.addr());
		put(parameters, "buyer_postcode", buyer.postcode());
		parameters.put("m_redirect_url", this.settings.publicUrl() + COMPLETE);
		return parameters;
	}

	private static void put(Map<String, Object> parameters, String name, @Nullable String value) {
		if (value != null) {
			parameters.put(name, value);
		}
	}

	/** Where the PG's window sends the browser back to. */
	@GetMapping(COMPLETE)
	String complete(HttpServletRequest request, Model model, HttpServletResponse response) {
		String number = Optional.ofNullable(request.getParameter("merchant_uid")).orElse("");
		Standing standing = this.service.settle(number);
		return switch (standing.kind()) {
			case UNKNOWN -> result("unknown", HttpStatus.NOT_FOUND, model, response);
			case ISSUED -> result("issued", HttpStatus.OK, model, response);
			case WITHDRAWN -> result("expired", HttpStatus.GONE, model, response);
			case MISMATCH -> result("mismatch", HttpStatus.OK, model, response);
			case PENDING -> withAnotherTry("pending", number, model, response);
			case UNANSWERED -> result("unanswered", HttpStatus.SERVICE_UNAVAILABLE, model, response);
			case FAILED -> {
				model.addAttribute("reason", standing.reason());
				yield withAnotherTry("failed", number, model, response);
			}
		};
	}

	/** A second window is harmless: whatever comes of both, the link is used up once. */
	private String withAnotherTry(String page, String number, Model model, HttpServletResponse response) {
		this.service.again(number).ifPresent((token) -> model.addAttribute("again", token));
		return result(page, HttpStatus.OK, model, response);
	}

	static String result(String page, HttpStatus status, Model model, HttpServletResponse response) {
		response.setStatus(status.value());
		model.addAttribute("page", page);
		return "result";
	}

}
