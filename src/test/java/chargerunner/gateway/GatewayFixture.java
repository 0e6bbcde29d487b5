package chargerunner.gateway;

import java.time.Duration;

import chargerunner.charge.ChargeDetails;
import chargerunner.charge.ChargeRequest;

final class GatewayFixture {

	static final String AGAIN = "/subscribe/payments/again";

	static final String TOKEN = "/users/getToken";

	static final ChargeRequest REQUEST = new ChargeRequest("cr01", "customer-1", 3000, "정기결제", ChargeDetails.NONE);

	private GatewayFixture() {
	}

	static PortOneSettings settings(String baseUrl) {
		return new PortOneSettings(baseUrl, "the-key", "the-secret", Duration.ofMillis(300), Duration.ofMillis(300),
				false);
	}

	static PortOneGateway gateway(String baseUrl) {
		return new PortOneGateway(settings(baseUrl), 40);
	}

	/** For many threads at once, which take their time on a busy machine. */
	static PortOneGateway patientGateway(String baseUrl) {
		return new PortOneGateway(new PortOneSettings(baseUrl, "the-key", "the-secret", Duration.ofSeconds(20),
				Duration.ofSeconds(20), false), 40);
	}

	static String payment(String merchantUid, String status) {
		return "{\"imp_uid\":\"imp_1\",\"merchant_uid\":\"" + merchantUid
				+ "\",\"customer_uid\":\"customer-1\",\"status\":\"" + status
				+ "\",\"amount\":3000,\"currency\":\"KRW\",\"paid_at\":1512446940}";
	}

	static String envelope(String response) {
		return "{\"code\":0,\"message\":null,\"response\":" + response + "}";
	}

	static ScriptedServer.Step paid() {
		return ScriptedServer.json(200, envelope(payment("cr01", "paid")));
	}

}
