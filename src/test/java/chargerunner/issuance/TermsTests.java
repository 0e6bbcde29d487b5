package chargerunner.issuance;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import chargerunner.charge.Cadence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.support.MessageSourceAccessor;
import org.springframework.context.support.ResourceBundleMessageSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TermsTests {

	/** In Seoul it is the 24th already. */
	private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T20:00:00Z"), ZoneId.of("Asia/Seoul"));

	private static Terms terms() {
		ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
		messages.setBasenames("chargerunner.issuance.messages", "chargerunner.intake.messages");
		messages.setDefaultEncoding(StandardCharsets.UTF_8.name());
		return new Terms(new MessageSourceAccessor(messages, Locale.ENGLISH), CLOCK, 100_000L);
	}

	private static Map<String, String> good() {
		return new HashMap<>(Map.of("customer_uid", "gildong/0001%", "name", "정기구독", "amount", "19,900", "cadence",
				"month", "first_due_on", "2026-11-24"));
	}

	@Test
	void readsWhatIsGood() {
		Map<String, String> values = good();
		values.put("buyer_name", " 홍길동 ");
		values.put("first_charge", "now");
		values.put("subscription_id", "S-1");

		assertThat(terms().read(values)).isEqualTo(new Agreement("gildong/0001%", "S-1", "정기구독", 19_900, Cadence.MONTH,
				LocalDate.of(2026, 11, 24), FirstCharge.NOW, new Buyer("홍길동", null, null, null, null)));
	}

	@Test
	void givesTheSameProductOfTheSameCustomerTheSameSubscription() {
		String first = terms().read(good()).subscriptionId();
		Map<String, String> again = good();
		again.putAll(Map.of("amount", "500", "first_due_on", "2027-01-01"));
		Map<String, String> other = good();
		other.put("name", "다른 구독");

		assertThat(first).matches("s-[0-9a-f]{32}").isEqualTo(terms().read(again).subscriptionId());
		assertThat(terms().read(other).subscriptionId()).isNotEqualTo(first);
		assertThat(terms().read(good()).firstCharge()).isEqualTo(FirstCharge.NIGHTLY);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "customer_uid | '' | missing", "customer_uid | 2.02611E+13 | scientific", "name | '' | missing",
					"name | 가나다라마바사아자차카타파하가나다라마바사아자차카타파하가나다라마바사아자차카타파하 | Shorten", "name | 별⭐🚀 | 🚀", "amount | 0 | 0",
					"amount | -1 | ", "amount | 1e3 | scientific", "amount | 1000.5 | ", "amount | 100001 | 100",
					"amount | 99999999999999999999 | ", "cadence | '' | quarter", "cadence | monthly | quarter",
					"first_due_on | 2026-11-23 | 2026-11-24", "first_due_on | 24/11/2026 | 2026-11-24",
					"first_due_on | 2026-02-30 | 2026-11-24", "first_due_on | 2040-01-01 | ten years",
					"first_charge | later | nightly",
					"buyer_email | 가나다라마바사아자차카타파하가나다라마바사아자차카타파하가나다라마바사아자차카타파하가나다라마바사아자차카타파하가나다라마바사아자차카타파하 | Shorten",
					"buyer_postcode | 123456789 | Shorten", "birthday | 2000-01-01 | Known are" })
	void saysWhatIsWrong(String name, String value, String said) {
		Map<String, String> values = good();
		values.put(name, value);

		assertThatExceptionOfType(UnusableTermsException.class).isThrownBy(() -> terms().read(values))
			.satisfies((ex) -> assertThat(ex.faults()).singleElement()
				.satisfies((fault) -> assertThat(fault.name()).isEqualTo(name))
				.satisfies((fault) -> assertThat(fault.problem()).contains((said != null) ? said : " ")));
	}

	@ParameterizedTest
	@ValueSource(ints = { 65, 120, 121 })
	void takesNoLongerIdThanTheTable(int length) {
		Map<String, String> values = good();
		values.put("subscription_id", "S".repeat(length));

		assertThatExceptionOfType(UnusableTermsException.class).isThrownBy(() -> terms().read(values))
			.satisfies((ex) -> assertThat(ex.faults()).allMatch((fault) -> fault.name().equals("subscription_id")));
	}

	@Test
	void saysAllThatIsWrongAtOnce() {
		assertThatExceptionOfType(UnusableTermsException.class).isThrownBy(() -> terms().read(Map.of()))
			.satisfies((ex) -> assertThat(ex.faults()).extracting(UnusableTermsException.Fault::name)
				.containsExactlyInAnyOrder("customer_uid", "name", "amount", "cadence", "first_due_on"));
	}

}
