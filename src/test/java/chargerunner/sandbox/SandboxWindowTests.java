package chargerunner.sandbox;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import chargerunner.sandbox.Caller.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SandboxWindowTests {

	private static final String BACK = "http://127.0.0.1:1/done";

	private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());

	private final Caller caller = Caller.signedIn(this.sandbox);

	@AfterEach
	void stop() {
		this.sandbox.close();
	}

	@Test
	void servesTheSdk() {
		Answer answer = this.caller.send(this.caller.bare("/v1/iamport.js").GET());

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.response().headers().firstValue("Content-Type")).hasValue("text/javascript;charset=UTF-8");
		assertThat(answer.body()).contains("window.IMP", "request_pay");
	}

	@Test
	void showsWhatWasAskedForAndBelievesNoMarkup() {
		Answer answer = this.caller
			.send(this.caller.bare("/_window?name=%3Cscript%3Ex&amount=3000&merchant_uid=%7Bfields%7D").GET());

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).contains("<dd>&lt;script&gt;x</dd>", "<dd>3000</dd>", "<dd>{fields}</dd>")
			.contains("name=\"amount\" value=\"3000\"")
			.doesNotContain("<script>x");
	}

	@ParameterizedTest
	@CsvSource({ "approve, paid, true, false", "decline, failed, false, true", "cancel, failed, false, true",
			"slow, ready, true, false" })
	void goesBackWithWhatWasChosen(String choice, String status, String success, boolean reason) {
		String back = back(choose(choice, "i1"));

		Answer payment = this.caller.get("/payments/findAll/i1");
		assertThat(payment.at("/response/list/0/status").asString()).isEqualTo(status);
		assertThat(payment.at("/response/list/0/customer_uid").asString()).isEqualTo("gildong");
		assertThat(payment.at("/response/list/0/customer_uid_usage").asString()).isEqualTo("issue");
		assertThat(payment.at("/response/list/0/amount").asInt()).isEqualTo(3000);
		assertThat(payment.at("/response/list/0/buyer_name").asString()).isEqualTo("홍길동");
		assertThat(back).startsWith(BACK + "?imp_uid=" + payment.at("/response/list/0/imp_uid").asString())
			.contains("&merchant_uid=i1&imp_success=" + success);
		assertThat(back.contains("error_msg=%")).isEqualTo(reason);
		assertThat(this.sandbox.charges()).as("nothing is charged by an issue").isEmpty();
	}

	@Test
	void goesNowhereWhenTheWindowIsClosed() {
		Answer answer = choose("close", "i1");

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.response().headers().firstValue("Location")).isEmpty();
		assertThat(this.caller.get("/payments/find/i1").paymentStatus()).isEqualTo("paid");
	}

	@Test
	void approvesLate() {
		choose("slow", "i1");

		assertThat(this.caller.get("/payments/find/i1").paymentStatus()).isEqualTo("ready");
		assertThat(this.caller.get("/payments/find/i1").paymentStatus()).isEqualTo("paid");
	}

	@Test
	void issuesNothingUnderAUsedNumber() {
		choose("approve", "i1");

		assertThat(back(choose("approve", "i1")))
			.startsWith(BACK + "?merchant_uid=i1&imp_success=false&error_code=F1002");
		assertThat(this.caller.get("/payments/findAll/i1").at("/response/total").asInt()).isOne();
		assertThat(this.caller.charge("i1", "gildong").at("/message").asString()).contains("이미");
	}

	@Test
	void issuesADeletedKeyAnew() {
		this.caller.delete("/subscribe/customers/gildong");

		choose("decline", "i1");
		assertThat(this.caller.get("/subscribe/customers/gildong").status()).isEqualTo(404);
		choose("approve", "i2");
		assertThat(this.caller.get("/subscribe/customers/gildong").status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "explode" })
	void asksForAChoice(String choice) {
		assertThat(choose(choice, "i1").status()).isEqualTo(400);
		assertThat(this.caller.get("/payments/find/i1").status()).isEqualTo(404);
	}

	private Answer choose(String choice, String merchantUid) {
		Map<String, String> form = new LinkedHashMap<>();
		form.put("pg", "chai");
		form.put("pay_method", "trans");
		form.put("merchant_uid", merchantUid);
		form.put("name", "정기구독");
		form.put("amount", "3000");
		form.put("customer_uid", "gildong");
		form.put("buyer_name", "홍길동");
		form.put("m_redirect_url", BACK);
		form.put("choice", choice);
		String body = form.entrySet()
			.stream()
			.map((field) -> field.getKey() + "=" + Caller.encoded(field.getValue()))
			.collect(Collectors.joining("&"));
		return this.caller.send(this.caller.bare("/_window").POST(BodyPublishers.ofString(body)));
	}

	private static String back(Answer answer) {
		assertThat(answer.status()).isEqualTo(303);
		return answer.response().headers().firstValue("Location").orElseThrow();
	}

}
