package chargerunner.job;

import java.time.Instant;
import java.util.stream.Stream;

import chargerunner.report.SeoulTime;

import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.support.DefaultMessageSourceResolvable;

/**
 * Sentences of this package's bundle.
 */
final class Notes {

	private Notes() {
	}

	static MessageSourceResolvable of(String code, Object... arguments) {
		return new DefaultMessageSourceResolvable(new String[] { code }, readable(arguments));
	}

	/**
	 * {@return the arguments of a sentence, moments as people read them}
	 * @param arguments what the sentence needs
	 */
	static Object[] readable(Object... arguments) {
		return Stream.of(arguments)
			.map((argument) -> (argument instanceof Instant moment) ? SeoulTime.second(moment) : argument)
			.toArray();
	}

}
