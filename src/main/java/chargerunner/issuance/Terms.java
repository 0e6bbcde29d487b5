package chargerunner.issuance;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import chargerunner.charge.Cadence;
import chargerunner.intake.Problem;
import chargerunner.intake.ProblemTexts;
import chargerunner.intake.RowRules;
import chargerunner.issuance.UnusableTermsException.Fault;
import org.jspecify.annotations.Nullable;

import org.springframework.context.support.MessageSourceAccessor;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Reads what a merchant wants a customer to agree to. What is to be charged every night
 * has to keep the rules of a row of a file from the beginning. Safe for use by several
 * threads.
 */
final class Terms {

	private static final Set<String> OF_A_ROW = Set.of("customer_uid", "name", "amount", "buyer_name", "buyer_email",
			"buyer_tel", "buyer_addr", "buyer_postcode");

	private static final String SUBSCRIPTION_ID = "subscription_id";

	private static final String CADENCE = "cadence";

	private static final String FIRST_DUE_ON = "first_due_on";

	private static final String FIRST_CHARGE = "first_charge";

	private static final Set<String> OWN = Set.of(SUBSCRIPTION_ID, CADENCE, FIRST_DUE_ON, FIRST_CHARGE);

	private static final int LONGEST_ID = 64;

	private final MessageSourceAccessor messages;

	private final Clock clock;

	private final @Nullable Long maxAmount;

	/**
	 * Reads terms.
	 * @param messages says what is wrong
	 * @param clock today, in Asia/Seoul
	 * @param maxAmount the most won that one charge may ask for; null for any
	 */
	Terms(MessageSourceAccessor messages, Clock clock, @Nullable Long maxAmount) {
		this.messages = messages;
		this.clock = clock;
		this.maxAmount = maxAmount;
	}

	/**
	 * {@return what the values ask for}
	 * @param values the values by name, as they came
	 * @throws UnusableTermsException where anything is wrong with them, with all of it
	 */
	Agreement read(Map<String, String> values) {
		List<Fault> faults = new ArrayList<>();
		values.keySet()
			.stream()
			.filter((name) -> !OF_A_ROW.contains(name) && !OWN.contains(name))
			.forEach((name) -> faults.add(fault(name, "issuance.terms.unknown", known())));
		addFaultsOfRow(values, faults);
		Cadence cadence = cadence(values.getOrDefault(CADENCE, ""), faults);
		LocalDate firstDueOn = firstDueOn(values.getOrDefault(FIRST_DUE_ON, ""), faults);
		FirstCharge firstCharge = firstCharge(values.getOrDefault(FIRST_CHARGE, ""), faults);
		if (!faults.isEmpty() || cadence == null || firstDueOn == null) {
			throw new UnusableTermsException(faults);
		}
		String customerUid = value(values, "customer_uid");
		String name = value(values, "name");
		Buyer buyer = new Buyer(optional(values, "buyer_name"), optional(values, "buyer_email"),
				optional(values, "buyer_tel"), optional(values, "buyer_addr"), optional(values, "buyer_postcode"));
		return new Agreement(customerUid, subscriptionId(values, customerUid, name), name,
				Long.parseLong(value(values, "amount").replace(",", "")), cadence, firstDueOn, firstCharge, buyer);
	}

	/**
	 * {@return what is wrong with a subscription_id that another customer has}
	 */
	UnusableTermsException ofAnother() {
		return new UnusableTermsException(List.of(fault(SUBSCRIPTION_ID, "issuance.terms.id-of-another")));
	}

	private static String known() {
		return Stream.of(OF_A_ROW, OWN).flatMap(Set::stream).sorted().collect(Collectors.joining(", "));
	}

	/** A subscription's id stands where a row of a file has its reference. */
	private void addFaultsOfRow(Map<String, String> values, List<Fault> faults) {
		Map<String, String> row = new LinkedHashMap<>();
		values.forEach((name, value) -> {
			if (OF_A_ROW.contains(name)) {
				row.put(name, value);
			}
		});
		String id = value(values, SUBSCRIPTION_ID);
		row.put("reference", id);
		ProblemTexts texts = new ProblemTexts(this.messages);
		for (Problem problem : RowRules.problems(row, this.maxAmount)) {
			String name = problem.column().equals("reference") ? SUBSCRIPTION_ID : problem.column();
			faults.add(problem.value().isEmpty() ? fault(name, "issuance.terms.missing")
					: new Fault(name, texts.problem(problem) + " " + texts.remedy(problem)));
		}
		if (id.codePointCount(0, id.length()) > LONGEST_ID) {
			faults.add(fault(SUBSCRIPTION_ID, "issuance.terms.id-long", LONGEST_ID));
		}
	}

	private @Nullable Cadence cadence(String text, List<Fault> faults) {
		Optional<Cadence> cadence = Stream.of(Cadence.values())
			.filter((value) -> value.text().equals(text.strip()))
			.findFirst();
		if (cadence.isEmpty()) {
			faults.add(fault(CADENCE, "issuance.terms.cadence"));
		}
		return cadence.orElse(null);
	}

	private @Nullable LocalDate firstDueOn(String text, List<Fault> faults) {
		LocalDate today = LocalDate.now(this.clock);
		try {
			LocalDate date = LocalDate.parse(text.strip());
			if (date.isBefore(today)) {
				faults.add(fault(FIRST_DUE_ON, "issuance.terms.date-past", today.toString()));
			}
			if (date.isAfter(today.plusYears(10))) {
				faults.add(fault(FIRST_DUE_ON, "issuance.terms.date-far"));
			}
			return date;
		}
		catch (DateTimeParseException ex) {
			faults.add(fault(FIRST_DUE_ON, "issuance.terms.date", today.toString()));
			return null;
		}
	}

	private FirstCharge firstCharge(String text, List<Fault> faults) {
		if (text.isBlank()) {
			return FirstCharge.NIGHTLY;
		}
		Optional<FirstCharge> firstCharge = FirstCharge.ofText(text.strip());
		if (firstCharge.isEmpty()) {
			faults.add(fault(FIRST_CHARGE, "issuance.terms.first-charge"));
		}
		return firstCharge.orElse(FirstCharge.NIGHTLY);
	}

	/**
	 * The same customer's same product is the same subscription, however often it is
	 * asked for.
	 */
	private static String subscriptionId(Map<String, String> values, String customerUid, String name) {
		String given = value(values, SUBSCRIPTION_ID);
		return given.isEmpty() ? "s-" + hash(customerUid + "\n" + name) : given;
	}

	private static String hash(String text) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
			return HexFormat.of().formatHex(digest, 0, 16);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String value(Map<String, String> values, String name) {
		return values.getOrDefault(name, "").strip();
	}

	private static @Nullable String optional(Map<String, String> values, String name) {
		String value = value(values, name);
		return value.isEmpty() ? null : value;
	}

	private Fault fault(String name, String key, Object... arguments) {
		return new Fault(name, this.messages.getMessage(key, arguments));
	}

}
