package chargerunner.gateway;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import chargerunner.gateway.BillingKeys.Answered;
import chargerunner.gateway.BillingKeys.Deletion;
import chargerunner.gateway.BillingKeys.Existence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static chargerunner.gateway.GatewayFixture.envelope;
import static chargerunner.gateway.GatewayFixture.gateway;
import static chargerunner.gateway.ScriptedServer.json;
import static chargerunner.gateway.ScriptedServer.reset;
import static chargerunner.gateway.ScriptedServer.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BillingKeysTests {

	private static final String NONE = "{\"code\":-1,\"message\":\"요청하신 customer_uid(a)로 등록된 정보를 찾을 수 없습니다.\","
			+ "\"response\":null}";

	private static final String MANY = "/subscribe/customers?customer_uid[]=a%2F%25&customer_uid[]=b";

	private static final String ONE = "/subscribe/customers/a%2F%25";

	private ScriptedServer server;

	private PortOneGateway gateway;

	private BillingKeys keys;

	@BeforeEach
	void start() throws IOException {
		this.server = new ScriptedServer();
		this.gateway = gateway(this.server.url());
		this.keys = new BillingKeys(this.gateway);
	}

	@AfterEach
	void stop() throws IOException {
		this.gateway.close();
		this.server.close();
	}

	static Stream<Arguments> lists() {
		String both = "[{\"customer_uid\":\"a/%\",\"new\":1},{\"customer_uid\":\"b\"}]";
		String one = "[{\"customer_uid\":\"b\"}]";
		return Stream.of(Arguments.of("both", json(200, envelope(both)), Answered.YES, List.of("a/%", "b")),
				Arguments.of("one of two", json(207, envelope(one)), Answered.YES, List.of("b")),
				Arguments.of("none", json(404, NONE), Answered.YES, List.of()),
				Arguments.of("one of two as all", json(200, envelope(one)), Answered.NO, List.of()),
				Arguments.of("another", json(207, envelope("[{\"customer_uid\":\"c\"}]")), Answered.NO, List.of()),
				Arguments.of("no names", json(207, envelope("[{}]")), Answered.NO, List.of()),
				Arguments.of("no list", json(200, envelope("{}")), Answered.NO, List.of()),
				Arguments.of("html 404", json(404, "<html>"), Answered.NO, List.of()),
				Arguments.of("500", json(500, NONE), Answered.NO, List.of()),
				Arguments.of("401", json(401, NONE), Answered.UNAUTHORIZED, List.of()),
				Arguments.of("reset", reset(), Answered.NO, List.of()),
				Arguments.of("silence", silence(), Answered.NO, List.of()));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("lists")
	void tellsWhichKeysExist(String name, ScriptedServer.Step step, Answered answered, List<String> found) {
		this.server.always("/subscribe/customers", step);

		Existence existence = this.keys.existence(List.of("a/%", "b"));

		assertThat(existence.answered()).isEqualTo(answered);
		assertThat(existence.customerUids()).containsExactlyInAnyOrderElementsOf(found);
		assertThat(existence.message().isEmpty()).isEqualTo(answered == Answered.YES);
		assertThat(this.server.requests("/subscribe/customers").get(0).line()).isEqualTo("GET " + MANY + " HTTP/1.1");
	}

	@Test
	void asksForAHundredAtMost() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.keys.existence(Collections.nCopies(101, "a")));
		assertThatIllegalArgumentException().isThrownBy(() -> this.keys.existence(List.of()));
	}

	static Stream<Arguments> deletions() {
		return Stream.of(
				Arguments.of("deleted", json(200, envelope("{\"customer_uid\":\"a/%\"}")), Deletion.Kind.DELETED),
				Arguments.of("404", json(404, NONE), Deletion.Kind.NONE),
				Arguments.of("200 as older servers say it", json(200, NONE), Deletion.Kind.NONE),
				Arguments.of("refused", json(200, "{\"code\":1,\"message\":\"x\",\"response\":null}"),
						Deletion.Kind.NO_ANSWER),
				Arguments.of("html 404", json(404, "<html>"), Deletion.Kind.NO_ANSWER),
				Arguments.of("reset", reset(), Deletion.Kind.NO_ANSWER));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("deletions")
	void tellsWhetherAKeyIsGone(String name, ScriptedServer.Step step, Deletion.Kind kind) {
		this.server.always(ONE, step);

		Deletion deletion = this.keys.delete("a/%");

		assertThat(deletion.kind()).isEqualTo(kind);
		assertThat(deletion.message().isEmpty()).isEqualTo(kind != Deletion.Kind.NO_ANSWER);
	}

}
