package chargerunner.issuance;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Objects;

import chargerunner.charge.PaymentGateway;
import chargerunner.gateway.BillingKeys;
import chargerunner.gateway.PortOneGateway;
import chargerunner.gateway.PortOneSettings;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.support.MessageSourceAccessor;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The beans of issuance that commands use too. Each is made when it is first asked for,
 * so that only what needs a setting asks for it.
 */
@Configuration(proxyBeanMethods = false)
@Lazy
@EnableConfigurationProperties(IssuanceSettings.class)
class IssuanceConfiguration {

	@Bean
	Issuances issuances(JdbcClient jdbc, PlatformTransactionManager transactionManager) {
		return new Issuances(jdbc, transactionManager);
	}

	@Bean
	IssueLinks issueLinks(IssuanceSettings settings, Clock clock) {
		refuse(settings.problems());
		return new IssueLinks(Objects.requireNonNull(settings.secret()), clock);
	}

	static void refuse(List<MessageSourceResolvable> problems) {
		if (!problems.isEmpty()) {
			throw new IssuanceSettingsException(problems);
		}
	}

	/**
	 * PortOne is asked only about windows, so a command without any needs no credentials.
	 */
	@Bean
	IssuanceService issuanceService(Issuances issuances, ObjectProvider<IssueLinks> links,
			ObjectProvider<PaymentGateway> gateway, IssuanceSettings settings, PortOneSettings portOne, Clock clock,
			ObjectProvider<FirstCharges> firstCharges) {
		IssuanceService.Rules rules = new IssuanceService.Rules(settings.pg(), settings.linkLife(),
				settings.testChannels() || !portOne.isLive());
		return new IssuanceService(issuances, links::getObject, gateway::getObject, rules, clock, new SecureRandom(),
				firstCharges.getIfAvailable(() -> (subscriptionId) -> {
				}));
	}

	@Bean
	IssueOrders issueOrders(IssuanceService service, IssuanceSettings settings, MessageSourceAccessor messages,
			Clock clock, Environment environment) {
		refuse(settings.problems());
		return new IssueOrders(service,
				new Terms(messages, clock, environment.getProperty("charge.max-amount", Long.class)),
				Objects.requireNonNull(settings.publicUrl()));
	}

	@Bean
	KeyRing keyRing(JdbcClient jdbc, PlatformTransactionManager transactionManager,
			ObjectProvider<PortOneGateway> gateway) {
		return new KeyRing(new StoredKeys(jdbc, transactionManager), () -> new BillingKeys(gateway.getObject()));
	}

}
