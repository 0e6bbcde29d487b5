package chargerunner.issuance;

import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import chargerunner.charge.LookUp;
import chargerunner.charge.Payment;
import chargerunner.issuance.IssueAttempt.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class FindingTests {

	private static final Instant NOW = Instant.parse("2026-11-23T01:00:00Z");

	private static final IssueAttempt ATTEMPT = new IssueAttempt("is1", "i1", "chai", 3000, NOW, null, null);

	static Stream<Arguments> differences() {
		return Stream.of(Arguments.of("customer_uid", change((payment) -> payment.customer = "younghee")),
				Arguments.of("customer_uid", change((payment) -> payment.customer = null)),
				Arguments.of("customer_uid_usage", change((payment) -> payment.usage = "payment")),
				Arguments.of("customer_uid_usage", change((payment) -> payment.usage = null)),
				Arguments.of("amount", change((payment) -> payment.amount = 3001L)),
				Arguments.of("amount", change((payment) -> payment.amount = null)),
				Arguments.of("merchant_uid", change((payment) -> payment.merchantUid = "is2")),
				Arguments.of("sandbox", change((payment) -> payment.sandbox = true)),
				Arguments.of("sandbox", change((payment) -> payment.sandbox = null)));
	}

	private static UnaryOperator<Record> change(java.util.function.Consumer<Record> change) {
		return (payment) -> {
			change.accept(payment);
			return payment;
		};
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("differences")
	void issuesNothingForARecordThatDiffers(String field, UnaryOperator<Record> change) {
		Finding finding = find(false, change.apply(new Record("paid")).payment());

		assertThat(finding).isEqualTo(new Finding(Outcome.MISMATCH, field, "imp_1"));
	}

	@Test
	void issuesForTheRecordThatWasAskedFor() {
		assertThat(find(false, new Record("paid").payment())).isEqualTo(new Finding(Outcome.ISSUED, "", "imp_1"));
	}

	@Test
	void takesATestChannelOnlyWhereItIsAllowed() {
		Payment test = change((payment) -> payment.sandbox = true).apply(new Record("paid")).payment();

		assertThat(find(true, test).outcome()).isEqualTo(Outcome.ISSUED);
		assertThat(find(false, test).outcome()).isEqualTo(Outcome.MISMATCH);
	}

	@Test
	void takesTheOneThatFitsOfSeveral() {
		Payment other = change((payment) -> payment.amount = 1L).apply(new Record("paid")).payment();

		assertThat(find(false, new Record("failed").payment(), other, new Record("paid").payment()).outcome())
			.isEqualTo(Outcome.ISSUED);
	}

	@Test
	void failsWithTheReasonOfThePg() {
		assertThat(find(false, new Record("failed").payment()))
			.isEqualTo(new Finding(Outcome.FAILED, "사용자가 결제를 취소하셨습니다", "imp_1"));
		assertThat(find(false, change((payment) -> payment.reason = null).apply(new Record("cancelled")).payment()))
			.isEqualTo(new Finding(Outcome.FAILED, "cancelled", "imp_1"));
	}

	@Test
	void leavesOpenWhatIsNotOver() {
		assertThat(find(false, new Record("ready").payment()).outcome()).isNull();
		assertThat(find(false, new Record("failed").payment(), new Record("ready").payment()).outcome()).isNull();
		assertThat(find(false, new Record("a_word_of_the_future").payment()).outcome()).isNull();
		assertThat(Finding.of(ATTEMPT, "gildong", LookUp.none(), false).outcome()).isNull();
		assertThat(Finding.of(ATTEMPT, "gildong", LookUp.noAnswer("HTTP 500"), false))
			.isEqualTo(new Finding(null, "HTTP 500", null));
	}

	private static Finding find(boolean testChannels, Payment... payments) {
		return Finding.of(ATTEMPT, "gildong", LookUp.found(List.of(payments)), testChannels);
	}

	private static final class Record {

		private final String status;

		private String merchantUid = "is1";

		private String customer = "gildong";

		private Long amount = 3000L;

		private String usage = "issue";

		private Boolean sandbox = false;

		private String reason = "사용자가 결제를 취소하셨습니다";

		Record(String status) {
			this.status = status;
		}

		Payment payment() {
			return new Payment("imp_1", this.merchantUid, this.customer, this.status, this.amount, "KRW", this.reason,
					NOW, NOW, null, null, null, this.sandbox, this.usage);
		}

	}

}
