package chargerunner.sandbox;

import chargerunner.sandbox.Caller.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SandboxCustomerTests {

	private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());

	private final Caller caller = Caller.signedIn(this.sandbox);

	@AfterEach
	void stop() {
		this.sandbox.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "gildong_0001", "a/b", "100%", "홍 길동", "a+b", "a?b#c" })
	void knowsCustomersWhateverTheirIds(String customerUid) {
		Answer answer = this.caller.get("/subscribe/customers/" + Caller.encoded(customerUid));

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.at("/response/customer_uid").asString()).isEqualTo(customerUid);
		assertThat(answer.at("/response/sandbox").booleanValue()).isTrue();
	}

	@Test
	void knowsNoUnregisteredCustomer() {
		Answer answer = this.caller.get("/subscribe/customers/unregistered-1");

		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.at("/message").asString()).isEqualTo("요청하신 customer_uid(unregistered-1)로 등록된 정보를 찾을 수 없습니다.");
	}

	@ParameterizedTest
	@CsvSource({ "customer_uid[]=a&customer_uid[]=b, 200, 2", "customer_uid[]=a&customer_uid[]=unregistered-1, 207, 1",
			"customer_uid[]=unregistered-1, 404, 0", "x=1, 400, 0" })
	void findsManyAtOnce(String query, int status, int found) {
		Answer answer = this.caller.get("/subscribe/customers?" + query);

		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.at("/response")).hasSize(found);
	}

	@Test
	void refusesToChargeACustomerWhoWasDeleted() {
		assertThat(this.caller.delete("/subscribe/customers/a%2Fb").status()).isEqualTo(200);

		assertThat(this.caller.delete("/subscribe/customers/a%2Fb").status()).isEqualTo(404);
		assertThat(this.caller.get("/subscribe/customers/a%2Fb").status()).isEqualTo(404);
		assertThat(this.caller.charge("n1", "a/b").at("/message").asString()).isEqualTo("등록되지 않은 구매자입니다.");
		assertThat(this.sandbox.charges()).isEmpty();
	}

}
