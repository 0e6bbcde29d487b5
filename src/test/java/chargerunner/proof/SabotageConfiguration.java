package chargerunner.proof;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

import chargerunner.charge.ChargeLedger;
import chargerunner.charge.PaymentGateway;
import chargerunner.charge.Plans;
import chargerunner.charge.RunReports;
import chargerunner.charge.Runs;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.util.ClassUtils;

/**
 * Puts itself around the program's ports when its process was told to. The program finds
 * it by itself where the classes of the tests are on the class path.
 */
@Configuration(proxyBeanMethods = false)
class SabotageConfiguration {

	@Bean
	static BeanPostProcessor sabotage(ObjectProvider<JdbcTemplate> sql) {
		Sabotage order = Sabotage.ofThisProcess();
		if (order == null) {
			return new BeanPostProcessor() {
			};
		}
		Interference interference = (order.mutation() != null) ? new Mutant(order.mutation(), sql) : new Halt(order);
		return new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String name) {
				boolean port = bean instanceof ChargeLedger || bean instanceof PaymentGateway || bean instanceof Plans
						|| bean instanceof Runs || bean instanceof RunReports
						|| (bean instanceof PlatformTransactionManager && interference.concernsTransactions());
				return port ? around(bean, interference) : bean;
			}

		};
	}

	static Object around(Object target, Interference interference) {
		return Proxy.newProxyInstance(target.getClass().getClassLoader(), ClassUtils.getAllInterfaces(target),
				(proxy, method, arguments) -> interference.call(target, method,
						(arguments != null) ? arguments : new Object[0]));
	}

	static Object proceed(Object target, Method method, Object... arguments) throws Throwable {
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

	/** What stands between the program and its ports. */
	interface Interference {

		Object call(Object target, Method method, Object[] arguments) throws Throwable;

		default boolean concernsTransactions() {
			return false;
		}

	}

}
