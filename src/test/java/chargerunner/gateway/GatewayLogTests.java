package chargerunner.gateway;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import chargerunner.charge.Answer;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static chargerunner.gateway.GatewayFixture.AGAIN;
import static chargerunner.gateway.GatewayFixture.REQUEST;
import static chargerunner.gateway.GatewayFixture.gateway;
import static chargerunner.gateway.GatewayFixture.paid;
import static org.assertj.core.api.Assertions.assertThat;

class GatewayLogTests {

	@Test
	void showsNoSecretEvenWhenEverythingIsLogged() throws Exception {
		Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
		Level level = root.getLevel();
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		root.addAppender(log);
		root.setLevel(Level.TRACE);
		try (ScriptedServer server = new ScriptedServer(); PortOneGateway gateway = gateway(server.url())) {
			server.always(AGAIN, paid());

			assertThat(gateway.charge(REQUEST, () -> true).kind()).isEqualTo(Answer.Kind.PAYMENT);
		}
		finally {
			root.setLevel(level);
			root.detachAppender(log);
		}
		List<String> lines = log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
		assertThat(lines).anyMatch((line) -> line.contains(AGAIN))
			.noneMatch((line) -> line.contains("the-secret") || line.contains("the-key") || line.contains("T1")
					|| line.contains("Bearer") || line.contains("customer-1"));
	}

}
