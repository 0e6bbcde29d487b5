package chargerunner.gateway;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The gateway's beans. Both are made when they are first asked for, so that a run that
 * calls nobody needs neither credentials nor a sound base URL; making one with bad
 * settings throws {@link GatewaySettingsException}.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PortOneSettings.class)
public class GatewayConfiguration {

	// Look-ups run beside the charges and must not wait for them.
	private static final int LOOK_UP_CONNECTIONS = 8;

	/**
	 * {@return PortOne V1, with as many connections as there may be charges in flight,
	 * and some for look-ups}
	 * @param settings {@code portone.api}
	 * @param environment {@code charge.concurrency}
	 */
	@Bean
	@Lazy
	PortOneGateway portOneGateway(PortOneSettings settings, Environment environment) {
		int inFlight = environment.getProperty("charge.concurrency", Integer.class, 16);
		return new PortOneGateway(settings, Math.max(1, inFlight) + LOOK_UP_CONNECTIONS);
	}

	/**
	 * {@return the built-in reasons, and before them those of the file that
	 * {@code charge.decline-reasons} names}
	 * @param environment {@code charge.decline-reasons}
	 */
	@Bean
	@Lazy
	ReasonTable reasonTable(Environment environment) {
		String file = environment.getProperty("charge.decline-reasons");
		return StringUtils.hasText(file) ? ReasonTable.extendedBy(file.strip()) : ReasonTable.builtIn();
	}

}
