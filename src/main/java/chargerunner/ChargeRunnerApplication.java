package chargerunner;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;

/**
 * What a command runs in: every package's own configuration class. Nothing else is looked
 * for, so that starting does not take longer with each class.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@ComponentScan(resourcePattern = "*/*Configuration.class")
class ChargeRunnerApplication {

}
